"""The sentence that answers the detail asked: found where the base has it, copied as it stands, and nothing where nothing fits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.clock import VIETNAM
from bot.dialogue import phrases
from bot.dialogue.answers import answer
from bot.dialogue.aspects import LABELS, Aspect, button_value
from bot.dialogue.formats import lower_first
from bot.dialogue.message_classifier import classified
from bot.dialogue.passage_gate import open_to
from bot.dialogue.passages import FULL, detail, find, library, passages_of
from bot.dialogue.service import DialogueService
from bot.messages import Incoming, Outgoing
from knowledge.store import Knowledge, load_knowledge
from retriever.search import Hit
from retriever.text import fold, tokens
from tests.bot.dialogue.guide_talk import Memory, Rules

TODAY = date(2026, 11, 22)
QUESTIONS = yaml.safe_load((Path(__file__).parent / "data" / "passages.yaml").read_text(encoding="utf-8"))
RESIDENCE, BIRTH, DEATH, GUEST, BADGE, LICENCE = "1.004194", "1.001193", "1.000656", "2.001159", "2.002288", "3.000347"


@cache
def base() -> Knowledge:
    return load_knowledge(Path(__file__).parents[3] / "knowledge")


@cache
def plain(code: str, aspect: Aspect) -> str:
    return answer(base().procedures[code], aspect, today=TODAY).text


def found(code: str, ask: str, said: str | None = None) -> list[str]:
    told = find(library(base()), base().procedures[code], ask, plain(code, Aspect.OVERVIEW) if said is None else said)
    return list(told.said) if told else []


def says(text: str, parts: list[str]) -> bool:
    return any(part.lower() in text.lower() for part in parts)


def recall_and_precision(entries: list[dict[str, Any]]) -> tuple[float, float]:
    """Of questions: how many get their answer, from a statement or from the plain answer; of statements: how many are one."""
    told = [(found(one["code"], one["ask"]), one) for one in entries]
    right = [says(passage, one["says"]) for passages, one in told for passage in passages]
    answered = [any(says(text, one["says"]) for text in [*passages, plain(one["code"], Aspect.OVERVIEW)]) for passages, one in told]
    return sum(answered) / len(answered), sum(right) / len(right)


def talkative(entries: list[dict[str, str]]) -> list[str]:
    """The questions that get something though nothing is wanted."""
    return [one["ask"] for one in entries if found(one["code"], one["ask"], said="")]


def test_most_details_are_answered_and_hardly_a_sentence_is_beside_the_point() -> None:
    recall, precision = recall_and_precision(QUESTIONS["details"])
    assert recall >= 0.7
    assert precision >= 0.88


def test_questions_that_nobody_looked_at_are_answered_too() -> None:
    recall, precision = recall_and_precision(QUESTIONS["aside"])
    assert recall >= 0.3
    assert precision >= 0.5


def test_questions_about_a_side_alone_get_nothing_more() -> None:
    assert talkative(QUESTIONS["quiet"]) == []
    assert talkative(QUESTIONS["aside_quiet"]) == []


@pytest.mark.parametrize("code", sorted({one["code"] for one in QUESTIONS["quiet"]}))
def test_the_words_of_a_button_get_nothing(code: str) -> None:
    assert {label: told for label in LABELS.values() if (told := found(code, label, said=""))} == {}


def test_help_on_how_to_answer_a_guide_is_no_statement() -> None:
    told = [one.said for procedure in base().procedures.values() for one in passages_of(procedure)]
    assert [said for said in told if "bỏ qua câu này" in said or said.startswith("Mục cuối")] == []


@pytest.mark.parametrize("code", [RESIDENCE, "1.013225", "2.001478", "1.013079"])
def test_what_holds_in_a_situation_names_it(code: str) -> None:
    for passage in passages_of(base().procedures[code]):
        assert not passage.in_case or passage.said.lower().startswith(passage.about[:40].lower())


@pytest.mark.parametrize(
    ("code", "ask", "part"),
    [
        (RESIDENCE, "giấy thuê nhà viết tay, không công chứng thì công an có nhận không", "không bắt buộc phải công chứng"),
        (RESIDENCE, "giay thue nha viet tay, khong cong chung thi cong an co nhan khong", "không bắt buộc phải công chứng"),
        (GUEST, "khách ngủ lại phải báo trước mấy giờ", "trước 23 giờ"),
        ("1.001022", "bố nhận con mà không xét nghiệm ADN thì lấy gì thay", "ít nhất hai người làm chứng"),
        (BADGE, "phu hieu het han thi xin lai truoc may ngay", "trong khoảng 15 ngày"),
        ("1.000894", "lúc lấy giấy kết hôn một người đi được không hay cả hai phải lên", "Hai bên cùng có mặt"),
        ("1.012812", "hòa giải mà bên kia không tới thì sao", "Một bên vắng đến lần thứ hai"),
        ("1.001570", "quán nghỉ bán phải báo trước mấy ngày", "chậm nhất 3 ngày làm việc trước ngày nghỉ"),
        ("1.014333", "em nhap hoc thang truoc roi, han nop toi bao gio", "45 ngày làm việc"),
        ("1.010038", "Nhưng bố chồng em đang giận, nhất định không ký. Có làm được không ạ?", "ý kiến đồng ý của chủ hộ"),
        ("1.011607", "lo xa khong chiu thi ho co noi ly do khong", "bằng văn bản và nêu lý do"),
        ("1.013978", "nghe xã nói phải dán giấy công khai cho bà con coi. Dán trong bao nhiêu ngày vậy anh?", "15 ngày"),
        ("1.014027", "còn ông ngoại mới 72 thì sao", "từ đủ 70 đến dưới 75 tuổi"),
        ("1.003650", "ghe em dài có mười mét à, có cần giấy an toàn kỹ thuật hông", "dưới 12 mét"),
        (
            "1.013079",
            "Xe em biển vàng. Em muốn đổi sang biển trắng thì phải có thêm giấy gì ạ?",
            "Đổi biển vàng sang biển trắng (nộp thêm)",
        ),
        ("1.014062", "Làm thẻ cho cháu 5 tuổi có nhất thiết phải bế cháu ra công an không?", "Trẻ dưới 6 tuổi"),
    ],
)
def test_the_detail_is_found(code: str, ask: str, part: str) -> None:
    assert says("\n".join(found(code, ask, said="")), [part])


@pytest.mark.parametrize(
    "ask", ["đăng ký tạm trú", "lệ phí bao nhiêu", "", "???", "tạm trú nộp ở đâu vậy ad", "cần giấy tờ gì", "ok", "🙂"]
)
def test_what_asks_no_detail_gets_none(ask: str) -> None:
    assert found(RESIDENCE, ask) == []


@pytest.mark.parametrize("code", [RESIDENCE, BIRTH, DEATH, GUEST, BADGE, "1.014748", "1.013225"])
def test_facts_are_copied_not_worded_anew(code: str) -> None:
    procedure = base().procedures[code]
    written = set(tokens(procedure.model_dump_json().replace("\\n", " "))) | {
        "anh",
        "chị",
        "nộp",
        "trực",
        "tuyến",
        "tiếp",
        "bưu",
        "chính",
        "hoặc",
    }
    told = {word for passage in passages_of(procedure) for word in tokens(passage.said)}
    assert told <= written


@pytest.mark.parametrize("one", QUESTIONS["details"][::4], ids=lambda one: fold(one["ask"])[:30])
def test_what_is_said_already_is_not_said_again(one: dict[str, str]) -> None:
    for passage in found(one["code"], one["ask"], said=""):
        assert passage not in found(one["code"], one["ask"], said=f"Trả lời.\n- {passage}\nHết.")


@pytest.mark.parametrize("length", [0, 500, FULL - 60, FULL - 20, FULL + 500])
def test_a_reply_never_grows_beyond_what_a_channel_takes(length: int) -> None:
    said = "x" * length
    lines = detail(base(), base().procedures[GUEST], "khách ngủ lại phải báo trước mấy giờ", said, 0.9)
    assert len("\n".join([said, "", *lines])) <= max(FULL, length + 1)
    assert bool(lines) == (length <= 500)


class Sure:
    """A search that is sure of one procedure."""

    def __init__(self, code: str) -> None:
        self.code = code

    def search_merged(self, query: str, k: int = 5, without: Collection[str] = ()) -> list[Hit]:
        return [] if self.code in without else [Hit("procedure", self.code, base().procedures[self.code].name, 20.0, 0.95)]


class Talk:
    """A conversation about one procedure of the real base."""

    def __init__(self, code: str) -> None:
        self.dialogue = DialogueService(
            knowledge=base(), searcher=Sure(code), nlu=Rules(), store=Memory(), clock=lambda: datetime(2026, 11, 22, 10, tzinfo=VIETNAM)
        )
        self.id: str | None = None

    async def say(self, text: str, button: str | None = None) -> Outgoing:
        told = await self.dialogue.reply(Incoming(conversation_id=self.id, text=text, button=button))
        self.id = told.conversation_id
        return told.replies[-1]


def options(code: str) -> set[str]:
    """What the buttons of a procedure's guide say."""
    return {option.label for question in base().procedures[code].questions for option in question.options}


