"""What people are told of a dossier: each state, with all that a system can say, with nothing, and with nonsense."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.dossiers import replies
from bot.dossiers.model import FINAL, MOST_PAPERS, TEXT_LENGTH, Dossier, DossierState, Paper
from bot.dossiers.telling import (
    MOST_TEXT,
    REFUSED,
    WAITING,
    Watch,
    complaint,
    tell,
    tell_change,
    tell_overdue,
    tell_papers,
    tell_reminder,
    tell_when,
)
from bot.dossiers.tidy import masked_name, safe_url, shown, tidy
from bot.messages import Outgoing
from bot.offices.service import Calendar, load_calendar

CODE = "H56.14-240823-0001"
NOW = datetime(2026, 11, 18, 9, tzinfo=VIETNAM)  # a Wednesday
SECRETS = ("Nguyễn", "0912345678", "038090001234", "Lê Lợi", "Xin cấp cho con trai")
ZALO_BUTTONS = 5
WATCHES: tuple[Watch, ...] = ("offer", "on", "no")


def moment(day: int, hour: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


def full(state: DossierState, **changed: Any) -> Dossier:
    """A dossier of which the system says everything."""
    fields: dict[str, Any] = {
        "code": CODE, "system": "mau", "state": state, "applicant_name": "Nguyễn Văn An", "phone": "0912345678",
        "personal_id": "038090001234", "address": "12 Lê Lợi, phường Hạc Thành", "procedure_name": "Đăng ký khai sinh",
        "procedure_code": "1.001193", "summary": "Xin cấp cho con trai", "task": "Công chức hộ tịch đang thẩm tra",
        "office": "UBND phường Hạc Thành", "received_at": moment(16, 16), "appointment_at": moment(23, 17), "completed_at": moment(17),
        "supplement_due": moment(20), "supplements": (Paper(name="Giấy chứng sinh", note="bản chụp bị mờ"), Paper(name="Tờ khai")),
        "fee": 1_250_000, "payment_url": "https://thanhtoan.thanhhoa.gov.vn/p?m=1", "reason": "Thiếu chữ ký của người mẹ", "filed_by": "Trực tuyến",
    }  # fmt: skip
    return Dossier.model_validate(fields | changed)


def bare(state: DossierState) -> Dossier:
    """A dossier of which the system says only the state."""
    return Dossier(code=CODE, system="mau", state=state)


NONSENSE = (
    "\u202e\x00\x07<b>x</b>\n\n" + "https://evil.example.com/x?y=1 www.xau.com xau.top/a 0912 345 678 NGUYEN VAN AN 038090001234 " * 15
)
LONG = (NONSENSE + "dài " * TEXT_LENGTH)[:TEXT_LENGTH]


def absurd(state: DossierState) -> Dossier:
    """A dossier of a broken or hostile system."""
    papers = tuple(Paper(name=LONG, note=LONG) for _ in range(MOST_PAPERS))
    texts = dict.fromkeys(("procedure_name", "task", "office", "reason", "summary"), LONG)
    far = datetime(9999, 12, 31, 23, tzinfo=VIETNAM)
    times = {"received_at": far, "appointment_at": datetime(1, 1, 2, tzinfo=VIETNAM), "completed_at": far, "supplement_due": far}
    return full(state, supplements=papers, fee=10**15, payment_url="https://thanhtoan.gov.vn@evil.example", **texts, **times)


KINDS: dict[str, Callable[[DossierState], Dossier]] = {
    "full": full,
    "bare": bare,
    "absurd": absurd,
    "late": lambda state: full(state, appointment_at=moment(13, 17), supplement_due=moment(13)),
    "today": lambda state: full(state, appointment_at=moment(18, 17), supplement_due=moment(18)),
    "tomorrow": lambda state: full(state, appointment_at=moment(19), supplement_due=moment(19)),
    "at_the_office": lambda state: full(state, filed_by="Trực tiếp tại quầy", payment_url=None, fee=None),
}


@pytest.fixture(scope="module")
def calendar(root: Path) -> Calendar:
    return load_calendar(root / "knowledge")


def everything(dossier: Dossier, calendar: Calendar) -> list[Outgoing]:
    """All that can ever be said of a dossier."""
    changes = [(None, None), (DossierState.ACCEPTED, moment(20)), (dossier.state, moment(20)), (dossier.state, dossier.appointment_at)]
    return [
        *tell(dossier, NOW, calendar),
        *tell(dossier, NOW, calendar, watch="on"),
        *tell_papers(dossier),
        tell_when(dossier, NOW, calendar),
        *(tell_change(state, appointment, dossier, NOW, calendar) for state, appointment in changes),
        tell_reminder(dossier, NOW, calendar),
        tell_overdue(dossier, NOW, calendar),
        complaint(dossier, NOW, calendar),
    ]


def said(dossier: Dossier, calendar: Calendar) -> str:
    """The one message that tells a dossier."""
    (told,) = tell(dossier, NOW, calendar)
    return told.text


def labels(told: Outgoing) -> list[str]:
    return [button.label for button in told.buttons]


def values(told: Outgoing) -> list[str]:
    return [button.value for button in told.buttons]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", DossierState)
def test_whatever_a_system_says_people_hear_whole_sentences_and_nothing_personal(
    state: DossierState, kind: str, calendar: Calendar
) -> None:
    for told in everything(KINDS[kind](state), calendar):
        assert "anh/chị" in told.text.lower() or "mình" in told.text.lower() or CODE in told.text
        assert 40 < len(told.text) <= MOST_TEXT
        assert len(told.buttons) <= ZALO_BUTTONS and len(set(values(told))) == len(told.buttons)
        assert all(len(button.label) <= 40 and len(button.value) <= 100 for button in told.buttons)
        shown_text = told.text + str(told.card or "")
        assert [secret for secret in (*SECRETS, "None", "{", "}", "evil", "xau.", "\u202e", "\x00", "  ") if secret in told.text] == []
        assert "NGUYEN" not in shown_text and "None" not in re.sub(r"=None", "", shown_text)
        assert set(re.findall(r"https?://[^\s/)]+", told.text)) <= {"https://dichvucong.gov.vn"}


@pytest.mark.parametrize("state", DossierState)
def test_each_state_is_named_and_explained_with_code_procedure_and_masked_name(state: DossierState, calendar: Calendar) -> None:
    text = said(full(state), calendar)
    assert text.startswith(f"Hồ sơ {CODE} của N*** V** An, thủ tục Đăng ký khai sinh.\nTình trạng: {replies.STATES[state]}.\n")
    meaning, office = replies.MEANINGS[state], "UBND phường Hạc Thành"
    assert meaning.format(office=office) in text
    assert (office in text) or (state is DossierState.SUPPLEMENT)


def test_no_two_states_sound_alike(calendar: Calendar) -> None:
    assert len({said(bare(state), calendar).split("\n")[2] for state in DossierState}) == len(DossierState) == 10


@pytest.mark.parametrize("state", sorted(WAITING))
def test_the_appointment_is_told_with_working_days_left(state: DossierState, calendar: Calendar) -> None:
    assert "Hẹn trả kết quả: còn 3 ngày làm việc (thứ Hai 23/11)." in said(full(state), calendar)
    assert "Hẹn trả kết quả: hôm nay, trước 17 giờ (thứ Tư 18/11)." in said(KINDS["today"](state), calendar)
    assert "còn 1 ngày làm việc (ngày mai, thứ Năm 19/11)" in said(KINDS["tomorrow"](state), calendar)


@pytest.mark.parametrize("state", DossierState)
def test_only_an_office_that_is_to_act_is_late(state: DossierState, calendar: Calendar) -> None:
    (told,) = tell(KINDS["late"](state), NOW, calendar)
    late = "hồ sơ đã quá hẹn 3 ngày làm việc (thứ Sáu 13/11). Theo Nghị định 118/2025/NĐ-CP, cơ quan trễ hẹn phải xin lỗi bằng văn bản"
    assert (late in told.text) == (state in WAITING)
    assert ("dossier:complain" in values(told)) == (state in WAITING | REFUSED)
    if state in WAITING:
        assert "hẹn ngày trả mới" in told.text and "Thông tư 03/2025/TT-VPCP" in told.text
        assert "dossier:person" in values(told)
        assert "chỉ cần chờ" not in told.text


def test_without_an_appointment_nothing_is_late_and_the_silence_is_told(calendar: Calendar) -> None:
    assert replies.APPOINTMENT_UNKNOWN in said(bare(DossierState.PROCESSING), calendar)
    assert replies.APPOINTMENT_LATER in said(bare(DossierState.REGISTERED), calendar)
    assert "quá hẹn" not in said(absurd(DossierState.PROCESSING), calendar)


def test_what_came_after_fifteen_hours_may_count_from_the_next_day(calendar: Calendar) -> None:
    late = full(DossierState.REGISTERED, appointment_at=None)
    assert "nộp sau 15 giờ thứ Hai 16/11, nên thời hạn có thể tính từ thứ Ba 17/11" in said(late, calendar)
    sunday = full(DossierState.REGISTERED, appointment_at=None, received_at=moment(15, 9))
    assert "nộp vào ngày nghỉ, Chủ nhật 15/11, nên thời hạn có thể tính từ thứ Hai 16/11" in said(sunday, calendar)
    assert "tính từ" not in said(full(DossierState.REGISTERED, appointment_at=None, received_at=moment(16, 9)), calendar)


def test_papers_are_told_one_by_one_with_the_deadline_and_the_way(calendar: Calendar) -> None:
    text = said(full(DossierState.SUPPLEMENT), calendar)
    assert "\n1. Giấy chứng sinh: bản chụp bị mờ\n2. Tờ khai\nHạn nộp bổ sung: còn 2 ngày làm việc (thứ Sáu 20/11).\n" in text
    assert replies.SEND_ONLINE in text
    assert replies.SEND_AT_OFFICE.format(office="UBND phường Hạc Thành") in said(KINDS["at_the_office"](DossierState.SUPPLEMENT), calendar)
    assert replies.SEND_EITHER.format(office=replies.THE_OFFICE) in said(bare(DossierState.SUPPLEMENT), calendar)
    assert "đã quá hạn 3 ngày làm việc" in said(KINDS["late"](DossierState.SUPPLEMENT), calendar)


def test_papers_that_do_not_fit_are_counted_and_all_of_them_can_be_read(calendar: Calendar) -> None:
    papers = tuple(Paper(name=f"Giấy tờ số {number} {'của hộ gia đình ' * 5}", note="chưa có chứng thực") for number in range(1, 31))
    dossier = full(DossierState.SUPPLEMENT, supplements=papers)
    (told,) = tell(dossier, NOW, calendar)
    listed = re.findall(r"(?m)^\d+\. ", told.text)
    assert 0 < len(listed) < 30 and f"Và {30 - len(listed)} giấy tờ nữa" in told.text
    assert replies.PAPERS_LABEL in labels(told)
    assert replies.PAPERS_LABEL not in labels(tell(full(DossierState.SUPPLEMENT), NOW, calendar)[0])
    everything_listed = "\n".join(one.text for one in tell_papers(dossier))
    assert [int(number) for number in re.findall(r"(?m)^(\d+)\. ", everything_listed)] == list(range(1, 31))
    assert everything_listed.endswith(replies.SEND_ONLINE)


def test_a_sum_and_a_page_are_told_only_where_they_are_known_and_sound(calendar: Calendar) -> None:
    (told,) = tell(full(DossierState.PAYMENT), NOW, calendar)
    assert "Số tiền: 1.250.000 đồng." in told.text and "trang thanhtoan.thanhhoa.gov.vn" in told.text
    assert told.card is not None and told.card.url == "https://thanhtoan.thanhhoa.gov.vn/p?m=1"
    assert told.card.url_label == "Mở trang thanhtoan.thanhhoa.gov.vn"
    (stranger,) = tell(full(DossierState.PAYMENT, payment_url="https://pay.example.com/1"), NOW, calendar)
    assert "pay.example.com" in stranger.text and "không có đuôi gov.vn" in stranger.text
    (nothing,) = tell(full(DossierState.PAYMENT, payment_url=None, fee=0), NOW, calendar)
    assert nothing.card is None and "0 đồng" not in nothing.text and "không cho biết số tiền" in nothing.text
    assert tell(full(DossierState.DONE), NOW, calendar)[0].card is None


@pytest.mark.parametrize("state", sorted(REFUSED))
def test_a_refusal_gives_the_reason_as_the_systems_words_and_the_way_on(state: DossierState, calendar: Calendar) -> None:
    (told,) = tell(full(state), NOW, calendar)
    assert "Lý do, theo lời của hệ thống: “Thiếu chữ ký của người mẹ”." in told.text
    assert "nộp hồ sơ mới" in told.text and "khiếu nại" in told.text and "dossier:complain" in values(told)
    assert "không cho biết lý do" in said(bare(state), calendar)


def test_a_result_is_fetched_with_the_receipt(calendar: Calendar) -> None:
    text = said(full(DossierState.DONE), calendar)
    assert "đến UBND phường Hạc Thành để nhận, mang theo giấy tiếp nhận và hẹn trả kết quả" in text
    assert "đến nơi nhận hồ sơ ghi trên giấy hẹn để nhận" in said(bare(DossierState.DONE), calendar)


@pytest.mark.parametrize("state", DossierState)
def test_changes_are_offered_while_there_may_be_any(state: DossierState, calendar: Calendar) -> None:
    offered = {watch: values(tell(full(state), NOW, calendar, watch=watch)[0]) for watch in WATCHES}
    open_still = state not in FINAL
    assert [("dossier:watch" in offered[watch], "dossier:unwatch" in offered[watch]) for watch in offered] == [
        (open_still, False),
        (False, open_still),
        (False, False),
    ]


def test_a_notice_says_what_changed_and_names_the_code_in_its_buttons(calendar: Calendar) -> None:
    told = tell_change(DossierState.PROCESSING, moment(23), full(DossierState.DONE), NOW, calendar)
    assert told.text.startswith(f"Hồ sơ {CODE} có thay đổi: từ “Đang xử lý” sang “Đã xử lý xong”.\nHồ sơ đã có kết quả.")
    assert values(told) == [f"dossier:code:{CODE}", f"dossier:unwatch:{CODE}"]
    moved = tell_change(DossierState.PROCESSING, moment(20), full(DossierState.PROCESSING), NOW, calendar)
    assert moved.text.startswith(f"Hồ sơ {CODE}: ngày hẹn trả đổi từ thứ Sáu 20/11 sang thứ Hai 23/11.")
    first = tell_change(DossierState.PROCESSING, None, full(DossierState.PROCESSING), NOW, calendar)
    assert "đã có ngày hẹn trả: thứ Hai 23/11" in first.text
    other = tell_change(DossierState.SUPPLEMENT, moment(23, 17), full(DossierState.SUPPLEMENT), NOW, calendar)
    assert "vừa được cập nhật" in other.text and "1. Giấy chứng sinh" in other.text
    last = tell_change(DossierState.DONE, None, full(DossierState.RETURNED), NOW, calendar)
    assert replies.WATCH_FINAL in last.text and values(last) == [f"dossier:code:{CODE}"]


@pytest.mark.parametrize("state", DossierState)
def test_notices_hold_not_even_the_masked_name_or_the_procedure(state: DossierState, calendar: Calendar) -> None:
    notices = [tell_change(DossierState.REGISTERED, None, full(state), NOW, calendar), tell_reminder(full(state), NOW, calendar)]
    assert [told.text for told in notices if "N***" in told.text or "khai sinh" in told.text] == []


def test_reminders_and_passed_appointments(calendar: Calendar) -> None:
    reminder = tell_reminder(full(DossierState.SUPPLEMENT), NOW, calendar)
    assert "Hạn nộp: còn 2 ngày làm việc (thứ Sáu 20/11)." in reminder.text and "1. Giấy chứng sinh" in reminder.text
    overdue = tell_overdue(KINDS["late"](DossierState.PROCESSING), NOW, calendar)
    assert "đã quá hẹn 3 ngày làm việc" in overdue.text and {"dossier:complain", "dossier:person"} <= set(values(overdue))
    sunday = tell_overdue(full(DossierState.PROCESSING, appointment_at=moment(15)), moment(16, 8), calendar)
    assert "có thể tính sang thứ Hai 16/11" in sunday.text and "quá hẹn" not in sunday.text


def test_words_to_complain_with_fit_the_case_and_hold_only_the_code(calendar: Calendar) -> None:
    late = complaint(KINDS["late"](DossierState.PROCESSING), NOW, calendar).text
    assert f"“Tôi phản ánh về hồ sơ mã {CODE}: đã quá ngày hẹn trả kết quả (13/11/2026)" in late
    assert "https://dichvucong.gov.vn" in late and "1800 1096" in late and "UBND phường Hạc Thành" in late
    assert "tình trạng “Không được tiếp nhận”" in complaint(full(DossierState.REJECTED), NOW, calendar).text
    assert "quá ngày hẹn" not in complaint(full(DossierState.PROCESSING), NOW, calendar).text
    assert f"hồ sơ mã {CODE}." in complaint(CODE).text
    assert "hồ sơ mã …." in complaint(None).text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Văn A", "N*** V** A"),
        ("  ĐỖ  thị Ánh ", "Đ* t** Ánh"),
        ("Y Ê Ban", "Y* Ê* Ban"),
        ("An", "A***"),
        ("Phạm Thị\u200b\nHoa 0912345678", "P*** T** Hoa"),
        ("12345", None),
        ("", None),
        (None, None),
    ],
)
def test_names_are_masked(name: str | None, masked: str | None) -> None:
    assert masked_name(name) == masked


@given(st.text(max_size=80))
def test_a_masked_name_keeps_one_word_whole_at_most(name: str) -> None:
    masked = masked_name(name) or ""
    assert all("*" in word for word in masked.split()[:-1])
    assert masked.isprintable() and len(masked) <= 100


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("xem https://dichvucong.gov.vn/abc?x=1.", "xem dichvucong.gov.vn."),
        ("xem https://dichvucong.gov.vn.evil.com/a, nhé", "xem (đường dẫn đã ẩn), nhé"),
        ("xem https://dichvucong.gov.vn@evil.com", "xem (đường dẫn đã ẩn)"),
        ("bit.ly/abc và tg://resolve?domain=x", "(đường dẫn đã ẩn) và (đường dẫn đã ẩn)"),
        ("Theo Điều 5.2, Nghị định 118/2025/NĐ-CP; TP.HCM, P.12", "Theo Điều 5.2, Nghị định 118/2025/NĐ-CP; TP.HCM, P.12"),
        ("a\x00b\u202ec\td\n\ne", "a bc d e"),
        ("a\u0301\u0301\u0301\u0301\u0301\u0301", "á\u0301\u0301"),
        (" \u200b\n", None),
    ],
)
def test_texts_of_systems_lose_links_and_what_cannot_be_seen(text: str, left: str | None) -> None:
    assert tidy(text, 200) == left


@settings(max_examples=200)
@given(text=st.text(max_size=300), limit=st.integers(5, 60))
def test_a_tidied_text_is_one_printable_line_within_its_limit(text: str, limit: int) -> None:
    left = tidy(text, limit)
    assert left is None or (0 < len(left) <= limit and left == " ".join(left.split()) and "://" not in left)


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "NGUYỄN VĂN AN", "nguyen van an", "Nguye\u0302\u0303n Văn An"])
def test_what_is_the_applicants_is_hidden_in_texts_of_the_system(name: str) -> None:
    text = f"Ông {name} (0912345678, CCCD 038090001234), 12 Lê Lợi, phường Hạc Thành, vợ 0987654321, thiếu chữ ký"
    left = shown(text, full(DossierState.REJECTED), 300) or ""
    assert left.startswith("Ông N*** V** An (") and left.endswith("thiếu chữ ký")
    assert not re.search(r"\d{4}|Lê Lợi", left)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.gov.vn/", "https://a.gov.vn@evil.com/", "https://a.gov.vn:8443/", "https://a.gov.vn\\@evil.com", "https://a b.gov.vn",
        "https://тест.gov.vn", "javascript:alert(1)", "https://", "https://localhost/", "https://[::1", "https://a.gov.vn/\n", "", None,
    ],
)  # fmt: skip
def test_an_odd_address_is_no_page(url: str | None) -> None:
    assert safe_url(url) is None


def test_sentences_are_whole() -> None:
    """Each place holder of a sentence is one that the code fills; no sentence is longer than a message."""
    texts = {name: value for name, value in vars(replies).items() if name.isupper() and isinstance(value, str)}
    assert len(texts) > 60
    assert [
        name for name, text in texts.items() if not text or len(text) > MOST_TEXT // 2 + 200 or text.count("{") != text.count("}")
    ] == []


def test_one_answer_for_unknown_and_wrong_names_neither() -> None:
    assert "{" not in replies.REFUSED
    assert set(replies.ASK_PROOF) == set(replies.PROOF_AGAIN) == {"phone", "personal_id", "either"}


def test_words_of_a_long_way_ahead_are_cut_at_a_word(calendar: Calendar) -> None:
    task = "thẩm tra " * 100
    text = said(full(DossierState.PROCESSING, task=task), calendar)
    assert re.search(r"“(thẩm tra )+thẩm…”|“(thẩm tra )*thẩm tra…”", text)


@pytest.mark.parametrize("name", ["Thủ tục đăng ký khai sinh", "THỦ TỤC: đăng ký khai sinh", "đăng ký khai sinh"])
def test_a_procedure_is_not_called_one_twice(name: str, calendar: Calendar) -> None:
    assert ", thủ tục đăng ký khai sinh." in said(full(DossierState.ACCEPTED, procedure_name=name), calendar)
