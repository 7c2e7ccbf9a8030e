"""What else stands in a paper: papers asked, reasons, the procedure, who wrote it, where to send; and what only swindlers write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.dossiers import explaining_cues as cues
from bot.dossiers.explaining_page import OFFICE, Page, bare, cut, listed, twin_of

LONGEST_NAME = 300


class Trick(StrEnum):
    """What no office asks of a citizen by message, as far as these rules can tell."""

    TRANSFER = "transfer"
    APP = "app"
    CODE = "code"
    LINK = "link"


@dataclass(frozen=True)
class Lists:
    """Papers and reasons, and where in the text the listed papers stand."""

    items: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def lists_of(page: Page, *, asks: bool) -> Lists:
    """What is asked, where the paper asks for something, and why."""
    items, spans = _items(page) if asks else ((), ())
    return Lists(items, _reasons(page), spans)


def _items(page: Page) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while (match := cues.ASKED.search(page.twin, at)) and len(spans) < 5:
        at = match.end()
        if cues.NOT_ASKED.search(_clause(page.twin, match.start())):
            at = match.start() + 4
            continue
        points = listed(page.text[match.end() :], cues.ENDS)
        if points:
            start = match.end()
            end = _end_of(page, points[-1], start)
            found += [_without_due(point) if len(points) == 1 else point for point in points]
            spans += [(start, end)] if len(points) > 1 else []
            at = max(at, end)
    return (tuple(filter(None, found)), tuple(spans)) if found else (_asked_in_prose(page), ())


def _clause(twin: str, at: int) -> str:
    """What stands before a place in its own sentence."""
    return re.split(r"[.;:\n]", twin[max(0, at - 120) : at])[-1]


def _end_of(page: Page, last: str, start: int) -> int:
    """Where the last point of a list ends."""
    at = page.text.find(last[:30], start)
    return at + len(last) if at >= 0 else start


def _asked_in_prose(page: Page) -> tuple[str, ...]:
    for match in cues.ASKED_IN_PROSE.finditer(page.twin):
        if re.search(r"v/v|ve viec|phieu|thong bao yeu cau$", _clause(page.twin, match.start())):
            continue
        said = cut(page.text[match.start("papers") : match.end("papers")], cues.ENDS)
        points = [_without_due(part) for part in re.split(r";\s+", said)]
        return tuple(point for point in points if point)
    return ()


def _without_due(said: str) -> str:
    end = cues.PROSE_ENDS.search(twin_of(said))
    return bare(said[: end.start()] if end else said)


def _reasons(page: Page) -> tuple[str, ...]:
    match = cues.REASON.search(page.twin)
    if match:
        return listed(page.text[match.end() :], cues.REASON_ENDS, may_be_empty=False)
    told = cues.REASON_IN_PROSE.search(page.twin)
    return (bare(cut(page.text[told.start("why") : told.end("why")], cues.ENDS)),) if told else ()


def procedure_name(page: Page) -> str | None:
    """The procedure as the paper writes it."""
    for pattern in cues.NAMES:
        for match in pattern.finditer(page.twin):
            name = _balanced(bare(page.text[match.start("name") : match.end("name")]).strip("\"“”'"))
            if len(name.split()) >= 2:
                return name[:LONGEST_NAME]
    return None


def _balanced(name: str) -> str:
    """The name before a bracket that was opened outside of it."""
    depth = 0
    for at, character in enumerate(name):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return bare(name[:at])
    return name


def office_of(page: Page) -> str | None:
    """Who wrote the paper: the head of a letter, the sender of a message, or the field that names the office."""
    head: list[str] = []
    for line in page.raw[:6]:
        twin = twin_of(line)
        if re.match(r"so ?:|kinh gui|v/v|phieu|thong bao|giay |ho so|ma ho so", twin):
            break
        if len(line) < 90 and re.match(OFFICE, twin) and not re.search(r"thong bao|[.:?]|xin loi|\bho so\b", twin):
            head.append(bare(re.split(r" so ?: ?\d", twin)[0] and line))
    if head:
        return " - ".join(head[:2])
    sender = cues.SENDER.match(page.twin)
    match = sender or cues.OFFICE_FIELD.search(page.twin)
    return bare(page.text[match.start("office") : match.end("office")]) if match else None


def number_of(page: Page) -> str | None:
    """The number of the paper: 128/PYC-TTPVHCC."""
    for line in page.raw[:20]:
        if match := cues.NUMBER.match(twin_of(line)):
            return line[match.start("number") : match.end("number")].rstrip(".")
    return None


def amount_of(page: Page) -> int | None:
    """What is to be paid, in đồng; None where the paper names several sums."""
    sums = {int(re.sub(r"\D", "", match["sum"])) for match in cues.AMOUNT.finditer(page.twin)}
    return sums.pop() if len(sums) == 1 else None


def where_to_send(page: Page) -> str | None:
    """Where and how, in the words of the paper."""
    match = cues.SEND.search(page.twin)
    return bare(page.text[match.start("said") : match.end("said")]) if match else None


def tricks_of(page: Page) -> tuple[Trick, ...]:
    """What makes a message look like a swindle; what the text itself warns against is none."""
    return tuple(trick for trick in Trick if any(_is_trick(trick, match) for match in cues.TRICKS[trick].finditer(page.twin)))


def _is_trick(trick: Trick, match: re.Match[str]) -> bool:
    if cues.DENIED.search(match.string[max(0, match.start() - 60) : match.start()]):
        return False
    if trick is Trick.TRANSFER:
        return not cues.PUBLIC_ACCOUNT.search(match.string[match.start() : match.end() + 80])
    return trick is not Trick.LINK or not cues.STATE_HOST.search(match["host"])
