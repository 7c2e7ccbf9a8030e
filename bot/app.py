"""create_app(): the only place that wires things together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from threading import Event, Thread

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.accounts.service import Accounts
from bot.admin.errors import ContentError
from bot.admin.prepare import Job, Prepared, apart, current, follow, ready
from bot.channels.build import open_channels
from bot.channels.checklists import checklists_router
from bot.channels.delivery import Delivery
from bot.channels.dossier_api import dossier_router
from bot.channels.dossier_pushes import dossier_pushes_router
from bot.channels.health import health_router
from bot.channels.origins import OriginCheck, Origins
from bot.channels.pictures import PATH as PICTURES
from bot.channels.pictures import pictures_router
from bot.channels.privacy import privacy_router, privacy_url
from bot.channels.telling import ConversationTeller, windows_of
from bot.channels.web import add_web
from bot.channels.webhooks import webhooks_router
from bot.clock import utc_now
from bot.db import Database
from bot.dialogue.belonging import books
from bot.dialogue.entities import extract
from bot.dialogue.message_classifier import classified
from bot.dialogue.passages import library
from bot.dialogue.safety import assess
from bot.dialogue.service import DialogueService
from bot.dialogue.skills.privacy import asks
from bot.dialogue.store import ConversationStore
from bot.dossiers.pictures import MAX_BYTES, Pictures, PictureTooLargeError
from bot.dossiers.push import Pushes
from bot.dossiers.service import DossierService, Watches
from bot.dossiers.systems import Systems, open_systems
from bot.dossiers.watches import LASTS
from bot.dossiers.watching import Watching
from bot.errors import MotCuaError, from_status, from_validation
from bot.logs import configure_logs, report
from bot.metrics import Metrics
from bot.middleware import BodyLimit, Door, HostCheck, Largest, error_response
from bot.nlu.client import PROBE_SECONDS, NluClient
from bot.nlu.results import NluResult
from bot.nlu.rules import guess
from bot.offices.service import Offices
from bot.runtime import Assembly, NluStatus, Parts, Runtime
from bot.settings import Settings, load_settings
from knowledge.store import Knowledge, load_content
from retriever.embeddings import HubEmbedder
from retriever.search import Searcher
from retriever.snapshots import CONTENT, current_index, read_info
from retriever.text import fold

Clock = Callable[[], datetime]
CLEAN_EVERY_S = 3600.0
WARM_UP = "đăng ký khai sinh ở xã Tân Lập"
"""Asked once before the first person asks: tables that are read on first use are read now."""

log = structlog.get_logger("motcua.app")


@dataclass(frozen=True)
class DossierParts:
    """What looks dossiers up, and tells of their changes."""

    systems: Systems
    service: DossierService
    watches: Watches


def open_dossiers(settings: Settings, database: Database, clock: Clock) -> DossierParts:
    """The one-stop systems and what stands on them. Raises SystemsError, which names the file and the field that cannot be used."""
    systems = open_systems(settings, database)
    service = DossierService(systems, database, proof_kind=settings.dossier_proof, clock=clock)
    lasts = min(LASTS, timedelta(days=max(1, settings.retention_days - 1)))
    return DossierParts(systems, service, Watches(database, lasts=lasts, clock=clock))


def create_app(settings: Settings | None = None, *, assembly: Assembly | None = None, clock: Clock = utc_now) -> FastAPI:
    """The whole service. ``assembly`` replaces the dialogue and its parts, for tests of the doors, ``clock`` the time of dossiers.

    Raises SystemsError where the description of a one-stop system cannot be used.
    """
    settings = settings or load_settings()
    configure_logs(settings.log_level)
    database = Database(settings.database_url)
    dossiers = open_dossiers(settings, database, clock)
    runtime = Runtime(settings, assembly or OwnAssembly(settings, dossiers), database)
    metrics = Metrics()
    delivery = Delivery(runtime, metrics, open_channels(settings, database))
    watching = _watching(runtime, delivery, dossiers, metrics, clock)
    pushes = Pushes(database, dossiers.systems, settings.dossier_secrets, hurry=dossiers.watches.hurry, clock=clock)
    pictures = Pictures()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        cleaning = clean_hourly(runtime.migrated, dossiers.service.clean, pushes.clean)
        try:
            async with runtime.running(), delivery.running(), watching.running(runtime.migrated), cleaning:
                yield
        finally:
            pictures.close()
            await dossiers.systems.close()

    app = FastAPI(title="Một Cửa", version=version(), lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.runtime = runtime
    app.state.delivery = delivery
    app.state.dossiers = dossiers
    app.include_router(webhooks_router(delivery, metrics))
    app.include_router(health_router(runtime, metrics))
    app.include_router(checklists_router(runtime, metrics))
    app.include_router(privacy_router(settings))
    app.include_router(pictures_router(settings, metrics, pictures.codes))
    app.include_router(dossier_router(dossiers.service, Accounts(database), metrics))
    app.include_router(dossier_pushes_router(pushes, metrics))
    add_web(app, runtime, metrics, delivery)
    _add_error_pages(app)
    _add_layers(app, settings, metrics)
    return app


def _watching(runtime: Runtime, delivery: Delivery, dossiers: DossierParts, metrics: Metrics, clock: Clock) -> Watching:
    """What asks for watched dossiers, and tells of their changes in the conversations."""
    settings, database = runtime.settings, runtime.database
    offices = Offices(database, knowledge_dir=settings.knowledge_dir)
    teller = ConversationTeller(
        runtime.store,
        delivery.outbox,
        delivery.channels,
        idle=timedelta(minutes=settings.conversation_idle_minutes),
        windows=windows_of(settings),
        sending=delivery.send_soon,
        clock=clock,
    )
    return Watching(
        database,
        dossiers.watches,
        dossiers.systems,
        teller,
        every=timedelta(minutes=settings.dossier_poll_minutes),
        calendar=lambda: offices.calendar,
        metrics=metrics,
        clock=clock,
    )


@asynccontextmanager
async def clean_hourly(migrated: asyncio.Event, *work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Delete in the background what is kept of dossiers for a while only: wrong proofs, the audit trail, ids of pushes."""
    task = asyncio.create_task(_clean(migrated, work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _clean(migrated: asyncio.Event, work: Sequence[Callable[[], Awaitable[None]]]) -> None:
    await migrated.wait()
    while True:
        for one in work:
            try:
                await one()
            except Exception as error:
                report(log, "old tries, audit entries or pushes could not be deleted", error)
        await asyncio.sleep(CLEAN_EVERY_S)


def version() -> str:
    """The installed version."""
    try:
        return installed_version("motcua")
    except PackageNotFoundError:
        return "0"


def _add_layers(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Innermost first: each layer added later stands around the earlier ones."""
    origins = Origins(settings.widget_origins, str(settings.public_url or ""))
    app.add_middleware(OriginCheck, origins=origins)
    app.add_middleware(BodyLimit, paths={PICTURES: Largest(MAX_BYTES, PictureTooLargeError)})
    if settings.allowed_hosts:
        app.add_middleware(HostCheck, allowed=settings.allowed_hosts)
    https = settings.public_url is not None and settings.public_url.scheme == "https"
    app.add_middleware(Door, metrics=metrics, https=https, also=origins.headers)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)


def _add_error_pages(app: FastAPI) -> None:
    @app.exception_handler(MotCuaError)
    async def known(_: Request, error: MotCuaError) -> JSONResponse:
        if error.status >= 500:
            report(log, "message not answered", error, code=error.code)
        return error_response(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(from_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return error_response(from_status(error.status_code), error.headers)


class RulesOnly:
    """Understanding without the language model, where the settings say so."""

    async def parse(self, text: str) -> NluResult:
        """The intent by rules."""
        return guess(text)


class OwnAssembly:
    """The real parts: the snapshot of the published content, Rasa or rules, and the dialogue over them."""

    def __init__(self, settings: Settings, dossiers: DossierParts | None = None) -> None:
        self._settings = settings
        self._dossiers = dossiers
        self._database = Database(settings.database_url)
        self._nlu = NluClient(url=settings.nlu_url, budget_ms=settings.nlu_budget_ms) if settings.nlu_enabled else None
        self._offices = Offices(self._database, knowledge_dir=settings.knowledge_dir)
        self._nlu_answers = False
        self._ask_again = 0.0
        self._closed = Event()

    async def make(self, store: ConversationStore) -> Parts:
        """Take over new built-in content and build what is missing, in another process; then load."""
        prepared = await ready(self._settings, self._database) or await apart(Job(self._settings), _tell_step)
        return await self._parts(prepared, store)

    async def renew(self, store: ConversationStore) -> Parts:
        """Load the published revision; another process builds its snapshot where that is missing."""
        return await self._parts(await follow(self._settings, self._database, _tell_step), store)

    async def last_known(self, store: ConversationStore) -> Parts | None:
        """The snapshot that was last in use here."""
        folder = current_index(self._settings.data_dir)
        return None if folder is None else await self._parts(Prepared(read_info(folder).number, folder), store)

    async def published(self) -> int | None:
        """The newest published revision; None while the database is silent."""
        try:
            found = await current(self._database)
        except ContentError:
            return None
        return found.number if found else None

    async def _parts(self, prepared: Prepared, store: ConversationStore) -> Parts:
        knowledge, searcher = await asyncio.to_thread(self._load, prepared.folder)
        idle = timedelta(minutes=self._settings.conversation_idle_minutes)
        dialogue = DialogueService(
            knowledge=knowledge,
            searcher=searcher,
            nlu=self._nlu or RulesOnly(),
            store=store,
            idle=idle,
            thresholds=searcher.calibration.thresholds,
            directory=self._offices,
            dossiers=self._dossiers.service if self._dossiers else None,
            watches=self._dossiers.watches if self._dossiers else None,
            retention_days=self._settings.retention_days,
            privacy_url=privacy_url(self._settings),
        )
        return Parts(dialogue, searcher.revision, len(knowledge.procedures), len(knowledge.faqs), prepared.number, prepared.failure)

    def _load(self, folder: Path) -> tuple[Knowledge, Searcher]:
        model = self._settings.embedding_model
        searcher = Searcher.load(folder, HubEmbedder(model) if model else None)
        searcher.search(WARM_UP)
        extract(WARM_UP)
        for text in (WARM_UP, fold(WARM_UP)):
            assess(text)
            asks(text)
        knowledge = load_content(folder / CONTENT)
        statements = library(knowledge)
        statements.weights()
        books(knowledge)
        classified(WARM_UP)
        Thread(target=statements.prepare, args=(self._closed,), daemon=True).start()
        return knowledge, searcher

    async def nlu_status(self) -> NluStatus:
        """Whether Rasa answers: asked like any message, at most every two seconds."""
        if self._nlu is None:
            return "off"
        if time.monotonic() >= self._ask_again:
            self._ask_again = time.monotonic() + PROBE_SECONDS
            self._nlu_answers = (await self._nlu.parse("xin chào")).source == "ok"
        return "ok" if self._nlu_answers else "degraded"

    async def close(self) -> None:
        """Close the connections to Rasa and to the database."""
        self._closed.set()
        await self._database.close()
        if self._nlu is not None:
            await self._nlu.close()


def _tell_step(step: str) -> None:
    log.info("index", step=step)
