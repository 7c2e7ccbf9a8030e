"""What is read as a wish about a dossier, a stop, a way out, and what never is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.dossier_hearing import cancels, follow_up, named, says_last_four, stops, without_digits
from bot.dialogue.dossier_memory import Wish
from retriever.text import fold

TODAY = date(2026, 11, 23)
CODE = "H56.14-261020-0001"

WISHES = [
    (Wish.WATCH, "báo cho tôi khi có thay đổi"),
    (Wish.WATCH, "khi nào có kết quả thì nhắn mình với nhé"),
    (Wish.WATCH, "có gì mới thì báo em biết"),
    (Wish.WATCH, "theo dõi giúp tôi hồ sơ này"),
    (Wish.PAPERS, "cần bổ sung gì"),
    (Wish.PAPERS, "còn thiếu giấy tờ gì nữa ạ"),
    (Wish.WHEN, "bao giờ có kết quả"),
    (Wish.WHEN, "sao lâu thế"),
    (Wish.WHEN, "mấy hôm nữa thì lấy được ạ"),
    (Wish.AGAIN, "tới đâu rồi"),
    (Wish.AGAIN, "hồ sơ của em sao rồi ạ"),
    (Wish.AGAIN, "đang ở khâu nào vậy"),
    (Wish.COMPLAIN, "tôi muốn khiếu nại"),
]


@pytest.mark.parametrize(("wish", "text"), WISHES)
def test_wishes_are_heard_with_and_without_marks(wish: Wish, text: str) -> None:
    assert follow_up(text) is wish
    assert follow_up(fold(text)) is wish


@pytest.mark.parametrize(
    "text",
    [
        "bao giờ có kết quả khai sinh", "làm hộ chiếu bao lâu thì xong", "nộp hồ sơ ở đâu", "lệ phí bao nhiêu", "cho hỏi", "xin chào",
        "kết quả được báo bằng cách nào", "thủ tục khiếu nại lần đầu cần giấy tờ gì", "tra hồ sơ khác",
    ],
)  # fmt: skip
def test_questions_about_something_else_are_left_alone(text: str) -> None:
    assert follow_up(text) is None


@pytest.mark.parametrize("text", ["dừng", "Ngừng.", "STOP", "thôi báo", "huỷ báo", "tắt thông báo", "đừng nhắn nữa", "dừng theo dõi nhé"])
def test_one_word_stops(text: str) -> None:
    assert stops(text, open_question=False)


@pytest.mark.parametrize("text", ["đúng", "dùng", "đừng", "không", "dừng đóng bảo hiểm", "tạm dừng kinh doanh", "hủy hồ sơ đã nộp"])
def test_other_words_do_not_stop(text: str) -> None:
    assert not stops(text, open_question=False)


def test_a_yes_without_marks_is_no_stop_while_a_question_waits() -> None:
    assert stops("dung", open_question=False)
    assert not stops("dung", open_question=True)


@pytest.mark.parametrize("text", ["không", "thôi", "dạ thôi ạ", "bỏ qua đi", "để sau", "thôi không cần nữa", "khong", "em không nhớ số"])
def test_a_way_out(text: str) -> None:
    assert cancels(text)


@pytest.mark.parametrize("text", ["bạn có nhớ tôi không", "có cần công chứng không", "dung roi", "để em tìm", "không, em hỏi lệ phí", ""])
def test_no_way_out(text: str) -> None:
    assert not cancels(text)


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        (f"hồ sơ {CODE} xong chưa, với lại làm hộ chiếu hết bao nhiêu", "làm hộ chiếu hết bao nhiêu"),
        (f"làm hộ chiếu cần giấy tờ gì? À mà {CODE} tới đâu rồi", "làm hộ chiếu cần giấy tờ gì"),
        (f"hồ sơ {CODE} đăng ký khai sinh cho con tới đâu rồi", None),
        (f"{CODE}, em nộp tuần trước ở phường Tân Lập, bao giờ xong ạ", None),
        (f"{CODE} 4 số cuối 1234", None),
    ],
)
def test_what_else_a_message_asks(text: str, beside: str | None) -> None:
    found = named(text, TODAY)
    assert found is not None and found.codes == (CODE,)
    assert found.beside == beside


def test_what_people_ask_of_other_matters_is_not_taken_for_a_dossier(root: Path) -> None:
    """Over all examples of the language model."""
    taken: dict[str, set[str]] = {"named": set(), "last four": set(), "watch": set(), "cancelled": set()}
    for file in sorted((root / "nlu_data" / "intents").glob("*.yml")):
        for text in re.findall(r"(?m)^    - (.+)$", file.read_text("utf-8")):
            heard = {
                "named": named(text, TODAY) is not None,
                "last four": says_last_four(text),
                "watch": follow_up(text) is Wish.WATCH,
                "cancelled": cancels(text),
            }
            for what, is_so in heard.items():
                taken[what] |= {file.stem} if is_so else set()
    assert taken == {"named": {"dossier_status"}, "last four": set(), "watch": set(), "cancelled": {"no", "start_over", "goodbye"}}


@given(st.text(max_size=200), st.from_regex(r"[0-9]{4}", fullmatch=True))
def test_no_four_digits_are_left_for_the_record(around: str, digits: str) -> None:
    kept = without_digits(f"{around} là {digits} nhé", TODAY)
    assert not re.search(rf"(?<!\d){digits}(?!\d)", kept) or named(f"{around} là {digits} nhé", TODAY) is not None


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    named(text, TODAY)
    assert follow_up(text) in {*Wish, None}
    assert {cancels(text), says_last_four(text), stops(text, open_question=True)} <= {True, False}