@pytest.mark.parametrize(
    ("code", "ask", "part"),
    [
        ("1.003650", "ghe em dài mười mét thì có cần giấy an toàn kỹ thuật không", "dưới 12 mét"),
        ("1.003650", "ghe em dài mười lăm mét thì có cần giấy an toàn kỹ thuật không", "từ 12 mét trở lên"),
        ("1.014062", "cháu 5 tuổi có phải đưa ra công an không", "Trẻ dưới 6 tuổi"),
    ],
)
def test_a_number_told_finds_the_statement_whose_bounds_it_keeps(code: str, ask: str, part: str) -> None:
    told = found(code, ask, said="")
    assert told and all(part in one for one in told)


async def test_a_typed_question_for_a_detail_alone_gets_nothing_else() -> None:
    said = await Talk(LICENCE).say("đổi bằng lái xe máy, bằng cũ có được giữ lại không")
    first, told, *_ = said.text.split("\n")
    assert first.endswith(f", {lower_first(phrases.ABOUT_DETAIL)}") and "phải nộp lại để hủy" in told
    assert said.sources[0].code == LICENCE and said.buttons


async def test_a_typed_question_for_a_side_and_a_detail_gets_the_detail_behind_the_answer() -> None:
    said = await Talk(LICENCE).say("đổi bằng lái xe máy hết bao nhiêu tiền, bằng cũ có được giữ lại không")
    assert said.text.index("135.000") < said.text.index(phrases.ABOUT_DETAIL) < said.text.index("phải nộp lại để hủy")


