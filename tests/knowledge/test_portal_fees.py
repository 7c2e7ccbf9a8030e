"""Fees, times and ways to file in records of the portal."""

from datetime import date
from typing import Any

import pytest

from knowledge.importers.fees import OPEN_FEE
from knowledge.importers.portal import to_procedure
from knowledge.schema import UNKNOWN, Channel, Fee, FeeKind, ProcessingTime, SubmissionMethod, TimeUnit


def methods(*items: dict[str, Any], **changes: Any) -> list[SubmissionMethod]:
    record = {"id": "a-b-c", "code": "1.009999", "name": "Cấp giấy thử nghiệm", "executionMethods": list(items)} | changes
    found = to_procedure(record, checked=date(2026, 11, 22)).methods
    assert not isinstance(found, str)
    return found


def fees(value: object, description: str = "", currency: str = "VND") -> list[Fee] | str:
    fee = {"type": "FEE", "value": value, "currencyId": currency, "description": description}
    return methods({"submissionMethod": "DIRECT", "fees": [fee]})[0].fees


def only_fee(value: object, description: str = "", currency: str = "VND") -> Fee:
    found = fees(value, description, currency)
    assert not isinstance(found, str)
    assert len(found) == 1
    return found[0]


def times(value: object, unit: object = "DAY", description: str = "") -> list[ProcessingTime] | str:
    return methods({"submissionMethod": "DIRECT", "processingTime": value, "processingTimeUnit": unit, "description": description})[0].times


# Fees


@pytest.mark.parametrize("value", [0, "0", None, "", -5, "nhiều", 0.0])
def test_no_amount_and_no_words_is_unknown_and_never_free(value: object) -> None:
    assert fees(value) is UNKNOWN


def test_an_empty_or_absent_list_of_fees_is_unknown() -> None:
    rows: list[dict[str, Any]] = [{"fees": []}, {"fees": None}, {}]
    for row in rows:
        assert methods({"submissionMethod": "DIRECT"} | row)[0].fees is UNKNOWN


@pytest.mark.parametrize(
    "words", ["Không quy định", "Chưa quy định.", "a", "1", "Không có thông tin", "Phí thẩm định", "Không được quy định tại Biểu phí."]
)
def test_words_that_say_no_amount_stay_unknown(words: str) -> None:
    assert fees(0, words) is UNKNOWN


@pytest.mark.parametrize("words", ["Không", "- Không có.", "Miễn lệ phí", "Không thu phí", "Lệ phí: Không", "0 đồng"])
def test_free_is_free_only_in_so_many_words(words: str) -> None:
    assert only_fee(0, words) == Fee(kind=FeeKind.FREE)


@pytest.mark.parametrize(
    "words",
    [
        "Theo quy định của Hội đồng nhân dân cấp tỉnh.",
        "Mức lệ phí (nếu có) theo quyết định của HĐND tỉnh",
        "do Ủy ban nhân dân cấp tỉnh quy định.",
        "Theo Nghị quyết của HĐND thành phố",
        "theo quy định của địa phương",
        "Mức thu cụ thể do tỉnh quyết định",
        "Do tỉnh, thành phố quy định",
        "Theo nghị quyết của từng địa phương",
        "Thực hiện theo quy định tại địa phương",
    ],
)
def test_a_fee_that_the_province_sets_is_of_kind_province(words: str) -> None:
    assert only_fee(0, words).kind is FeeKind.PROVINCE


@pytest.mark.parametrize(
    "words",
    [
        "Miễn phí hoặc thu theo nghị quyết của HĐND tỉnh",
        "Không; trường hợp cấp lại do địa phương quy định",
        "Chưa quy định, do tỉnh quyết định",
    ],
)
def test_a_fee_that_the_province_may_set_is_never_shown_as_free(words: str) -> None:
    found = fees(0, words)
    assert found is UNKNOWN or FeeKind.FREE not in [fee.kind for fee in found if not isinstance(fee, str)]


