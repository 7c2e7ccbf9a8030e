"""The conversation about a dossier: codes, proofs, follow-ups, being told of changes; what is never said and never kept."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from bot.dossiers import replies as said
from bot.dossiers.gateway import Unavailable
from bot.dossiers.model import DossierState
from tests.bot.dialogue.dossier_talk import (
    ADDRESS,
    CODE,
    ELSEWHERE,
    MASKED,
    NAME,
    OTHER,
    PAPERS,
    PERSONAL_ID,
    PHONE,
    RIGHT,
    STATUS,
    WRONG,
    Talk,
    a_dossier,
)  # fmt: skip
from tests.bot.dialogue.guide_talk import PLAIN

# The code and the proof


@pytest.mark.parametrize(
    "text",
    [CODE, f"hồ sơ {CODE} tới đâu rồi ạ", "cho em hỏi hs h56 14 261020 0001 xong chưa", f"kiểm tra giùm mã {CODE.lower()} với", f"{CODE}."],
)
async def test_nothing_of_a_dossier_is_said_before_the_proof(talk: Talk, text: str) -> None:
    told = await talk.say(text)
    assert said.PROOF_ONLY_FOUR in told and CODE in told
    assert talk.system.asked == []
    assert STATUS not in told and MASKED not in told


@pytest.mark.parametrize("proof", [RIGHT, f"4 số cuối là {RIGHT}", "tám hai sáu bốn", PHONE, PERSONAL_ID, f"dạ {RIGHT} ạ", "8 2 6 4"])
async def test_whoever_proves_it_hears_where_it_stands(talk: Talk, proof: str) -> None:
    told = await talk.proven(proof=proof)
    assert STATUS in told and talk.outcome == "status"
    assert not any(secret in told for secret in (NAME, PHONE, PERSONAL_ID, ADDRESS, "bà Nhung"))


@pytest.mark.parametrize("text", [f"{CODE} 4 số cuối {RIGHT}", f"hồ sơ {CODE}, số cuối điện thoại {RIGHT}, tới đâu rồi", f"{CODE} {RIGHT}"])
async def test_code_and_proof_may_come_together(talk: Talk, text: str) -> None:
    assert STATUS in await talk.say(text)
    assert await talk.record() == ["[4 số cuối]"]


async def test_a_wrong_proof_and_an_unknown_code_are_one_answer(talk: Talk) -> None:
    other = talk.beside(2)
    wrong, unknown = await talk.proven(proof=WRONG), await other.proven(code="H56.14-261020-0999", proof=RIGHT)
    assert (wrong, talk.outcome, talk.values) == (unknown, other.outcome, other.values)
    assert said.REFUSED in wrong


async def test_after_a_wrong_proof_the_right_one_is_taken(talk: Talk) -> None:
    await talk.proven(proof=WRONG)
    assert STATUS in await talk.say(RIGHT)


async def test_five_wrong_proofs_lock_the_code_for_everybody(talk: Talk) -> None:
    for number in range(5):
        assert said.REFUSED in await talk.beside(10 + number).proven(proof=WRONG)
    stranger = talk.beside(50)
    told = await stranger.proven()
    assert STATUS not in told and "tạm không tra được" in told
    asked = len(talk.system.asked)
    assert await talk.beside(51).proven() == told
    assert len(talk.system.asked) == asked
    talk.later(hours=25)
    assert STATUS in await talk.proven()


@pytest.mark.parametrize("text", ["12", "8264 hay 5038", "số cuối là 82", "20/11"])
async def test_what_is_no_proof_is_asked_for_again_and_not_tried(talk: Talk, text: str) -> None:
    await talk.say(CODE)
    assert said.PROOF_AGAIN["either"] in await talk.say(text)
    assert talk.system.asked == []
    assert STATUS in await talk.say(RIGHT)


@pytest.mark.parametrize("text", ["thôi", "không cần nữa", "thôi bỏ qua đi ạ", "để sau đi", "khong"])
async def test_the_proof_need_not_be_given(talk: Talk, text: str) -> None:
    await talk.say(CODE)
    assert said.PROOF_CANCELLED in await talk.say(text)
    assert STATUS not in await talk.say(RIGHT)


async def test_a_proof_without_a_code_opens_nothing(talk: Talk) -> None:
    assert STATUS not in await talk.say(f"4 số cuối của tôi là {RIGHT}")
    assert talk.system.asked == []
    assert all(RIGHT not in text for text in await talk.record())


async def test_the_proof_is_needed_again_after_a_silence(talk: Talk) -> None:
    await talk.proven()
    talk.later(minutes=29)
    assert STATUS in await talk.say("tới đâu rồi")
    talk.later(minutes=31)
    told = await talk.say(f"hồ sơ {CODE} sao rồi")
    assert said.PROVE_ANEW in told and STATUS not in told
    assert STATUS in await talk.say(RIGHT)


async def test_something_said_unasked_keeps_no_proof_alive(talk: Talk) -> None:
    """A notice that comes in a silence is no sign of life of whoever gave the proof."""
    await talk.proven()
    talk.later(minutes=20)
    await talk.hear_unasked("Hồ sơ có thay đổi.")
    talk.later(minutes=20)
    assert STATUS not in await talk.say("tới đâu rồi")


async def test_another_code_needs_a_proof_of_its_own(talk: Talk) -> None:
    await talk.proven()
    told = await talk.say(f"thế còn hồ sơ {OTHER}?")
    assert said.PROOF_ONLY_FOUR in told
    assert said.STATES[DossierState.DONE] in await talk.say(RIGHT)
    assert said.PROOF_ONLY_FOUR in await talk.say(CODE)


async def test_a_proof_may_come_after_a_silence(talk: Talk) -> None:
    """They look for the receipt; the code that they named is no secret."""
    await talk.say(CODE)
    talk.later(hours=2)
    assert STATUS in await talk.say(RIGHT)
    assert await talk.record() == [CODE, "[4 số cuối]"]


PERSONAL = (NAME, MASKED, PHONE, PERSONAL_ID, ADDRESS, STATUS, "Hạc Thành", "26/11")
SAID = st.sampled_from(
    [
        CODE, OTHER, f"hồ sơ {CODE} tới đâu rồi", f"{CODE} {WRONG}", WRONG, "1111", f"4 số cuối {WRONG}", "bao giờ có kết quả", "sao lâu thế",
        "cần bổ sung gì", "báo cho tôi khi có thay đổi", "tôi muốn khiếu nại", "dừng", "thôi", "không", "làm sổ vàng cần gì", "làm lại từ đầu",
        "1", "2", "xóa dữ liệu của tôi", "có",
    ]
) | st.text(max_size=40)  # fmt: skip
TAPPED = st.sampled_from(
    [f"dossier:{name}" for name in ("again", "papers", "watch", "unwatch", "complain", "person", "other", f"code:{CODE}")]
)


async def test_without_the_right_proof_nothing_is_said_whatever_is_written_or_tapped(talk: Talk) -> None:
    """Conversations of any messages and buttons, the right proof not among them."""
    loop, numbers = asyncio.get_running_loop(), itertools.count(100)

    @given(st.lists(st.tuples(SAID, st.none() | TAPPED), max_size=6))
    @settings_of(max_examples=30, deadline=None)
    def nothing_is_said(messages: list[tuple[str, str | None]]) -> None:
        asyncio.run_coroutine_threadsafe(converse(messages), loop).result(60)

    async def converse(messages: list[tuple[str, str | None]]) -> None:
        stranger = talk.beside(next(numbers))
        for text, button in messages:
            told = await stranger.say(text, button)
            assert told and [secret for secret in PERSONAL if secret in told] == []
        assert await stranger.watched() == []

    await asyncio.to_thread(nothing_is_said)


# Codes that cannot be right


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("mã H56.14-260231-0001", "phần ngày"), ("hồ sơ H56.14-261020 xong chưa", "còn thiếu"), ("H56.14-991231-0001", "ngày")],
)
async def test_a_code_that_cannot_be_is_said_to_be_wrong(talk: Talk, text: str, sentence: str) -> None:
    assert sentence in await talk.say(text)
    assert talk.system.asked == []


async def test_several_codes_are_asked_about_one_by_one(talk: Talk) -> None:
    await talk.say(f"xem giúp hai hồ sơ {CODE} và {OTHER}")
    assert [value for value in talk.values if value.startswith("dossier:code:")] == [f"dossier:code:{CODE}", f"dossier:code:{OTHER}"]
    assert OTHER in await talk.tap(f"dossier:code:{OTHER}")
    assert said.STATES[DossierState.DONE] in await talk.say(RIGHT)


async def test_a_writing_of_two_readings_is_asked_about(talk: Talk) -> None:
    """Digits that run together: 202-201122 or 20-220112."""
    meant = "H56.20-220112-222503"
    talk.system.dossiers[meant] = a_dossier(meant)
    told = await talk.say("tra giúp em mã H5620220112222503")
    assert said.WHICH_READING in told and len([value for value in talk.values if value.startswith("dossier:code:")]) == 2
    assert meant in await talk.tap(f"dossier:code:{meant}")
    assert STATUS in await talk.say(RIGHT)


async def test_a_choice_of_codes_can_be_typed(talk: Talk) -> None:
    await talk.say(f"xem giúp hai hồ sơ {CODE} và {OTHER}")
    assert OTHER in await talk.say("2")


async def test_a_unit_that_no_system_has_is_said_at_once(talk: Talk) -> None:
    assert said.NOT_CONNECTED.format(code=ELSEWHERE) in await talk.say(f"hồ sơ {ELSEWHERE} tới đâu rồi")
    assert talk.outcome == "status"


async def test_the_code_is_asked_for_and_a_bare_number_is_part_of_one(talk: Talk) -> None:
    assert "mã hồ sơ" in await talk.say("hồ sơ của tôi tới đâu rồi")
    assert said.INCOMPLETE_CODE in await talk.say("0001")
    assert said.PROOF_ONLY_FOUR in await talk.say(CODE)


async def test_codes_of_procedures_stay_procedures(talk: Talk) -> None:
    told = await talk.say("1.000002")
    assert talk.outcome == "answered" and "Sổ vàng" in told


# Going on


@pytest.mark.parametrize(
    "text",
    ["bao giờ có kết quả", "sao lâu thế", "tới đâu rồi", "khi nào xong vậy ạ", "toi dau roi", "xem lại giúp mình", "có kết quả chưa"],
)
async def test_questions_go_on_about_the_dossier(talk: Talk, text: str) -> None:
    await talk.proven()
    told = await talk.say(text)
    assert CODE in told and STATUS in told and talk.outcome == "status"


async def test_papers_to_hand_in_later_are_told_one_by_one(talk: Talk) -> None:
    talk.system.dossiers[CODE] = a_dossier(state=DossierState.SUPPLEMENT, supplements=PAPERS)
    await talk.proven()
    told = await talk.say("cần bổ sung gì")
    assert "1. Giấy khai sinh bản sao: bản nộp bị mờ\n2. Ảnh 3x4" in told


async def test_no_papers_are_missing_and_that_is_said(talk: Talk) -> None:
    await talk.proven()
    assert said.PAPERS_NONE.format(code=CODE) in await talk.say("cần bổ sung gì không ạ")


async def test_a_complaint_gets_words_to_copy(talk: Talk) -> None:
    await talk.proven()
    told = await talk.say("tôi muốn khiếu nại")
    assert CODE in told and "Phản ánh kiến nghị" in told and talk.outcome == "handoff"
    assert not any(secret in told for secret in (NAME, PHONE, PERSONAL_ID, ADDRESS))


async def test_a_procedure_named_in_between_is_the_topic_then(talk: Talk) -> None:
    await talk.proven()
    assert "Sổ vàng" in await talk.say("làm sổ vàng cần giấy tờ gì")
    assert STATUS not in await talk.say("bao giờ có kết quả")
    assert STATUS in await talk.say(f"hồ sơ {CODE} tới đâu rồi")


async def test_other_questions_are_answered_while_the_proof_is_awaited(talk: Talk) -> None:
    await talk.say(CODE)
    told = await talk.say("làm sổ vàng cần giấy tờ gì")
    assert "Đơn A" in told and said.PROOF_WAITING.format(code=CODE) in told
    assert said.PROOF_WAITING.format(code=CODE) not in await talk.say("làm sổ vàng cần giấy tờ gì")
    assert STATUS in await talk.say(RIGHT)


async def test_what_else_a_message_asks_is_answered_too(talk: Talk) -> None:
    told = await talk.say(f"hồ sơ {CODE} xong chưa, với lại làm sổ vàng cần giấy tờ gì")
    assert ("Đơn A" in told and told.rstrip().endswith(said.PROOF_ONLY_FOUR)) or said.PROOF_ONLY_FOUR in talk.replies[-1].text
    assert STATUS in await talk.say(RIGHT)


async def test_what_cannot_be_answered_beside_it_is_not_lost_silently(talk: Talk) -> None:
    told = await talk.say(f"hồ sơ {CODE} xong chưa, với lại làm hộ chiếu phổ thông hết bao nhiêu tiền")
    assert "làm hộ chiếu phổ thông hết bao nhiêu tiền" in told and said.PROOF_ONLY_FOUR in told


async def test_an_open_guide_can_be_gone_on_with(talk: Talk) -> None:
    await talk.say("cấp lại thẻ cần giấy tờ gì")
    await talk.say("bị mất")
    assert any("guide" in value or "case" in value for value in talk.values)
    await talk.say(CODE)
    resume = next(value for value in talk.values if value.startswith("guide:"))
    assert STATUS in await talk.say(RIGHT)
    assert "Ai sẽ đi nộp hồ sơ?" in await talk.tap(next(value for value in talk.values if value == resume))
    assert "Đơn báo mất" in await talk.say("tôi tự đi")


async def test_danger_comes_first(talk: Talk) -> None:
    await talk.say(CODE)
    told = await talk.say(f"cháy nhà rồi cứu với, {RIGHT}")
    assert talk.outcome == "emergency" and "114" in told
    assert talk.system.asked == [] and RIGHT not in (await talk.record())[-1]


@pytest.mark.parametrize("text", ["tra hồ sơ khác", "cho mình xem hồ sơ nữa", "còn mã hồ sơ khác nữa"])
async def test_another_dossier_is_asked_for_by_its_code(talk: Talk, text: str) -> None:
    await talk.proven()
    told = await talk.say(text)
    assert "mã hồ sơ" in told and STATUS not in told


# Trouble, and what is kept


async def test_a_silent_system_is_said_to_be_silent(talk: Talk) -> None:
    talk.system.trouble = Unavailable("timeout of 8 s")
    told = await talk.proven()
    assert said.UNAVAILABLE.format(code=CODE) in told and "timeout" not in told
    talk.system.trouble = None
    assert STATUS in await talk.say(RIGHT)


async def test_a_silence_of_the_system_costs_no_proof(talk: Talk) -> None:
    await talk.proven()
    talk.system.trouble = Unavailable("refused")
    assert said.UNAVAILABLE.format(code=CODE) in await talk.say("tới đâu rồi")
    talk.system.trouble = None
    assert STATUS in await talk.say("tới đâu rồi")


@pytest.mark.parametrize("proof", [RIGHT, WRONG, f"số đuôi của em là {WRONG} đó", "8264 hay 5038", f"tôi không nhớ rõ, {WRONG} phải không"])
async def test_no_proof_reaches_the_record_or_the_state(talk: Talk, proof: str) -> None:
    await talk.say(CODE)
    await talk.say(proof)
    record, state = await talk.record(), str(await talk.store.load(talk.id))
    assert record[0] == CODE
    assert all(digits not in f"{record}{state}" for digits in (RIGHT, WRONG))


@pytest.mark.parametrize(
    "text", [f"{CODE}, {WRONG}, làm sổ vàng cần gì", f"{CODE} nộp hôm kia hay {WRONG} gì đó không nhớ", f"{WRONG} rồi {CODE} ạ"]
)
async def test_digits_beside_a_code_are_not_kept(talk: Talk, text: str) -> None:
    await talk.say(text)
    (kept,) = await talk.record()
    assert WRONG not in kept and (CODE in kept or kept == "[4 số cuối]")


async def test_a_new_conversation_and_beginning_anew_forget_the_proof(talk: Talk) -> None:
    await talk.proven()
    assert STATUS not in await talk.beside(7).say("tới đâu rồi")
    await talk.say("làm lại từ đầu")
    assert STATUS not in await talk.say("tới đâu rồi")


@pytest.mark.parametrize("text", ["vậy chừng nào tui lên lấy được", "chung nao toi lay duoc z", "lúc mô thì xong hè"])
async def test_a_question_of_hardly_any_matter_is_about_the_dossier_just_told(talk: Talk, text: str) -> None:
    await talk.say(CODE)
    await talk.say(RIGHT)
    assert CODE in await talk.say(text)


async def test_a_procedure_named_after_a_dossier_is_no_question_about_it(talk: Talk) -> None:
    await talk.say(CODE)
    await talk.say(RIGHT)
    assert CODE not in await talk.say(f"{PLAIN.name} mất bao lâu")


@pytest.mark.parametrize("text", ["ok, có gì nhắn cho tui nghen", "co gi moi thi bao em voi", "có tin thì nhắn giúp tôi"])
async def test_a_wish_to_be_told_in_any_words_begins_a_watch(talk: Talk, text: str) -> None:
    await talk.say(CODE)
    await talk.say(RIGHT)
    await talk.say(text)
    assert [watch.code for watch in await talk.watches.of(talk.id)] == [CODE]


async def test_who_wants_no_more_notices_where_nothing_is_watched_hears_so(talk: Talk) -> None:
    assert said.NOTHING_WATCHED in await talk.say("khỏi báo nữa")
