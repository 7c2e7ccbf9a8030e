"""The Vietnamese sentences of the answers about procedures. Facts come in as arguments; nothing here states one."""

from __future__ import annotations

from datetime import date

from bot.dialogue.formats import bare, day, listing, lower_first, upper_first
from knowledge.schema import Channel

PHONE = "1800 1096"
"""The free phone line of the National Public Service Portal (tổng đài)."""

BELOW = "ghi bên dưới"
OFFICIAL_PAGE = "trang chính thức"
ENTRIES = "mục"
DECREES = "văn bản"
SOURCE_SILENT = "nguồn chính thức chưa ghi"
BY_PROVINCE = "do Hội đồng nhân dân tỉnh quy định"
ASK_THE_COUNTER = "anh/chị hỏi nơi nộp"
SOME_EXEMPT = "một số trường hợp được miễn"
OTHER_CHARGES = f"các khoản khác {BELOW}"
EXCEPT_BELOW = f"trừ khoản {BELOW}"
IN_CASES_BELOW = f"trong các trường hợp {BELOW}"
OTHER_TIMES = f"có trường hợp khác {BELOW}"
DEPENDS = "tùy trường hợp"
EVERY_WAY = "Mọi cách nộp:"
ABOUT_PROXY = "Về việc người khác làm thay:"
ABOUT_DETAIL = "Về điều anh/chị hỏi:"
PERHAPS_DETAIL = "Có thể anh/chị cần biết thêm:"
BESIDES = "Ngoài ra:"
OPEN_THE_PAGE = "Xem trang chính thức"
FILE_ONLINE = "Mở trang nộp hồ sơ"
TAP_FOR_MORE = "Anh/chị muốn biết kỹ phần nào thì bấm nút bên dưới nhé."
FOR_REFERENCE = "Thông tin đã lưu, chỉ để anh/chị tham khảo:"
ANYWHERE = "Không phụ thuộc nơi cư trú: anh/chị nộp được ở bất kỳ nơi nào nhận thủ tục này (phi địa giới)."
RIGHT_PLACE_ONLY = "Hồ sơ phải nộp đúng nơi có thẩm quyền, nơi khác không nhận."
ANYWHERE_UNKNOWN = "Nguồn chính thức chưa ghi có nộp được ở nơi khác hay không, anh/chị hỏi trước khi đi nhé."
NO_SHARE = "Nguồn chính thức không ghi rõ làm trọn vẹn qua mạng hay vẫn phải đến nơi."
NO_FORM_LINK = "Nguồn chính thức chưa kèm tệp mẫu để tải, anh/chị hỏi nơi nộp hoặc xem trang chính thức."

_CHANNELS = {
    Channel.DIRECT: "trực tiếp",
    Channel.POST: "bưu chính",
    Channel.ONLINE: "trực tuyến",
    Channel.ONLINE_FULL: "trực tuyến toàn trình",
    Channel.ONLINE_PARTIAL: "trực tuyến một phần",
}


def channels(ways: list[Channel], last: str = "hoặc") -> str:
    """The ways to file: ``trực tiếp, bưu chính hoặc trực tuyến``."""
    return listing([_CHANNELS[way] for way in ways], last)


def filing(ways: list[Channel], where: str | None = None) -> str:
    """The heading of a way to file, told apart by a place or remark where two ways share a channel."""
    return upper_first(bare(where)) if where else f"Nộp {channels(ways)}"


def same_fee(ways: list[Channel]) -> str:
    """Every way to file costs the same."""
    return f"Nộp {channels(ways, 'hay')} đều cùng mức thu."


def same_time(ways: list[Channel]) -> str:
    """Every way to file takes the same time."""
    return f"Nộp {channels(ways, 'hay')} đều cùng thời hạn."


def ask_first(agency: str | None) -> str:
    """Where to ask when the source is silent."""
    return f"Anh/chị hỏi {agency or 'nơi nộp hồ sơ'} hoặc gọi tổng đài {PHONE} trước khi đi nhé."


def headed(name: str, answer: str) -> str:
    """The first line: the procedure and the answer."""
    said = answer.rstrip(" ;,:/")
    return f"{name}: {said}" + ("" if said.endswith((".", "…", "!", "?")) else ".")


def silent(what: str) -> str:
    """The source says nothing about it."""
    return f"{SOURCE_SILENT} {what}"


def ended(last: date) -> str:
    """The procedure is no longer in force."""
    return f"thủ tục này chỉ áp dụng đến hết ngày {day(last)}, nay không còn hiệu lực."


