"""Training pairs for the static model: wordings made from names and bodies, corrupted the way people type."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from retriever.documents import SearchDocument
from retriever.text import ABBREVIATIONS, fold, tokens

PREFIXES = (
    "",
    "",
    "",
    "cho hỏi",
    "tôi muốn",
    "em cần",
    "làm sao để",
    "thủ tục",
    "hồ sơ",
    "lệ phí",
    "mình cần",
    "cho tôi hỏi về",
    "con muốn",
    "nhà em",
    "bao lâu thì",
    "cách",
    "xin",
    "đi",
    "điều kiện",
    "nộp",
    "bị",
    "giờ muốn",
    "nếu",
    "mẫu đơn",
)
SUFFIXES = (
    "",
    "",
    "",
    "cần giấy tờ gì",
    "hết bao nhiêu tiền",
    "ở đâu",
    "mất mấy ngày",
    "được không",
    "thì làm thế nào",
    "làm online được không",
    "gồm những gì",
    "thì phải làm sao",
    "cho con",
    "cho mẹ",
    "của tôi",
    "nộp ở đâu",
    "ai làm được",
    "trong bao lâu",
    "nhanh nhất",
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
)
_STOP = frozenset(["và", "của", "cho", "về", "các", "những", "tại", "theo", "đối", "với", "trong", "từ", "có", "là", "được", "do", "bằng"])
_SHORT = {full: short for short, full in ABBREVIATIONS.items() if len(full.split()) > 1}
Pair = tuple[str, str, int]
"""A corrupted wording, a name of the same document, and the document's number."""


def pairs(documents: Sequence[SearchDocument], names: Sequence[Sequence[str]], seed: int) -> Iterator[Pair]:
    """One epoch of pairs; ``names[i]`` are the wordings of document i that may be seen in training."""
    rng = random.Random(seed)  # noqa: S311 (not for secrets)
    for number, (document, known) in enumerate(zip(documents, names, strict=True)):
        for name in known:
            target = rng.choice(known)
            yield _dress(_corrupt(tokens(name), rng), rng), _maybe_folded(tokens(target), rng, 0.1), number
        for chunk in rng.sample(document.body, min(4, len(document.body))):
            words = tokens(chunk)
            if len(words) > 4:
                start = rng.randrange(len(words) - 3)
                span = words[start : start + rng.randint(4, 16)]
                yield _maybe_folded(span, rng, 0.3), " ".join(tokens(document.names[0])), number


def _corrupt(words: list[str], rng: random.Random) -> list[str]:
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
    return [_typo(w, rng) if rng.random() < 0.03 else w for w in words]


def _typo(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 2 and rng.random() < 0.5 else word[:at] + word[at] + word[at:]


def _dress(words: list[str], rng: random.Random) -> str:
    text = dressed(" ".join(words), rng) if rng.random() < 0.6 else " ".join(words)
    return _maybe_folded(tokens(text), rng, 0.3)


def dressed(wording: str, rng: random.Random) -> str:
    """The wording inside a question or a small story, as people tell it."""
    start, end = (STORY_STARTS, STORY_ENDS) if rng.random() < 0.4 else (PREFIXES, SUFFIXES)
    return f"{rng.choice(start)} {wording} {rng.choice(end)}"


def _maybe_folded(words: list[str], rng: random.Random, share: float) -> str:
    text = " ".join(words)
    return fold(text) if rng.random() < share else text
