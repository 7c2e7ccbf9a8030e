from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.checks import Finding, Severity, check, check_folder
from knowledge.schema import Faq, Procedure
from knowledge.store import assemble

ROOT = Path(__file__).resolve().parents[2] / "knowledge"
TODAY = date(2026, 11, 22)


def procedure(code: str = "1.000001", name: str = "Đăng ký khai sinh", **changes: Any) -> Procedure:
    fields: dict[str, Any] = {
        "code": code,
        "name": name,
        "field": "Hộ tịch",
        "executing_agency": "Ủy ban nhân dân cấp xã",
        "conditions": "unknown",
        "cases": "unknown",
        "steps": "unknown",
        "methods": "unknown",
        "results": "unknown",
        "legal_basis": "unknown",
        "official_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/a",
        "decision": "unknown",
        "source": {"name": "Cổng Dịch vụ công quốc gia"},
        "checked": date(2026, 11, 1),
    }
    return Procedure.model_validate(fields | changes)


def faq(**changes: Any) -> Faq:
    fields: dict[str, Any] = {
        "id": "gio-lam-viec",
        "question": "Mấy giờ mở cửa?",
        "variants": ["may gio lam", "lam den may gio", "thu bay co lam khong"],
        "answer": "Hỏi nơi nhận hồ sơ.",
        "topic": "Giờ làm việc",
        "sources": [{"name": "Quy chế"}],
        "checked": date(2026, 11, 1),
    }
    return Faq.model_validate(fields | changes)


def findings(*entries: Procedure | Faq) -> list[Finding]:
    return check(assemble(entries), today=TODAY)


def errors(*entries: Procedure | Faq) -> list[str]:
    return [finding.message for finding in findings(*entries) if finding.severity is Severity.ERROR]


def warnings(*entries: Procedure | Faq) -> list[str]:
    return [finding.message for finding in findings(*entries) if finding.severity is Severity.WARNING]


def fees(*items: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"channel": "direct", "times": "unknown", "fees": list(items)}]


def test_the_shipped_knowledge_base_has_no_error() -> None:
    assert [finding for finding in check_folder(ROOT) if finding.severity is Severity.ERROR] == []


def test_a_sound_pair_of_entries_has_no_finding() -> None:
    assert findings(procedure(aliases=["làm giấy khai sinh", "gks", "kt3"]), faq()) == []


def test_the_same_alias_in_two_procedures_is_an_error_on_both_even_with_other_diacritics() -> None:
    found = findings(procedure(aliases=["Làm lại bằng"]), procedure("1.000002", "Cấp lại", aliases=["lam lai bang"]))
    assert {finding.path for finding in found} == {"1.000001", "1.000002"}
    assert all("lam lai bang" in finding.message and finding.severity is Severity.ERROR for finding in found)


def test_an_alias_must_not_be_the_name_of_another_procedure() -> None:
    assert errors(procedure(aliases=["cấp lại thẻ căn cước"]), procedure("1.000002", "Cấp lại thẻ căn cước")) == [
        "tên gọi khác «cap lai the can cuoc» trùng với tên của thủ tục 1.000002"
    ]


@pytest.mark.parametrize("alias", ["đất", "xe", "giấy tờ", "Hồ sơ", "căn cước"])
def test_a_generic_alias_is_an_error(alias: str) -> None:
    assert any("quá chung" in message for message in errors(procedure(aliases=[alias])))


def test_an_alias_written_twice_in_one_procedure_is_a_warning() -> None:
    assert any("ghi hai lần" in message for message in warnings(procedure(aliases=["làm khai sinh", "Làm  khai sinh"])))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://dichvucong.gov.vn/x", "https://"),
        ("https://dichvucong.gov.vn.example.com/x", "không thuộc cơ quan nhà nước"),
        ("https://dichvucong-gov.vn/x", "không thuộc cơ quan nhà nước"),
        ("https://dichvucong.gov.vn@example.com/", "không đúng dạng"),
    ],
)
def test_only_official_secure_links_pass(link: str, said: str) -> None:
    assert any("official_url" in message and said in message for message in errors(procedure(official_url=link)))


def test_links_inside_texts_are_checked_too() -> None:
    assert any("«answer»" in message for message in errors(faq(answer="Xem http://vneid.gov.vn nhé.")))
    assert errors(faq(answer="Xem https://vneid.gov.vn.")) == []


def test_an_unofficial_source_is_only_a_warning() -> None:
    entry = faq(sources=[{"name": "Báo", "url": "https://vnexpress.net/a"}])
    assert errors(entry) == []
    assert len(warnings(entry)) == 1


@pytest.mark.parametrize(("checked", "said"), [(date(2026, 11, 23), "tương lai"), (date(2025, 10, 17), "quá 400 ngày")])
def test_the_day_of_the_last_check_is_neither_ahead_nor_long_ago(checked: date, said: str) -> None:
    assert any(said in message for message in errors(procedure(checked=checked)))


def test_exactly_400_days_is_still_fresh() -> None:
    assert errors(procedure(checked=date(2025, 10, 18))) == []


@pytest.mark.parametrize("field", ["cases", "steps", "methods", "results", "legal_basis"])
def test_an_empty_list_must_be_written_as_unknown(field: str) -> None:
    changes: dict[str, Any] = {field: []}
    assert any(f"«{field}» để trống" in message for message in errors(procedure(**changes)))


def test_a_case_without_papers_must_say_unknown() -> None:
    assert any("cases.0.documents" in message for message in errors(procedure(cases=[{"name": "Chung", "documents": []}])))