def test_words_with_several_fees_give_several_fees() -> None:
    words = (
        "Mức lệ phí do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật. "
        "Phí cấp bản sao thực hiện theo Thông tư số 281/2016/TT-BTC."
    )
    found = fees(0, words)
    assert not isinstance(found, str)
    assert [fee.kind for fee in found] == [FeeKind.PROVINCE, FeeKind.FREE, FeeKind.FORMULA]
    assert found[1].condition == "Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật"
    assert found[2].legal_basis == "281/2016/TT-BTC"


def test_a_fee_that_is_free_for_some_leaves_a_note_that_others_must_ask() -> None:
    method = methods({"submissionMethod": "DIRECT", "fees": [{"value": 0, "description": "Miễn lệ phí cho người khuyết tật"}]})[0]
    assert method.note == OPEN_FEE


def test_one_free_part_beside_a_charged_part_is_not_free() -> None:
    fee = only_fee(0, "không thu phí cấp giấy; phí in tem được quy định tại Thông tư số 02/2021/TT-BTC")
    assert fee.kind is FeeKind.FORMULA


def test_amounts_inside_the_words_of_a_zero_become_a_formula_with_these_words() -> None:
    words = "Dưới 5 tấn: 50.000 đồng/giấy; trên 5 tấn: 100.000 đồng/giấy"
    assert only_fee(0, words) == Fee(kind=FeeKind.FORMULA, formula=words)
    assert only_fee(0, "01 loại: 8.000.000/lần").kind is FeeKind.FORMULA


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        (50000, "", Fee(kind=FeeKind.AMOUNT, amount=50000)),
        ("150.000", "150.000 đồng/giấy.", Fee(kind=FeeKind.AMOUNT, amount=150000, per="giấy")),
        ("1000000", "Một triệu đồng", Fee(kind=FeeKind.AMOUNT, amount=1000000)),
        (60000, "/lần", Fee(kind=FeeKind.AMOUNT, amount=60000, per="lần")),
        (60000, "Sát hạch lý thuyết", Fee(kind=FeeKind.AMOUNT, amount=60000, condition="Sát hạch lý thuyết")),
    ],
)
def test_a_plain_amount_keeps_its_number_and_unit(value: object, words: str, expected: Fee) -> None:
    assert only_fee(value, words) == expected


def test_dollars_stay_dollars_even_where_the_portal_says_vnd() -> None:
    assert only_fee(10, "", "USD").currency == "USD"
    assert only_fee(145, "Thẻ dưới 02 năm: 145 USD/thẻ.").currency == "USD"
    assert only_fee(7, "", "EUR").formula == "7 EUR."


def test_a_number_that_lost_its_zeros_yields_to_the_words() -> None:
    assert only_fee(135, "Lệ phí: 135.000 đồng/lần") == Fee(kind=FeeKind.FORMULA, formula="Lệ phí: 135.000 đồng/lần")
    assert fees(850) is UNKNOWN


def test_a_number_and_words_that_disagree_are_both_told() -> None:
    fee = only_fee(800000, "áp dụng mức phí 400.000 đồng/hồ sơ đến hết ngày 31/12/2026 theo Thông tư số 64/2025/TT-BTC")
    assert fee.kind is FeeKind.FORMULA
    assert "800.000 đồng" in str(fee.formula)
    assert "400.000 đồng" in str(fee.formula)
    assert fee.legal_basis == "64/2025/TT-BTC"


def test_a_fee_that_ended_carries_its_last_day() -> None:
    fee = only_fee(40000, "40.000đ/giấy (áp dụng đến hết ngày 31/12/2024 theo Thông tư số 43/2024/TT-BTC).")
    assert fee.valid_to == date(2024, 12, 31)
    assert not fee.in_force(date(2026, 11, 22))


def test_a_time_of_exemption_is_kept_with_both_days() -> None:
    fee = only_fee(0, "Miễn phí từ ngày 07/4/2026 đến hết ngày 30/6/2026 theo Thông tư 40/2026/TT-BTC")
    assert (fee.kind, fee.valid_from, fee.valid_to) == (FeeKind.FREE, date(2026, 4, 7), date(2026, 6, 30))


