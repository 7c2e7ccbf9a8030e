"""Variants of a sentence as people really type and say it: for training, and by other rules for measuring robustness.

The two sets share what keyboards and writing are (Telex, VNI, marks) but no seed and no table: other letters are mistyped, other
short forms, regional words, fillers and spellings are used, and Telex keys are struck in another order. Each variant depends on
the sentence and the kind alone, so it is the same in every run. Standard library only and valid on Python 3.10.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import Callable, Dict, List, Sequence, Tuple

from retriever.text import fold, is_unaccented

KINDS = (
    "undiacritised",
    "half_accented",
    "telex",
    "vni",
    "one_typo",
    "two_typos",
    "abbreviated",
    "dialect",
    "voice",
    "teen",
    "missing_spaces",
)
"""Every kind of noise, by name."""

NOISY = "noisy"
"""Holds, on a training example that is a variant, the text it was made from: a variant teaches no spelling and stays in its fold."""

_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_LETTERS = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
_SHORTEST = 3
"""Letters of the shortest word that is mistyped; a word is mistyped once at most, and never both of two words."""
_OFTEN = 0.7
_TYPO_SHARE = 0.6
"""Share of variants of the two commonest kinds, and share of typos among these."""

Pairs = Tuple[Tuple[str, str], ...]


@dataclass(frozen=True)
class Rules:
    """One set of rules. ``letters`` are those dropped, doubled and swapped; pairs are (standard, noisy)."""

    seed: str
    letters: str
    neighbours: Dict[str, str]
    keys_at_end: bool
    plain_share: float
    abbreviations: Pairs
    dialect: Pairs
    teen: Pairs
    fillers: Tuple[str, ...]


def _pairs(table: str) -> Pairs:
    split = [entry.strip().split("=") for entry in table.split(",")]
    return tuple((standard, noisy) for standard, noisy in split)


TRAINING = Rules(
    seed="training 1",
    letters="aoncgmt",
    neighbours={"a": "s", "c": "x", "g": "f", "o": "i", "n": "b", "t": "r", "m": "n"},
    keys_at_end=True,
    plain_share=0.5,
    abbreviations=_pairs(
        "không=ko, được=dc, bao nhiêu=bn, giấy khai sinh=gks, căn cước công dân=cccd, giấy phép lái xe=gplx, bảo hiểm xã hội=bhxh, "
        "số điện thoại=sdt, công ty=cty, người=ng, như thế nào=ntn, đăng ký=dk, hồ sơ=hs, hộ khẩu=hk, gì=j, với=vs, rồi=r, giấy tờ=gtờ, "
        "tài khoản=tk, quyết định=qđ, kết hôn=kh, khai sinh=ks, ủy ban nhân dân=ubnd, thành phố=tp"
    ),
    dialect=_pairs(
        "gì=chi, sao=răng, đâu=mô, tôi=tui, thế=rứa, bố=ba, mẹ=má, nhé=nghen, này=ni, kia=tê, bây giờ=chừ, nhỉ=hỉ, xem=coi, vào=vô, "
        "không=hem, to=bự, ốm=bịnh, thấy=chộ"
    ),
    teen=_pairs("không=hok, mình=mik, biết=bik, vậy=z, rồi=rùi, thích=thik, quá=wa, gì=ji, yêu=iu, vợ=vk, chồng=ck, ph=f, vui=vuj"),
    fillers=("à", "ờ", "ờ thì", "thì là", "à mà", "cái này là"),
)
"""What the model learns from."""

ROBUSTNESS = Rules(
    seed="robustness 7",
    letters="ehiuykrlpvdsbqx",
    neighbours={"e": "w", "h": "j", "i": "u", "u": "y", "y": "t", "k": "l", "r": "e", "l": "k", "p": "o", "v": "c", "d": "f", "s": "d"},
    keys_at_end=False,
    plain_share=0.35,
    abbreviations=_pairs(
        "không=k, được=đc, đăng ký=đk, bao nhiêu=bnhiu, chứng minh nhân dân=cmnd, bảo hiểm y tế=bhyt, dịch vụ công=dvc, số điện thoại=sđt, "
        "lý lịch tư pháp=lltp, đăng ký kinh doanh=đkkd, hộ kinh doanh=hkd, thủ tục=tt, thủ tục hành chính=tthc, nước=nc, gia đình=gđ, "
        "mọi người=mn, xác nhận=xn, làm việc=lv, công an=ca, giấy chứng nhận=gcn, sổ hộ khẩu=shk, trước=trc, cũng=cg, những=nhg, nhiều=nhìu"
    ),
    dialect=_pairs(
        "không=hông, vậy=dzậy, làm=mần, thế nào=răng, nhé=nha, bao nhiêu=nhiêu, như vậy=vầy, anh ấy=ảnh, chị ấy=chỉ, bố=tía, "
        "đắt=mắc, rẽ=quẹo, đâu=mô tê, hỏng=hư, lợn=heo, bảo=biểu, về=dìa, đi=đi dìa, kia=nớ"
    ),
    teen=_pairs(
        "không=hong, bây giờ=bi h, mình=mìn, vậy=dị, được=đượt, gì=rì, cái=kái, muốn=mún, luôn=lun, đi=đy, nhiều=nhìu, hết=hớt, con=kon, "
        "cho=cko, có=kó, nh=nk, quý=wý"
    ),
    fillers=("ừm", "kiểu như là", "ý là", "nói chung là", "ơ", "cho nó"),
)
"""What robustness is measured with; never used in training."""


def training_variants(text: str, count: int = 1) -> List[str]:
    """Up to ``count`` variants by the training rules, each of another kind and none like the text itself."""
    rng = random.Random(f"{TRAINING.seed}|{text}")  # noqa: S311
    kinds = rng.sample(KINDS, len(KINDS))
    often = "two_typos" if is_unaccented(text) or rng.random() < _TYPO_SHARE else "undiacritised"
    if rng.random() < _OFTEN:
        kinds.insert(0, often)
    variants: Dict[str, None] = {}
    for kind in kinds if count else ():
        variant = noisy(text, kind, TRAINING)
        variants.update({} if variant == text else {variant: None})
        if len(variants) == count:
            break
    return list(variants)


def robustness_variants(text: str) -> Dict[str, str]:
    """The text once for each kind of noise, by the robustness rules; unchanged where a kind has nothing to change."""
    return {kind: noisy(text, kind, ROBUSTNESS) for kind in KINDS}


def noisy(text: str, kind: str, rules: Rules) -> str:
    """One variant of a text. Raises ValueError for an unknown kind."""
    if kind not in _MAKERS:
        raise ValueError(f"no noise of the kind {kind!r}; there are {', '.join(KINDS)}")
    rng = random.Random(f"{rules.seed}|{kind}|{text}")  # noqa: S311
    return _MAKERS[kind](unicodedata.normalize("NFC", text), rules, rng)


# Marks


def _undiacritised(text: str, rules: Rules, rng: random.Random) -> str:
    return fold(text)


def _half_accented(text: str, rules: Rules, rng: random.Random) -> str:
    return " ".join(fold(word) if rng.random() < rules.plain_share else word for word in text.split())


# Keyboards


def _telex(text: str, rules: Rules, rng: random.Random) -> str:
    return _on_words(text, 2, rng, _has_marks, lambda word: struck(word, _TELEX, _TELEX_LETTERS, at_end=rules.keys_at_end))


def _vni(text: str, rules: Rules, rng: random.Random) -> str:
    return _on_words(text, 2, rng, _has_marks, lambda word: struck(word, _VNI, _VNI_LETTERS, at_end=rules.keys_at_end))


def struck(word: str, tones: Dict[str, str], letters: Dict[str, str], *, at_end: bool) -> str:
    """The keys of a word as an editor that is switched off shows them; the tone's key at the end or right after its vowel."""
    keys, late = "", ""
    for character in word:
        parts = unicodedata.normalize("NFD", character)
        tone = next((tones[c] for c in parts if c in tones), "")
        bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        keys += letters.get(bare.lower(), bare) + ("" if at_end else tone)
        late += tone if at_end else ""
    return keys + late


