"""The check of one reply: what passes, and the sentence for what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.checking import check_turn, find_button
from bot.evaluation.conversations import Expect
from bot.messages import Button, Card, Meta, Outcome, Outgoing, Reply, SourceNote

BIRTH, DEATH = "1.001193", "1.000656"


def reply(text: str = "Anh/chị cần tờ khai.", *, buttons: dict[str, str] | None = None, source: str | None = BIRTH, **meta: Any) -> Reply:
    """An answer about registering a birth, unless told otherwise; ``buttons`` by label."""
    said = Outgoing(
        text=text,
        buttons=[Button(label=label, value=value) for label, value in (buttons or {}).items()],
        card=Card(title="Đăng ký khai sinh", subtitle="Miễn lệ phí"),
        sources=[SourceNote(title="Nguồn khai sinh", code=source)] if source else [],
    )
    return Reply(conversation_id="x" * 8, replies=[said], meta=Meta(**{"outcome": Outcome.ANSWERED, "procedure_code": BIRTH, **meta}))


def asked(**buttons: str) -> Reply:
    return reply("Ý anh/chị là gì ạ?", buttons=buttons, source=None, outcome=Outcome.CLARIFY, procedure_code=None)


def expect(outcome: str | list[str] = "answered", **details: Any) -> Expect:
    return Expect.model_validate({"outcome": outcome, **details})


def test_a_reply_that_is_what_it_should_be_has_nothing_wrong() -> None:
    wanted = expect(procedure=BIRTH, aspect="fee", contains=["tờ khai", ["miễn phí", "miễn lệ phí"]], absent=["mất tiền"])
    assert check_turn(wanted, reply(aspect="fee")) == []


@pytest.mark.parametrize(
    ("wanted", "got", "problem"),
    [
        (expect("clarify"), reply(), "kết quả answered, cần clarify"),
        (expect(["clarify", "unknown"]), reply(), "kết quả answered, cần clarify hoặc unknown"),
        (expect(procedure=DEATH), reply(), f"trả lời từ {BIRTH}, cần {DEATH}"),
        (expect(procedure=DEATH, faq="chi-phi"), reply(), f"trả lời từ {BIRTH}, cần {DEATH} hoặc chi-phi"),
        (expect(aspect=["fee", "time"]), reply(aspect="place"), "khía cạnh place, cần fee hoặc time"),
        (expect(contains=["hộ chiếu"]), reply(), "không nói «hộ chiếu»"),
        (expect(contains=[["hộ chiếu", "visa"]]), reply(), "không nói «hộ chiếu» hoặc «visa»"),
        (expect(absent=["Tờ  khai"]), reply(), "có nói «Tờ  khai»"),
        (expect(absent=["nguồn khai sinh"]), reply(), "có nói «nguồn khai sinh»"),
        (expect(absent=["xem giá"]), reply(buttons={"Xem giá": "x"}), "có nói «xem giá»"),
        (expect(), reply(source=None), f"trả lời về {BIRTH} mà không nêu nguồn đó"),
        (expect(), reply(source=None, procedure_code=None, faq_id="chi-phi"), "trả lời chi-phi mà không nêu nguồn nào"),
        (expect(), reply(" "), "câu trả lời trống"),
        (expect("clarify", procedure=BIRTH), asked(a=f"p:fee:{DEATH}"), f"không lựa chọn nào là {BIRTH}"),
        (expect("clarify", offers=[BIRTH, DEATH]), asked(a=f"p:fee:{DEATH}"), f"thiếu lựa chọn {BIRTH}"),
    ],
)
def test_each_thing_wrong_is_told_in_one_sentence(wanted: Expect, got: Reply, problem: str) -> None:
    assert check_turn(wanted, got) == [problem]


def test_the_second_best_outcome_is_not_asked_for_the_details_of_the_best() -> None:
    wanted = expect(["answered", "clarify"], procedure=BIRTH, aspect="fee", contains=["miễn lệ phí"])
    assert check_turn(wanted, asked(a=f"p:fee:{BIRTH}")) == []
    assert check_turn(wanted, asked(a=f"p:fee:{DEATH}")) == [f"không lựa chọn nào là {BIRTH}"]


def test_what_must_not_be_said_is_looked_for_whatever_the_outcome() -> None:
    assert check_turn(expect(["answered", "clarify"], absent=["ý anh/chị"]), asked()) == ["có nói «ý anh/chị»"]


def test_a_procedure_or_an_faq_is_enough_where_both_are_named() -> None:
    wanted = expect(procedure=DEATH, faq="chi-phi", aspect="fee")
    assert check_turn(wanted, reply(procedure_code=None, faq_id="chi-phi")) == []


def test_the_labels_of_buttons_are_not_what_a_reply_says() -> None:
    assert check_turn(expect(contains=["xem giá"]), reply(buttons={"Xem giá": "x"})) == ["không nói «xem giá»"]


@given(st.integers(1, 999), st.sampled_from(["{}.000", "{}"]), st.sampled_from(["1{}", "{}5", "{}.000", "2.{}", "{},5"]))
def test_a_number_inside_another_one_is_not_that_number(number: int, form: str, longer: str) -> None:
    wanted = expect(contains=[form.format(number)])
    assert check_turn(wanted, reply(f"Lệ phí {form.format(number)} đồng.")) == []
    assert check_turn(wanted, reply(f"Lệ phí {longer.format(form.format(number))} đồng.")) == [f"không nói «{form.format(number)}»"]


def test_a_number_at_the_end_of_a_sentence_is_found() -> None:
    assert check_turn(expect(contains=["15.000"]), reply("Lệ phí là 15.000.")) == []


def test_a_button_is_found_by_its_label_then_by_a_part_then_by_its_code() -> None:
    got = asked(**{"Giấy tờ cần có": f"p:documents:{BIRTH}", "Giấy tờ": f"p:how:{DEATH}", "Khai sinh": f"p:fee:{BIRTH}"})
    labels = [found.label if (found := find_button(tap, got)) else None for tap in ("giấy tờ", "CẦN CÓ", DEATH, BIRTH, "lệ phí")]
    assert labels == ["Giấy tờ", "Giấy tờ cần có", "Giấy tờ", "Giấy tờ cần có", None]