def test_fees_that_all_ended_are_an_error() -> None:
    old = {"kind": "amount", "amount": 50000, "valid_to": date(2025, 12, 31)}
    assert any("không còn mức phí" in message for message in errors(procedure(methods=fees(old))))
    assert errors(procedure(methods=fees(old, {"kind": "amount", "amount": 100000}))) == []


def test_a_fee_of_a_few_dong_and_a_groundless_free_fee_are_warnings() -> None:
    found = warnings(procedure(methods=fees({"kind": "amount", "amount": 135}, {"kind": "free"})))
    assert any("135 đồng" in message for message in found)
    assert any("miễn phí mà không có căn cứ" in message for message in found)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ðăng ký cu\u031b tru\u0301", "NFC"),
        ("ThÆ° viá»‡n", "lỗi phông chữ"),
        ("Giấy\u200btờ", "ký tự lạ"),
    ],
)
def test_garbled_text_is_an_error(written: str, said: str) -> None:
    assert any(said in message for message in errors(procedure(summary=written)))


def test_capital_vietnamese_is_not_taken_for_garbled_text() -> None:
    assert errors(procedure(summary="XÃ Á CHÂU, ĐẶC KHU Ở «Á»")) == []


def test_words_that_differ_in_their_marks_may_both_name_one_procedure() -> None:
    assert findings(procedure(aliases=["tạm ngừng bán", "tạm ngưng bán"])) == []


def test_double_spaces_are_a_warning() -> None:
    assert any("thừa dấu cách" in message for message in warnings(procedure(summary="Giấy  khai sinh")))


def test_a_procedure_is_not_related_to_itself_but_may_point_outside_the_base() -> None:
    assert errors(procedure(related=["1.000001"])) == ["thủ tục ghi chính nó là thủ tục liên quan"]
    assert findings(procedure(related=["9.999999"])) == []


def test_a_faq_with_few_other_ways_to_ask_is_a_warning_and_no_error() -> None:
    for variants in ([], ["a b", "c d"]):
        assert errors(faq(variants=variants)) == []
        assert any("cách hỏi khác" in message for message in warnings(faq(variants=variants)))
    assert not any("cách hỏi khác" in message for message in warnings(faq()))


def test_one_question_belongs_to_one_faq() -> None:
    other = faq(id="khac", question="Khác?", variants=["Mấy giờ mở cửa", "b b", "c c"])
    assert any("cũng có trong câu hỏi" in message for message in errors(faq(), other))


def test_a_question_that_is_a_name_of_a_procedure_is_a_warning() -> None:
    assert any("tên gọi của thủ tục 1.000001" in m for m in warnings(procedure(aliases=["mấy giờ làm"]), faq()))


def test_schema_errors_and_duplicates_in_a_folder_are_findings_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures/hong.yaml").write_text("code: '1'\n", encoding="utf-8")
    found = check_folder(tmp_path, today=TODAY)
    assert [(finding.path, finding.severity) for finding in found] == [("procedures/hong.yaml", Severity.ERROR)]
    assert "«code» không đúng dạng" in found[0].message


def test_what_a_topic_offers_must_be_there_and_stand_once() -> None:
    here, gone = {"label": "Khai sinh", "procedure": "1.000001"}, {"label": "Khai tử", "procedure": "1.000002"}
    itself, other = {"label": "Lại hỏi", "faq": "gio-lam-viec"}, {"label": "Giờ làm", "faq": "khac"}
    assert errors(procedure(), faq(choices=[here, other]), faq(id="khac", question="Khác?", variants=["a a", "b b", "c c"])) == []
    assert any("1.000002" in message for message in errors(procedure(), faq(choices=[here, gone])))
    assert any("gio-lam-viec" in message for message in errors(procedure(), faq(choices=[here, itself])))
    assert any("hai lần" in message for message in errors(procedure(), faq(choices=[here, here])))


def detail(says: str, *asks: str, about: str | None = None) -> dict[str, Any]:
    return {"says": says, "about": about, "asks": list(asks) or ["trễ thì sao"]}


def test_a_way_of_asking_must_lead_to_words_that_the_procedure_says() -> None:
    late = procedure(conditions=["Khai sinh cho con trong 60 ngày kể từ ngày sinh."])
    assert warnings(late.model_copy(update={"details": procedure(details=[detail("trong 60 ngày KỂ TỪ")]).details})) == []
    changed = procedure(conditions=["Khai sinh cho con trong 90 ngày."], details=[detail("trong 60 ngày")])
    assert warnings(changed) == ["«details.0.says» ghi «trong 60 ngày» mà thủ tục không còn câu nào như vậy"]


def test_what_a_detail_stands_under_must_be_there_too() -> None:
    told = procedure(conditions=["Nộp trong 60 ngày."], details=[detail("60 ngày", about="Người dưới 14 tuổi")])
    assert warnings(told) == ["«details.0.about» ghi «Người dưới 14 tuổi» mà thủ tục không còn câu nào như vậy"]
    assert warnings(procedure(conditions=["Nộp trong 60 ngày."], details=[detail("60 ngày", about="Giấy tờ cần nộp")])) == []


def test_words_of_other_names_and_of_ways_of_asking_are_no_statement() -> None:
    told = procedure(aliases=["khai sinh trễ hạn"], details=[detail("khai sinh trễ hạn", "khai sinh trễ hạn có sao không")])
    assert len(warnings(told)) == 1


def test_one_question_under_two_statements_is_a_warning() -> None:
    told = procedure(conditions=["Nộp trong 60 ngày.", "Quá hạn thì bị phạt."])
    twice = [detail("60 ngày", "Trễ thì sao"), detail("bị phạt", "trễ thì sao")]
    assert warnings(told.model_copy(update={"details": procedure(details=twice).details})) == [
        "cách hỏi chi tiết «trễ thì sao» ghi hai lần"
    ]
