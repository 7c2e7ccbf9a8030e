"""What a citizen says about an answer, not about a matter: too long, is that sure, so dear. And the courtesies around a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.asking import aspects_in
from retriever.queries import matter
from retriever.text import fold, is_unaccented, normalize


class Reaction(StrEnum):
    """How an answer was taken."""

    BRIEF = "brief"
    """Too long, or not understood: say it in few words."""
    DOUBT = "doubt"
    """Is that so, and where does it stand?"""
    SLOW = "slow"
    """So long a time!"""
    DEAR = "dear"
    """So much money!"""
    HARD = "hard"
    """So many papers, so much trouble!"""


@dataclass(frozen=True)
class Reacted:
    """A reaction, and what else the message says; empty where that is nothing."""

    reaction: Reaction
    rest: str


_CALLED = "em|anh|chi|ban|ad|bot|shop|minh|troi|oi"
_YOU = rf"(?: (?:a|ak|ah|ha|nha|nhe|nhi|vay|the|do|day|di|lai|gium|giup|dum|cho|voi|{_CALLED}|luon|roi|ta|dua|qua))*"
_SO = "(?:qua xa|qua|du than|du|vay|the|lam|ghe|vai|hung|dong|nhi|kinh|ri|rua|dzay|zay|vo cung|khiep)"
_NOT = "(?:khong|ko|k|hong|hok|hom|hem|chua|chang)"
_WHAT = "(?:sao|gi|gi ma|lam gi)?(?: ma)?"
_ENDS = "(?=$| a| vay| the| ha| nhi)"
_REALLY = "(?:lan|co a|co ha|luon a|lan ha|lan a)"
_TERM = "(?:thang|tuan|ngay|nam)(?: lam viec)?(?: troi)?"
_AS_MUCH = r"(?:(?:tan|gan|gan ca|nhung|den|toi|mat) )*(?:(?:ca|may|nua|\w+) )?"
_SHORT = "(?:ngan gon|ngan|gon|don gian|de hieu|it thoi|vua vua|binh dan)"
_WORDS: dict[Reaction, tuple[str, ...]] = {
    Reaction.BRIEF: (
        rf"(?:noi|viet|tra loi|ghi|giai thich|chi|nhan|tom)(?: lai)?(?: cho)? {_SHORT}(?: lai| hon| thoi| xiu| chut| ti| ty)*",
        "tom tat|tom lai|noi tom|dai dong|roi (?:mat|nao|ram|tung)|kho hieu|can y chinh|y chinh thoi",
        rf"(?:dai|nhieu chu|chu nhieu|roi|ram ra|lang nhang|lu lan|hoa mat|nhuc dau) {_SO}",
        rf"(?:doc|coi|xem|nghe)(?: \w+){{0,2}} (?:met|moi mat|nhuc dau|roi|{_NOT} (?:hieu|kip|noi|vo|xue|het))(?: lam| qua)?",
        rf"{_NOT} hieu(?: gi| lam)?(?: ca| het)?(?: tron| trui| luon)?$",
    ),
    Reaction.DOUBT: (
        rf"(?:co |la )?(?:chac|chac chan|chac an|chuan|chinh xac|chac dung) {_NOT}",
        rf"(?:dung|that|thiet)(?: vay| the| la)? {_NOT}(?=$| a| do| vay| day| ban| anh| chi| em| ad| ha)",
        "(?:that|thiet|thiet tinh)(?: the| vay)? (?:ha|a|sao)(?=$| vay| do| a)",
        rf"co (?:nham|lon|sai) {_NOT}|tin duoc {_NOT}|noi that {_NOT}|(?:that|thiet) {_NOT} (?:rua|hi|vay)",
        r"ai noi vay|(?:lay|nguon)(?: \w+)? (?:o )?dau ra",
        "sao (?:toi |em |minh |tui |bac |con )?nghe (?:noi |nguoi ta noi )?khac",
    ),
    Reaction.SLOW: (
        rf"{_WHAT} ?(?:lau|cham|tre|lau lac) {_SO}",
        rf"(?:gi|lam gi|sao) ma {_AS_MUCH}(?<!may )(?<!nhieu ){_TERM}(?: {_REALLY})?$",
        rf"{_AS_MUCH}(?<!may )(?<!nhieu ){_TERM} {_REALLY}",
        rf"(?:tan|nhung|gan ca) (?:\w+ )?{_TERM} co$",
    ),
    Reaction.DEAR: (
        rf"{_WHAT} ?(?:mac|dat|dat do|cao|ton|ton kem|nhieu tien) {_SO}{_ENDS}",
        rf"{_AS_MUCH}(?<!may )(?<!nhieu )(?:dong|nghin|ngan|tram|trieu)(?: \w+)? {_REALLY}",
    ),
    Reaction.HARD: (
        rf"{_WHAT} ?nhieu (?:giay|giay to|thu|khau|buoc|thu tuc) {_SO}{_ENDS}",
        rf"{_WHAT} ?(?:ruom ra|phien|phien ha|phien phuc|phuc tap|nhieu khe|kho khan|cuc) {_SO}{_ENDS}",
    ),
}
_REACTION = {reaction: re.compile(rf"(?<!\S)(?:{'|'.join(lines)}){_YOU}(?!\S)") for reaction, lines in _WORDS.items()}
END = "|"
_CLAUSE = re.compile(r"[.,;:!?…\n]+")
_SIGHS = """
    troi oi a u ua o e da vang uh um uhm ok oke okie the vay thoi hic hix hu huhu choi chu cha ui may thiet that la ma thi co hen
    nha nhe ha du roi sao gi lam luon do ay nhi dat duoc dc hay qua wa rua ri rang hi he mo chi
