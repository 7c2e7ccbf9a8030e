"""For probes and monitoring: is it alive, is it ready, what does it count."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from bot.metrics import CONTENT_TYPE, Metrics
from bot.runtime import NluStatus, Runtime


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"
    service: Literal["motcua"] = "motcua"


class IndexStatus(BaseModel):
    """The search index at work."""

    revision: str | None


class KnowledgeCounts(BaseModel):
    """How much the assistant knows."""

    procedures: int
    faqs: int


class ContentStatus(BaseModel):
    """The published content at work: its revision, the one that should be, and why they differ."""

    revision: int | None
    wanted: int | None
    failure: str | None


class Readiness(BaseModel):
    """Whether messages are answered, and by what."""

    status: Literal["ready", "starting", "failing"]
    nlu: NluStatus
    database: Literal["ok", "down"]
    index: IndexStatus
    content: ContentStatus
    knowledge: KnowledgeCounts


def health_router(runtime: Runtime, metrics: Metrics) -> APIRouter:
    """``/healthz``, ``/readyz`` (503 until messages can be answered) and ``/metrics``."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="Alive")
    async def healthz() -> Health:
        return Health()

    @router.get("/readyz", summary="Ready", responses={503: {"model": Readiness, "description": "Not yet, or not any more."}})
    async def readyz(response: Response) -> Readiness:
        state = await readiness(runtime)
        response.status_code = 200 if state.status == "ready" else 503
        return state

    @router.get("/metrics", include_in_schema=False)
    async def show_metrics() -> Response:
        metrics.ready.set(runtime.parts is not None)
        metrics.nlu_ok.set(await runtime.assembly.nlu_status() == "ok")
        return Response(metrics.render(), media_type=CONTENT_TYPE)

    return router


async def readiness(runtime: Runtime) -> Readiness:
    """The state of the service right now."""
    parts, answers = runtime.parts, await runtime.database_answers()
    return Readiness(
        status="ready" if parts and answers else "failing" if runtime.failure or parts else "starting",
        nlu=await runtime.assembly.nlu_status(),
        database="ok" if answers else "down",
        index=IndexStatus(revision=parts.revision if parts else None),
        content=ContentStatus(
            revision=parts.number if parts else None,
            wanted=runtime.wanted or (parts.number if parts else None),
            failure=runtime.warning(),
        ),
        knowledge=KnowledgeCounts(procedures=parts.procedures if parts else 0, faqs=parts.faqs if parts else 0),
    )