def not_yet(first: date) -> str:
    """The procedure is not yet in force."""
    return f"thủ tục này đến ngày {day(first)} mới bắt đầu áp dụng, hôm nay chưa dùng được."


def until(last: date) -> str:
    """Last day of a charge."""
    return f"áp dụng đến hết ngày {day(last)}"


def free(word: str) -> str:
    """Free by law; ``word`` is phí or lệ phí."""
    return f"miễn {word}"


def free_if(free_charge: str, condition: str) -> str:
    """Free in the common case, the others follow."""
    return f"{free_charge} nếu {lower_first(bare(condition))}; trường hợp khác {BELOW}"


def several(amounts: str) -> str:
    """Charges that add up."""
    return f"gồm nhiều khoản, mỗi khoản {amounts}"


def silent_way(what: str, ways: list[Channel], where: str | None) -> str:
    """The source says nothing about it for one way to file."""
    return f"{lower_first(filing(ways, where))} thì {SOURCE_SILENT} {what}"


def within(time: str) -> str:
    """The first line about time."""
    return f"giải quyết {time}" if time.startswith("ngay ") else f"giải quyết trong {time}"


def under(text: str, part: str) -> str:
    """A fact in the overview, which points to the answer of its own for its details."""
    return text.replace(BELOW, f"ghi ở mục {part}")


def on_way(text: str, ways: list[Channel]) -> str:
    """A remark that holds for some ways to file only."""
    return f"{filing(ways)}: {lower_first(text)}"


def unknown_parts(ask: str) -> str:
    """Whom to ask about what an overview leaves open."""
    return f"Phần chưa ghi, {lower_first(ask)}"


def between(low: str, high: str) -> str:
    """A range of amounts."""
    return f"từ {low} đến {high}"


def if_way(fact: str, ways: list[Channel], where: str | None) -> str:
    """A fact that holds for one way to file."""
    return f"{fact} ({lower_first(bare(where))})" if where else f"{fact} nếu {lower_first(filing(ways))}"


def basis(numbers: list[str]) -> str:
    """The documents that set a charge."""
    return f"Căn cứ: {'; '.join(numbers)}."


def papers(count: int) -> str:
    """How many papers, as a noun."""
    return f"{count} loại giấy tờ"


def papers_needed(count: int, case: str | None) -> str:
    """The first line about papers; ``case`` names the situation they are for."""
    if not case:
        return f"hồ sơ gồm {papers(count)}"
    name = lower_first(bare(case))
    return f"{name} {'gồm' if name.startswith(('hồ sơ', 'giấy tờ', 'thành phần')) else 'cần'} {papers(count)}"


def case_line(name: str, what: str) -> str:
    """One other situation in a list."""
    return f"{upper_first(bare(name))}: {what}"


def originals(count: int) -> str:
    """Originals of one paper."""
    return f"{count} bản chính"


def copies(count: int) -> str:
    """Copies of one paper."""
    return f"{count} bản sao"


SHOW_ONLY = "chỉ xuất trình"


def form_named(name: str) -> str:
    """The form of a paper."""
    flat = name.replace(" (", ", ").replace("(", "").replace(")", "")
    return f"theo {lower_first(flat)}" if flat.startswith("Mẫu") else f"mẫu: {flat}"


def note(text: str) -> str:
    """A remark under a list."""
    return f"Lưu ý: {lower_first(text)}"


def and_more(count: int, what: str) -> str:
    """What a list leaves out."""
    return f"và {count} {what} khác"


def more(where: str) -> str:
    """Where the rest of a text stands."""
    return f"Xem đầy đủ: {where}"


def more_items(count: int, what: str, where: str) -> str:
    """How many entries a list leaves out, and where they stand."""
    return f"… và {count} {what} nữa, xem đầy đủ: {where}"


def other_cases(count: int) -> str:
    """The heading of the other situations."""
    return f"{count} trường hợp khác:" if count > 1 else "Trường hợp khác:"


def papers_by_case(count: int) -> str:
    """The first line about papers where there are many situations."""
    return f"giấy tờ tùy trường hợp, có {count} trường hợp"


def for_case(name: str, count: int) -> str:
    """The heading of the papers of one situation."""
    return f"{upper_first(bare(name))} ({papers(count)}):"


def place_is(name: str, place: str) -> str:
    """The first line about where to file, when the place is not a sentence of its own."""
    return f"{name}, nơi nộp hồ sơ: {place}"


def handled_by(agency: str) -> str:
    """Who decides."""
    return f"Cơ quan giải quyết: {agency}."