"""
_SIGH = frozenset(_SIGHS.split())
_PEOPLE = "em|toi|minh|tui|anh|chi|con|chau|bac|co|chu|bot|ad|ban|shop|mk|ong|ba|cac ban|moi nguoi"
_FOR_WHAT = f"{_PEOPLE}|nhieu|nha|nhe|a|ah|ak|nghen|rat|lam|truoc|vi da|tra loi|da|giup|do|gium|nhiu"
_THANKS = re.compile(
    rf"^(?:(?:da|vang|ok|oke|okie|uh|u|um|roi|the|vay|a) )*(?:(?:{_PEOPLE}) )?(?:xin )?"
    rf"(?:cam on|thank|thanks|thank you|tks|camon|cam ta|doi on)(?: (?:{_FOR_WHAT}))*(?: \||(?= (?:cho|nhung|ma|con|the|vay|a )))"
)
_BUT = r"(?:(?:ma|nhung|a|da|nhan tien|tien the|tien day|con|sang|roi|the|vay) )*"
_ONE_MORE = "(?: (?:them|luon|xiu|chut|cau nay|cau nua|mot cau|1 cau|ty|ti|nua|voi|ke|tiep|cai nay|cai nua))*"
_MORE = re.compile(
    rf"^{_BUT}(?:(?:{_PEOPLE}) )?(?:cho|cho phep) (?:{_PEOPLE}) (?:xin )?hoi{_ONE_MORE}(?: (?:la|nha|nhe|a))*(?: \|)?(?! ve )"
)
_WHAT_THEN = re.compile(r"\b(?:thi|lam|phai) sao\b|\bthe nao\b")
_HOW_MUCH = re.compile(rf"\b(?:bao|may|nhiu)\b|\b{_NOT}(?: (?:a|ha|vay|the|em|anh|chi|ban|ad|nhi))*$")
_HOW_MUCH_BARE = re.compile(r"^(?:(?:het|ton|mat|dong|tra|la|thi) )*nhieu (?:tien|dong|ngay|bua)\b(?! (?:qua|du|lam|the))")
"""The same in the South, where "nhiêu" without its marks is "nhiều" too: "het nhieu tien vay"."""
_OF_MEASURE = frozenset({Reaction.SLOW, Reaction.DEAR, Reaction.HARD})
"""What is no reaction where it asks how much: "bao nhiêu tiền vậy", "có lâu lắm không"."""
_WHETHER = re.compile(rf"\b{_NOT}$")
LEAST_LEFT = 2
"""Words that must stay for a message to ask something beside its courtesies."""
MOST_BESIDE = 2
"""Words that the clause of a reaction may have beside it."""
LONGEST_LEFT = 1
"""Syllables of matter that a message may have beside its reaction and not be a question of its own."""


def without_courtesy(text: str) -> str:
    """A message without the thanks, and "cho em hỏi thêm là" behind them, before its question; as it is where nothing is asked."""
    words, plain = _clauses(text)
    thanks = _THANKS.match(" ".join(plain))
    if thanks is None:
        return text
    start = len(thanks[0].split())
    more = _MORE.match(" ".join(plain[start:]))
    start += len(more[0].split()) if more else 0
    rest = [word for word in words[start:] if word != END]
    return " ".join(words[start:]).replace(f" {END}", ",").strip(f" {END},") if len(rest) >= LEAST_LEFT else text


def reaction_in(text: str) -> Reacted | None:
    """How the message takes the last answer; None where it says nothing of it. Only a clause of its own is a reaction."""
    found: list[Reaction] = []
    left: list[str] = []
    for clause in _CLAUSE.split(text):
        words = normalize(clause).split()
        reaction = _reaction(words)
        found += [reaction] if reaction else []
        left += [] if reaction or all(fold(word) in _SIGH for word in words) else [" ".join(words)]
    rest = ", ".join(left)
    if not found:
        return None
    reaction = min(found, key=list(Reaction).index)
    told = len(matter(rest).split()) + (_WHETHER.search(fold(rest)) is not None)
    tells = reaction is not Reaction.DOUBT and told > LONGEST_LEFT
    return Reacted(reaction, rest if tells or aspects_in(rest) else "")


def _reaction(words: list[str]) -> Reaction | None:
    """The reaction that a clause is, but for sighs and pronouns around it."""
    said = " ".join(fold(word) for word in words)
    if _WHAT_THEN.search(said):
        return None
    bare = is_unaccented(" ".join(words)) and _HOW_MUCH_BARE.search(said) is not None
    asks = bare or "nhiêu" in words or _HOW_MUCH.search(said) is not None
    reactions = [one for one, pattern in _REACTION.items() if pattern.search(said) and not (asks and one in _OF_MEASURE)]
    rest = said
    for reaction in reactions:
        rest = _REACTION[reaction].sub(" ", rest)
    telling = [word for word in rest.split() if word not in _SIGH]
    return reactions[0] if reactions and len(telling) <= MOST_BESIDE and not matter(" ".join(telling)) else None


def _clauses(text: str) -> tuple[list[str], list[str]]:
    """The words with a mark between clauses, as typed and without diacritics."""
    parts = [normalize(part).split() for part in _CLAUSE.split(text)]
    words = f" {END} ".join(" ".join(part) for part in parts if part).split()
    return words, [fold(word) for word in words]