async def test_a_tap_gets_the_plain_answer() -> None:
    talk = Talk(GUEST)
    await talk.say("thông báo lưu trú, khách ngủ lại phải báo trước mấy giờ")
    said = await talk.say("Lệ phí", button_value(Aspect.FEE, GUEST))
    assert said.sources[0].code == GUEST and phrases.ABOUT_DETAIL not in said.text


async def test_a_guided_answer_keeps_its_question_last_and_its_buttons() -> None:
    said = await Talk(RESIDENCE).say("đăng ký tạm trú cần giấy tờ gì, giấy cho mượn nhà không công chứng có nhận không")
    assert "không bắt buộc phải công chứng" in said.text
    assert said.text.index(phrases.ABOUT_DETAIL) < said.text.index(base().procedures[RESIDENCE].questions[0].ask.replace("Bạn", "Anh/chị"))
    assert options(RESIDENCE) & {button.label for button in said.buttons}


async def test_a_personal_list_answers_the_detail_too() -> None:
    said = await Talk(RESIDENCE).say("đăng ký tạm trú cần giấy tờ gì, tôi thuê trọ, giấy thuê viết tay không công chứng có nhận không")
    assert said.checklist is not None and "không bắt buộc phải công chứng" in said.text


async def test_a_question_about_a_side_stays_as_it_was() -> None:
    said = await Talk(BADGE).say("phù hiệu xe tải làm bao lâu")
    assert said.sources[0].code == BADGE and phrases.ABOUT_DETAIL not in said.text


