"""Training pairs for the static model: wordings made from names and bodies, corrupted the way people type."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.synonyms import Synonym
from retriever.documents import SearchDocument
from retriever.text import ABBREVIATIONS, document_tokens, fold, tokens

NAME_PAIRS = 6
"""Wordings made of a document's names in one epoch: one of each, and the official one again up to this number."""
MOST_NAME_PAIRS = 16
"""A document with more names than this is taught others of them in each epoch, so that it is heard no more than its neighbours."""
BODY_PAIRS = 6
SAYING_PAIRS = 10
"""Wordings made in one epoch of every entry of the lexicon."""
SAID = 0.3
"""Share of the corrupted wordings in which an official phrase is replaced by what people say for it."""
FOLDED_WORDINGS, FOLDED_NAMES = 0.3, 0.1
"""Shares that are taught without diacritics."""
NEAREST_NAMES = 4
"""So many of the shortest names that hold an entry's official words are taught for what people say."""

PREFIXES = tuple(
    text.strip()
    for text in """
    ||||cho hỏi|tôi muốn|em cần|làm sao để|thủ tục|hồ sơ|lệ phí|mình cần|cho tôi hỏi về|con muốn|nhà em|bao lâu thì|cách|xin|đi|điều kiện
    nộp|bị|giờ muốn
    nếu|mẫu đơn|muốn|hồ sơ đề nghị|trình tự thực hiện|trình tự thủ tục|thành phần hồ sơ|thời hạn giải quyết|thời gian giải quyết
    cơ quan nào có thẩm quyền|cơ quan nào
    doanh nghiệp muốn|công ty chúng tôi cần|đơn vị tôi muốn|tổ chức cá nhân muốn|khi nào phải|trường hợp nào phải
    tôi là chủ doanh nghiệp muốn|quy định về|căn cứ pháp lý của
    xin hỏi về việc|đề nghị hướng dẫn|xin cho biết|để được|yêu cầu điều kiện|phí và lệ phí|ai được|những giấy tờ cần có khi|các bước
    tôi cần làm gì để
    """.replace("\n", "|").split("|")
)
SUFFIXES = tuple(
    text.strip()
    for text in """
    ||||cần giấy tờ gì|hết bao nhiêu tiền|ở đâu|mất mấy ngày|được không|thì làm thế nào|làm online được không|gồm những gì|thì phải làm sao
    cho con|cho mẹ|của tôi|nộp ở đâu
    ai làm được|trong bao lâu|nhanh nhất|bao gồm những hồ sơ nào|gồm những giấy tờ gì|như thế nào|được quy định như thế nào|là bao lâu
    là bao nhiêu|bao nhiêu ngày|cần những thủ tục gì
    thì nộp hồ sơ ở đâu|do cơ quan nào cấp|thực hiện ra sao|cần đáp ứng điều kiện gì|cần những điều kiện gì|thì cần làm những gì
    có mất phí không|có phải xin phép không|theo quy định nào
    """.replace("\n", "|").split("|")
)
STORY_STARTS = (
    "",
    "",
    "hôm qua em đi làm về thì",
    "nhà tôi ở quê nên",
    "em đang ở trọ trên thành phố,",
    "anh chị cho em hỏi nhà em",
    "tháng trước mẹ tôi",
    "con tôi năm nay 5 tuổi, giờ",
    "chồng em đi làm xa,",
    "bà nội em 80 tuổi rồi,",
    "tôi ở xã mới sáp nhập,",
    "nghe nói quy định mới thay đổi,",
    "em là sinh viên năm hai,",
    "vợ chồng tôi mới cưới,",
    "công ty cho nghỉ nên",
    "hai bên nói chuyện xong rồi, giờ",
    "do bận quá nên chưa",
    "mấy năm nay chưa ai",
    "hồi đó ông bà",
    "em lỡ tay nên",
    "công ty chúng tôi hoạt động trong lĩnh vực này, nay",
    "đơn vị chúng tôi đang chuẩn bị",
    "tôi mở cửa hàng nhỏ, giờ",
)
STORY_ENDS = (
    "",
    "",
    "giờ không biết bắt đầu từ đâu",
    "thì có ai nhận không ạ",
    "mà nhà ở xa không về quê được",
    "anh chị chỉ giúp em với",
    "để đi làm cho kịp",
    "thì mang theo những gì và nộp chỗ nào",
    "có phải chờ lâu không",
    "hay phải ra tận phường",
    "cho kịp tháng sau",
    "mà không ai chỉ",
    "vậy có tốn kém lắm không",
    "như vậy có được không hay phải làm khác",
    "vậy doanh nghiệp phải làm gì",
    "xin được hướng dẫn cụ thể",
)
_STOP = frozenset(["và", "của", "cho", "về", "các", "những", "tại", "theo", "đối", "với", "trong", "từ", "có", "là", "được", "do", "bằng"])
_SHORT = {tuple(full.split()): short for short, full in ABBREVIATIONS.items() if len(full.split()) > 1}
_FRAMES = tuple([tokens(text) for text in texts] for texts in (PREFIXES, SUFFIXES, STORY_STARTS, STORY_ENDS))
Words = list[str]
Pair = tuple[Words, int, int]
"""A corrupted wording, a name of the same document (its number among Corpus.targets), and the document's number."""