# Fingers


def _one_typo(text: str, rules: Rules, rng: random.Random) -> str:
    return _on_words(text, 1, rng, lambda word: _can_slip(word, rules), lambda word: _slip(word, rules, rng))


def _two_typos(text: str, rules: Rules, rng: random.Random) -> str:
    count = 2 if len(text.split()) > 2 else 1
    return _on_words(text, count, rng, lambda word: _can_slip(word, rules), lambda word: _slip(word, rules, rng))


def _slip(word: str, rules: Rules, rng: random.Random) -> str:
    """One letter missing, doubled, swapped with the next, or the key beside it."""
    at = rng.choice(_places(word, rules))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    beside = rules.neighbours.get(fold(letter).lower(), letter)
    slips = [before + after, before + letter * 2 + after, before + after[:1] + letter + after[1:], before + beside + after]
    return rng.choice([slip for slip in slips if slip != word])


def _places(word: str, rules: Rules) -> List[int]:
    return [at for at, letter in enumerate(word) if fold(letter).lower() in rules.letters]


def _can_slip(word: str, rules: Rules) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and bool(_places(word, rules))


# Words


def _abbreviated(text: str, rules: Rules, rng: random.Random) -> str:
    return _replaced(text, rules.abbreviations, whole=True)


def _dialect(text: str, rules: Rules, rng: random.Random) -> str:
    return _replaced(text, rules.dialect, whole=True)


