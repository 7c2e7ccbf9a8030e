"""Publishing, days of effect, going back, and what happens when things break; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bot.admin.content import Content
from bot.admin.errors import ContentBusyError, ContentError, NotBuiltError, UnknownContentError
from bot.admin.prepare import knowledge_of
from bot.admin.report import Change
from bot.db import Database
from tests.bot.admin.conftest import (
    BIRTH,
    MARRIAGE,
    WHO,
    Building,
    Day,
    Folder,
    birth,
    hours,
    marriage,
    official,
    plain,
    served,
    states,
    take,
)

# Publishing


async def test_both_layers_are_published_and_merged(content: Content) -> None:
    await content.sync_builtin()
    await take(content, official(birth(name="Tên của nguồn", summary="Tóm tắt của nguồn"), marriage()))
    done = await content.publish(**WHO)
    assert (done.number, done.entered, done.left, done.members) == (2, 2, 0, 4)
    knowledge = await served(content)
    assert (knowledge.procedures[BIRTH].name, knowledge.procedures[BIRTH].summary) == ("Đăng ký khai sinh", "Tóm tắt của nguồn")
    assert knowledge.procedures[MARRIAGE].name == "Đăng ký kết hôn"
    assert await states(content, BIRTH) == [("official", 1, "published"), ("plain", 1, "published")]


async def test_only_the_named_drafts_are_published(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới"), marriage()))
    await content.publish(**WHO, only=[MARRIAGE])
    assert (await served(content)).procedures[BIRTH].summary is None
    assert await states(content, BIRTH) == [("plain", 1, "published"), ("plain", 2, "draft")]
    with pytest.raises(UnknownContentError, match=r"9\.999999"):
        await content.publish(**WHO, only=["9.999999", BIRTH])
    assert len(await content.log()) == 2


async def test_drafts_in_review_are_published_too(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(marriage()))
    assert await content.submit([MARRIAGE]) == [MARRIAGE]
    assert await states(content, MARRIAGE) == [("plain", 1, "in_review")]
    with pytest.raises(UnknownContentError):
        await content.submit([MARRIAGE, "khong-co"])
    await content.publish(**WHO)
    assert await states(content, MARRIAGE) == [("plain", 1, "published")]


async def test_a_broken_build_leaves_the_old_content_and_tells_why(content: Content, building: Building) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới")))
    building.breaks("hết chỗ trên đĩa")
    with pytest.raises(NotBuiltError, match="hết chỗ trên đĩa"):
        await content.publish(**WHO)
    assert (await content.members())[0] == 1
    assert [(line.number, line.state, line.failure) for line in await content.log()] == [
        (2, "failed", "hết chỗ trên đĩa"),
        (1, "published", None),
    ]
    assert await states(content, BIRTH) == [("plain", 1, "published"), ("plain", 2, "draft")]
    building.failure = None
    assert (await content.publish(**WHO)).number == 3
    assert (await served(content)).procedures[BIRTH].summary == "Mới"


async def test_a_publication_that_is_cancelled_leaves_the_old_content(content: Content, building: Building) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới")))
    building.gate = asyncio.Event()
    building.started.clear()
    task = asyncio.create_task(content.publish(**WHO))
    await building.started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [(line.number, line.state) for line in await content.log()] == [(2, "failed"), (1, "published")]
    assert (await content.members())[0] == 1


async def test_only_one_may_publish_at_a_time_and_the_other_is_told(content: Content, building: Building) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới")))
    building.gate = asyncio.Event()
    building.started.clear()
    first = asyncio.create_task(content.publish(**WHO))
    await building.started.wait()
    with pytest.raises(ContentBusyError, match="Đang có người khác đăng"):
        await content.publish(**WHO)
    building.gate.set()
    assert (await first).number == 2


async def test_a_draft_that_is_being_published_is_not_changed_by_an_import(content: Content, building: Building) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Một")))
    building.gate = asyncio.Event()
    building.started.clear()
    task = asyncio.create_task(content.publish(**WHO))
    await building.started.wait()
    await take(content, plain(birth(summary="Hai")))
    building.gate.set()
    await task
    assert (await served(content)).procedures[BIRTH].summary == "Một"
    await content.publish(**WHO)
    assert (await served(content)).procedures[BIRTH].summary == "Hai"
    assert [state for _, _, state in await states(content, BIRTH)] == ["archived", "archived", "published"]


async def test_imports_at_the_same_time_lose_nothing(content: Content) -> None:
    await content.sync_builtin()
    files = [plain(birth(code=f"1.00000{n}", name=f"Thủ tục {n}", aliases=[])) for n in range(8)]
    await asyncio.gather(*(take(content, file) for file in files[:4]))
    await asyncio.gather(*(take(content, files[4]) for _ in range(3)))
    await content.publish(**WHO)
    assert len((await served(content)).procedures) == 6
    assert len(await content.history("1.000004")) == 1


async def test_an_empty_base_cannot_be_published(content: Content, folder: Folder) -> None:
    folder.remove(birth())
    folder.remove(hours())
    with pytest.raises(ContentError, match="Chưa có nội dung"):
        await content.publish(**WHO)
    assert await content.log() == []


# Days of effect


async def test_a_text_for_next_year_stands_beside_todays_and_takes_over_on_its_day(content: Content, day: Day) -> None:
    await content.sync_builtin()
    await take(content, plain(hours("Từ năm mới", effective_from="2027-01-01")))
    await content.publish(**WHO)
    number, standing = await content.members()
    assert Counter(version.key for version in standing)["gio-lam-viec"] == 2
    lines = list(knowledge_of(standing, str(number)).faqs.lines())  # type: ignore[attr-defined]
    assert [(line.start, line.end) for line in lines] == [(None, date(2026, 12, 31)), (date(2027, 1, 1), None)]
    day.today = date(2027, 2, 1)
    await take(content, plain(marriage()))
    await content.publish(**WHO)
    assert [state for _, _, state in await states(content, "gio-lam-viec")] == ["archived", "published"]


async def test_a_correction_of_todays_text_keeps_the_one_for_next_year(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(hours("Từ năm mới", effective_from="2027-01-01")))
    await content.publish(**WHO)
    await take(content, plain(hours("Sửa lại")))
    await content.publish(**WHO)
    _, standing = await content.members()
    answers = {v.content["answer"] for v in standing if v.key == "gio-lam-viec" and v.content}
    assert answers == {"Từ năm mới", "Sửa lại"}


# Going back and looking back


async def test_a_rollback_is_a_new_revision_with_the_old_versions(content: Content, building: Building) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Sai"), marriage()))
    await content.publish(**WHO)
    done = await content.rollback(1, **WHO)
    assert (done.number, done.entered, done.left, done.members) == (3, 1, 2, 2)
    assert (await content.log())[0].rolled_back_to == 1
    assert (await served(content)).procedures[BIRTH].summary is None
    assert await states(content, BIRTH) == [("plain", 1, "published"), ("plain", 2, "archived")]
    assert building.built == [1, 2, 3]
    assert await content.sync_builtin() is None


async def test_a_rollback_is_not_undone_by_the_next_start(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    folder.put(birth(summary="Bản hai"))
    await content.sync_builtin()
    await content.rollback(1, **WHO)
    folder.put(marriage())
    await content.sync_builtin()
    assert (await served(content)).procedures[BIRTH].summary is None


async def test_one_cannot_roll_back_to_what_is_not_there_or_already_served(content: Content, building: Building) -> None:
    await content.sync_builtin()
    with pytest.raises(UnknownContentError, match="Không có bản đăng số 7"):
        await content.rollback(7, **WHO)
    with pytest.raises(ContentError, match="đang được dùng"):
        await content.rollback(1, **WHO)
    await take(content, plain(marriage()))
    building.breaks("hỏng")
    with pytest.raises(NotBuiltError):
        await content.publish(**WHO)
    with pytest.raises(ContentError, match="chưa từng được đăng xong"):
        await content.rollback(2, **WHO)


async def test_differences_between_revisions_and_with_the_drafts(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới"), marriage()))
    pending = await content.diff()
    assert (pending.added, pending.changed) == ([Change(MARRIAGE, "plain", ())], [Change(BIRTH, "plain", ("summary",))])
    await content.publish(**WHO)
    assert await content.diff(1, 2) == pending == await content.diff(1)
    assert (await content.diff(2, 1)).removed == [Change(MARRIAGE, "plain", ())]
    assert await content.diff() == await content.diff(2, 2)
    with pytest.raises(UnknownContentError):
        await content.diff(1, 9)


async def test_the_history_tells_who_when_why_and_what(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Mới")))
    await content.publish(**WHO)
    first, second = await content.history(BIRTH)
    assert (first.by, first.origin, first.state, first.revisions, first.fields) == ("hệ thống", "builtin", "archived", (1, 1), ())
    assert (second.by, second.origin, second.reason, second.revisions) == ("Lan", "tep.json", "kiểm thử", (2, 2))
    assert second.fields == ("summary",)
    with pytest.raises(UnknownContentError):
        await content.history("khong-co")


# When things break


KILLED = """
import asyncio, os, sys
from pathlib import Path
from bot.admin.content import Content
from bot.db import Database
from tests.bot.admin.conftest import birth, plain
async def die(number, progress):
    os.kill(os.getpid(), 9)
