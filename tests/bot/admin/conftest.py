"""The content service on real databases, with a small built-in folder and a builder that tests can break."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.admin.content import Content
from bot.admin.errors import NotBuiltError
from bot.admin.prepare import knowledge_of
from bot.admin.report import ImportReport
from bot.db import Database
from knowledge.importers.files import FileContent
from knowledge.schema import Faq, Procedure
from knowledge.store import Entry, Knowledge
from retriever import snapshots
from retriever.build import BuildError

TODAY = date(2026, 11, 22)
BIRTH, MARRIAGE = "1.001193", "1.000894"
WHO = {"who": "Lan", "why": "kiểm thử"}


def birth(**fields: Any) -> Procedure:
    """A procedure with little in it."""
    bare = {
        "code": BIRTH, "name": "Đăng ký khai sinh", "field": "Hộ tịch", "executing_agency": "unknown", "conditions": "unknown",
        "cases": "unknown", "steps": "unknown", "methods": "unknown", "results": "unknown", "legal_basis": "unknown",
        "official_url": "https://dichvucong.gov.vn/x", "decision": "unknown", "source": {"name": "Cổng Dịch vụ công quốc gia"},
        "checked": "2026-11-01",
    }  # fmt: skip
    return Procedure.model_validate({**bare, **fields})


def marriage(**fields: Any) -> Procedure:
    return birth(**{"code": MARRIAGE, "name": "Đăng ký kết hôn", **fields})


def hours(answer: str = "Hỏi nơi nhận hồ sơ.", **fields: Any) -> Faq:
    bare = {
        "id": "gio-lam-viec", "question": "Mấy giờ mở cửa?", "variants": ["may gio mo cua", "lam den may gio", "thu bay co lam khong"],
        "answer": answer, "topic": "Giờ làm việc", "sources": [{"name": "Quy chế"}], "checked": "2026-11-01",
    }  # fmt: skip
    return Faq.model_validate({**bare, **fields})


def plain(*entries: Entry) -> FileContent:
    return FileContent(format="yaml", layer="plain", entries=list(entries))


def official(*entries: Entry, partial: bool = False) -> FileContent:
    return FileContent(format="portal", layer="official", entries=list(entries), partial=partial)


def fee(number: int) -> dict[str, Any]:
    """The fields of a procedure that costs this much."""
    return {"methods": [{"channel": "direct", "times": "unknown", "fees": [{"kind": "amount", "amount": number}]}]}


class Folder:
    """The built-in folder of a test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def put(self, *entries: Entry) -> None:
        for entry in entries:
            self.file(entry).parent.mkdir(parents=True, exist_ok=True)
            self.file(entry).write_text(yaml.safe_dump(entry.model_dump(mode="json", exclude_unset=True)), encoding="utf-8")

    def remove(self, entry: Entry) -> None:
        self.file(entry).unlink()

    def file(self, entry: Entry) -> Path:
        return (
            self.path
            / ("procedures" if isinstance(entry, Procedure) else "faqs")
            / f"{entry.code if isinstance(entry, Procedure) else entry.id}.yaml"
        )


class Building:
    """A builder that does what the test says."""

    def __init__(self) -> None:
        self.built: list[int] = []
        self.failure: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.started = asyncio.Event()

    async def __call__(self, number: int, progress: Callable[[str], None]) -> None:
        progress("Đang lập chỉ mục")
        self.started.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.built.append(number)

    def breaks(self, reason: str) -> None:
        self.failure = NotBuiltError(reason)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """One procedure and one question came with the program."""
    made = Folder(tmp_path / "knowledge")
    made.put(birth(), hours())
    return made


@pytest.fixture
async def building() -> Building:
    return Building()


class Day:
    """The day it is, for a test to move."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def content(database: Database, folder: Folder, building: Building, day: Day) -> Content:
    return Content(database, knowledge_dir=folder.path, build=building, today=day)


@pytest.fixture
def quick_index(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Training and indexing are left out; gives the names of the snapshots that were built. ``breaks`` in the list breaks the next."""
    built: list[str] = []

    def build(documents: object, revision: str, folder: Path, *_: object) -> None:
        if "breaks" in built:
            built.remove("breaks")
            raise BuildError("hết chỗ trên đĩa")
        folder.mkdir()
        built.append(revision)

    monkeypatch.setattr(snapshots, "build_index", build)
    return built


async def take(content: Content, file: FileContent, **more: Any) -> ImportReport:
    return await content.import_content(file, **WHO, origin="tep.json", **more)


async def served(content: Content, number: int | None = None) -> Knowledge:
    """What the current revision answers with."""
    found, standing = await content.members(number)
    return knowledge_of(standing, str(found))


async def states(content: Content, key: str) -> list[tuple[str, int, str]]:
    return [(note.layer, note.number, note.state) for note in await content.history(key)]