def _teen(text: str, rules: Rules, rng: random.Random) -> str:
    clusters = tuple(pair for pair in rules.teen if pair[0] in ("ph", "nh"))
    spelt = _replaced(text, tuple(pair for pair in rules.teen if pair not in clusters), whole=True)
    return _replaced(spelt, clusters, whole=False)


def _replaced(text: str, pairs: Sequence[Tuple[str, str]], *, whole: bool) -> str:
    """Longest first, so that a phrase is replaced before its parts; nothing is replaced twice."""
    noisy_of = dict(pairs)
    if not noisy_of:
        return text
    edge = r"\b" if whole else ""
    pattern = "|".join(re.escape(standard) for standard in sorted(noisy_of, key=len, reverse=True))
    return re.sub(f"{edge}({pattern}){edge}", lambda match: noisy_of[match.group(1).lower()], text, flags=re.IGNORECASE)


# Voice and spaces


def _voice(text: str, rules: Rules, rng: random.Random) -> str:
    """Dictated: no capitals, no punctuation, a filler before it and perhaps one inside."""
    words = re.sub(r"[^\w\s]|_", " ", text.lower()).split()
    if len(words) > 5 and rng.random() < 0.5:
        words.insert(rng.randrange(2, len(words) - 1), rng.choice(rules.fillers))
    return " ".join([rng.choice(rules.fillers), *words])


def _missing_spaces(text: str, rules: Rules, rng: random.Random) -> str:
    """One or two pairs of neighbours run together."""
    words = text.split()
    for _ in range(min(2, (len(words) - 1) // 2)):
        at = rng.randrange(len(words) - 1)
        words[at : at + 2] = [words[at] + words[at + 1]]
    return " ".join(words)


def _on_words(text: str, count: int, rng: random.Random, fits: Callable[[str], bool], change: Callable[[str], str]) -> str:
    """The text with up to ``count`` of its fitting words changed."""
    words = text.split()
    fitting = [at for at, word in enumerate(words) if fits(word)]
    for at in rng.sample(fitting, min(count, len(fitting))):
        words[at] = change(words[at])
    return " ".join(words)


def _has_marks(word: str) -> bool:
    return not is_unaccented(word)


_MAKERS: Dict[str, Callable[[str, Rules, random.Random], str]] = {
    "undiacritised": _undiacritised,
    "half_accented": _half_accented,
    "telex": _telex,
    "vni": _vni,
    "one_typo": _one_typo,
    "two_typos": _two_typos,
    "abbreviated": _abbreviated,
    "dialect": _dialect,
    "voice": _voice,
    "teen": _teen,
    "missing_spaces": _missing_spaces,
}
