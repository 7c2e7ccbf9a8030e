"""The ways to file a procedure, put together where they cost or take the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.dialogue import phrases
from bot.dialogue.formats import bare, sentence, sentences, tidy
from bot.dialogue.outline import statements
from knowledge.schema import Channel, Procedure, SubmissionMethod, Unknown

Item = TypeVar("Item")
ORDER = (Channel.DIRECT, Channel.POST, Channel.ONLINE, Channel.ONLINE_FULL, Channel.ONLINE_PARTIAL)
ONLINE = frozenset({Channel.ONLINE, Channel.ONLINE_FULL, Channel.ONLINE_PARTIAL})
REMARK_LIMIT = 60
_NAMES_A_WAY = re.compile(r"trực tuyến|trực tiếp|qua mạng|\bmạng\b|bưu (?:chính|điện)|^(?:Gửi|Đến|Cổng)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Offer(Generic[Item]):
    """Ways to file with the same facts. No items: the source does not say. ``remark`` tells apart ways of one channel."""

    ways: list[Channel]
    items: tuple[Item, ...]
    remark: str | None = None


def methods_of(procedure: Procedure) -> list[SubmissionMethod]:
    """The ways to file in the order in which they are named; none where the source does not say."""
    if isinstance(procedure.methods, Unknown):
        return []
    return sorted(procedure.methods, key=lambda method: ORDER.index(method.channel))


def ways_of(methods: Iterable[SubmissionMethod]) -> list[Channel]:
    """The channels of some methods, each once."""
    return list(dict.fromkeys(method.channel for method in methods))


def offers(procedure: Procedure, items_of: Callable[[SubmissionMethod], tuple[Item, ...]]) -> list[Offer[Item]]:
    """The methods grouped by their facts, whatever the order of the facts."""
    groups: dict[frozenset[Item], list[SubmissionMethod]] = {}
    methods = methods_of(procedure)
    for method in methods:
        groups.setdefault(frozenset(items_of(method)), []).append(method)
    shared = _shared(list(groups.values()))
    if shared and any(_remark(members) is None for members in groups.values() if shared & set(ways_of(members))):
        return [Offer(ways_of(methods), tuple(dict.fromkeys(item for method in methods for item in items_of(method))))]
    return [
        Offer(ways_of(members), items_of(members[0]), _remark(members) if shared & set(ways_of(members)) else None)
        for members in groups.values()
    ]


def _shared(groups: list[list[SubmissionMethod]]) -> set[Channel]:
    """The channels that stand in more than one group."""
    channels = [channel for members in groups for channel in ways_of(members)]
    return {channel for channel in channels if channels.count(channel) > 1}


def _remark(members: list[SubmissionMethod]) -> str | None:
    first = next((sentences(method.note)[0] for method in members if method.note and tidy(method.note)), None)
    return first if first and len(first) <= REMARK_LIMIT else None


def remarks(methods: list[SubmissionMethod], about: Callable[[str], bool]) -> list[str]:
    """The sentences of the methods' notes that are about something, with the way to file where they hold for one only."""
    found: dict[str, list[Channel]] = {}
    for method in methods:
        for part in statements(method.note) if method.note else []:
            if about(part):
                found.setdefault(_twin(part, found), []).append(method.channel)
    everywhere = set(ways_of(methods))
    return [_remarked(part, ways, everywhere) for part, ways in found.items()]


def _twin(part: str, found: Iterable[str]) -> str:
    """An earlier sentence that starts alike and says as much, or the sentence itself."""
    start = bare(part.partition(";")[0]).casefold()
    return next((one for one in found if one.casefold().startswith(start) or start.startswith(bare(one).casefold())), part)


def _remarked(part: str, ways: list[Channel], everywhere: set[Channel]) -> str:
    if set(ways) == everywhere or _NAMES_A_WAY.search(part):
        return sentence(part)
    return sentence(phrases.on_way(part, ways_in_order(ways)))


def ways_in_order(ways: Iterable[Channel]) -> list[Channel]:
    """Channels in the order in which they are named, each once."""
    return sorted(set(ways), key=ORDER.index)
