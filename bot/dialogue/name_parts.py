"""What the names of procedures are made of: the act, the thing, the ages it is for."""

from __future__ import annotations

import re

from retriever.text import fold, normalize

_IDENTITY = re.compile(r"\b(can cuoc|cccd|cmnd|chung minh|dinh danh)\b")
_AGES = re.compile(r"\bcho người (?:từ đủ|dưới) \d+ tuổi(?: trở lên)?", re.IGNORECASE)
_YOUNGER, _OLDER = "trẻ em dưới 14 tuổi", "từ đủ 14 tuổi"
_ACTS = ("cấp lại", "cấp đổi", "cấp", "đổi", "gia hạn", "đăng ký", "thủ tục", "xóa", "tạm ngừng", "chấm dứt", "thành lập")


def age_group(text: str, ages: tuple[int, ...]) -> str:
    """The words by which identity papers name an age group; other procedures do not part people at 14."""
    if not ages or _IDENTITY.search(fold(normalize(text))) is None:
        return ""
    return _YOUNGER if min(ages) < 14 else _OLDER if min(ages) < 18 else ""


def names_ages(name: str) -> bool:
    """Whether a name tells the ages that a procedure is for: there is another one for the others."""
    return _AGES.search(name) is not None


def for_ages(name: str, ages: tuple[int, ...]) -> str:
    """A name that tells ages, for a person of these."""
    return for_group(name, _YOUNGER if min(ages) < 14 else _OLDER)


def for_group(name: str, group: str) -> str:
    """A name for another age group."""
    return f"{_AGES.sub(' ', name)} {group}"


def without_act(name: str) -> str:
    """A procedure's name without its action, so that another action can take its place."""
    bare = name.lower()
    for verb in _ACTS:
        bare = bare.replace(verb, " ")
    return " ".join(bare.split())
