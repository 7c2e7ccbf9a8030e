"""What is there before an answer: the same way for every command, in this process and in another."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.admin import prepare as preparing
from bot.admin.errors import ContentBusyError, ContentError, NotBuiltError
from bot.admin.prepare import Job, Prepared, apart, content_service, current, folder_of, follow, prepare, ready
from bot.db import Database
from bot.settings import Settings
from knowledge.store import KnowledgeError, load_content
from retriever.snapshots import CONTENT, current_index, is_whole, read_info
from tests.bot.admin.conftest import BIRTH, MARRIAGE, WHO, Folder, birth, marriage, official, plain


@pytest.fixture
def own(settings: Settings, folder: Folder) -> Settings:
    return settings.model_copy(update={"knowledge_dir": folder.path, "data_dir": settings.data_dir / "var"})


@pytest.fixture
async def base(own: Settings) -> AsyncIterator[Database]:
    opened = Database(own.database_url)
    yield opened
    await opened.close()


async def test_an_empty_database_gets_the_built_in_content_and_a_second_time_nothing_is_built(
    own: Settings, base: Database, quick_index: list[str]
) -> None:
    first = await prepare(own)
    assert (first.number, first.failure) == (1, None)
    assert await prepare(own) == first == await ready(own, base)
    assert quick_index == [first.folder.name]
    assert current_index(own.data_dir) == first.folder
    assert set(load_content(first.folder / CONTENT).procedures) == {BIRTH}


async def test_a_changed_file_is_taken_over_before_the_next_answer(
    own: Settings, base: Database, folder: Folder, quick_index: list[str]
) -> None:
    await prepare(own)
    folder.put(marriage())
    assert await ready(own, base) is None
    done = await prepare(own)
    assert done.number == 2
    assert set(load_content(done.folder / CONTENT).procedures) == {BIRTH, MARRIAGE}


async def test_a_broken_file_leaves_the_old_content_and_tells_why(
    own: Settings, base: Database, folder: Folder, quick_index: list[str]
) -> None:
    first = await prepare(own)
    (folder.path / "faqs" / "hong.yaml").write_text("id: [", encoding="utf-8")
    again = await prepare(own)
    assert (again.number, again.folder) == (1, first.folder)
    assert again.failure is not None
    assert "faqs/hong.yaml" in again.failure


async def test_a_broken_build_leaves_the_old_content_and_tells_why(own: Settings, folder: Folder, quick_index: list[str]) -> None:
    await prepare(own)
    folder.put(marriage())
    quick_index.append("breaks")
    done = await prepare(own)
    assert (done.number, done.failure) == (1, "Chưa đăng được, nội dung cũ vẫn đang dùng: hết chỗ trên đĩa")
    assert (await prepare(own)).number == 3


async def test_with_nothing_to_serve_the_reason_is_raised(own: Settings, folder: Folder, quick_index: list[str], tmp_path: Path) -> None:
    (folder.path / "faqs" / "hong.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"hong\.yaml"):
        await prepare(own)
    with pytest.raises(KnowledgeError, match="không có thư mục này"):
        await prepare(own.model_copy(update={"knowledge_dir": tmp_path / "none"}))


async def test_a_server_follows_what_another_process_published(own: Settings, base: Database, quick_index: list[str]) -> None:
    await prepare(own)
    service = content_service(own, base)
    await service.import_content(plain(birth(summary="Mới")), **WHO, origin="tep")
    await service.publish(**WHO)
    done = await follow(own, base)
    assert (done.number, load_content(done.folder / CONTENT).procedures[BIRTH].summary) == (2, "Mới")
    await service.rollback(1, **WHO)
    back = await follow(own, base)
    assert (back.number, read_info(back.folder).number) == (3, 3)
    assert load_content(back.folder / CONTENT).procedures[BIRTH].summary is None
    assert len(quick_index) == 2, "a rollback finds its snapshot"


async def test_facts_changed_by_the_official_record_reach_the_snapshot(own: Settings, base: Database, quick_index: list[str]) -> None:
    await prepare(own)
    service = content_service(own, base)
    await service.import_content(official(birth(decision={"number": "9/QĐ-BTP"})), **WHO, origin="tep")
    await service.publish(**WHO)
    assert dict(load_content((await follow(own, base)).folder / CONTENT).changed) == {BIRTH: ("decision",)}


async def test_a_missing_snapshot_is_built_by_another_process(
    own: Settings, base: Database, quick_index: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await prepare(own)
    wanted = await current(base)
    assert wanted is not None
    elsewhere = own.model_copy(update={"data_dir": own.data_dir / "another"})
    jobs: list[Job] = []

    async def recorded(job: Job, _: object) -> Prepared:
        jobs.append(job)
        return Prepared(job.number or 0, await preparing.build_revision(job.settings, base, job.number or 0))

    monkeypatch.setattr(preparing, "apart", recorded)
    done = await follow(elsewhere, base)
    assert [(job.number, job.settings) for job in jobs] == [(1, elsewhere)]
    assert is_whole(done.folder) and done.folder == folder_of(elsewhere, wanted.revision)


async def test_a_database_that_is_gone_is_told(own: Settings, quick_index: list[str]) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(ContentBusyError):
        await current(away)
    await away.close()


# In another process


async def test_another_process_finds_what_is_there(own: Settings, quick_index: list[str]) -> None:
    first = await prepare(own)
    said: list[str] = []
    assert await apart(Job(own), said.append) == first
    assert await apart(Job(own, 1), said.append) == first


async def test_another_process_tells_what_went_wrong(own: Settings, folder: Folder) -> None:
    (folder.path / "faqs" / "hong.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(NotBuiltError, match=r"faqs/hong\.yaml"):
        await apart(Job(own))
    folder.remove(birth())
    with pytest.raises(ContentError):
        await apart(Job(own, 99))


async def test_a_process_that_dies_is_told_with_its_last_words(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing.sys, "executable", "/bin/false")
    with pytest.raises((NotBuiltError, ConnectionError)):
        await apart(Job(own))


def written_number(path: Path) -> int:
    """The number in a file, as soon as it is there."""
    for _ in range(1000):
        if path.exists() and (found := path.read_text(encoding="utf-8").strip()):
            return int(found)
        time.sleep(0.02)
    raise AssertionError(f"{path} was not written")


async def test_a_stopped_server_takes_its_builder_along(own: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 60\n", encoding="utf-8")
    sleeper.chmod(0o755)
    monkeypatch.setattr(preparing.sys, "executable", str(sleeper))
    task = asyncio.create_task(apart(Job(own)))
    pid = await asyncio.to_thread(written_number, tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_job_goes_through_a_pipe_unchanged(own: Settings) -> None:
    assert Job.read(Job(own, 3).dump()) == Job(own, 3)