async def test_two_sides_asked_at_once_get_the_detail_once() -> None:
    talk = Talk(GUEST)
    told = await talk.dialogue.reply(
        Incoming(conversation_id=None, text="thông báo lưu trú lệ phí bao nhiêu, nộp ở đâu, khách ngủ lại phải báo trước mấy giờ")
    )
    assert sum(reply.text.count(phrases.ABOUT_DETAIL) for reply in told.replies) <= 1


@pytest.mark.parametrize(
    "ask", ["mấy ngày có", "may ngay co vay em", "mất mấy ngày", "chừng mấy bữa thì xong ạ", "het bao nhieu tien", "nộp ở đâu"]
)
@pytest.mark.parametrize("code", [RESIDENCE, GUEST, "1.001193", "1.000894", "1.013076"])
def test_a_bare_side_never_gets_a_detail(code: str, ask: str) -> None:
    assert found(code, ask, said="") == []


@pytest.mark.parametrize("ask", ["hop dong viet tay co chiu hnog", "hợp đồng viết tay có chịu hôgn"])
def test_a_question_whose_asking_word_is_mistyped_is_one(ask: str) -> None:
    assert any("không bắt buộc phải công chứng" in one for one in found(RESIDENCE, ask, said=""))


@pytest.mark.parametrize("told", ["tôi thuê trọ", "em là công nhân", "cho một người", "dạ em hiểu rồi", "để em hỏi chồng em đã"])
def test_what_only_tells_gets_no_detail(told: str) -> None:
    assert found(RESIDENCE, told, said="") == []


# How sure it is that a detail is asked


def told(code: str, ask: str, said: str = "") -> list[str]:
    """The lines behind an answer, as the words of the question are heard."""
    return detail(base(), base().procedures[code], ask, said, classified(ask).detail)


def _tells(parts: list[str], lines: list[str]) -> bool:
    return any(part.lower() in " ".join(lines).lower() for part in parts)


def test_hardly_a_question_for_a_mere_side_gets_more() -> None:
    got = [
        one["ask"] for one in QUESTIONS["quiet"] if told(one["code"], one["ask"], plain(one["code"], Aspect(one.get("aspect", "overview"))))
    ]
    assert len(got) <= 0.05 * len(QUESTIONS["quiet"]), got


def test_most_details_get_a_statement_that_answers() -> None:
    right = [one for one in QUESTIONS["details"] if _tells(one["says"], told(one["code"], one["ask"]))]
    assert len(right) >= 0.9 * len(QUESTIONS["details"])


@pytest.mark.parametrize("one", QUESTIONS["details"][::9], ids=lambda one: fold(one["ask"])[:30])
def test_the_gate_opens_the_wider_the_likelier_a_detail_is_asked(one: dict[str, str]) -> None:
    asked = library(base()).ask(base().procedures[one["code"]], one["ask"])
    shares = [open_to(asked, heard / 10) for heard in range(11)]
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)


def test_what_may_only_be_meant_is_told_as_such() -> None:
    """The same words, heard as ever less of a question for a detail: first the answer, then what may help."""
    procedure, ask = base().procedures[GUEST], "khách ở chơi có mấy ngày mà cũng phải khai sao"
    heads = [(detail(base(), procedure, ask, "", heard / 1000) or [""])[0].partition(":")[0] for heard in range(1000, -1, -5)]
    order = [phrases.ABOUT_DETAIL, phrases.PERHAPS_DETAIL, ""]
    ranks = [order.index(f"{head}:" if head else "") for head in heads]
    assert ranks == sorted(ranks) and set(ranks) >= {0, 1}
