"""Replies as the messages of a channel: plain text split within its limits, choices as buttons or as a numbered list, links, sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.channels import replies
from bot.channels.checklist_view import safe_url
from bot.channels.checklists import Asked
from bot.channels.contract import Limits, Link, Piece
from bot.channels.splitting import split
from bot.messages import Button, Card, Checklist, Outgoing, SourceNote

ChecklistUrl = Callable[[Checklist], str | None]
"""Where the page of a checklist is; None where it has none."""


@dataclass(frozen=True)
class _Parts:
    """What one reply becomes before it is split: blocks of text, and what hangs on its last piece."""

    blocks: list[str]
    buttons: list[Button]
    links: list[Link]


def render(
    said: Sequence[Outgoing], limits: Limits, *, checklist_url: ChecklistUrl | None = None, together: int | None = None
) -> list[Piece]:
    """All replies to one message, in order, as messages within ``limits``.

    Choices that do not fit as buttons become a numbered list; the numbers count over all replies, as the dialogue reads a typed number.
    ``together``: how many buttons and links one message holds in all, where the channel counts them together; buttons go first.
    """
    pieces: list[Piece] = []
    first = 1
    for reply in said:
        parts = _parts(reply, limits, first, _room(reply, limits, together), checklist_url)
        pieces += _pieces(parts, limits)
        first += len(reply.buttons)
    return pieces


def pages_of(public_url: str) -> ChecklistUrl:
    """Where the pages of checklists are on this service."""

    def page(checklist: Checklist) -> str:
        asked = Asked(checklist.code, {one.question_id: one.option_id for one in checklist.answers}, tuple(checklist.skipped))
        return f"{public_url.rstrip('/')}/checklists/{asked.code}{asked.query}"

    return page


def _room(reply: Outgoing, limits: Limits, together: int | None) -> int:
    """How many links the last piece can hold."""
    taken = len(reply.buttons) if _fit(reply.buttons, limits) else 0
    return limits.links if together is None else max(0, min(limits.links, together - taken))


def _fit(buttons: Sequence[Button], limits: Limits) -> bool:
    return len(buttons) <= limits.buttons and all(len(button.label) <= limits.label for button in buttons)


def _parts(reply: Outgoing, limits: Limits, first: int, room: int, checklist_url: ChecklistUrl | None) -> _Parts:
    wanted = _links(reply, checklist_url)
    links = [link for link in wanted if safe_url(link.url)][:room]
    fit = _fit(reply.buttons, limits)
    blocks = [
        reply.text,
        _lines(_card(reply.card, [link for link in wanted if link not in links])),
        _lines([_source(source) for source in reply.sources]),
        "" if fit else _numbered(reply.buttons, first),
    ]
    short = [link.model_copy(update={"title": _short(link.title, limits.label)}) for link in links]
    return _Parts([block.strip() for block in blocks if block.strip()], reply.buttons if fit else [], short)


def _pieces(parts: _Parts, limits: Limits) -> list[Piece]:
    """The text in pieces; buttons and links on the last one."""
    texts = split("\n\n".join(parts.blocks), limits.text, utf16=limits.utf16)
    if not texts and (parts.buttons or parts.links):
        texts = [replies.CHOOSE if parts.buttons else replies.OPEN_LINK]
    last = len(texts) - 1
    return [
        Piece(text=text, buttons=parts.buttons, links=parts.links) if index == last else Piece(text=text)
        for index, text in enumerate(texts)
    ]


def _links(reply: Outgoing, checklist_url: ChecklistUrl | None) -> list[Link]:
    """The page of the card, and the page of the checklist."""
    links: list[Link] = []
    if reply.card is not None and reply.card.url:
        links.append(Link(title=reply.card.url_label or reply.card.title, url=reply.card.url))
    page = checklist_url(reply.checklist) if checklist_url is not None and reply.checklist is not None else None
    return [*links, Link(title=replies.CHECKLIST_LINK, url=page)] if page else links


def _card(card: Card | None, written: Sequence[Link]) -> list[str]:
    """Title and subtitle, and the links that are no buttons as "title: url"; a link named like the card stands in its first line."""
    lines = [f"{link.title}: {link.url}" for link in written]
    if card is None:
        return lines
    named = card.url is not None and f"{card.title}: {card.url}" in lines
    head = lines.pop(0) if named else card.title
    return [head, *([card.subtitle] if card.subtitle else []), *lines]


def _source(note: SourceNote) -> str:
    """``Nguồn: Cấp lại thẻ (mã 1.000001), Quyết định 1/QĐ-BCA, kiểm tra ngày 21/11/2026`` and the page on a line of its own."""
    line = replies.SOURCE.format(title=note.title)
    line += replies.SOURCE_CODE.format(code=note.code) if note.code else ""
    line += replies.SOURCE_DECISION.format(decision=note.decision) if note.decision else ""
    line += replies.SOURCE_CHECKED.format(day=note.checked) if note.checked else ""
    return f"{line}\n{note.url}" if note.url else line


def _numbered(buttons: Sequence[Button], first: int) -> str:
    """``1. Làm mới`` line by line, each label on one line."""
    lines = [f"{number}. {' '.join(button.label.split())}" for number, button in enumerate(buttons, first)]
    return _lines([replies.ANSWER_WITH_NUMBER, *lines])


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _short(title: str, limit: int) -> str:
    """A title within ``limit`` characters, cut between words; the whole one stands in the text or at the page."""
    if len(title) <= limit:
        return title
    return split(title, limit - 1)[0] + "…"
