"""The personal checklist as a page, a PDF and a picture. The link carries the answers and nothing else, so that it can be passed on."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.checklist_view import WORDS, Sheet, safe_url, sheet, template_values
from bot.channels.limits import RateLimit
from bot.channels.qr import qr_svg
from bot.clock import VIETNAM
from bot.errors import MotCuaError, NotFoundError, TooManyRequestsError, TooSlowError, UnknownChoiceError
from bot.metrics import Metrics
from bot.runtime import Runtime

PATIENCE_S = 5.0
"""How long a page waits for a service that is starting."""
DRAW_LIMIT_S = 15.0
"""How long a file may take, waiting for those drawn before it included."""
PDFS_AT_ONCE, PICTURES_AT_ONCE = 1, 2
"""Each takes a processor for some tenths of a second, and messages must not wait for several."""
MOST_ANSWERS = 8
"""A guide asks at most four questions; links with far more were not made here."""
TEMPLATES = Path(__file__).resolve().parent.parent / "web" / "templates"
_CODE = re.compile(r"\d\.\d{6}[.\dA-Z]{0,16}")
_ID = r"[a-z][a-z0-9_]{0,39}"
_ANSWER = re.compile(rf"({_ID}):({_ID})")
_SKIP = re.compile(_ID)
_PAGE = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_LAID_OUT_BY = ("checklist_view.py", "picturing.py", "printing.py", "qr.py")


@dataclass(frozen=True)
class Asked:
    """What a link asks for: the procedure's code, the answers by question, the questions skipped."""

    code: str
    answers: dict[str, str]
    skipped: tuple[str, ...]

    @property
    def query(self) -> str:
        """The answers as they stand in a link, always in the same order."""
        pairs = [("q", f"{name}:{option}") for name, option in sorted(self.answers.items())]
        found = urlencode([*pairs, *(("skip", name) for name in sorted(self.skipped))], safe=":")
        return f"?{found}" if found else ""


Draw = Callable[[Sheet, Asked], Awaitable[bytes]]


@dataclass(frozen=True)
class Kind:
    """One form of a checklist: what it is, who draws it, and the name it is saved by, if it is a file.

    Browsers save an ``attachment`` without showing it. A picture is ``inline``: the browser inside Zalo knows no downloads, but there a
    picture that is shown can be kept by a long press.
    """

    media_type: str
    draw: Draw
    ending: str = ""
    shown: str = "attachment"

    def headers(self, code: str) -> dict[str, str]:
        """How a browser takes the file; nothing for the page."""
        return {"Content-Disposition": f'{self.shown}; filename="giay-to-{code}{self.ending}"'} if self.ending else {}


def checklists_router(runtime: Runtime, metrics: Metrics) -> APIRouter:
    """``/checklists/CODE``, ``CODE.pdf`` and ``CODE.png`` with ``?q=question:option&skip=question``."""
    router = APIRouter(prefix="/checklists", include_in_schema=False)
    door = _Door(runtime, metrics)
    as_page = Kind("text/html; charset=utf-8", draw_page)
    as_pdf = Kind("application/pdf", _in_a_thread(_pdf, PDFS_AT_ONCE), ".pdf")
    as_picture = Kind("image/png", _in_a_thread(_picture, PICTURES_AT_ONCE), ".png", "inline")

    @router.api_route("/{code}.pdf", methods=["GET", "HEAD"])
    async def file(code: str, request: Request) -> Response:
        return await door.open(code, request, as_pdf)

    @router.api_route("/{code}.png", methods=["GET", "HEAD"])
    async def picture(code: str, request: Request) -> Response:
        return await door.open(code, request, as_picture)

    @router.api_route("/{code}", methods=["GET", "HEAD"])
    async def page(code: str, request: Request) -> Response:
        return await door.open(code, request, as_page)

    return router


