"""Cells of one-stop exports: read for sure, or refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.dossiers.cells import CellError, to_fee, to_moment, to_papers, to_personal_id, to_phone, to_state
from bot.dossiers.importing_words import STATES
from bot.dossiers.model import DossierState
from knowledge.words import fold


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize("form", ["{n}", "{n:02d}", "{n} - {name}", "{n}. {name}", "{name}", "{upper}", "{bare}", " {name} "])
def test_a_state_by_number_by_name_and_by_both(number: int, form: str) -> None:
    state = list(DossierState)[number - 1]
    name = STATES[state]
    assert to_state(form.format(n=number, name=name, upper=name.upper(), bare=fold(name))) is state


@pytest.mark.parametrize(("cell", "state"), [(4, "processing"), (4.0, "processing"), (10, "returned"), ("processing", "processing")])
def test_a_state_as_a_number_cell_or_our_own_word(cell: Any, state: str) -> None:
    assert to_state(cell) == state


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        ("Đang sử lý", DossierState.PROCESSING),
        ("Đang xử lí", DossierState.PROCESSING),
        ("Đã trả kết qủa", DossierState.RETURNED),
        ("Yêu câu bổ sung giấy tờ", DossierState.SUPPLEMENT),
        ("yeu cau bo sung giay to", DossierState.SUPPLEMENT),
        ("Mới đăng kí", DossierState.REGISTERED),
        ("Đã xử lý xong.", DossierState.DONE),
    ],
)
def test_slips_of_the_pen_that_can_mean_only_one_state(shown: str, state: DossierState) -> None:
    assert to_state(shown) is state


@pytest.mark.parametrize(
    "shown",
    [
        "Đung xử lý", "dng xu ly", "Chưa xử lý xong", "Không trả kết quả", "Chưa trả kết quả", "Đang trả kết quả", "Trả kết quả",
        "Chưa được tiếp nhận", "Chờ tiếp nhận", "Đã xử lý", "xong", "0", "11", "5,5", "-1", "", "True", "Chưa yêu cầu bổ sung giấy tờ",
        "Đã bổ sung giấy tờ", "4 hoặc 5", "Không dừng xử lý", "H99",
    ],
)  # fmt: skip
def test_what_may_mean_another_state_is_refused(shown: str) -> None:
    with pytest.raises(CellError):
        to_state(shown)


@given(st.sampled_from(list(DossierState)), st.data())
def test_one_slip_never_makes_another_state(state: DossierState, data: st.DataObject) -> None:
    """Sure or refused: whatever letter is lost, changed, doubled or swapped."""
    name = data.draw(st.sampled_from([STATES[state], fold(STATES[state])]))
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(sorted(set("".join(STATES.values()).lower()))))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    ]
    for slip in slips:
        if fold(slip) in {fold(other) for other in STATES.values()}:
            continue  # it is another state's name, letter by letter: "dung xu ly", "dang xu ly"
        try:
            read_as = to_state(slip)
        except CellError:
            continue
        assert read_as is state


@pytest.mark.parametrize(
    "written",
    [
        "20261126150000", "202611261500", "2026-11-26T15:00:00", "2026-11-26T15:00:00+07:00", "2026-11-26T08:00:00Z", "2026-11-26 15:00:00.000",
        "26/11/2026 15:00", "26/11/2026 15:00:00", "26-11-2026 15:00", "26.11.2026 15:00", "15:00 26/11/2026", "15:00:00, 26/11/2026",
        "15h ngày 26/11/2026", "15h00 ngày 26/11/2026", "15 giờ 00 phút ngày 26/11/2026", "ngày 26/11/2026 lúc 15:00", "1795680000000", "46352.625",
        20261126150000, 46352.625, datetime(2026, 11, 26, 15), datetime(2026, 11, 26, 8, tzinfo=UTC),
    ],
)  # fmt: skip
def test_moments_in_all_their_spellings(written: Any) -> None:
    assert to_moment(written) == datetime(2026, 11, 26, 15, tzinfo=VIETNAM)


@pytest.mark.parametrize("written", ["26/11/2026", "2026-11-26", "20261126", "6/11/2026", "ngày 26/11/2026", date(2026, 11, 26), 46352])
def test_a_day_without_a_clock_is_its_midnight(written: Any) -> None:
    found = to_moment(written)
    assert found is not None and (found.month, found.year, found.hour, found.minute) == (11, 2026, 0, 0)


@pytest.mark.parametrize(
    "written", ["26/11", "hôm qua", "26/11/2026 25:00", "26/13/2026", "3:00 PM 26/11/2026", True, -1.0, 1e300, "20261326", "5"]
)
def test_no_moment_is_ever_guessed(written: Any) -> None:
    with pytest.raises(CellError):
        to_moment(written)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(["%Y%m%d%H%M%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%H:%M:%S %d/%m/%Y"]),
)
def test_every_moment_comes_back(moment: datetime, form: str) -> None:
    moment = moment.replace(microsecond=0)
    assert to_moment(moment.strftime(form)) == moment.replace(tzinfo=VIETNAM)


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes(), st.dates()))
def test_no_cell_breaks_a_reader(cell: Any) -> None:
    for reader in (to_state, to_moment, to_fee, to_phone, to_personal_id, to_papers):
        with suppress(CellError):
            reader(cell)


@pytest.mark.parametrize(
    ("cell", "fee"),
    [
        ("150.000 đồng", 150_000),
        ("150,000đ", 150_000),
        (150000, 150_000),
        ("1.500.000", 1_500_000),
        ("miễn phí", 0),
        ("0", 0),
        ("", None),
        (None, None),
    ],
)
def test_sums(cell: Any, fee: int | None) -> None:
    assert to_fee(cell) == fee


@pytest.mark.parametrize("cell", ["1,5 triệu", "150.5", 1.5, "-5", "khoảng 50000", True, float("nan")])
def test_sums_that_are_none(cell: Any) -> None:
    with pytest.raises(CellError):
        to_fee(cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (900001001, "0900001001"), ("0900 001 001", "0900001001"), ("+84 900001001", "0900001001"), ("84900001001", "0900001001"),
        ("(0234) 3822.001", "02343822001"), ("ĐT: 0900001001", "0900001001"), ("０９０0001001", "0900001001"), ("không có", None), ("-", None), ("", None),
    ],
)  # fmt: skip
def test_phones(cell: Any, phone: str | None) -> None:
    assert (to_phone(cell).value, to_phone(cell).doubt) == (phone, None)


def test_of_two_phones_the_first_with_a_doubt() -> None:
    found = to_phone("0900001001; 0900001002")
    assert found.value == "0900001001" and found.doubt is not None


@pytest.mark.parametrize(
    ("cell", "number"),
    [(79200002001, "079200002001"), ("001200002001", "001200002001"), (12345678, "012345678"), ("024 000 001", "024000001")],
)
def test_personal_numbers(cell: Any, number: str) -> None:
    assert to_personal_id(cell).value == number
