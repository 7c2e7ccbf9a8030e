"""The fewest questions and the personal checklist: the engine alone, over small procedures and over all that are built in."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.aspects import GuideAction, guide_button, parse_guide
from bot.dialogue.checklist_text import checklist_text
from bot.dialogue.drafts import LIMIT
from bot.dialogue.guide import answers_in, checklist, depends, next_question, question_of, reply_in
from bot.dialogue.hearing import Wish
from bot.dialogue.progress import Progress
from bot.messages import Checklist, ChecklistPaper
from knowledge.guides import paths
from knowledge.schema import UNKNOWN, Procedure
from knowledge.store import read_folder
from knowledge.words import fold
from tests.bot.dialogue.guide_talk import FIELDS, GUIDED

TODAY = date(2026, 11, 22)
BUILT_IN = [e for _, e in read_folder(Path(__file__).parents[3] / "knowledge")[0] if isinstance(e, Procedure) and e.questions]
by_code = pytest.mark.parametrize("procedure", BUILT_IN, ids=[procedure.code for procedure in BUILT_IN])


def told(answers: dict[str, str], skipped: tuple[str, ...] = (), procedure: Procedure = GUIDED) -> Checklist:
    return checklist(procedure, answers, skipped, today=TODAY)


def paper(found: Checklist, name: str) -> ChecklistPaper:
    return next(one for one in found.papers if one.name == name)


def changed(**changes: object) -> Procedure:
    return Procedure.model_validate(FIELDS | changes)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("thẻ của tôi bị mất", {"the": "mat"}),
        ("the cua toi bi mat", {"the": "mat"}),
        ("Tôi BỊ MẤT thẻ, nhờ vợ đi nộp", {"the": "mat", "nguoi_di": "nho", "nho_ai": "ruot"}),
        ("thẻ không bị mất mà bị hỏng", {"the": "hong"}),
        ("không phải là bị mất đâu", {}),
        ("chưa bị mất", {}),
        ("bị mất hay bị hỏng đều được?", {}),
        ("bị mát", {}),
        ("thẻ mất bao lâu có", {}),
        ("ko phải tôi tự đi, nhờ người khác", {"nguoi_di": "nho"}),
        ("để tôi tự đi nộp", {"nguoi_di": "tu_di"}),
        ("chồng tôi tự đi", {}),
        ("", {}),
    ],
)
def test_a_message_answers_what_it_says(text: str, answers: dict[str, str]) -> None:
    assert answers_in(GUIDED, text) == answers


def test_the_official_name_of_a_procedure_answers_nothing() -> None:
    named = changed(name="Cấp lại thẻ bị mất, thẻ bị hỏng")
    assert answers_in(named, "cấp lại thẻ bị mất, thẻ bị hỏng") == {}
    assert answers_in(named, "Cấp lại thẻ bị mất, thẻ bị hỏng: tôi tự đi") == {"nguoi_di": "tu_di"}


def test_typed_marks_tell_phrases_apart_and_missing_marks_leave_both_open() -> None:
    options = [{"id": "ba", "label": "Ba", "words": ["ba tôi đi"]}, {"id": "ba_noi", "label": "Bà", "words": ["bà tôi đi"]}]
    found = changed(questions=[{"id": "the", "ask": "Ai?", "options": options}], cases=UNKNOWN, offices=[], methods=UNKNOWN)
    assert answers_in(found, "để ba tôi đi cho") == {"the": "ba"}
    assert answers_in(found, "để bà tôi đi cho") == {"the": "ba_noi"}
    assert answers_in(found, "de ba toi di cho") == {}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("làm cho bé 8 tuổi", {"the": "lon"}), ("be 5 tuoi", {"the": "nho"}), ("cháu 14 tuổi rồi", {"the": "nguoi_lon"}),
        ("tôi 30 tuổi làm cho con", {}), ("bé 5 tuổi và bé 8 tuổi", {}), ("8 ngày", {}),
    ],
)  # fmt: skip
def test_an_age_answers_a_question_about_ages(text: str, answers: dict[str, str]) -> None:
    options = [
        {"id": "nho", "label": "Dưới 6 tuổi"}, {"id": "lon", "label": "Từ đủ 6 đến dưới 14 tuổi"}, {"id": "nguoi_lon", "label": "Từ đủ 14 tuổi trở lên"},
    ]  # fmt: skip
    found = changed(questions=[{"id": "the", "ask": "Bao nhiêu tuổi?", "options": options}], cases=UNKNOWN, offices=[], methods=UNKNOWN)
    assert answers_in(found, text) == answers


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("the", "1", "mat"), ("the", "số 2 nhé", "hong"), ("the", "cái đầu tiên", "mat"), ("the", "3", None), ("the", "bị mờ ạ", "hong"),
        ("the", "dạ mất ạ", "mat"), ("the", "hong mo", "hong"), ("nguoi_di", "nhờ người khác đi nộp giùm", "nho"), ("nguoi_di", "tự đi", "tu_di"),
        ("the", "không biết nữa", Wish.SKIP), ("the", "Bỏ qua", Wish.SKIP), ("the", "quay lại", Wish.BACK), ("the", "làm lại từ đầu", Wish.RESTART),
        ("the", "phí bao nhiêu", None), ("the", "", None), ("the", "cảm ơn", None), ("the", "không", None),
    ],
)  # fmt: skip
def test_a_reply_to_a_question_is_understood(question: str, text: str, meant: str | None) -> None:
    asked = question_of(GUIDED, question)
    assert asked is not None
    assert reply_in(asked, text) == meant


def test_yes_and_no_choose_the_option_that_begins_so() -> None:
    options = [{"id": "co", "label": "Có, đã đăng ký"}, {"id": "khong", "label": "Chưa"}]
    question = changed(questions=[{"id": "the", "ask": "Đã đăng ký chưa?", "options": options}]).questions[0]
    assert [reply_in(question, text) for text in ("có", "dạ rồi ạ", "chưa", "không ạ", "chưa biết")] == [
        "co",
        "co",
        "khong",
        "khong",
        Wish.SKIP,
    ]


def test_only_what_still_matters_is_asked_in_the_order_of_the_file() -> None:
    assert [q.id for q in [next_question(GUIDED, {})] if q] == ["the"]
    assert [q.id for q in [next_question(GUIDED, {"the": "mat"})] if q] == ["nguoi_di"]
    assert [q.id for q in [next_question(GUIDED, {"the": "mat", "nguoi_di": "nho"})] if q] == ["nho_ai"]
    assert next_question(GUIDED, {"the": "mat", "nguoi_di": "tu_di"}) is None
    assert next_question(GUIDED, {"the": "mat"}, ["nguoi_di"]) is None
    assert next_question(GUIDED, {"nonsense": "x", "the": "nonsense"}) == GUIDED.questions[0]


def test_a_question_that_makes_another_unnecessary_is_asked_first() -> None:
    cases = [
        {"name": "Chung", "documents": [{"name": "Đơn"}, {"name": "Thẻ cũ", "when": {"the": ["hong"], "nguoi_di": ["tu_di"]}}]},
        {"name": "Nhờ", "when": {"nguoi_di": ["nho"]}, "documents": [{"name": "Giấy ủy quyền"}]},
    ]
    found = changed(questions=FIELDS["questions"][:2], cases=cases, offices=[], methods=UNKNOWN)
    first = next_question(found, {})
    assert first is not None and first.id == "nguoi_di"
    assert next_question(found, {"nguoi_di": "nho"}) is None


def test_the_checklist_joins_the_papers_of_all_cases_that_hold() -> None:
    found = told({"the": "mat", "nguoi_di": "nho", "nho_ai": "ruot"})
    assert [one.name for one in found.papers] == ["Tờ khai", "Đơn báo mất", "Ảnh thẻ", "Giấy ủy quyền"]
    first = found.papers[0]
    assert (first.originals, first.copies, first.form, first.form_url) == (1, 2, "Mẫu số 1", "https://dichvucong.gov.vn/mau")
    assert all(one.condition is None for one in found.papers)
    assert [(one.question, one.answer) for one in found.answers][:1] == [("Thẻ bị sao ạ?", "Bị mất")]
    assert found.fees[0].lines[0].startswith("70.000 đồng/thẻ") and len(found.fees) == 1
    assert found.times[0].lines == ["5 ngày làm việc."]
    assert found.offices[0] == "Công an cấp xã nơi người được nhờ ở."
    assert found.notes == ["Thẻ tìm lại được thì nộp lại."]
    assert found.unknown == []


def test_a_skipped_question_leaves_its_papers_under_a_condition_and_what_is_sure_without_one() -> None:
    found = told({"nguoi_di": "tu_di"}, ("the",))
    assert paper(found, "Tờ khai").condition is None
    assert paper(found, "Ảnh thẻ").condition is None and paper(found, "Ảnh thẻ").copies == 4  # either answer asks for it
    assert paper(found, "Đơn báo mất").condition == "nếu “Thẻ bị sao ạ” là “Bị mất”"
    assert paper(found, "Thẻ cũ").condition == "nếu “Thẻ bị sao ạ” là “Bị hỏng, mờ”"
    assert not any(one.name == "Giấy ủy quyền" for one in found.papers)
    assert found.skipped == ["the"] and found.notes[0].startswith("Nếu “Thẻ bị sao ạ” là “Bị mất”: ")
    assert len(found.fees[0].lines) == 2


def test_a_paper_keeps_its_key_whatever_is_answered() -> None:
    assert {paper(told(answers), "Tờ khai").key for answers in ({}, {"the": "mat"}, {"the": "hong", "nguoi_di": "nho"})} == {
        paper(told({}), "Tờ khai").key
    }
    assert len({one.key for one in told({}).papers}) == len(told({}).papers)


def test_the_larger_counts_of_a_paper_win() -> None:
    double = [*FIELDS["cases"], {"name": "Thêm", "when": {"the": ["mat"]}, "documents": [{"name": "tờ khai", "originals": 3, "copies": 1}]}]
    found = told({"the": "mat", "nguoi_di": "tu_di"}, procedure=changed(cases=double))
    assert [(one.originals, one.copies) for one in found.papers if fold(one.name) == "to khai"] == [(3, 2)]


def test_unknown_is_told_with_where_to_ask_and_never_as_free_or_nothing() -> None:
    silent = changed(cases=UNKNOWN, methods=UNKNOWN, questions=[], offices=[], steps=UNKNOWN, receiving_place=UNKNOWN)
    found = told({}, procedure=silent)
    assert found.papers == [] and found.fees == [] and found.times == []
    assert len(found.unknown) == 1 and found.unknown[0].startswith(
        "Nguồn chính thức chưa ghi cần những giấy tờ gì; mức phí, lệ phí; thời hạn"
    )
    assert "hỏi Công an cấp xã" in found.unknown[0]
    assert "miễn" not in checklist_text(found).lower()


def test_a_case_whose_papers_the_source_does_not_name_is_told() -> None:
    cases = [{"name": "Bị mất", "when": {"the": ["mat"]}, "documents": "unknown"}, FIELDS["cases"][2]]
    found = told({"the": "mat"}, procedure=changed(cases=cases))
    assert any("“Bị mất”" in one and "chưa ghi" in one for one in found.unknown) and "Anh/chị hỏi Công an cấp xã" in found.unknown[-1]
    assert told({"the": "hong"}, procedure=changed(cases=cases)).unknown == []


def test_fees_that_no_answer_meets_are_unknown() -> None:
    only = [{"channel": "direct", "times": "unknown", "fees": [{"kind": "amount", "amount": 70_000, "when": {"the": ["mat"]}}]}]
    found = told({"the": "hong", "nguoi_di": "tu_di"}, procedure=changed(methods=only))
    assert found.fees == [] and any("phí" in one for one in found.unknown)


def test_only_open_questions_about_an_aspect_count() -> None:
    assert depends(GUIDED, {}, {"fee"}) and depends(GUIDED, {"the": "mat"}, {"office"})
    assert not depends(GUIDED, {"the": "mat"}, {"fee"}) and not depends(GUIDED, {}, {"time"})


def test_a_procedure_without_a_guide_has_its_papers_by_case() -> None:
    plain = changed(questions=[], offices=[], methods=UNKNOWN, cases=[
        {"name": "Hồ sơ chung", "documents": [{"name": "Đơn"}]}, {"name": "Trẻ em", "documents": [{"name": "Khai sinh"}]},
    ])  # fmt: skip
    found = told({}, procedure=plain)
    assert [(one.name, one.condition) for one in found.papers] == [("Đơn", None), ("Khai sinh", "nếu thuộc trường hợp: trẻ em")]


def test_buttons_of_a_guide_lead_back_to_what_they_mean() -> None:
    for action in GuideAction:
        question = "the" if action in (GuideAction.ANSWER, GuideAction.EDIT) else None
        choice = parse_guide(guide_button("1.001193", action, question, "mat" if action is GuideAction.ANSWER else None))
        assert choice is not None and (choice.code, choice.action, choice.question) == ("1.001193", action, question)


@given(st.text(max_size=60) | st.from_regex(r"guide:[0-9A-Z.]{0,9}:[a-z=:_]{0,30}", fullmatch=True))
def test_any_value_is_a_choice_or_none(value: str) -> None:
    choice = parse_guide(value)
    assert choice is None or value.startswith("guide:")


def walk(procedure: Procedure, choose: list[int]) -> list[Progress]:
    """Every state on a way through the guide; a number beyond the options skips."""
    states = [Progress(code=procedure.code).asked(procedure)]
    for number in choose:
        now, question = states[-1], question_of(procedure, states[-1].asking)
        if question is None:
            break
        option = question.options[number].id if number < len(question.options) else None
        states.append((now.answered(question.id, option) if option else now.passed(question.id)).asked(procedure))
    return states


@by_code
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choose=st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_every_way_through_a_guide_ends_and_back_undoes_one_step(procedure: Procedure, choose: list[int]) -> None:
    states = walk(procedure, choose)
    assert states[-1].asking is None and len(states) - 1 <= 4
    for before, after in itertools.pairwise(states):
        assert after.back(procedure) == before
    found = checklist(procedure, states[-1].answers, states[-1].skipped, today=TODAY)
    assert found.papers or found.unknown or procedure.cases is UNKNOWN
    assert len({one.key for one in found.papers}) == len(found.papers)
    assert len(checklist_text(found)) <= LIMIT
    assert Checklist.model_validate_json(found.model_dump_json()) == found
    if not states[-1].skipped:
        assert all(one.condition is None for one in found.papers)


@by_code
def test_every_paper_of_a_guide_is_asked_for_on_some_path(procedure: Procedure) -> None:
    lists = [checklist(procedure, given, today=TODAY) for given, _ in paths(procedure)]
    shown = {fold(one.name) for found in lists for one in found.papers}
    cases = [] if procedure.cases is UNKNOWN else procedure.cases
    whole = checklist(procedure, {}, today=TODAY)
    assert shown == {fold(one.name) for one in whole.papers}
    assert len({fold(paper.name) for case in cases if case.documents is not UNKNOWN for paper in case.documents}) == len(shown)


@by_code
def test_words_of_an_option_answer_their_question(procedure: Procedure) -> None:
    for question in procedure.questions:
        for option in question.options:
            for word in option.words:
                assert reply_in(question, word) == option.id, (question.id, option.id, word)
