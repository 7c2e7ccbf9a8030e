"""Which messages correct the assistant, from all regions and without marks, and which only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.corrections import Correction, correction_in
from retriever.queries import matter
from retriever.text import fold, normalize

CORRECTIONS = [
    ("không phải, ý mình là đổi chứ không phải cấp lại", "đổi", "cấp lại"),
    ("không phải cấp lại, ý tôi là cấp đổi", "cấp đổi", "cấp lại"),
    ("không phải cấp lại, cấp đổi cơ", "cấp đổi", "cấp lại"),
    ("dạ không phải ạ, con hỏi đổi bằng lái", "đổi bằng lái", ""),
    ("hổng phải, ý tui là làm mới chớ hổng phải làm lại", "làm mới", "làm lại"),
    ("hông phải vậy, tui muốn hỏi gia hạn tạm trú", "gia hạn tạm trú", "vậy"),
    ("nỏ phải, ý tui là đổi thẻ", "đổi thẻ", ""),
    ("mô có phải, tui hỏi khai tử chơ có phải khai sinh", "khai tử", "khai sinh"),
    ("k phải, ý mình là đổi bằng lái", "đổi bằng lái", ""),
    ("ko phải, mình hỏi hộ chiếu", "hộ chiếu", ""),
    ("nhầm rồi, em hỏi kết hôn", "kết hôn", ""),
    ("sai rồi, tôi hỏi thẻ căn cước mà", "thẻ căn cước", ""),
    ("bạn hiểu nhầm rồi, tôi hỏi khai tử", "khai tử", ""),
    ("hiểu sai ý rồi, tôi hỏi khai tử", "khai tử", ""),
    ("đâu phải, em hỏi trích lục mà", "trích lục", ""),
    ("không, ý tôi là cấp đổi", "cấp đổi", ""),
    ("không phải khai sinh mà là khai tử", "khai tử", "khai sinh"),
    ("à nhầm, khai tử", "khai tử", ""),
    ("em nói nhầm, khai tử chứ không phải khai sinh", "khai tử", "khai sinh"),
    ("ủa hông phải, khai tử á", "khai tử", ""),
    ("xin lỗi, ý tôi là khai tử", "khai tử", ""),
    ("ý em muốn hỏi là khai tử ạ", "khai tử", ""),
    ("tôi đâu có hỏi khai sinh, tôi hỏi khai tử", "khai tử", "khai sinh"),
    ("không phải cái này, cái cấp đổi", "cấp đổi", "này"),
    ("nhầm rồi, ý tôi là cấp giấy thi", "cấp giấy thi", ""),
]
AT_ONCE = [
    ("tôi muốn đổi chứ không phải làm lại", "tôi muốn đổi", "làm lại"),
    ("em hỏi đổi chứ hông phải cấp lại", "đổi", "cấp lại"),
    ("ý mình là đổi thẻ chứ không phải cấp lại", "đổi thẻ", "cấp lại"),
    ("ý tôi là hộ chiếu phổ thông, không phải hộ chiếu công vụ", "hộ chiếu phổ thông", "hộ chiếu công vụ"),
]
"""These correct somebody in a first message too."""
NO_CORRECTIONS = """
tôi không phải người Việt Nam
tôi không phải người Việt Nam, tôi muốn hỏi thẻ tạm trú
con không phải đóng tiền hả
không phải đóng tiền hả
không phải công dân Việt Nam thì làm được không
không phải người ở đây, làm tạm trú được không
con không phải con ruột, em muốn hỏi nhận con nuôi
có phải là công dân Việt Nam mới được không
người nộp phải là cha mẹ à
tên bố phải là Nguyễn Văn A
giấy khai sinh ghi nhầm ngày sinh thì làm sao
giấy khai sinh của con tôi bị sai rồi
giay khai sinh cua con toi bi sai roi
tên tôi bị ghi nhầm trong sổ đỏ
đăng ký nhầm ngành nghề thì sửa thế nào
thông tin trên thẻ không đúng thì sửa ở đâu
ngày sinh trên thẻ không đúng
em chuyển nhầm lệ phí
đóng nhầm tiền rồi
không đúng tuyến thì nộp ở đâu
tôi muốn hỏi thêm lệ phí
mình muốn hỏi làm thẻ cho con thì nộp ở đâu
em muốn hỏi về thẻ căn cước cho bé
cho em hỏi khai tử
mình muốn nói là mẹ mình bị liệt
nộp ở xã chứ không phải ở huyện đúng không
nộp ở xã chứ không phải huyện hả
lệ phí 50 nghìn chứ không phải 70 nghìn à
làm căn cước mà không phải về quê được không
đăng ký mà không cần giấy chứng sinh được không
đâu phải ai cũng làm được
tôi không muốn ra xã
tôi không hỏi nữa
không hỏi nữa
không biết
không có hộ khẩu thì sao
ý là sao
ý nghĩa của mã này là gì
anh nói lại đi
không
cảm ơn
""".strip().splitlines()


@pytest.mark.parametrize(("text", "wanted", "unwanted"), CORRECTIONS + AT_ONCE)
def test_what_is_meant_and_what_is_not(text: str, wanted: str, unwanted: str) -> None:
    assert correction_in(text, talking=True) == Correction(wanted, unwanted)


@pytest.mark.parametrize(("text", "wanted", "unwanted"), CORRECTIONS + AT_ONCE)
def test_corrections_are_heard_without_marks(text: str, wanted: str, unwanted: str) -> None:
    assert correction_in(fold(text), talking=True) == Correction(fold(wanted), fold(unwanted))


@pytest.mark.parametrize(("text", "wanted", "unwanted"), AT_ONCE)
def test_a_first_message_may_tell_what_it_does_not_mean(text: str, wanted: str, unwanted: str) -> None:
    assert correction_in(text, talking=False) == Correction(wanted, unwanted)


@pytest.mark.parametrize("text", NO_CORRECTIONS)
@pytest.mark.parametrize("talking", [True, False])
def test_other_messages_put_nothing_in_the_place_of_what_they_ask(text: str, talking: bool) -> None:
    found = correction_in(text, talking=talking)
    assert found is None or not matter(found.wanted)


@pytest.mark.parametrize("text", ["không phải", "nhầm rồi", "sai rồi bạn ơi", "hổng phải", "khong dung"])
def test_a_bare_denial_is_heard_only_while_something_is_talked_about(text: str) -> None:
    told = correction_in(text, talking=True)
    assert told is not None and not told.unwanted
    assert correction_in(text, talking=False) is None


WORDS = ["không", "phải", "ý", "tôi", "là", "chứ", "nhầm", "rồi", ",", "mà", "khai", "sinh", "đổi", "khong", "hỏi", "."]
TALK = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


@given(TALK, st.booleans())
def test_nothing_is_heard_that_was_not_said(text: str, talking: bool) -> None:
    found = correction_in(text, talking=talking)
    if found is not None:
        said = f" {' '.join(normalize(text.replace(',', ' ').replace('.', ' ')).split())} "
        assert all(f" {part} " in said or not part for part in (found.wanted, found.unwanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thôi, không tạm nghỉ nữa mà chấm dứt luôn", "chấm dứt luôn"),
        ("thoi ko cap lai nua gio muon doi sang the moi", "doi sang the moi"),
        ("mình không đổi nữa, chắc xin cấp lại", "cấp lại"),
    ],
)
def test_a_change_of_mind_is_a_correction(text: str, wanted: str) -> None:
    found = correction_in(text, talking=True)
    assert found is not None and wanted.split()[0] in found.wanted
    assert correction_in(text, talking=False) is None or correction_in(text, talking=False) == found


def test_no_more_of_something_else_is_no_change_of_mind() -> None:
    assert correction_in("tôi không ở đó nữa mà chuyển nhà rồi", talking=True) is None
