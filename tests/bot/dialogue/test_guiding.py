"""Guided cases in conversation: tapped and typed, back and skip, leaving and going on, and what survives a restart."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue import guide_phrases
from knowledge.schema import Procedure
from tests.bot.dialogue.guide_talk import CARD, FIELDS, OTHER, Talk, labels, papers

QUESTION = "làm lại thẻ cần giấy tờ gì"


async def test_papers_that_depend_on_the_case_come_with_the_question_and_what_is_sure() -> None:
    talk = Talk()
    said = await talk.say(QUESTION)
    assert (talk.outcome, talk.aspect) == ("answered", "documents")
    assert "- Tờ khai (1 bản chính; 2 bản sao; theo mẫu số 1)" in said.text and "Thẻ bị sao ạ?" in said.text
    assert "Đơn báo mất" not in said.text
    assert labels(said) == ["Bị mất", "Bị hỏng, mờ", "Bỏ qua"]
    assert said.sources[0].code == CARD and said.checklist is None


async def test_where_no_paper_is_common_those_of_each_case_are_told_before_it_is_asked() -> None:
    general, lost, _, other = FIELDS["cases"]
    cases = [{**general, "documents": general["documents"][1:]}, lost, other]
    talk = Talk(guided=Procedure.model_validate({**FIELDS, "cases": cases}))
    said = await talk.say(QUESTION)
    assert (talk.outcome, talk.aspect) == ("answered", "documents") and said.sources
    each = [line for line in said.text.splitlines() if line.startswith("- ")]
    assert each == [
        f"- Bị mất: đơn báo mất; ảnh thẻ; {guide_phrases.MORE_PAPERS}",
        f"- Bị hỏng, mờ: thẻ cũ; {guide_phrases.MORE_PAPERS}",
    ]
    assert said.text.index(guide_phrases.OF_EACH_CASE) < said.text.index("Thẻ bị sao ạ?")


async def test_papers_of_each_case_that_are_too_many_to_read_are_not_told() -> None:
    many = [{"name": f"Giấy xác nhận số {number} của cơ quan, tổ chức quản lý thẻ"} for number in range(20)]
    cases = [{"name": name, "when": {"the": [option]}, "documents": many} for name, option in (("Bị mất", "mat"), ("Bị hỏng", "hong"))]
    cases[1]["documents"] = [{"name": f"Bản khác, {paper['name']}"} for paper in many]
    talk = Talk(guided=Procedure.model_validate({**FIELDS, "cases": cases}))
    said = await talk.say(QUESTION)
    assert guide_phrases.OF_EACH_CASE not in said.text and "Thẻ bị sao ạ?" in said.text
    assert talk.outcome == "clarify" and not said.sources


async def test_tapping_through_ends_in_the_personal_list() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    second = await talk.tap("Bị mất")
    assert talk.outcome == "clarify" and second.text.startswith("Ai sẽ đi nộp hồ sơ?\nNgười nộp mang giấy tờ của mình.")
    assert labels(second) == ["Tôi tự đi", "Nhờ người khác", "Bỏ qua", "Quay lại"]
    last = await talk.tap("Tôi tự đi")
    assert talk.outcome == "answered" and papers(last) == ["Tờ khai", "Đơn báo mất", "Ảnh thẻ"]
    assert labels(last)[:2] == ["Sửa câu trả lời", "Làm lại"] and last.sources and last.card
    for line in (
        "1. Tờ khai (1 bản chính; 2 bản sao; theo mẫu số 1)",
        "2. Đơn báo mất (1 bản chính)",
        "Lệ phí: 70.000 đồng/thẻ",
        "Thời gian: 5 ngày làm việc.",
    ):
        assert line in last.text
    assert "Nơi nộp: Công an cấp xã nơi thường trú." in last.text and "Cách nộp: Nộp trực tiếp." in last.text


async def test_a_message_that_says_enough_goes_straight_to_the_list() -> None:
    talk = Talk()
    said = await talk.say("thẻ của tôi bị mất, tôi tự đi thì cần giấy tờ gì")
    assert papers(said) == ["Tờ khai", "Đơn báo mất", "Ảnh thẻ"]
    assert "Theo lời anh/chị: Thẻ bị sao ạ: bị mất; Ai sẽ đi nộp hồ sơ: tôi tự đi." in said.text


async def test_answers_may_be_typed_with_and_without_marks() -> None:
    talk = Talk()
    await talk.say("lam lai the can giay to gi")
    assert "Ai sẽ đi" in (await talk.say("bi hong a")).text
    assert "Người đi thay là ai?" in (await talk.say("2")).text
    assert papers(await talk.say("người ruột thịt"))[-1] == "Giấy ủy quyền"


async def test_one_reply_may_answer_several_questions() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    said = await talk.say("dạ bị hỏng, mà em nhờ chồng đi nộp giùm")
    assert papers(said) == ["Tờ khai", "Thẻ cũ", "Ảnh thẻ", "Giấy ủy quyền"]


async def test_asking_whether_somebody_else_may_go_is_no_reply_but_is_remembered() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.tap("Bị hỏng, mờ")
    asked = await talk.say("em nhờ chồng đi nộp giùm được không?")
    assert talk.aspect == "who" and "giấy ủy quyền" in asked.text.lower()
    assert papers(await talk.tap(guide_phrases.SEE_LIST))[-1] == "Giấy ủy quyền"


@pytest.mark.parametrize("word", ["bỏ qua", "không biết", "dạ em không rõ ạ"])
async def test_a_skipped_question_leaves_conditions(word: str) -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.say(word)
    last = await talk.say("Tôi tự đi")
    assert last.checklist is not None and last.checklist.skipped == ["the"]
    assert "Đơn báo mất (1 bản chính), nếu “Thẻ bị sao ạ” là “Bị mất”" in last.text


async def test_back_goes_one_step_even_after_a_restart_of_the_service() -> None:
    talk = Talk()
    first = await talk.say(QUESTION)
    second = await talk.tap("Bị mất")
    third = await talk.tap("Nhờ người khác")
    assert third.text.startswith("Người đi thay là ai?")
    talk.memory.states = json.loads(json.dumps(talk.memory.states))
    again = await talk.say("quay lại")
    assert (again.text, labels(again)) == (second.text, labels(second))
    start = await talk.tap("Quay lại")
    assert labels(start) == labels(first) and "Thẻ bị sao ạ?" in start.text
    assert "Quay lại" not in labels(start)


async def test_after_the_list_one_answer_can_be_changed_and_all_forgotten() -> None:
    talk = Talk()
    await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    which = await talk.tap("Sửa câu trả lời")
    assert which.text == guide_phrases.WHICH_ANSWER and labels(which) == ["Thẻ bị sao ạ? Bị mất", "Ai sẽ đi nộp hồ sơ? Tôi tự đi"]
    await talk.tap("Thẻ bị sao ạ? Bị mất")
    assert "Thẻ cũ" in papers(await talk.tap("Bị hỏng, mờ"))
    begun = await talk.tap("Làm lại")
    assert "Thẻ bị sao ạ?" in begun.text and "Quay lại" not in labels(begun)


async def test_a_change_that_was_begun_can_be_given_up() -> None:
    talk = Talk()
    before = await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    await talk.tap("Sửa câu trả lời")
    await talk.tap("Thẻ bị sao ạ? Bị mất")
    assert papers(await talk.tap("Quay lại")) == papers(before)


async def test_a_correction_after_the_list_changes_it() -> None:
    talk = Talk()
    await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    said = await talk.say("à không phải bị mất, bị hỏng cơ")
    assert "Thẻ cũ" in papers(said) and "Đơn báo mất" not in papers(said)


async def test_a_fee_that_depends_on_the_case_is_told_for_each_with_an_offer() -> None:
    talk = Talk()
    said = await talk.say("làm lại thẻ phí bao nhiêu")
    assert (talk.outcome, talk.aspect) == ("answered", "fee")
    assert "70.000 đồng/thẻ" in said.text and "thẻ hỏng do lỗi in" in said.text
    assert labels(said)[0] == guide_phrases.START
    assert "Thẻ bị sao ạ?" in (await talk.tap(guide_phrases.START)).text


async def test_for_whom_it_is_stays_while_the_topic_lasts() -> None:
    talk = Talk()
    said = await talk.say("làm lại thẻ cho mẹ tôi cần giấy tờ gì")
    assert "trường hợp của mẹ anh/chị" in said.text
    await talk.say("bị hỏng ạ")
    assert "danh sách cho trường hợp của mẹ anh/chị" in (await talk.say("nhờ vợ")).text
    await talk.say("sổ vàng cần giấy tờ gì")
    assert "trường hợp của anh/chị" in (await talk.say(QUESTION)).text


async def test_another_person_begins_anew() -> None:
    talk = Talk()
    await talk.say("thẻ của mẹ tôi bị mất, cần giấy tờ gì")
    said = await talk.say("còn thẻ cho con trai tôi thì cần giấy tờ gì")
    assert "trường hợp của con anh/chị" in said.text and "Thẻ bị sao ạ?" in said.text


async def test_the_case_told_before_a_choice_still_counts() -> None:
    talk = Talk()
    await talk.say("cảm ơn")
    assert talk.id is not None
    talk.memory.states[talk.id]["unclear"] = "cái đó em đánh rơi mất, bị mất thẻ, tôi tự đi"
    assert papers(await talk.say("", f"aspect:documents:{CARD}")) == ["Tờ khai", "Đơn báo mất", "Ảnh thẻ"]


async def test_a_name_of_kin_answers_who_files_and_what_they_are() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.tap("Bị mất")
    assert papers(await talk.say("dạ chị gái em"))[-1] == "Giấy ủy quyền"


@pytest.mark.parametrize("text", ["làm lại thẻ cho mẹ tôi cần giấy tờ gì", "chồng tôi bận, cần giấy tờ gì để làm lại thẻ"])
async def test_who_files_is_asked_where_a_relation_does_not_tell(text: str) -> None:
    talk = Talk()
    await talk.say(text)
    assert "Ai sẽ đi nộp hồ sơ?" in (await talk.tap("Bị mất")).text


async def test_a_fee_that_the_message_settles_is_told_alone() -> None:
    said = await Talk().say("làm lại thẻ bị mất phí bao nhiêu")
    assert "70.000 đồng/thẻ" in said.text and "miễn" not in said.text.lower()
    assert "Theo lời anh/chị: Thẻ bị sao ạ: bị mất." in said.text
    assert guide_phrases.START not in labels(said)


async def test_what_depends_on_no_answer_is_told_at_once() -> None:
    talk = Talk()
    said = await talk.say("làm lại thẻ mất mấy ngày")
    assert talk.aspect == "time" and "5 ngày làm việc" in said.text and guide_phrases.START not in labels(said)


async def test_the_place_follows_the_answers_of_the_conversation() -> None:
    talk = Talk()
    await talk.say("thẻ bị mất, nhờ vợ đi thì cần giấy tờ gì")
    said = await talk.say("nộp ở đâu")
    assert talk.aspect == "place" and "nơi người được nhờ ở" in said.text and "thường trú" not in said.text


async def test_a_question_of_its_own_leaves_the_guide_which_goes_on_where_it_was() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.tap("Bị mất")
    asked = await talk.say("phí bao nhiêu")
    assert "70.000 đồng/thẻ" in asked.text and guide_phrases.RESUME in labels(asked)
    assert papers(await talk.say("tôi tự đi"))[1] == "Đơn báo mất"


async def test_a_word_in_between_does_not_lose_the_question() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    thanks = await talk.say("cảm ơn nhé")
    assert talk.outcome == "smalltalk" and labels(thanks) == [guide_phrases.RESUME]
    await talk.say("ừm lalala")
    assert "Ai sẽ đi" in (await talk.say("số 2")).text


async def test_a_question_with_words_of_a_label_is_no_reply() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.tap("Bị mất")
    await talk.tap("Nhờ người khác")
    assert "Người đi thay là ai?" in (await talk.say("giấy tờ gì")).text


async def test_another_topic_leaves_the_guide_with_a_button_back() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    await talk.tap("Bị mất")
    other = await talk.say("sổ vàng cần giấy tờ gì")
    assert talk.last is not None and talk.last.meta.procedure_code == OTHER and labels(other)[-1] == guide_phrases.RESUME
    assert (await talk.tap(guide_phrases.RESUME)).text.startswith("Ai sẽ đi nộp hồ sơ?")


async def test_asking_anew_after_another_topic_asks_again() -> None:
    talk = Talk()
    await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    await talk.say("sổ vàng cần giấy tờ gì")
    assert "Thẻ bị sao ạ?" in (await talk.say(QUESTION)).text


async def test_starting_over_forgets_the_answers() -> None:
    talk = Talk()
    await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    await talk.say("bắt đầu lại từ đầu")
    assert "Thẻ bị sao ạ?" in (await talk.say(QUESTION)).text


async def test_an_overview_answers_and_asks() -> None:
    talk = Talk()
    said = await talk.say("làm lại thẻ")
    assert talk.outcome == "answered" and "- Thời gian: 5 ngày làm việc" in said.text and "Thẻ bị sao ạ?" in said.text
    assert labels(said)[:3] == ["Bị mất", "Bị hỏng, mờ", "Bỏ qua"]


STALE = [
    f"guide:{CARD}:the=bay_mat", f"guide:{CARD}:khong_co=mat", f"guide:{CARD}:back", f"guide:{CARD}:skip", f"guide:{CARD}:edit:khong_co",
    f"guide:{CARD}:restart", f"guide:{CARD}:start", f"guide:{OTHER}:start", "guide:9.999999:start", "guide::", f"guide:{CARD}:the=mat:x",
    f"aspect:documents:{CARD}#99", f"aspect:documents:{OTHER}#99", "aspect:documents:9.999999#1", f"aspect:fee:{OTHER}#1",
]  # fmt: skip


@pytest.mark.parametrize("value", STALE)
async def test_stale_or_forged_buttons_get_a_sentence(value: str) -> None:
    talk = Talk()
    assert (await talk.say("", value)).text
    await talk.say("thẻ bị mất, tôi tự đi thì cần giấy tờ gì")
    assert (await talk.say("", value)).text


async def test_a_broken_memory_of_a_guide_starts_anew() -> None:
    talk = Talk()
    await talk.say(QUESTION)
    assert talk.id is not None
    talk.memory.states[talk.id]["guide"] = {"code": CARD, "answers": {"the": "gone"}, "history": ["the", "x"], "asking": "gone"}
    assert (await talk.say("", f"guide:{CARD}:back")).text
    talk.memory.states[talk.id]["guide"] = "nonsense"
    assert "Thẻ bị sao ạ?" in (await talk.say(QUESTION)).text


async def test_without_a_guide_each_situation_has_a_button() -> None:
    talk = Talk()
    said = await talk.say("sổ vàng cần giấy tờ gì")
    assert labels(said)[0] == "Trẻ em"
    child = await talk.tap("Trẻ em")
    assert talk.aspect == "documents" and "- Đơn B" in child.text and "Đơn A" not in child.text
    assert labels(child)[0] == "Người lớn"
    assert "- Đơn A" in (await talk.tap("Người lớn")).text


WORDS = st.sampled_from(
    ["1", "2", "3", "quay lại", "bỏ qua", "phí bao nhiêu", "nhờ vợ", "bị mất", "không", "có", "sổ vàng", QUESTION, "cảm ơn", "?"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=8))
async def test_no_order_of_words_crashes_or_leaves_a_person_without_an_answer(words: list[str]) -> None:
    talk = Talk()
    for word in [QUESTION, *words]:
        said = await talk.say(word)
        assert said.text
        assert all(len(button.value) <= 200 for button in said.buttons)
        assert len({button.value for button in said.buttons}) == len(said.buttons)