@dataclass(frozen=True)
class Corpus:
    """Documents as syllables, ready for training. ``names[i]`` are the wordings of document i that may be seen."""

    names: list[list[Words]]
    bodies: list[list[Words]]
    fields: list[str]
    sayings: list[tuple[list[Words], list[int]]] = field(default_factory=list)
    """What people say, and the documents whose names hold the official words for it, shortest name first."""
    said: dict[tuple[str, ...], list[Words]] = field(default_factory=dict)
    """Official phrase to what people say for it."""

    @property
    def targets(self) -> list[Words]:
        """All names, document after document, and after them all names without diacritics."""
        names = [name for known in self.names for name in known]
        return names + [fold(" ".join(name)).split() for name in names]

    @classmethod
    def read(cls, documents: Sequence[SearchDocument], names: Sequence[Sequence[str]], synonyms: Sequence[Synonym] = ()) -> Corpus:
        """Split all texts into syllables once."""
        split = [[document_tokens(name) for name in known] for known in names]
        bodies = [[document_tokens(chunk) for chunk in document.body] for document in documents]
        spoken = [([document_tokens(say) for say in item.say], document_tokens(item.means)) for item in synonyms]
        said: dict[tuple[str, ...], list[Words]] = {}
        for says, means in spoken:
            said.setdefault(tuple(means), []).extend(says)
        return cls(split, bodies, [document.field for document in documents], _sayings(split, spoken), said)


def _sayings(names: Sequence[Sequence[Words]], spoken: Sequence[tuple[list[Words], Words]]) -> list[tuple[list[Words], list[int]]]:
    holders: dict[str, set[int]] = {}
    for number, known in enumerate(names):
        for word in known[0] if known else ():
            holders.setdefault(word, set()).add(number)
    found = []
    for says, means in spoken:
        named = set.intersection(*(holders.get(word, set()) for word in means)) if means else set()
        if named:
            found.append((says, sorted(named, key=lambda number: (len(names[number][0]), number))[:NEAREST_NAMES]))
    return found


def pairs(corpus: Corpus, seed: int) -> Iterator[Pair]:
    """One epoch of pairs."""
    rng = random.Random(seed)  # noqa: S311 (not for secrets)
    starts = [0, *itertools.accumulate(len(names) for names in corpus.names)]
    for number, (names, body) in enumerate(zip(corpus.names, corpus.bodies, strict=True)):
        yield from _name_pairs(corpus, names, number, starts, rng)
        yield from ((span, starts[number], number) for span in _spans(body, rng))
    for _ in range(SAYING_PAIRS):
        for says, numbers in corpus.sayings:
            number = numbers[min(int(rng.expovariate(1.2)), len(numbers) - 1)]
            yield _maybe_folded(_dress(rng.choice(says), rng), rng), starts[number], number


def _name_pairs(corpus: Corpus, names: Sequence[Words], number: int, starts: Sequence[int], rng: random.Random) -> Iterator[Pair]:
    taught = names if len(names) <= MOST_NAME_PAIRS else [names[0], *rng.sample(names[1:], MOST_NAME_PAIRS - 1)]
    for name in (*taught, *[names[0]] * (NAME_PAIRS - len(names))):
        wording = (_as_said(name, corpus.said, rng) if rng.random() < SAID else None) or _corrupt(name, rng)
        target = starts[number] + rng.randrange(len(names)) + (starts[-1] if rng.random() < FOLDED_NAMES else 0)
        yield _maybe_folded(_dress(wording, rng), rng), target, number


def _spans(body: Sequence[Words], rng: random.Random) -> Iterator[Words]:
    for chunk in rng.sample(body, min(BODY_PAIRS, len(body))):
        if len(chunk) > 4:
            start = rng.randrange(len(chunk) - 3)
            yield _maybe_folded(chunk[start : start + rng.randint(4, 16)], rng)


def _as_said(words: Words, said: Mapping[tuple[str, ...], list[Words]], rng: random.Random) -> Words | None:
    """The longest official phrase replaced by one that people say; None where there is none."""
    for size in range(min(8, len(words)), 1, -1):
        for at in range(len(words) - size + 1):
            says = said.get(tuple(words[at : at + size]))
            if says:
                return [*words[:at], *rng.choice(says), *words[at + size :]]
    return None


def _corrupt(words: Words, rng: random.Random) -> Words:
    roll = rng.random()
    if roll < 0.25 and len(words) > 4:
        start = rng.randrange(len(words) - 2)
        words = words[start : start + rng.randint(3, len(words))]
    elif roll < 0.45:
        words = [w for w in words if w not in _STOP or rng.random() < 0.4]
    elif roll < 0.6 and len(words) > 2:
        at = rng.randrange(len(words) - 1)
        words = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
    elif roll < 0.75 and len(words) > 2:
        words = [w for w in words if rng.random() > 0.2] or words
    elif roll < 0.8:
        words = _abbreviated(words)
    return [_typo(w, rng) if rng.random() < 0.02 else w for w in words]


def _abbreviated(words: Words) -> Words:
    """The first known phrase in its short form, written out as a person would type it."""
    for size in (4, 3, 2):
        for at in range(len(words) - size + 1):
            short = _SHORT.get(tuple(words[at : at + size]))
            if short:
                return [*words[:at], short, *words[at + size :]]
    return words


def _typo(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 2 and rng.random() < 0.5 else word[:at] + word[at] + word[at:]


def _dress(words: Words, rng: random.Random) -> Words:
    if rng.random() >= 0.6:
        return words
    start, end = _FRAMES[2:] if rng.random() < 0.3 else _FRAMES[:2]
    return [*rng.choice(start), *words, *rng.choice(end)]


def dressed(wording: str, rng: random.Random) -> str:
    """The wording inside a question or a small story, as people tell it."""
    start, end = (STORY_STARTS, STORY_ENDS) if rng.random() < 0.4 else (PREFIXES, SUFFIXES)
    return f"{rng.choice(start)} {wording} {rng.choice(end)}"


def _maybe_folded(words: Words, rng: random.Random) -> Words:
    return fold(" ".join(words)).split() if rng.random() < FOLDED_WORDINGS else words