async def main(url, folder):
    content = Content(Database(url), knowledge_dir=Path(folder), build=die)
    await content.import_content(plain(birth(summary="Nửa chừng")), who="Lan", why="x", origin="tep")
    await content.publish(who="Lan", why="x")
asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_process_killed_while_publishing_leaves_nothing_half_done(
    content: Content, database: Database, folder: Folder, root: Any
) -> None:
    await content.sync_builtin()
    url = database.url.render_as_string(hide_password=False)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, url, str(folder.path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert (await content.members())[0] == 1
    assert [line.state for line in await content.log()] == ["building", "published"]
    assert (await content.publish(**WHO)).number == 3
    assert [(line.number, line.state, line.members) for line in await content.log()] == [
        (3, "published", 2),
        (2, "failed", 0),
        (1, "published", 2),
    ]
    assert (await served(content)).procedures[BIRTH].summary == "Nửa chừng"


async def test_an_import_that_breaks_in_the_middle_writes_nothing(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.admin import versions

    await content.sync_builtin()
    await take(content, plain(birth(summary="Một")))
    write = versions.add_all

    async def breaking(session: Any, new: Any) -> None:
        await write(session, new)
        raise RuntimeError("power cut")

    monkeypatch.setattr(versions, "add_all", breaking)
    with pytest.raises(RuntimeError):
        await take(content, plain(birth(summary="Hai"), marriage()))
    monkeypatch.undo()
    assert [change.fields for change in (await content.diff()).changed] == [("summary",)]
    with pytest.raises(UnknownContentError):
        await content.history(MARRIAGE)
    assert [note.number for note in await content.history(BIRTH)] == [1, 2]


async def test_a_database_that_stays_locked_is_told_in_a_sentence(settings: Any, folder: Folder, building: Building) -> None:
    from bot.migrations import migrate

    await asyncio.to_thread(migrate, settings)
    database = Database(settings.database_url, busy_timeout_ms=10)
    content = Content(database, knowledge_dir=folder.path, build=building)
    await content.sync_builtin()
    other = sqlite3.connect(settings.data_dir / "motcua.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ContentBusyError, match="Cơ sở dữ liệu đang bận"):
        await take(content, plain(marriage()))
    other.rollback()
    other.close()
    assert (await take(content, plain(marriage()))).new == [MARRIAGE]
    await database.close()


async def test_two_processes_that_start_at_once_publish_once(
    content: Content, database: Database, folder: Folder, building: Building
) -> None:
    other = Content(database, knowledge_dir=folder.path, build=building)
    done = await asyncio.gather(content.sync_builtin(), other.sync_builtin())
    assert [publication and publication.number for publication in done].count(None) == 1
    assert building.built == [1]
