"""Which side of a procedure a message asks for first, told from the sides that it only mentions. Near misses stand beside each rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.aspects import Aspect
from bot.dialogue.sides import MOST_ASPECTS, aspects_in, is_paid_out, side_asked, side_kept
from retriever.text import fold

DOCUMENTS, FEE, TIME, PLACE, ONLINE, FORM = Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE, Aspect.FORM
CONDITIONS, WHO, RESULT, OVERVIEW = Aspect.CONDITIONS, Aspect.WHO, Aspect.RESULT, Aspect.OVERVIEW


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("nộp trên cổng thì đóng mấy đồng", [FEE, ONLINE]),
        ("đóng tiền trên cổng được không", [ONLINE, FEE]),
        ("gửi hồ sơ trực tuyến thì bao lâu xong", [TIME, ONLINE]),
        ("nếu làm nhanh thì nộp ở đâu", [PLACE, TIME]),
        ("mấy hôm đi làm thì xin giấy gì", [DOCUMENTS, TIME]),
        ("bao lâu thì có", [TIME]),
    ],
)
def test_what_is_only_told_stands_behind_what_is_asked(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(text) == sides


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("em nộp lệ phí rồi, hình cũng chụp rồi, giờ đem hồ sơ lên đâu ạ", PLACE),
        ("dạ nhà em ở xa, cán bộ hẹn trong ngày mà không kịp, cho em hỏi làm lại hết bao nhiêu tiền", FEE),
        ("hàng xóm nói phải làm nhanh kẻo hết hạn. cần mang gì?", DOCUMENTS),
        ("mẹ tôi có đủ giấy tờ rồi, tiền đóng rồi, vậy chừng nào xong", TIME),
    ],
)
def test_of_a_story_the_clause_that_asks_counts(text: str, side: Aspect) -> None:
    assert aspects_in(text) == [side]
    assert aspects_in(fold(text))[0] is side


def test_a_way_told_in_a_story_is_still_said_after_what_is_asked() -> None:
    assert aspects_in("em khai trên vneid, giờ còn đóng bao nhiêu tiền") == [FEE, ONLINE]


def test_a_question_of_no_known_side_is_not_taken_for_what_was_told_before() -> None:
    assert aspects_in("tháng trước em đóng lệ phí, giờ em đi đón cháu ngoại có sao không") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hồ sơ này mất bao nhiêu ngày", TIME),
        ("hồ sơ này mất bao nhiêu", FEE),
        ("đi đăng ký hết mấy vậy", FEE),
        ("khai sinh số mấy", None),
        ("vì mấy hôm nay mưa, xin hỏi lệ phí", FEE),
        ("có tốn tiền không", FEE),
        ("hộ chiếu hết hạn lâu quá có cần nộp cuốn cũ không", DOCUMENTS),
    ],
)
def test_a_number_is_asked_of_what_it_counts(text: str, first: Aspect | None) -> None:
    assert next(iter(aspects_in(text)), None) is first


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("được hưởng bao nhiêu tiền vậy cô", [CONDITIONS]),
        ("muốn lãnh tiền trợ cấp thì nộp giấy gì", [DOCUMENTS]),
        ("bảo hiểm trả tiền viện phí thì cần giấy tờ gì", [DOCUMENTS]),
        ("xin hưởng trợ cấp có mất tiền không", [FEE]),
        ("bảo lãnh cho mẹ hết bao nhiêu tiền", [FEE]),
        ("nhận con nuôi hết bao nhiêu tiền", [FEE]),
        ("phải đóng bảo hiểm bao nhiêu tháng mới được hưởng", [CONDITIONS]),
        ("đóng tiền xong thì bao nhiêu tháng có sổ", [TIME]),
    ],
)
def test_money_that_is_paid_out_is_no_fee(text: str, sides: list[Aspect]) -> None:
    assert [side for side in aspects_in(text) if side is not ONLINE][: len(sides)] == sides
    assert FEE not in set(aspects_in(text)) - set(sides) or "đóng tiền" in text


@pytest.mark.parametrize(
    ("text", "out"),
    [("mỗi tháng lãnh được mấy triệu", True), ("cấp lại mất mấy triệu", False), ("hợp pháp hóa lãnh sự mất bao nhiêu", False)],
)
def test_what_the_citizen_gets_is_told_from_what_is_paid(text: str, out: bool) -> None:
    assert is_paid_out(text) is out


@pytest.mark.parametrize(("text", "sides"), [("tờ khai ở đâu", [FORM]), ("nộp tờ khai ở đâu", [PLACE])])
def test_where_a_form_is_got_is_not_where_it_is_handed_in(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(text) == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [("mua bằng giả cho nộp phạt rồi đi", []), ("ho so nop cho nao", [PLACE]), ("hồ sơ nộp chỗ nào", [PLACE])],
)
def test_a_word_without_marks_among_others_that_have_theirs_is_itself(text: str, sides: list[Aspect]) -> None:
    assert [side for side in aspects_in(text) if side is PLACE] == sides


@pytest.mark.parametrize(
    ("text", "sides"), [("làm xong thì họ đưa mình giấy gì", [RESULT]), ("làm xong bước đó thì cần giấy gì nữa", [DOCUMENTS])]
)
def test_the_paper_at_the_end_is_the_result(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(text) == sides


@pytest.mark.parametrize(
    ("text", "told", "sure", "side"),
    [
        ("nộp ở đâu", TIME, 0.97, PLACE),
        ("tính làm nhanh", PLACE, 0.97, PLACE),
        ("làm nhanh không", OVERVIEW, 0.97, TIME),
        ("kết quả nhận ở đâu", RESULT, 0.9, RESULT),
        ("ở bao lâu thì được nhập hộ khẩu", CONDITIONS, 0.9, CONDITIONS),
        ("ở bao lâu thì được nhập hộ khẩu", CONDITIONS, 0.3, TIME),
        ("mỗi tháng được bao nhiêu", FEE, 0.9, CONDITIONS),
        ("mười bảy tuổi cưới được không", OVERVIEW, 0.9, CONDITIONS),
        ("mười bảy tuổi cưới được không", WHO, 0.9, WHO),
        ("làm hộ chiếu", None, 0.0, None),
    ],
)
def test_a_question_in_so_many_words_counts_more_than_the_language_model(
    text: str, told: Aspect | None, sure: float, side: Aspect | None
) -> None:
    assert side_asked(text, aspects_in(text), told, sure) is side


@pytest.mark.parametrize(
    ("text", "before", "side"),
    [
        ("còn hộ chiếu thì sao", FEE, FEE),
        ("con ho chieu thi sao", PLACE, PLACE),
        ("còn giấy kết hôn", TIME, TIME),
        ("thế vợ em thì sao ạ", DOCUMENTS, DOCUMENTS),
        ("ra phường nộp tay thì mấy", FEE, FEE),
        ("lam gap thi bao nhieu", TIME, TIME),
        ("rồi hết bao nhiêu", DOCUMENTS, FEE),
        ("lệ phí bao nhiêu ạ", TIME, FEE),
        ("phi la may", TIME, FEE),
        ("mất bao nhiêu ngày", FEE, None),
        ("thế khai tử có được không", ONLINE, ONLINE),
        ("còn giấy tờ gì nữa không", FEE, None),
        ("nộp ở đâu", FEE, None),
        ("mất hộ chiếu thì sao", FEE, None),
        ("con trai tôi mất thẻ", FEE, None),
        ("còn hộ chiếu thì sao", None, None),
        ("còn hộ chiếu thì sao", OVERVIEW, None),
        ("tôi kể anh nghe chuyện dài của nhà tôi từ năm ngoái tới giờ thì sao", FEE, None),
    ],
)
def test_what_a_short_message_leaves_out_is_the_side_before(text: str, before: Aspect | None, side: Aspect | None) -> None:
    assert side_kept(text, before) is side


WORDS = [
    "thì",
    "bao nhiêu",
    "tiền",
    "mấy",
    "ngày",
    "không",
    "có",
    "được",
    "ở đâu",
    "trên mạng",
    ",",
    "?",
    "rồi",
    "hưởng",
    "mẫu đơn",
    "xong",
    "gì",
]
TALK = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))


@given(TALK, st.sampled_from([None, *Aspect]), st.floats(0, 1))
def test_any_text_comes_to_a_side_that_it_names_or_that_was_heard(text: str, told: Aspect | None, sure: float) -> None:
    asked = aspects_in(text)
    assert len(asked) == len(set(asked)) <= MOST_ASPECTS
    assert side_asked(text, asked, told, sure) in {*asked, told, CONDITIONS}
    assert side_kept(text, told) in {None, told, FEE}
