"""Where to file, which office, and is it open: whole turns through the dialogue, over a scripted understanding."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.dialogue.replies import WHICH_PROCEDURE
from bot.messages import Outcome
from bot.offices.days import DayFile
from bot.offices.service import Calendar
from knowledge.offices import Office
from knowledge.store import Knowledge
from tests.bot.dialogue.places_talk import Talk

BIRTH = "1.001193"
"""Commune level: Ủy ban nhân dân cấp xã."""
RECORD = "3.000333"
"""Province level: Công an tỉnh."""
WEEK = "T2-T6: 7h30-11h30, 13h30-17h; T7: 7h30-11h30"
CENTRE = "Trung tâm Phục vụ hành chính công phường Tuy Hòa"


def office(**changes: Any) -> Office:
    fields = {
        "id": "tuy-hoa", "name": CENTRE, "kind": "one_stop", "level": "commune", "address": "12 đường Thử", "commune": "Phường Tuy Hòa",
        "province": "Tỉnh Đắk Lắk", "phones": ["0257 000 111"], "hours": WEEK, "source": "Sở Nội vụ", "checked": "2026-11-01",
    }  # fmt: skip
    return Office.model_validate(fields | changes)


async def filed(talk: Talk, text: str, code: str = BIRTH) -> str:
    return await talk.say(text, intent="ask_place", code=code)


async def test_an_old_ward_is_told_with_its_new_name_and_its_centre(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    said = await filed(talk, "nộp khai sinh ở phường 7, tuy hòa ở đâu")
    assert "Phường 7 (thành phố Tuy Hòa, tỉnh Phú Yên cũ) nay thuộc phường Tuy Hòa, tỉnh Đắk Lắk." in said
    assert f"{CENTRE}, tỉnh Đắk Lắk" in said
    assert "Mình chưa có địa chỉ đã kiểm chứng" in said


async def test_a_divided_ward_is_asked_about_and_a_tap_answers(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    said = await filed(talk, "nộp khai sinh ở P. 9, Tuy Hòa ở đâu")
    assert "chia cho phường Bình Kiến và phường Tuy Hòa" in said
    assert [label for label in talk.labels() if label.startswith("Phường")] == ["Phường Bình Kiến", "Phường Tuy Hòa"]
    said = await talk.tap("Phường Bình Kiến")
    assert "Trung tâm Phục vụ hành chính công phường Bình Kiến, tỉnh Đắk Lắk" in said
    assert talk.last is not None and talk.last.meta.procedure_code == BIRTH
    assert talk.last.replies[0].sources[0].code == BIRTH


@pytest.mark.parametrize("typed", ["bình kiến á", "binh kien", "phường bình kiến nha em", "1"])
async def test_the_answer_to_which_ward_may_be_typed(knowledge: Knowledge, typed: str) -> None:
    talk = Talk(knowledge)
    await filed(talk, "nơi nộp hồ sơ")
    await talk.say("phường 9 tuy hòa")
    assert "Trung tâm Phục vụ hành chính công phường Bình Kiến" in await talk.say(typed)


async def test_not_knowing_the_new_ward_is_helped_and_can_still_be_answered(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    await filed(talk, "nộp khai sinh ở P. 9, Tuy Hòa ở đâu")
    assert "VNeID" in await talk.tap("Mình không rõ")
    assert "phường Bình Kiến" in await talk.say("bình kiến")


async def test_namesakes_are_asked_about_and_a_district_decides(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    said = await filed(talk, "làm khai sinh ở phường tân phú thì nộp đâu")
    assert "mấy nơi cùng tên Phường Tân Phú" in said
    assert sum("Phường Tân Phú" in label for label in talk.labels()) > 2
    said = await talk.say("ở quận 7 á")
    assert "Phường Tân Phú (quận 7, thành phố Hồ Chí Minh cũ) nay thuộc phường Tân Mỹ" in said
    assert "Trung tâm Phục vụ hành chính công phường Tân Mỹ" in said


async def test_a_name_that_too_many_bear_asks_for_more_and_takes_it(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    said = await filed(talk, "nộp ở phường 1 thì tới đâu")
    assert "thêm quận, huyện hoặc tỉnh" in said
    assert "Phường 1 (quận Gò Vấp, thành phố Hồ Chí Minh cũ) nay thuộc phường Hạnh Thông" in await talk.say("gò vấp")


async def test_a_province_procedure_needs_no_ward(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    said = await filed(talk, "lý lịch tư pháp ở phú yên nộp đâu", RECORD)
    assert "Tỉnh Phú Yên cũ nay thuộc tỉnh Đắk Lắk." in said
    assert "Công an tỉnh Đắk Lắk" in said
    assert "nay thuộc nơi nào" not in said


async def test_the_place_said_earlier_is_used_later_and_forgotten_after_half_an_hour(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    await talk.say("mình ở phường tuy hòa, đắk lắk", intent="greeting")
    assert f"{CENTRE}, tỉnh Đắk Lắk" in await filed(talk, "khai sinh nộp ở đâu")
    talk.at = talk.at.replace(hour=11)
    assert CENTRE not in await filed(talk, "khai sinh nộp ở đâu")


async def test_two_places_in_one_message_are_both_told(knowledge: Knowledge) -> None:
    said = await filed(Talk(knowledge), "em ở phường tuy hòa đắk lắk, ảnh ở phường hoàn kiếm hà nội, đăng ký ở đâu")
    assert "Trung tâm Phục vụ hành chính công phường Tuy Hòa, tỉnh Đắk Lắk" in said
    assert "Trung tâm Phục vụ hành chính công phường Hoàn Kiếm, thành phố Hà Nội" in said


async def test_without_a_place_the_answer_invites_one_and_takes_it(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    assert "cho mình biết xã, phường" in await filed(talk, "khai sinh nộp ở đâu")
    assert CENTRE in await talk.say("phuong 7 tuy hoa")


async def test_another_question_is_not_taken_for_a_place(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    await filed(talk, "nộp khai sinh ở P. 9, Tuy Hòa ở đâu")
    said = await talk.say("lệ phí lý lịch tư pháp bao nhiêu", intent="ask_fee", code=RECORD)
    assert talk.last is not None and talk.last.meta.aspect == "fee"
    assert "Bình Kiến" not in said


@pytest.mark.parametrize("text", ["phường 7 tuy hòa nay là phường nào", "phuong 7 tuy hoa", "tên mới của phường 7, tp tuy hoà"])
async def test_an_old_name_alone_is_told_its_new_one(knowledge: Knowledge, text: str) -> None:
    talk = Talk(knowledge)
    assert "nay thuộc phường Tuy Hòa, tỉnh Đắk Lắk" in await talk.say(text)
    assert talk.last is not None and "202/2025/QH15" in talk.last.replies[0].sources[0].title


async def test_the_address_comes_from_the_table_with_its_source(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office())
    said = await filed(talk, "khai sinh ở phường tuy hòa đắk lắk nộp đâu")
    assert f"- {CENTRE}: 12 đường Thử" in said
    assert "0257 000 111" in said
    assert "Theo Sở Nội vụ, kiểm tra ngày 01/11/2026" in said
    assert "đang mở cửa, đến 11 giờ 30" in said
    assert "chưa có địa chỉ" not in said


async def test_offices_of_other_communes_are_told_as_such_without_distance(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office(id="khac", name="Một cửa Bình Kiến", commune="Phường Bình Kiến"))
    said = await filed(talk, "khai sinh ở phường tuy hòa đắk lắk nộp đâu")
    assert "chưa có địa chỉ ở phường Tuy Hòa" in said
    assert "mình không biết xa gần" in said
    assert "Một cửa Bình Kiến" in said


@pytest.mark.parametrize("changes", [{"valid_to": "2026-10-31"}, {"kind": "police"}, {"province": "Tỉnh Gia Lai"}, {"level": "province"}])
async def test_an_office_out_of_force_or_of_another_kind_is_not_told(knowledge: Knowledge, changes: dict[str, Any]) -> None:
    talk = Talk(knowledge, office(**changes))
    assert "12 đường Thử" not in await filed(talk, "khai sinh ở phường tuy hòa đắk lắk nộp đâu")


async def test_a_sample_is_called_a_sample_and_gives_way_to_a_real_office(knowledge: Knowledge) -> None:
    sample = office(id="a-mau", name="Mẫu", address="0 đường Mẫu", sample=True)
    said = await filed(Talk(knowledge, sample), "khai sinh ở phường tuy hòa đắk lắk nộp đâu")
    assert said.index("Dữ liệu mẫu để thử, không phải địa chỉ thật:") < said.index("0 đường Mẫu")
    said = await filed(Talk(knowledge, sample, office()), "khai sinh ở phường tuy hòa đắk lắk nộp đâu")
    assert "mẫu" not in said.lower()
    assert "12 đường Thử" in said


# What an office takes


WHERE = "khai sinh ở phường tuy hòa đắk lắk nộp đâu"


@pytest.mark.parametrize(
    ("services", "why"),
    [
        (["chứng thực", "hộ tịch"], "+ Chọn nơi này vì có ghi nhận hộ tịch."),
        ([BIRTH], f"+ Chọn nơi này vì có ghi nhận đúng thủ tục này (mã {BIRTH})."),
        (["Đăng ký khai sinh"], "+ Chọn nơi này vì có ghi nhận Đăng ký khai sinh."),
    ],
)
async def test_the_counter_that_takes_the_procedure_is_told_with_the_reason(knowledge: Knowledge, services: list[str], why: str) -> None:
    counters = [office(services=["đất đai"]), office(id="quay-2", address="34 đường Khác", services=services)]
    said = await filed(Talk(knowledge, *counters), WHERE)
    assert "34 đường Khác" in said and why in said
    assert "12 đường Thử" not in said and "đất đai" not in said


async def test_an_office_that_lists_nothing_takes_all_and_gives_no_reason(knowledge: Knowledge) -> None:
    said = await filed(Talk(knowledge, office(services=["đất đai"]), office(id="quay-2", address="34 đường Khác")), WHERE)
    assert "34 đường Khác" in said
    assert "12 đường Thử" not in said and "ghi nhận" not in said


async def test_offices_elsewhere_that_take_it_are_told_instead_of_one_here_that_does_not(knowledge: Knowledge) -> None:
    elsewhere = office(id="khac", address="56 đường Xa", commune="Phường Bình Kiến", services=["hộ tịch"])
    said = await filed(Talk(knowledge, office(services=["đất đai"]), elsewhere), WHERE)
    assert "Nơi mình biết ở phường Tuy Hòa không ghi nhận việc này." in said
    assert "mình không biết xa gần" in said and "56 đường Xa" in said
    assert "12 đường Thử" not in said


async def test_an_office_that_leaves_it_out_is_told_with_a_warning_where_none_takes_it(knowledge: Knowledge) -> None:
    said = await filed(Talk(knowledge, office(services=["đất đai", "chứng thực"])), WHERE)
    assert "12 đường Thử" in said
    assert "Nơi này chỉ ghi nhận đất đai; chứng thực, chưa thấy việc anh/chị hỏi; anh/chị gọi trước khi đi nhé." in said
    assert "Chọn nơi này" not in said


async def test_the_place_given_afterwards_chooses_by_services_too(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office(services=["đất đai"]), office(id="quay-2", address="34 đường Khác", services=["hộ tịch"]))
    await filed(talk, "khai sinh nộp ở đâu")
    said = await talk.say("phuong 7 tuy hoa")
    assert "34 đường Khác" in said and "12 đường Thử" not in said


async def test_asked_about_the_office_itself_all_its_services_are_told_and_codes_in_words(knowledge: Knowledge) -> None:
    listed = ["hộ tịch", BIRTH, "9.999999", *(f"việc {n}" for n in range(5))]
    said = await Talk(knowledge, office(services=listed)).say("địa chỉ một cửa phường tuy hòa đắk lắk", intent="office_place")
    assert "+ Nhận: hộ tịch; đăng ký khai sinh; thủ tục mã 9.999999; việc 0; việc 1; việc 2 và 2 việc khác" in said
    assert "12 đường Thử" in said


# Hours. 23 November 2026 is a Monday.


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ((2026, 11, 23, 7, 0), "chưa mở cửa; mở lại lúc 7 giờ 30 hôm nay"),
        ((2026, 11, 23, 7, 30), "đang mở cửa, đến 11 giờ 30"),
        ((2026, 11, 23, 11, 30), "đang nghỉ trưa; mở lại lúc 13 giờ 30 hôm nay"),
        ((2026, 11, 23, 16, 59), "đang mở cửa, đến 17 giờ"),
        ((2026, 11, 23, 17, 0), "không mở cửa (đã hết giờ). Mở lại lúc 7 giờ 30 thứ Ba 24/11/2026"),
        ((2026, 11, 28, 12, 0), "không mở cửa (đã hết giờ). Mở lại lúc 7 giờ 30 thứ Hai 30/11/2026"),
        ((2026, 11, 29, 9, 0), "không mở cửa (hôm nay nghỉ). Mở lại lúc 7 giờ 30 thứ Hai 30/11/2026"),
        ((2027, 1, 1, 9, 0), "hôm nay nghỉ Tết Dương lịch). Mở lại lúc 7 giờ 30 thứ Bảy 02/01/2027"),
        ((2027, 2, 8, 9, 0), "Mùng ba Tết Nguyên Đán). Mở lại lúc 7 giờ 30 thứ Năm 11/02/2027"),
        ((2026, 8, 22, 15, 0), "đang mở cửa, đến 17 giờ"),
        ((2026, 8, 31, 9, 0), "không mở cửa"),
        ((2026, 11, 24, 9, 0), "Ngày Văn hóa Việt Nam: có chủ trương cho nghỉ"),
    ],
)
async def test_is_it_open_now(knowledge: Knowledge, moment: tuple[int, int, int, int, int], told: str) -> None:
    extra = DayFile.model_validate({"unsure": [{"day": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"}]})
    talk = Talk(knowledge, office(), calendar=Calendar(extra))
    talk.at = datetime(*moment, tzinfo=VIETNAM)
    assert told in await talk.say("một cửa phường tuy hòa đắk lắk giờ này mở cửa không", intent="office_hours")


async def test_hours_of_a_named_day(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office())
    said = await talk.say("thứ bảy này phường tuy hòa đắk lắk có làm không", intent="office_hours")
    assert "Thứ Bảy 28/11/2026: mở cửa từ 7 giờ 30 đến 11 giờ 30." in said
    assert "Chủ nhật 29/11/2026: nghỉ." in await talk.say("còn chủ nhật", intent="office_hours")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chủ nhật có làm không", "Chủ nhật 29/11/2026: cơ quan nhà nước nghỉ hằng tuần."),
        ("30/4 phuong co lam k", "Ngày Chiến thắng, ngày nghỉ lễ"),
        ("thứ 7 có làm ko", "Thứ Bảy 28/11/2026: phần lớn quầy một cửa nghỉ"),
        ("hôm nay có mở cửa không", "Hôm nay, thứ Hai 23/11/2026 là ngày làm việc bình thường."),
        ("tết nghỉ tới khi nào", "Ngày làm việc gần nhất là thứ Năm 11/02/2027."),
        ("mai có tiếp dân không", "Thứ Ba 24/11/2026"),
    ],
)
async def test_what_holds_everywhere_is_told_without_an_office(knowledge: Knowledge, text: str, told: str) -> None:
    talk = Talk(knowledge)
    assert told in await talk.say(text, intent="office_hours")
    assert talk.last is not None and talk.last.meta.outcome is Outcome.ANSWERED


async def test_the_kind_of_office_asked_about_is_kept_while_the_place_is_asked(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office(), office(id="ca", name="Công an phường Tuy Hòa", kind="police", address="5 đường Thử", hours="T2 8h-9h"))
    assert "xã, phường nào" in await talk.say("công an làm việc giờ nào", intent="office_hours")
    said = await talk.say("phường 9 tuy hòa")
    assert "phường Bình Kiến và phường Tuy Hòa" in said and "đường Thử" not in said
    said = await talk.tap("Phường Tuy Hòa")
    assert "5 đường Thử" in said and "12 đường Thử" not in said


async def test_a_place_of_an_out_of_scope_message_is_not_remembered(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    await talk.say("đặt vé máy bay đi phường tuy hòa đắk lắk", intent="oos_private_service")
    assert CENTRE not in await filed(talk, "khai sinh nộp ở đâu")


async def test_a_place_of_today_alone_is_remembered(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    assert "Phường Tuy Hòa, tỉnh Đắk Lắk." in await talk.say("phường tuy hòa đắk lắk")
    assert f"{CENTRE}, tỉnh Đắk Lắk" in await filed(talk, "khai sinh nộp ở đâu")


async def test_the_hours_of_a_place_follow_after_a_general_answer(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, office())
    await talk.say("hôm nay có làm không", intent="office_hours")
    said = await talk.say("phường tuy hòa đắk lắk")
    assert "thứ Hai đến thứ Sáu 07:30-11:30, 13:30-17:00; thứ Bảy 07:30-11:30" in said


MESSAGES = [
    "phường 1",
    "quận 7",
    "tân phú",
    "ở phường 9 tuy hòa",
    "hà nội",
    "không biết",
    "bình kiến",
    "1",
    "9",
    "huyện châu thành",
    "phường 1 quận 3",
]
TURNS = st.lists(st.tuples(st.sampled_from([*MESSAGES, "nộp ở đâu", "hôm nay có làm không", ""]), st.sampled_from(
    ["ask_place", "office_hours", "office_place", "oos_smalltalk"]), st.booleans()), max_size=6)  # fmt: skip


@given(TURNS)
@settings(max_examples=60, deadline=None)
def test_no_order_of_places_and_questions_breaks_the_conversation(knowledge: Knowledge, turns: list[tuple[str, str, bool]]) -> None:
    async def converse() -> None:
        talk = Talk(knowledge, office())
        for text, intent, sure in turns:
            said = await talk.say(text, intent=intent, code=BIRTH if sure else None)
            assert said.strip()
            assert len(talk.labels()) < 16
            assert len({button.value for button in talk.buttons()}) == len(talk.buttons())

    asyncio.run(converse())


@pytest.mark.parametrize("text", ["nop o dau, em o phuong tuy hoa dak lak", "ở phường Tuy Hòa, Đắk Lắk thì nộp ở đâu ạ"])
async def test_where_to_file_without_a_procedure_is_asked_back(knowledge: Knowledge, text: str) -> None:
    assert WHICH_PROCEDURE in await Talk(knowledge).say(text, intent="ask_place")
