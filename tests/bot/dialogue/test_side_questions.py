"""Questions that ask of a side by their shape. Near misses, which ask of another side or of none, stand beside each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.aspects import Aspect
from bot.dialogue.side_questions import named_spans, shape_of
from bot.dialogue.sides import aspects_in, side_asked, side_kept
from retriever.text import fold, question_tokens

DOCUMENTS, FEE, TIME, PLACE, ONLINE, FORM = Aspect.DOCUMENTS, Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE, Aspect.FORM
CONDITIONS, WHO, RESULT, OVERVIEW, HOW = Aspect.CONDITIONS, Aspect.WHO, Aspect.RESULT, Aspect.OVERVIEW, Aspect.HOW


def certain(text: str) -> Aspect | None:
    """The side that the shape of a question asks for certain."""
    shape = shape_of(text)
    return shape.aspect if shape is not None and shape.certain else None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("sang tên xe có cần hộ khẩu không", DOCUMENTS),
        ("em có phải kèm giấy khám sức khỏe không ạ", DOCUMENTS),
        ("khỏi đem giấy độc thân được hông", DOCUMENTS),
        ("tờ biên lai đó có phải đưa vô hồ sơ không", DOCUMENTS),
        ("hộ chiếu của vợ em có cần dịch không, hay để nguyên", DOCUMENTS),
        ("thiếu tờ đó thì có sao không anh", DOCUMENTS),
        ("dạy thêm có cần giấy phép không", None),
        ("có phải nộp tiền không", None),
        ("có cần đăng ký tạm trú không", None),
        ("làm giùm mẹ có cần ủy quyền không", None),
    ],
)
def test_whether_a_paper_is_needed_asks_for_papers(text: str, side: Aspect | None) -> None:
    assert certain(text) is side
    assert certain(fold(text)) is side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("đưa tờ đó cho ai", PLACE),
        ("vậy lên đó gặp ai", PLACE),
        ("xã có ký cái này không", PLACE),
        ("làm luôn ở đây được không", PLACE),
        ("huyện nào cũng nhận hả", PLACE),
        ("nộp trên đó được không hay phải về quê", PLACE),
        ("khai tử ở xã luôn hay phải lên huyện", PLACE),
        ("giờ có phải lên xã không", None),
        ("cho tôi gặp ai đó đi", None),
        ("thứ bảy xã có làm không", None),
        ("chiều nay công an có làm không", None),
        ("làm luôn trên điện thoại được không", None),
        ("nộp ở tỉnh thì nhận kết quả ở xã được không", None),
    ],
)
def test_who_takes_it_and_where_ask_for_the_place(text: str, side: Aspect | None) -> None:
    assert certain(text) is side
    assert certain(fold(text)) in {side, None}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("khách ngủ lại thì báo trước mấy tiếng", TIME),
        ("trễ thì sao", TIME),
        ("quá 40 ngày rồi có sao không", TIME),
        ("để sang năm sau làm được không", TIME),
        ("sửa tên đăng ký mấy hôm thì xong", TIME),
        ("mấy giờ mở cửa", None),
        ("đứa con thì sao", None),
    ],
)
def test_too_late_and_how_long_before_ask_for_the_time(text: str, side: Aspect | None) -> None:
    assert certain(text) is side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("ai đi cũng được hả", WHO),
        ("nhờ chị dâu nộp hộ có được không", WHO),
        ("vợ em có cần về không", WHO),
        ("có cần bế cháu theo không", WHO),
        ("bên bán hay bên mua phải khai", WHO),
        ("nhờ con chuyển khoản giùm được không", None),
        ("có mất phí không", None),
        ("co mat phi khong", None),
        ("em có cần về quê không", None),
    ],
)
def test_who_must_come_asks_for_the_person(text: str, side: Aspect | None) -> None:
    assert certain(text) is side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("ngồi nhà bấm điện thoại được không", ONLINE),
        ("gửi bưu điện được không", ONLINE),
        ("kết quả gửi bưu điện được không", None),
        ("nhà em ở nhà thuê có được không", None),
        ("phải đi lại mấy lần", HOW),
        ("giấy đó xin sao", HOW),
        ("xin ở quê không được thì sao", None),
        ("chỗ lý do ghi sao", FORM),
        ("có phải đóng gì thêm không", FEE),
        ("có phải đóng dấu không", None),
    ],
)
def test_ways_forms_and_money_are_asked_by_shape_too(text: str, side: Aspect | None) -> None:
    assert certain(text) in ({side} if side else {None, DOCUMENTS})


def test_only_the_last_question_is_read() -> None:
    assert certain("em có cần giấy khám không, mà thôi, cho em hỏi phí bao nhiêu") is None
    assert certain("nghe nói xã có ký cái này, được không ạ") is None
    assert certain("nộp giấy tay có phải kèm hợp đồng, có không") is DOCUMENTS


@pytest.mark.parametrize(
    ("text", "told", "sure", "side"),
    [
        ("đổi bằng có cần giấy khám sức khỏe không", CONDITIONS, 0.95, DOCUMENTS),
        ("bản viết tay xài được không", FEE, 0.6, DOCUMENTS),
        ("bản viết tay xài được không", CONDITIONS, 0.9, CONDITIONS),
        ("lệ phí bao nhiêu mà có phải kèm giấy tờ không", WHO, 0.9, FEE),
        ("nộp sớm có lợi gì không", None, 0.3, TIME),
        ("nộp sớm có lợi gì không", None, 0.95, None),
    ],
)
def test_a_certain_shape_beats_the_language_model_and_a_likely_one_its_doubt(
    text: str, told: Aspect | None, sure: float, side: Aspect | None
) -> None:
    assert side_asked(text, aspects_in(text), told, sure) is side


@pytest.mark.parametrize(
    ("text", "told", "side"),
    [
        ("tờ khai sinh của bé cũng làm lại luôn", FORM, OVERVIEW),
        ("tờ khai làm lại luôn", FORM, FORM),
        ("tờ khai sinh mờ rồi có dùng được không", FORM, DOCUMENTS),
        ("giấy nộp tiền mất rồi, có phải xin lại không", FEE, CONDITIONS),
        ("tiền sử dụng đất nộp một lần hay nhiều lần", FEE, FEE),
    ],
)
def test_a_word_in_the_name_of_a_thing_asks_nothing(text: str, told: Aspect, side: Aspect) -> None:
    assert side_asked(text, aspects_in(text), told, 0.95) is side


@pytest.mark.parametrize(
    ("aspect", "text", "spans"),
    [
        (FORM, "mất tờ khai sinh", [(1, 4)]),
        (FORM, "mất tờ khai", []),
        (TIME, "thời hạn sử dụng đất", [(0, 5)]),
        (TIME, "thời hạn giải quyết", []),
    ],
)
def test_names_are_found_at_their_syllables(aspect: Aspect, text: str, spans: list[tuple[int, int]]) -> None:
    assert list(named_spans(aspect, question_tokens(text))) == spans


@pytest.mark.parametrize(
    ("text", "told", "side"),
    [
        ("hồi tháng ba nhà em xây xong cái chuồng heo mà chưa xin phép ai, giờ nộp phạt mấy đồng", CONDITIONS, FEE),
        ("phải có vốn mấy đồng", CONDITIONS, CONDITIONS),
        ("đơn này nộp ở đâu", FORM, PLACE),
        ("đơn này lấy ở đâu", FORM, FORM),
        ("kết quả gửi về tốn bao nhiêu tiền", RESULT, FEE),
        ("kết quả lấy ở đâu", RESULT, RESULT),
    ],
)
def test_what_is_asked_in_so_many_words_behind_a_story_counts(text: str, told: Aspect, side: Aspect) -> None:
    assert side_asked(text, aspects_in(text), told, 0.9) is side


@pytest.mark.parametrize(
    ("text", "before", "side"),
    [
        ("trễ thì sao", DOCUMENTS, None),
        ("trễ thì sao", TIME, TIME),
        ("còn trẻ con thì sao", DOCUMENTS, DOCUMENTS),
        ("thế khỏi lên xã luôn hè", PLACE, None),
        ("thế phạt bao nhiêu", TIME, FEE),
    ],
)
def test_a_short_message_that_asks_by_its_shape_leaves_nothing_out(text: str, before: Aspect, side: Aspect | None) -> None:
    assert side_kept(text, before) is side


WORDS = ["có", "cần", "phải", "nộp", "giấy", "tờ khai", "xã", "không", ",", "ai", "ở", "trễ", "hay", "được", "hả", "thì sao"]


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    )
)
def test_any_text_has_one_shape_or_none(text: str) -> None:
    shape = shape_of(text)
    assert shape == shape_of(text)
    assert shape is None or shape.aspect in set(Aspect)


@pytest.mark.parametrize(
    ("text", "before", "side"),
    [
        ("trẻ con thì miễn đúng không em", FEE, FEE),
        ("tre con thi mien dung khong em", FEE, FEE),
        ("trẻ con thì miễn đúng không em", TIME, None),
        ("giá nhà em ghi trong hợp đồng thấp", FEE, None),
        ("thế em được lãnh bao nhiêu tiền không", FEE, None),
        ("nộp tiền ở đâu vậy, phường có thu không", FEE, None),
    ],
)
def test_a_question_with_a_word_for_money_is_still_about_it(text: str, before: Aspect, side: Aspect | None) -> None:
    assert side_kept(text, before) is side


@pytest.mark.parametrize(
    "text", ["phường xuống kiểm tra đòi giấy phép", "tôi nộp giấy ở xã rồi", "nhờ em coi giùm", "mất giấy tờ xe", "gặp ai đó"]
)
def test_what_only_tells_has_no_certain_shape(text: str) -> None:
    assert certain(text) is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("tôi chưa đi tàu bao giờ, ra phường cần giấy gì", [DOCUMENTS]),
        ("nhà em không còn ai, giờ nộp ở đâu", [PLACE]),
        ("con em chua co giay nao, lam het bao nhieu tien", [FEE]),
        ("họ chẳng đưa em tờ nào, bao giờ mới có kết quả", [TIME]),
        ("chưa biết nộp ở đâu", [PLACE]),
        ("em không rõ cần giấy nào", [DOCUMENTS]),
    ],
)
def test_a_question_word_after_a_no_asks_nothing(text: str, sides: list[Aspect]) -> None:
    assert aspects_in(text) == sides
    assert aspects_in(fold(text)) == sides
