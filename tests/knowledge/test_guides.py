"""What ``when`` means, which questions matter, and what the checks say of a guide that cannot be followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.checks import Severity, check, check_folder
from knowledge.facts import fingerprint
from knowledge.guides import Holds, asked_when, changing, conditions, holds, is_certain, paths, valid, with_needed_questions, without_guide
from knowledge.merge import merge
from knowledge.schema import Procedure, Question
from knowledge.store import assemble, read_folder

ROOT = Path(__file__).resolve().parents[2] / "knowledge"
WHO = {"id": "nguoi_di", "ask": "Ai đi nộp?", "options": [{"id": "tu_di", "label": "Tôi tự đi"}, {"id": "nho", "label": "Nhờ người khác"}]}
WHOM = {
    "id": "nho_ai",
    "ask": "Nhờ ai?",
    "when": {"nguoi_di": ["nho"]},
    "options": [{"id": "ruot", "label": "Người ruột thịt"}, {"id": "la", "label": "Người khác"}],
}
LOST = {"id": "the", "ask": "Thẻ bị sao?", "options": [{"id": "mat", "label": "Bị mất"}, {"id": "hong", "label": "Bị hỏng"}]}
CASES = [
    {"name": "Hồ sơ chung", "documents": [{"name": "Tờ khai", "originals": 1}, {"name": "Thẻ cũ", "when": {"the": ["hong"]}}]},
    {"name": "Nhờ người khác", "when": {"nguoi_di": ["nho"]}, "documents": [
        {"name": "Giấy ủy quyền", "originals": 1},
        {"name": "Xác nhận của Công an", "when": {"nho_ai": ["la"]}},
    ]},
]  # fmt: skip


def procedure(**changes: Any) -> Procedure:
    fields: dict[str, Any] = {
        "code": "1.000001", "name": "Cấp lại thẻ thử nghiệm", "field": "Thử nghiệm", "executing_agency": "Công an cấp xã",
        "conditions": "unknown", "questions": [WHO, WHOM, LOST], "cases": CASES, "steps": "unknown", "methods": "unknown",
        "results": "unknown", "legal_basis": "unknown", "official_url": "https://dichvucong.gov.vn/1", "decision": "unknown",
        "source": {"name": "Cổng Dịch vụ công quốc gia"}, "checked": "2026-11-01",
    }  # fmt: skip
    return Procedure.model_validate(fields | changes)


def fee(amount: int, **more: Any) -> dict[str, Any]:
    return {"kind": "amount", "amount": amount, **more}


def methods(*fees: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"channel": "direct", "times": "unknown", "fees": list(fees)}]


def errors(found: Procedure) -> list[str]:
    return [finding.message for finding in check(assemble([found])) if finding.severity is Severity.ERROR]


def warnings(found: Procedure) -> list[str]:
    return [finding.message for finding in check(assemble([found])) if finding.severity is Severity.WARNING]


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ({}, {}, Holds.YES),
        ({"nguoi_di": ["nho"]}, {}, Holds.MAYBE),
        ({"nguoi_di": ["nho"]}, {"nguoi_di": "nho"}, Holds.YES),
        ({"nguoi_di": ["nho", "tu_di"]}, {"nguoi_di": "tu_di"}, Holds.YES),
        ({"nguoi_di": ["nho"]}, {"nguoi_di": "tu_di"}, Holds.NO),
        ({"nho_ai": ["la"]}, {"nguoi_di": "tu_di"}, Holds.NO),
        ({"nho_ai": ["la"]}, {"nguoi_di": "nho"}, Holds.MAYBE),
        ({"nho_ai": ["la"]}, {}, Holds.MAYBE),
        ({"the": ["mat"], "nguoi_di": ["nho"]}, {"the": "hong"}, Holds.NO),
        ({"the": ["mat"], "nguoi_di": ["nho"]}, {"the": "mat"}, Holds.MAYBE),
        ({"khong_co": ["x"]}, {}, Holds.NO),
    ],
)
def test_every_condition_must_be_met_and_a_question_not_asked_excludes(when: Any, answers: dict[str, str], expected: Holds) -> None:
    assert holds(conditions(when), answers, asked_when(procedure())) is expected


def test_two_conditions_on_one_question_leave_the_common_answers() -> None:
    both = conditions({"nguoi_di": ["nho", "tu_di"]}, {"nguoi_di": ["nho"]})
    assert holds(both, {"nguoi_di": "nho"}, asked_when(procedure())) is Holds.YES
    assert holds(both, {"nguoi_di": "tu_di"}, asked_when(procedure())) is Holds.NO


def test_answers_that_name_nothing_or_no_longer_count_are_left_out() -> None:
    given = {"nguoi_di": "tu_di", "nho_ai": "la", "the": "bay_mat", "xyz": "mat"}
    assert valid(procedure(), given) == {"nguoi_di": "tu_di"}
    assert valid(procedure(), {"nho_ai": "la"}) == {"nho_ai": "la"}


def test_a_question_matters_while_its_answer_can_change_something() -> None:
    assert changing(procedure(), {}) == ["nguoi_di", "nho_ai", "the"]
    assert changing(procedure(), {"nguoi_di": "tu_di"}) == ["the"]
    assert changing(procedure(), {"nguoi_di": "nho", "the": "mat"}) == ["nho_ai"]
    assert changing(procedure(), {}, frozenset({"fee"})) == []
    by_case = procedure(methods=methods(fee(10_000, when={"the": ["mat"]}), fee(5_000, when={"the": ["hong"]})))
    assert changing(by_case, {}, frozenset({"fee"})) == ["the"]


def test_two_answers_that_lead_to_the_same_papers_change_nothing() -> None:
    same = [{"name": name, "when": {"the": [name]}, "documents": [{"name": "Tờ khai", "originals": 1}]} for name in ("mat", "hong")]
    found = procedure(questions=[LOST], cases=same)
    assert changing(found, {}) == []
    assert is_certain(found, {}, "paper", "to khai")
    assert any("không làm thay đổi" in message for message in errors(found))


def test_the_paths_are_what_people_can_answer() -> None:
    found = [given for given, _ in paths(procedure())]
    assert len(found) == 2 + 4  # going oneself asks two questions, sending somebody three
    assert {"nguoi_di": "tu_di", "the": "mat"} in found


def test_the_fingerprint_of_the_facts_does_not_see_the_guide() -> None:
    guided = procedure(methods=methods(fee(10_000, when={"the": ["mat"]})))
    assert fingerprint(guided) == fingerprint(without_guide(guided))


def test_a_guide_survives_a_changed_fee_as_far_as_papers_depend_on_it() -> None:
    plain = procedure(questions=[WHO, LOST], cases=[CASES[0]], methods=methods(fee(10_000, when={"nguoi_di": ["nho"]}), fee(5_000)))
    before = procedure(questions=[], cases="unknown", methods=methods(fee(10_000), fee(5_000)))
    plain = plain.model_copy(update={"basis": fingerprint(before)})
    merged = merge(plain, procedure(questions=[], cases="unknown", methods=methods(fee(9_000)))).procedure
    assert [question.id for question in merged.questions] == ["the"]
    assert errors(merged) == []


def test_papers_that_the_record_replaces_take_the_guide_with_them() -> None:
    old = procedure(questions=[], cases=[{"name": "Hồ sơ", "documents": [{"name": "Đơn"}]}])
    new = procedure(questions=[], cases=[{"name": "Hồ sơ", "documents": [{"name": "Đơn mới"}]}])
    plain = procedure(methods=methods(fee(10_000, when={"the": ["mat"]}))).model_copy(update={"basis": fingerprint(old)})
    merged = merge(plain, new)
    assert merged.changed == ("documents",)
    assert merged.procedure.questions == [] and merged.procedure.cases == new.cases
    assert errors(merged.procedure) == []


def test_a_question_that_another_needs_is_kept() -> None:
    only_child = [{"name": "Chung", "documents": [{"name": "Đơn"}, {"name": "Xác nhận", "when": {"nho_ai": ["la"]}}]}]
    kept = with_needed_questions(procedure(cases=only_child))
    assert [question.id for question in kept.questions] == ["nguoi_di", "nho_ai"]


def broken(**changes: Any) -> Procedure:
    return procedure(**changes)


def with_case(when: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [*CASES, {"name": "Thêm", "when": when, "documents": [{"name": "Giấy khác"}]}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"questions": []}, "thủ tục không có questions"),
        ({"cases": with_case({"nguoi_dii": ["nho"]})}, "nhắc câu hỏi «nguoi_dii» không có"),
        ({"cases": with_case({"nguoi_di": ["ai_do"]})}, "nhắc lựa chọn «ai_do» không có"),
        ({"cases": with_case({"nguoi_di": ["tu_di"], "nho_ai": ["la"]})}, "không bao giờ đúng"),
        ({"questions": [WHO, {**WHOM, "when": {"the": ["mat"]}}, LOST]}, "chỉ được nhắc câu hỏi đứng trước"),
        ({"questions": [WHO, WHOM, LOST, WHO]}, "câu hỏi «nguoi_di» ghi hai lần"),
        ({"questions": [WHO, WHOM, {**LOST, "options": [*LOST["options"], LOST["options"][0]]}]}, "có hai lựa chọn «mat»"),
        ({"questions": [WHO, WHOM, LOST, {**LOST, "id": "thua"}]}, "câu hỏi «thua» không làm thay đổi"),
        ({"cases": [{**CASES[1]}]}, "không còn giấy tờ nào"),
        ({"offices": [{"place": "Công an xã"}], "questions": [], "cases": "unknown"}, "thủ tục không có questions thì ghi receiving_place"),
    ],
)  # fmt: skip
def test_a_guide_that_cannot_be_followed_is_an_error(changes: dict[str, Any], said: str) -> None:
    assert any(said in message for message in errors(broken(**changes))), errors(broken(**changes))


@pytest.mark.parametrize(
    ("words", "said"),
    [(["mất"], "chỉ có một tiếng"), (["Bị mất"], "phải viết thường"), (["bị mất", "bị  mất"], "ghi hai lần")],
)
def test_phrases_must_be_telling(words: list[str], said: str) -> None:
    question = {**LOST, "options": [{"id": "mat", "label": "Bị mất", "words": words}, {"id": "hong", "label": "Bị hỏng"}]}
    assert any(said in message for message in errors(procedure(questions=[WHO, WHOM, question])))


def test_one_phrase_may_not_stand_for_two_options() -> None:
    options = [{"id": "mat", "label": "Bị mất", "words": ["làm lại thẻ"]}, {"id": "hong", "label": "Bị hỏng", "words": ["làm lại thẻ"]}]
    assert any("làm lại thẻ" in message for message in errors(procedure(questions=[WHO, WHOM, {**LOST, "options": options}])))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ask": "a" * 121}, "ask"), ({"options": LOST["options"][:1]}, "options"), ({"options": LOST["options"] * 4}, "options"),
        ({"id": "Thẻ"}, "id"), ({"when": {"nguoi_di": []}}, "when"),
    ],
)  # fmt: skip
def test_the_shape_of_a_question_is_checked_when_it_is_read(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Question.model_validate({**LOST, **changes})


def test_a_case_that_reads_like_a_condition_and_fees_that_vanish_want_a_look() -> None:
    loose = [{"name": "Trường hợp ở xa thì thêm", "documents": [{"name": "Đơn"}]}]
    found = procedure(cases=[*CASES, *loose], methods=methods(fee(10_000, when={"the": ["mat"]})))
    assert any("áp dụng cho mọi người" in message for message in warnings(found))
    assert any("không còn mức phí nào khi trả lời" in message for message in warnings(found))


def test_the_guides_that_come_with_the_program_have_no_error() -> None:
    assert [finding for finding in check_folder(ROOT) if finding.severity is Severity.ERROR and "questions" in finding.message] == []


def test_a_guide_comes_back_from_storage_as_it_was() -> None:
    found = procedure(methods=methods(fee(10_000, when={"the": ["mat"]})), offices=[{"place": "Công an xã", "when": {"the": ["mat"]}}])
    assert Procedure.model_validate_json(found.model_dump_json(exclude_unset=True)) == found


def test_at_least_forty_procedures_are_guided() -> None:
    guided = [entry for _, entry in read_folder(ROOT)[0] if isinstance(entry, Procedure) and entry.questions]
    assert len(guided) >= 40