def test_an_open_fee_beside_a_known_one_is_noted() -> None:
    rows = [{"value": 0, "description": ""}, {"value": 50000, "description": ""}]
    method = methods({"submissionMethod": "DIRECT", "fees": rows})[0]
    assert method.fees == [Fee(kind=FeeKind.AMOUNT, amount=50000)]
    assert method.note == OPEN_FEE


# Times and ways to file


@pytest.mark.parametrize(
    ("value", "unit", "amount", "expected"),
    [
        (5, "DAY", 5, TimeUnit.DAY),
        ("7,5", "WORKING_DAY", 7.5, TimeUnit.WORKING_DAY),
        (2, "month", 2, TimeUnit.MONTH),
        (8.0, "WORKING_HOUR", 8, TimeUnit.WORKING_HOUR),
    ],
)
def test_a_time_keeps_its_number_and_unit(value: object, unit: str, amount: float, expected: TimeUnit) -> None:
    assert times(value, unit) == [ProcessingTime(amount=amount, unit=expected)]


@pytest.mark.parametrize(("value", "unit"), [(None, "DAY"), (0, "DAY"), (-1, "DAY"), ("vài", "DAY"), (5, None), (5, "MOON"), (True, "DAY")])
def test_a_time_that_is_no_time_is_unknown(value: object, unit: object) -> None:
    assert times(value, unit) is UNKNOWN


def test_a_price_that_slipped_into_the_days_is_unknown() -> None:
    assert times(1200, "DAY", "VNĐ") is UNKNOWN
    assert times(220, "DAY", "/ tờ khai hải quan.)") is UNKNOWN
    assert times(1100, "DAY") is UNKNOWN
    assert times(540, "DAY", "Không quá 540 ngày") == [ProcessingTime(amount=540, unit=TimeUnit.DAY)]


def test_words_fill_in_a_missing_number_only_if_they_name_one_time() -> None:
    assert times(None, None, "05 ngày làm việc kể từ ngày nhận đủ hồ sơ") == [ProcessingTime(amount=5, unit=TimeUnit.WORKING_DAY)]
    assert times(None, None, "05 ngày làm việc; trường hợp phải kiểm tra 10 ngày") is UNKNOWN
    assert times(None, None, "Giải quyết ngay trong ngày") == [ProcessingTime(same_day=True)]


def test_working_days_in_the_words_win_over_the_default_unit() -> None:
    assert times(15, "DAY", "Trong 15 ngày làm việc") == [ProcessingTime(amount=15, unit=TimeUnit.WORKING_DAY)]
    assert times(15, "DAY", "Trong 15 ngày") == [ProcessingTime(amount=15, unit=TimeUnit.DAY)]


def test_online_is_full_only_where_the_record_says_so() -> None:
    row = {"submissionMethod": "ONLINE"}
    assert methods(row)[0].channel is Channel.ONLINE
    assert methods(row, isFullProcess=True)[0].channel is Channel.ONLINE_FULL
    assert methods({"submissionMethod": "POSTAL"})[0].channel is Channel.POST


def test_a_way_that_stands_several_times_tells_its_case_with_each_time_and_fee() -> None:
    found = methods(
        {
            "submissionMethod": "DIRECT",
            "processingTime": 3,
            "processingTimeUnit": "DAY",
            "description": "Cấp mới",
            "fees": [{"value": 9000}],
        },
        {"submissionMethod": "DIRECT", "processingTime": 1, "processingTimeUnit": "DAY", "description": "Cấp lại", "fees": []},
        {"submissionMethod": "ONLINE", "processingTime": 3, "processingTimeUnit": "DAY", "description": "Qua Cổng", "fees": []},
    )
    assert found[0].times == [ProcessingTime(amount=3, unit=TimeUnit.DAY, condition="Cấp mới")]
    assert found[0].fees == [Fee(kind=FeeKind.AMOUNT, amount=9000, condition="Cấp mới")]
    assert found[1].times == [ProcessingTime(amount=1, unit=TimeUnit.DAY, condition="Cấp lại")]
    assert found[2].note == "Qua Cổng"


def test_unknown_ways_are_left_out_and_identical_ones_told_once() -> None:
    assert len(methods({"submissionMethod": "DIRECT"}, {"submissionMethod": "DIRECT"}, {"submissionMethod": "PIGEON"})) == 1
