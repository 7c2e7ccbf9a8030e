"""How much one message asks: several sides of a procedure, several procedures, or both."""

from __future__ import annotations

import re

from bot.dialogue.sides import MOST_ASPECTS as MOST_ASPECTS
from bot.dialogue.sides import aspects_in as aspects_in
from retriever.queries import ACTIONS, actions, matter
from retriever.text import fold, is_unaccented, question_tokens

LEAST_SYLLABLES = 6
"""A shorter message asks one thing."""
LEAST_MATTER = 2
_JOINTS = (
    "và",
    "với",
    "với lại",
    "rồi",
    "rồi còn",
    "còn",
    "đồng thời",
    "ngoài ra",
    "tiện thể",
    "tiện",
    "sẵn",
    "sẵn tiện",
    "nhân tiện",
    "thêm nữa",
    "cùng với",
    "kèm",
    "luôn cả",
    "cả",
    "xong",
    "lẫn",
    "vừa",
)
_OWN_ACT = re.compile(
    r"\b(?:đăng k[ýí]|dang k[yi])\b|^(?:làm|lam|xin|mở|mo|cấp|cap|lập|lap|nhận|nhan|thi|xác nhận|xac nhan|chứng thực|chung thuc)\b"
)
"""Acts that tell no siblings apart, and so are none of ACTIONS: "làm lại căn cước và đăng ký kết hôn" lends nothing."""
_PAIR = re.compile(
    r"(?<!\S)(?:vừa|vua) (?P<a>[^.?!;]+?) (?:vừa|vua) (?P<b>[^.?!;]+)|(?<!\S)(?:cả|ca) (?P<c>[^.?!;]+?) (?:lẫn|lan) (?P<d>[^.?!;]+)"
)
_SHARED = re.compile(
    r"(?:(?<=[.?!;])|\bth[iì]\b|,)[^.?!;,]*?\b(?:mỗi|moi|từng|tung) (?:cái|cai|việc|viec|thứ|thu|loại|loai|giấy|giay)\b.*$"
)
"""A question about each of several things, at the end: it is asked of both halves."""
_ACTS = sorted({fold(word) for group in ACTIONS for word in group}, key=lambda act: (-len(act), act))
_NO_OBJECT = frozenset(
    {"lai", "trai", "gai", "vo", "chong", "bo", "me", "ba", "ma", "ong", "chau", "con", "nguoi", "giay", "to", "ten", "luon", "cai", "khac"}
)
"""Words beside an act that do not tell what it is done to."""
_END = re.compile(r"[.?!;\n]+")
_JOINT, _BARE_JOINT = (
    re.compile(rf"\s(?:{'|'.join(sorted(joints, key=lambda joint: (-len(joint), joint)))})\s")
    for joints in (frozenset(_JOINTS), frozenset(map(fold, _JOINTS)))
)
"""The bare ones only in messages without any mark: in others "con" is a child and "ca" a shift."""


def has_object(said: str) -> bool:
    """Whether a matter names what is acted on: "sang tên xe" does, "sang tên" and "làm lại cái khác" do not."""
    rest = f" {fold(said)} "
    for act in _ACTS:
        rest = rest.replace(f" {act} ", " ")
    return bool(set(rest.split()) - _NO_OBJECT)


def halves(text: str) -> list[tuple[str, str]]:
    """The ways to cut a message into two questions that each have a matter; none for a short message.

    A second half without an act of its own takes that of the first: "cấp lại căn cước và bằng lái".
    """
    plain = _spaced(text)
    if len(plain.split()) < LEAST_SYLLABLES:
        return []
    plain = _SHARED.sub("", plain)
    joint = _BARE_JOINT if is_unaccented(plain) else _JOINT
    cuts = [(match.start(), match.end()) for match in (*_END.finditer(plain), *joint.finditer(plain))]
    found = [(plain[:start].strip(), plain[end:].strip()) for start, end in sorted(cuts)]
    named = [(first, _with_act(first, second)) for first, second in found if _has_matter(first) and _has_matter(second)]
    return [*_paired(plain), *named]


def paired(text: str) -> list[tuple[str, str]]:
    """The halves of a message that says by its words that they are two."""
    return _paired(_SHARED.sub("", _spaced(text)))


def _paired(plain: str) -> list[tuple[str, str]]:
    """Both things of "vừa A vừa B" and "cả A lẫn B", whatever is told before them; an act before them is lent to both."""
    found = _PAIR.search(plain)
    if found is None:
        return []
    before = plain[: found.start()]
    first, second = (_with_act(before, found[name] or "") for name in (("a", "b") if found["a"] else ("c", "d")))
    return [(first, _with_act(first, second))] if _has_matter(first) and _has_matter(second) else []


def _has_matter(text: str) -> bool:
    return len(matter(text).split()) >= LEAST_MATTER


def _spaced(text: str) -> str:
    """Lower case with single spaces; the ends of sentences stand alone."""
    return " ".join(_END.sub(lambda match: f" {match[0].strip()[:1] or '.'} ", text.lower()).split())


def _with_act(first: str, second: str) -> str:
    if actions(second) or not actions(first) or _OWN_ACT.search(second):
        return second
    syllables = f" {' '.join(question_tokens(first))} "
    verb = next((word for group in ACTIONS for word in group if f" {word} " in syllables or f" {fold(word)} " in syllables), "")
    return f"{fold(verb) if is_unaccented(first) else verb} {second}".strip()
