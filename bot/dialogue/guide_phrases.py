"""The Vietnamese sentences of guided cases and personal checklists. Facts come in as arguments; nothing here states one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.formats import bare, listing, lower_first, tidy
from bot.dialogue.persons import Relation
from bot.messages import ChecklistAnswer
from knowledge.schema import Channel

SKIP = "Bỏ qua"
BACK = "Quay lại"
EDIT = "Sửa câu trả lời"
RESTART = "Làm lại"
RESUME = "Làm tiếp danh sách của tôi"
SEE_LIST = "Danh sách của tôi"
START = "Đúng trường hợp của tôi"
WHICH_ANSWER = "Anh/chị muốn sửa câu trả lời nào ạ?"
HINT = "Anh/chị bấm một lựa chọn, hoặc gõ trả lời; chưa rõ thì chọn “Bỏ qua”."
EXPIRED = "Câu hỏi này nay đã thay đổi, mình hỏi lại từ đầu nhé."
IN_EVERY_CASE = "Trường hợp nào cũng cần:"
OF_EACH_CASE = "Giấy tờ của từng trường hợp:"
MORE_PAPERS = "và giấy khác tùy hoàn cảnh"
PAPERS_DEPEND = "tùy hoàn cảnh, mình hỏi thêm"
SURELY = "Chắc chắn cần:"
DEPENDS_ON_CASE = "giấy tờ tùy trường hợp của {whose}, mình hỏi thêm một chút để lập đúng danh sách"
FEE_DEPENDS = "Anh/chị bấm “{button}” để mình lọc đúng trường hợp nhé."
FOR_MY_LIST = "Để mình lập danh sách giấy tờ đúng trường hợp của {whose}:"
SKIPPED = "(đã bỏ qua)"
PAPER = "giấy tờ"
WHOLE_LIST = "danh sách giấy tờ; mục có chữ “nếu” thì tùy trường hợp"
MY_LIST = "danh sách cho trường hợp của {whose}"
FEE = "Lệ phí"
TIME = "Thời gian"
PLACE = "Nơi nộp"
HOW = "Cách nộp"
ONLINE_PAGE = "Trang nộp trực tuyến"
WAYS = {
    Channel.DIRECT: "Mang hồ sơ đến nơi nộp.",
    Channel.POST: "Gửi hồ sơ qua bưu chính đến nơi nộp.",
    Channel.ONLINE: "Nộp trên trang dịch vụ công trực tuyến; nguồn không ghi rõ làm trọn vẹn qua mạng hay vẫn phải đến nơi.",
    Channel.ONLINE_FULL: "Nộp trực tuyến được từ đầu đến cuối (toàn trình).",
    Channel.ONLINE_PARTIAL: "Nộp trực tuyến được một phần, có bước vẫn phải đến nơi.",
}
"""How to file where the source gives the channel alone."""


YOURS = "anh/chị"
_WHOSE = {
    Relation.MOTHER: "mẹ anh/chị",
    Relation.FATHER: "bố anh/chị",
    Relation.PARENTS: "bố mẹ anh/chị",
    Relation.WIFE: "vợ anh",
    Relation.HUSBAND: "chồng chị",
    Relation.CHILD: "con anh/chị",
    Relation.GRANDPARENT: "ông bà anh/chị",
    Relation.GRANDCHILD: "cháu anh/chị",
    Relation.FRIEND: "bạn anh/chị",
    **dict.fromkeys((Relation.SIBLING, Relation.RELATIVE), "người thân của anh/chị"),
}


def whose(whom: Relation | None) -> str:
    """Whose case it is, in words; of somebody who would sound odd here it is the citizen's own matter."""
    return _WHOSE.get(whom, YOURS) if whom else YOURS


def condition(question: str, labels: list[str]) -> str:
    """For whom something holds while a question is open."""
    said = listing([f"“{bare(tidy(label))}”" for label in labels], "hoặc")
    return f"nếu “{bare(tidy(question).rstrip('? '))}” là {said}"


def either(conditions: list[str]) -> str:
    """Several conditions of which one is enough."""
    return ", hoặc ".join([conditions[0], *(one.removeprefix("nếu ") for one in conditions[1:])])


def both(conditions: list[str]) -> str:
    """Several conditions that must all be met."""
    return ", và ".join([conditions[0], *(one.removeprefix("nếu ") for one in conditions[1:])])


def for_case(name: str) -> str:
    """For whom something holds, by the name of the situation."""
    said = bare(name)
    return lower_first(said) if said.casefold().startswith(("nếu", "khi")) else f"nếu thuộc trường hợp: {lower_first(said)}"


def unknown_case(name: str) -> str:
    """The source does not say which papers a situation takes."""
    return f"Nguồn chính thức chưa ghi giấy tờ cho trường hợp “{bare(name)}”."


def unknown(parts: list[str]) -> str:
    """The source does not say some things at all."""
    return f"Nguồn chính thức chưa ghi {'; '.join(parts)}."


def chosen(answers: Sequence[ChecklistAnswer]) -> str:
    """What the citizen answered, in one line."""
    said = "; ".join(f"{one.question.rstrip('?: ')}: {lower_first(bare(one.answer))}" for one in answers)
    return f"Theo lời anh/chị: {said}."