def ways_to_file(ways: list[Channel]) -> str:
    """All ways to file."""
    return f"Cách nộp: {channels(ways)}."


ONLINE_FULL = "nộp trực tuyến được từ đầu đến cuối (toàn trình)"
ONLINE_PARTIAL = "nộp trực tuyến được một phần, có bước vẫn phải đến nơi"
ONLINE_FULL_SHORT = "làm được từ đầu đến cuối (toàn trình)"
ONLINE_PARTIAL_SHORT = "làm được một phần, có bước vẫn phải đến nơi"
ONLINE_SOMEHOW_SHORT = "có kênh trực tuyến"
ONLINE_SOMEHOW = "có nhận hồ sơ trực tuyến"


def online_with_note(remark: str) -> str:
    """There is an online channel and the source says how it is used."""
    return f"có kênh trực tuyến. {remark}"


def no_online(ways: list[Channel]) -> str:
    """The source lists other channels only."""
    return f"nguồn chính thức không ghi cách nộp trực tuyến, anh/chị nộp {channels(ways)}"


def link(url: str, *, files: bool) -> str:
    """Where to file or to read on."""
    return f"{'Trang nộp hồ sơ' if files else 'Trang chính thức'}: {url}"


def for_people(people: list[str]) -> str:
    """Who may use the procedure."""
    return f"dành cho {listing([lower_first(one) for one in people])}"


def forms_needed(count: int) -> str:
    """How many forms there are."""
    return f"có {count} mẫu cần điền"


NO_FORM = "danh sách giấy tờ của nguồn chính thức không kèm mẫu đơn, tờ khai nào"
NO_PROXY = "có được nhờ người khác làm thay hay không"


def conditions_are(count: int) -> str:
    """How many conditions there are."""
    return f"có {count} điều kiện cần lưu ý"


def condition_is(text: str) -> str:
    """The only condition."""
    return f"điều kiện là {lower_first(text)}"


def result_is(text: str) -> str:
    """What the citizen gets."""
    return f"kết quả là {lower_first(text)}"


def laws_are(count: int) -> str:
    """How many legal documents there are."""
    return f"căn cứ theo {count} văn bản"


def announced_by(decision: str) -> str:
    """The announcing decision."""
    return f"Quyết định công bố: {decision}."


def issued_on(when: date) -> str:
    """The day of a legal document."""
    return f"ngày {day(when)}"


STEPS_BELOW = "trình tự thực hiện như sau"


def steps_are(count: int) -> str:
    """How many steps there are."""
    return f"làm theo {count} bước" if count > 1 else "có 1 bước"


def field_of(field: str, agency: str | None) -> str:
    """An overview without a summary."""
    return f"thủ tục thuộc lĩnh vực {lower_first(field)}" + (f", do {agency} giải quyết" if agency else "")


OVERVIEW_DOCUMENTS = "Giấy tờ chính"
OVERVIEW_FEE = "Lệ phí"
OVERVIEW_TIME = "Thời gian"
OVERVIEW_PLACE = "Nơi nộp"
OVERVIEW_ONLINE = "Trực tuyến"
OVERVIEW_UNKNOWN = f"{SOURCE_SILENT}"
FEE = "mức phí, lệ phí"
FEE_SHORT = "mức thu"
TIME = "thời hạn giải quyết"
TIME_SHORT = "thời hạn"
DOCUMENTS = "cần những giấy tờ gì"
STEPS = "các bước thực hiện"
CONDITIONS = "điều kiện"
CONDITIONS_BELOW = "các điều kiện như sau"
CHARGES_BELOW = f"mức thu {BELOW}"
WITH_CONDITION = f"kèm điều kiện {BELOW}"
RESULT = "kết quả nhận được"
LAWS = "căn cứ pháp lý"
PEOPLE = "ai được làm thủ tục này"
PEOPLE_BELOW = "dành cho các đối tượng sau"
FORM = "mẫu đơn, tờ khai"
ASK_FOR_FORM = "Anh/chị hỏi nơi nộp hồ sơ xem có mẫu cần điền tại chỗ không nhé."
PLACE = "nơi nộp hồ sơ"
ONLINE = "cách nộp hồ sơ, kể cả nộp trực tuyến"

JUST_CHANGED = "Nguồn chính thức vừa thay đổi {facts}; mình nêu đúng như bản mới công bố."
CHANGED_FACTS = {"fee": "phí, lệ phí", "time": "thời hạn giải quyết", "documents": "giấy tờ cần nộp", "decision": "quyết định công bố"}
"""Facts of ``Knowledge.changed``."""
