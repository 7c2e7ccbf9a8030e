"""Being told of changes, asked for and stopped in the conversation; a pasted notice explained."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.dossiers import replies as said
from bot.dossiers.model import DossierState
from tests.bot.dialogue.dossier_talk import CODE, NAME, OTHER, PERSONAL_ID, RIGHT, STATUS, WRONG, Talk, a_dossier

# Being told of changes


async def test_watching_begins_by_a_button_and_stops_by_one_word(talk: Talk) -> None:
    await talk.proven()
    assert said.WATCHING.format(code=CODE) in await talk.tap("dossier:watch")
    assert await talk.watched() == [CODE]
    assert CODE in await talk.say("dừng")
    assert await talk.watched() == []
    assert said.WATCHING.format(code=CODE) in await talk.tap("dossier:watch")
    assert await talk.watched() == [CODE]


async def test_watching_begins_and_ends_on_every_database(database: Database) -> None:
    talk = Talk(database)
    await talk.proven()
    await talk.tap("dossier:watch")
    assert await talk.watched() == [CODE]
    await talk.say("dừng")
    assert await talk.watched() == []


@pytest.mark.parametrize(
    "word", ["Dừng", "ngừng", "STOP", "huỷ báo", "thôi báo", "dung", "tat bao", "dừng lại", "đừng báo nữa", "tắt thông báo"]
)
async def test_one_word_stops_all_even_long_after(talk: Talk, word: str) -> None:
    for code in (CODE, OTHER):
        talk.system.dossiers[code] = a_dossier(code)
        await talk.proven(code)
        await talk.say("báo cho tôi khi có thay đổi")
    assert await talk.watched() == [CODE, OTHER]
    talk.later(days=2)
    told = await talk.say(word)
    assert await talk.watched() == [] and CODE in told and OTHER in told


@pytest.mark.parametrize("word", ["đúng", "dùng", "đừng lo", "không", "thôi", "dừng xe ở đâu"])
async def test_other_words_stop_nothing(talk: Talk, word: str) -> None:
    await talk.proven()
    await talk.tap("dossier:watch")
    await talk.say(word)
    assert await talk.watched() == [CODE]


@pytest.mark.parametrize(
    "text", ["báo cho tôi khi có thay đổi", "khi nào xong thì nhắn mình nhé", "theo dõi giúp em hồ sơ này", "bao cho toi khi co ket qua"]
)
async def test_watching_begins_by_words(talk: Talk, text: str) -> None:
    await talk.proven()
    await talk.say(text)
    assert await talk.watched() == [CODE]


async def test_the_wish_is_kept_through_code_and_proof(talk: Talk) -> None:
    await talk.say("báo cho tôi khi hồ sơ có thay đổi")
    await talk.say(CODE)
    assert await talk.watched() == []
    told = await talk.say(RIGHT)
    assert STATUS in told and said.WATCHING.format(code=CODE) in told
    assert await talk.watched() == [CODE]


async def test_nobody_watches_what_they_have_not_proven(talk: Talk) -> None:
    await talk.say("Báo tôi khi có thay đổi", "dossier:watch")
    await talk.say("x", f"dossier:code:{CODE}")
    await talk.say("Báo lại cho tôi", "dossier:watch")
    await talk.proven(proof=WRONG)
    await talk.say("Báo lại cho tôi", "dossier:watch")
    assert await talk.watched() == []


async def test_a_final_dossier_is_not_watched(talk: Talk) -> None:
    talk.system.dossiers[CODE] = a_dossier(state=DossierState.RETURNED)
    await talk.proven()
    assert "dossier:watch" not in talk.values
    assert said.WATCH_NEEDLESS.format(code=CODE) in await talk.say("báo cho tôi khi có thay đổi")
    assert await talk.watched() == []


async def test_on_the_command_line_nobody_is_told_unasked(talk: Talk) -> None:
    here = Talk(talk.database, channel="cli", origin=None)
    await here.proven()
    assert "dossier:watch" not in here.values
    assert said.WATCH_NOT_HERE in await here.say("báo cho tôi khi có thay đổi")
    assert await here.watched() == []


async def test_an_erasure_ends_the_watches(talk: Talk) -> None:
    await talk.proven()
    await talk.tap("dossier:watch")
    await talk.say("xóa dữ liệu của tôi")
    await talk.say("có")
    assert talk.outcome == "erased" and await talk.watched() == []


# A pasted notice

NOTICE = """UBND PHƯỜNG HẠC THÀNH
BỘ PHẬN MỘT CỬA
Số: 15/PYCBS
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hạc Thành, ngày 20 tháng 11 năm 2026

PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ

Hồ sơ của: Nguyễn Thị Hồng Nhung, số định danh 038195007391
Mã hồ sơ: H56.14-261020-0001
Nội dung yêu cầu giải quyết: Cấp lại thẻ thử nghiệm
Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:
1. Giấy khai sinh bản sao có chứng thực
2. Ảnh 3x4 nền trắng
Đề nghị nộp trước ngày 30/11/2026.
NGƯỜI HƯỚNG DẪN
"""


async def test_a_pasted_notice_is_explained_and_not_kept(talk: Talk) -> None:
    told = await talk.say(NOTICE)
    assert "Giấy khai sinh bản sao có chứng thực" in told and "Ảnh 3x4" in told and "30/11" in told
    assert f"dossier:code:{CODE}" in talk.values
    assert not any(secret in told for secret in (NAME, PERSONAL_ID))
    assert await talk.record() == ["[nội dung một giấy thông báo]"]
    assert said.PROOF_ONLY_FOUR in await talk.tap(f"dossier:code:{CODE}")


async def test_a_notice_leads_to_the_papers_of_its_procedure(talk: Talk) -> None:
    await talk.say(NOTICE)
    value = next(value for value in talk.values if not value.startswith("dossier:"))
    assert "Tờ khai" in await talk.tap(value)


async def test_a_question_about_a_notice_is_no_notice(talk: Talk) -> None:
    await talk.say("tôi nhận được phiếu yêu cầu bổ sung hồ sơ của phường thì làm vàng sổ thế nào ạ, có phải nộp lại từ đầu không")
    assert (await talk.record())[0].startswith("tôi nhận được")
