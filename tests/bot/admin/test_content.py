"""The built-in content and what editors import, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.admin.content import Content
from bot.admin.errors import NothingToPublishError, UnknownContentError
from bot.admin.report import Change, Flag
from knowledge.importers.files import Rejected
from tests.bot.admin.conftest import (
    BIRTH,
    MARRIAGE,
    WHO,
    Building,
    Folder,
    birth,
    fee,
    hours,
    marriage,
    official,
    plain,
    served,
    states,
    take,
)

# The built-in content


async def test_the_first_start_publishes_the_built_in_content_as_revision_one(content: Content, building: Building) -> None:
    done = await content.sync_builtin()
    assert done is not None
    assert (done.number, done.members, building.built) == (1, 2, [1])
    assert set((await served(content)).procedures) == {BIRTH}
    [line] = await content.log()
    assert (line.number, line.by, line.state, line.members) == (1, "hệ thống", "published", 2)


async def test_a_second_start_changes_nothing(content: Content, building: Building) -> None:
    await content.sync_builtin()
    assert await content.is_synced()
    assert await content.sync_builtin() is None
    assert building.built == [1]


async def test_a_changed_a_new_and_a_vanished_file_are_taken_over(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    folder.put(birth(summary="Mới"), marriage())
    folder.remove(hours())
    assert not await content.is_synced()
    done = await content.sync_builtin()
    assert done is not None
    assert (done.number, done.entered, done.left) == (2, 2, 2)
    knowledge = await served(content)
    assert knowledge.procedures[BIRTH].summary == "Mới"
    assert set(knowledge.procedures) == {BIRTH, MARRIAGE}
    assert set(knowledge.faqs) == set()
    assert [state for _, _, state in await states(content, "gio-lam-viec")] == ["archived", "archived"]


async def test_a_file_that_comes_back_is_published_again(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    folder.remove(hours())
    await content.sync_builtin()
    folder.put(hours())
    await content.sync_builtin()
    assert set((await served(content)).faqs) == {"gio-lam-viec"}


async def test_an_editors_text_is_not_overwritten_by_a_new_built_in_one(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Của biên tập viên")))
    await content.publish(**WHO)
    folder.put(birth(summary="Bản mới kèm chương trình"), marriage())
    await content.sync_builtin()
    assert (await served(content)).procedures[BIRTH].summary == "Của biên tập viên"
    assert MARRIAGE in (await served(content)).procedures
    assert [(note.key, note.number, note.state) for note in await content.to_review()] == [(BIRTH, 3, "draft")]
    with pytest.raises(NothingToPublishError):
        await content.publish(**WHO)
    await content.publish(**WHO, only=[BIRTH])
    assert (await served(content)).procedures[BIRTH].summary == "Bản mới kèm chương trình"


async def test_a_look_at_a_waiting_built_in_text_puts_it_away(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Của biên tập viên")))
    await content.publish(**WHO)
    folder.put(birth(summary="Bản mới kèm chương trình"))
    await content.sync_builtin()
    assert await content.review_done(BIRTH) == 1
    assert await content.to_review() == []
    with pytest.raises(UnknownContentError):
        await content.publish(**WHO, only=[BIRTH])
    with pytest.raises(UnknownContentError, match="không có gì đang chờ"):
        await content.review_done(BIRTH)


async def test_an_editors_text_stays_when_the_built_in_file_vanishes(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Của biên tập viên")))
    await content.publish(**WHO)
    folder.remove(birth())
    await content.sync_builtin()
    assert (await served(content)).procedures[BIRTH].summary == "Của biên tập viên"


async def test_a_broken_built_in_file_keeps_nobody_from_publishing(content: Content, folder: Folder) -> None:
    await content.sync_builtin()
    (folder.path / "faqs" / "hong.yaml").write_text("id: [", encoding="utf-8")
    await take(content, plain(marriage()))
    said: list[str] = []
    await content.publish(**WHO, progress=said.append)
    assert MARRIAGE in (await served(content)).procedures
    assert any("faqs/hong.yaml" in step for step in said)


# Importing


async def test_an_import_makes_drafts_and_tells_what_is_new_changed_and_the_same(content: Content) -> None:
    await content.sync_builtin()
    report = await take(content, plain(birth(summary="Mới"), marriage(), hours()))
    assert (report.new, report.changed, report.unchanged) == ([MARRIAGE], [Change(BIRTH, "plain", ("summary",))], ["gio-lam-viec"])
    assert set((await served(content)).procedures) == {BIRTH}
    assert await states(content, MARRIAGE) == [("plain", 1, "draft")]


async def test_a_dry_run_tells_the_same_and_writes_nothing(content: Content) -> None:
    await content.sync_builtin()
    file = plain(birth(summary="Mới"), marriage())
    dry = await take(content, file, dry_run=True)
    with pytest.raises(UnknownContentError):
        await content.history(MARRIAGE)
    assert await take(content, file) == dry


async def test_the_same_file_again_changes_nothing(content: Content) -> None:
    file = official(birth(**fee(50_000)), marriage())
    await take(content, file)
    again = await take(content, file)
    assert (again.new, again.changed, len(again.unchanged)) == ([], [], 2)
    await content.publish(**WHO)
    assert len((await take(content, file)).unchanged) == 2
    with pytest.raises(NothingToPublishError):
        await content.publish(**WHO)


async def test_a_later_import_takes_the_place_of_the_draft(content: Content) -> None:
    await content.sync_builtin()
    await take(content, plain(birth(summary="Một")))
    await take(content, plain(birth(summary="Hai")))
    assert await states(content, BIRTH) == [("plain", 1, "published"), ("plain", 2, "draft")]
    report = await take(content, plain(birth()))
    assert report.unchanged == [BIRTH]
    assert await states(content, BIRTH) == [("plain", 1, "published")]


async def test_a_record_that_was_only_looked_at_again_is_no_new_version_until_a_month_passed(content: Content) -> None:
    await take(content, official(birth()))
    assert (await take(content, official(birth(checked="2026-11-20")))).unchanged == [BIRTH]
    assert len((await take(content, official(birth(checked="2026-12-20")))).new) == 1


async def test_what_a_file_refused_is_reported_and_the_rest_taken(content: Content) -> None:
    file = replace(official(birth()), rejected=[Rejected(7, None, "thiếu mã thủ tục")])
    report = await take(content, file)
    assert [(remark.line, remark.reason) for remark in report.rejected] == [(7, "thiếu mã thủ tục")]
    assert report.new == [BIRTH]


async def test_our_own_words_must_pass_the_checks(content: Content) -> None:
    await content.sync_builtin()
    stranger = birth(code="1.000002", name="Thủ tục lạ", official_url="https://example.com/x")
    twin = birth(code="1.000003", name="Thủ tục trùng", aliases=["Đăng ký khai sinh"])
    report = await take(content, plain(stranger, twin, marriage()))
    assert report.new == [MARRIAGE]
    assert {remark.key: remark.reason for remark in report.rejected}.keys() == {"1.000002", "1.000003"}
    assert "trùng với tên của thủ tục 1.001193" in next(r.reason for r in report.rejected if r.key == "1.000003")


async def test_a_record_that_changes_a_fact_under_our_text_is_flagged_and_shown(content: Content, folder: Folder) -> None:
    folder.put(birth(**fee(50_000)))
    await content.sync_builtin()
    report = await take(content, official(birth(**fee(70_000))))
    assert report.flagged == [Flag(BIRTH, ("fee",), "changed")]
    assert [note.review_facts for note in await content.to_review()] == [("fee",)]
    await content.publish(**WHO)
    knowledge = await served(content)
    assert dict(knowledge.changed) == {BIRTH: ("fee",)}
    assert knowledge.procedures[BIRTH].methods == birth(**fee(70_000)).methods
    await content.review_done(BIRTH)
    assert await content.to_review() == []


async def test_a_record_that_drops_its_papers_keeps_the_known_ones_and_is_flagged(content: Content) -> None:
    papers = {"cases": [{"name": "Hồ sơ", "documents": [{"name": "Tờ khai"}]}]}
    await take(content, official(birth(**papers)))
    await content.publish(**WHO)
    file = official(birth(summary="Mới"))
    report = await take(content, file)
    assert report.flagged == [Flag(BIRTH, ("documents",), "dropped")]
    assert [change.fields for change in report.changed] == [("summary",)]
    await content.publish(**WHO)
    assert (await served(content)).procedures[BIRTH].cases == birth(**papers).cases
    assert (await take(content, file)).flagged == []


async def test_a_list_row_updates_name_and_agency_and_erases_nothing(content: Content) -> None:
    await take(content, official(marriage(**fee(50_000))))
    await take(content, official(marriage(name="Đăng ký kết hôn mới", executing_agency="UBND xã"), partial=True))
    await content.publish(**WHO)
    found = (await served(content)).procedures[MARRIAGE]
    assert (found.name, found.executing_agency) == ("Đăng ký kết hôn mới", "UBND xã")
    assert found.methods == birth(**fee(50_000)).methods