class _Door:
    """Counts, reads the link, makes the checklist and draws it; what goes wrong is told on a page too."""

    def __init__(self, runtime: Runtime, metrics: Metrics) -> None:
        self._runtime = runtime
        self._metrics = metrics
        self._limit = RateLimit(runtime.settings.rate_limit)

    async def open(self, code: str, request: Request, kind: Kind) -> Response:
        """The checklist of a link, or a page that says why not."""
        try:
            await self._count(request)
            asked = read_link(code, request)
            dialogue = await self._runtime.dialogue(patience_s=PATIENCE_S)
            checklist = dialogue.checklist(asked.code, asked.answers, asked.skipped)
            return await _answer(sheet(checklist, today()), asked, request, kind)
        except MotCuaError as error:
            return _refusal(error)

    async def _count(self, request: Request) -> None:
        try:
            await self._limit.hit(request.client.host if request.client else None)
        except TooManyRequestsError:
            self._metrics.refused.labels("checklists").inc()
            raise


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()


def read_link(code: str, request: Request) -> Asked:
    """What the link asks for. Words that others add to a link they pass on (``fbclid``) are passed over.

    Raises NotFoundError for what cannot be a code, UnknownChoiceError for answers that no checklist of ours has.
    """
    if not _CODE.fullmatch(code):
        raise NotFoundError
    given, skipped = request.query_params.getlist("q"), request.query_params.getlist("skip")
    pairs = [(match[1], match[2]) for match in map(_ANSWER.fullmatch, given) if match]
    answers = dict(pairs)
    is_ours = len(pairs) == len(given) <= MOST_ANSWERS and len(set(pairs)) == len(answers) and len(skipped) <= MOST_ANSWERS
    if not is_ours or not all(map(_SKIP.fullmatch, skipped)) or answers.keys() & set(skipped):
        raise UnknownChoiceError
    return Asked(code, answers, tuple(dict.fromkeys(skipped)))


async def _answer(laid_out: Sheet, asked: Asked, request: Request, kind: Kind) -> Response:
    """The file, or 304 where the reader already has this one."""
    headers = {"ETag": _tag(laid_out, kind), "Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    if headers["ETag"] in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(await kind.draw(laid_out, asked), media_type=kind.media_type, headers=headers | kind.headers(asked.code))


def _tag(laid_out: Sheet, kind: Kind) -> str:
    said = f"{_LAYOUT} {kind.media_type} {laid_out.made} {laid_out.checklist.model_dump_json()}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def _mark_of_layout() -> str:
    files = [*(Path(__file__).with_name(name) for name in _LAID_OUT_BY), *sorted(TEMPLATES.glob("*.html"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


_LAYOUT = _mark_of_layout()
"""Another release of the program draws anew what did not change."""


async def draw_page(laid_out: Sheet, asked: Asked) -> bytes:
    """The page; a few milliseconds, most of them for a QR code that was not drawn before."""
    path, url = f"/checklists/{asked.code}", safe_url(laid_out.checklist.official_url)
    paths = {"path": path + asked.query, "pdf_path": f"{path}.pdf{asked.query}", "picture_path": f"{path}.png{asked.query}"}
    return _PAGE.get_template("checklist.html").render(**template_values(laid_out), **paths, qr=qr_svg(url) if url else None).encode()


def _in_a_thread(drawn: Callable[[Sheet], bytes], at_once: int) -> Draw:
    """A file drawn beside the messages, so many at once. Raises TooSlowError."""
    turns = asyncio.Semaphore(at_once)

    async def draw(laid_out: Sheet, _: Asked) -> bytes:
        try:
            async with asyncio.timeout(DRAW_LIMIT_S), turns:
                return await asyncio.to_thread(drawn, laid_out)
        except TimeoutError as error:
            raise TooSlowError from error

    return draw


def _pdf(laid_out: Sheet) -> bytes:
    from bot.channels.printing import pdf  # half a second of imports, for the first PDF to pay and not for the start of the service

    return pdf(laid_out)


def _picture(laid_out: Sheet) -> bytes:
    from bot.channels.picturing import png

    return png(laid_out)


def _refusal(error: MotCuaError) -> Response:
    """An error as a page; ``error.message`` never repeats what the link said."""
    page = _PAGE.get_template("refusal.html").render(message=error.message, words=WORDS)
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return Response(page, status_code=error.status, media_type="text/html; charset=utf-8", headers=headers)
