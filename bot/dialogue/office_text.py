"""What is said about places, offices and their hours: all its Vietnamese sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from bot.dialogue.formats import lower_first, upper_first
from bot.dialogue.known_places import KnownPlace
from bot.messages import SourceNote
from bot.offices.service import Day, Opening
from knowledge.hours import Span
from knowledge.offices import Office
from knowledge.schema import Procedure
from knowledge.services import codes_in, covering

PLACES_SOURCE = SourceNote(
    title="Nghị quyết 202/2025/QH15 và các nghị quyết sắp xếp cấp xã năm 2025 (bảng chuyển đổi địa danh của underthesea)"
)
DAYS_SOURCE = SourceNote(title="Bộ luật Lao động 45/2019/QH14, Điều 111 và 112")

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
MAX_OPTIONS_NAMED, MAX_SERVICES_NAMED = 10, 6

WHERE_ARE_YOU = "Anh/chị cho mình biết xã, phường (tên cũ cũng được), mình nói đúng nơi nộp."
WHICH_COMMUNE = "Chỗ anh/chị nay thuộc nơi nào ạ?"
COMMUNE_OF_DISTRICT = "Anh/chị ở xã, phường nào của {said} ạ? Tên cũ hay mới đều được."
COMMUNE_OF_PROVINCE = "Anh/chị ở xã, phường nào ạ? Tên cũ hay mới đều được."
WHICH_NAMESAKE = "Có mấy nơi cùng tên {said}. Anh/chị hỏi nơi nào ạ?"
TOO_MANY = "Nhiều nơi cùng tên {said} lắm ạ. Anh/chị cho mình thêm quận, huyện hoặc tỉnh, ví dụ: “{said}, quận Gò Vấp”."
WHICH_PLACE_FOR_OFFICE = "Anh/chị hỏi cơ quan ở xã, phường nào ạ? Tên cũ hay mới đều được, thêm tỉnh giúp mình nếu tên hay trùng."
NOT_SURE = "Mình không rõ"
HOW_TO_KNOW = "Chưa rõ thì anh/chị xem mục cư trú trên VNeID, hoặc hỏi tổ trưởng, trưởng thôn, công an xã là biết ngay."
FILE_THERE = "Với {place}: nộp tại {desks}."
ANYWHERE_NEAR = "Việc này nộp ở nơi nào cũng được; ở chỗ anh/chị ({place}) là {desks}."
NO_ADDRESS = "Mình chưa có địa chỉ đã kiểm chứng của nơi này; anh/chị xem tại https://dichvucong.gov.vn hoặc gọi 1800 1096 trước khi đi."
OTHERS_IN_PROVINCE = "Mình chưa có địa chỉ ở {commune}. Những nơi cùng loại mình biết trong {province} (mình không biết xa gần):"
OTHERS_TAKE_IT = (
    "Nơi mình biết ở {commune} không ghi nhận việc này. Nơi khác trong {province} có nhận (mình không biết xa gần, anh/chị gọi trước nhé):"
)
CHOSEN_FOR = "Chọn nơi này vì có ghi nhận {services}."
TAKES = "Nhận: {services}"
LEAVES_OUT = "Nơi này chỉ ghi nhận {services}, chưa thấy việc anh/chị hỏi; anh/chị gọi trước khi đi nhé."
THIS_PROCEDURE = "đúng thủ tục này (mã {code})"
CODE_ALONE = "thủ tục mã {code}"
MORE_SERVICES = "{shown} và {more} việc khác"
SAMPLE = "Dữ liệu mẫu để thử, không phải địa chỉ thật:"
WHAT_NOW = "Anh/chị cần làm thủ tục gì ở đó, cứ nhắn mình nhé."
NO_HOURS = "Mình chưa có giờ làm việc đã kiểm chứng của nơi này; anh/chị gọi trước khi đi, hoặc hỏi tổng đài 1800 1096."
GENERAL_HOURS = "Giờ mở cửa, nghỉ trưa và đóng cửa mỗi tỉnh một khác; anh/chị cho mình biết xã, phường, hoặc gọi 1800 1096 để hỏi."
DAY_OFF = "{day} là {name}, ngày nghỉ lễ: các cơ quan nhà nước không nhận hồ sơ tại quầy."
DAY_UNSURE = "{day} là {name}: có chủ trương cho nghỉ nhưng mình chưa có văn bản để khẳng định, anh/chị gọi hỏi trước khi đi."
DAY_SUNDAY = "{day}: cơ quan nhà nước nghỉ hằng tuần."
DAY_SATURDAY = "{day}: phần lớn quầy một cửa nghỉ; vài nơi, vài thủ tục nhận buổi sáng. Anh/chị gọi hỏi trước khi đi."
DAY_WORKED = "{day} là ngày làm việc bình thường."
DAY_SWAPPED = "{day} là ngày làm bù theo lịch hoán đổi, làm việc như ngày thường."
NEXT_WORKDAY = "Ngày làm việc gần nhất là {day}."
ONLINE_ANY_TIME = "Hồ sơ trực tuyến thì lúc nào cũng gửi được."


def place_name(place: KnownPlace) -> str:
    """The place in names of today, as it stands inside a sentence: ``phường Tuy Hòa, tỉnh Đắk Lắk``."""
    return ", ".join(lower_first(part) for part in (place.commune, place.province) if part)


def old_and_new(place: KnownPlace) -> str | None:
    """What an abolished place is today; None for a place of today."""
    if not place.old:
        return None
    former = ", ".join(map(lower_first, place.formerly))
    said = f"{place.said} ({former} cũ)" if former else f"{place.said} cũ"
    province = lower_first(place.province)
    if place.commune:
        same = place.commune == place.said
        return f"{said} nay {'vẫn là' if same else 'thuộc'} {lower_first(place.commune)}, {province}."
    if not place.options:
        return f"{said} nay thuộc {province}."
    if place.kind == "commune":
        return f"{said} nay chia cho {_row(place.options)}, {province}."
    shown = _row(place.options) if len(place.options) <= MAX_OPTIONS_NAMED else f"{len(place.options)} xã, phường"
    return f"{said} nay không còn; đất cũ thuộc {shown}, {province}."


def _row(names: Sequence[str]) -> str:
    shown = [lower_first(name) for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} và {shown[-1]}"


def office_lines(office: Office, now: datetime, state: Opening | None, services: str | None = None) -> list[str]:
    """One office: name, address, what it takes, phone, hours and how it stands now, map, and where this is from."""
    lines = [SAMPLE] if office.sample else []
    lines.append(f"- {office.name}: {office.address}")
    if services:
        lines.append(f"+ {services}")
    if office.phones:
        lines.append(f"+ Điện thoại: {', '.join(office.phones)}")
    if office.hours:
        lines.append(f"+ Giờ làm việc: {hours_text(office.hours)}")
    if state:
        lines.append(f"+ {state_text(state, now)}")
    if office.map_url:
        lines.append(f"+ Bản đồ: {office.map_url}")
    lines.append(f"+ Theo {office.source}, kiểm tra ngày {office.checked:%d/%m/%Y}")
    return lines


def services_line(office: Office, procedure: Procedure | None, names: Mapping[str, Procedure]) -> str | None:
    """What an office takes, or why it was chosen for a procedure; None where it lists nothing. ``names`` are the procedures by code."""
    if not office.services:
        return None
    if procedure is None:
        return TAKES.format(services=_services(office.services, names))
    chosen = covering(office.services, procedure)
    if any(map(codes_in, chosen)):
        return CHOSEN_FOR.format(services=THIS_PROCEDURE.format(code=procedure.code))
    return (CHOSEN_FOR if chosen else LEAVES_OUT).format(services=_services(chosen or office.services, names))


def _services(services: Sequence[str], names: Mapping[str, Procedure]) -> str:
    shown = "; ".join(_service(service, names) for service in services[:MAX_SERVICES_NAMED])
    more = len(services) - MAX_SERVICES_NAMED
    return MORE_SERVICES.format(shown=shown, more=more) if more > 0 else shown


def _service(service: str, names: Mapping[str, Procedure]) -> str:
    """In words; a code as the name of its procedure."""
    codes = codes_in(service)
    if not codes or service not in codes:
        return service
    known = names.get(service)
    return lower_first(known.name) if known else CODE_ALONE.format(code=service)


def hours_text(hours: str) -> str:
    """Canonical hours in words: ``thứ Hai đến thứ Sáu 07:30-11:30, 13:30-17:00; thứ Bảy 07:30-11:30``."""
    for short, long in zip(("T2", "T3", "T4", "T5", "T6", "T7", "CN"), WEEKDAYS, strict=True):
        hours = hours.replace(f"{short}-", f"{long} đến ").replace(short, long)
    return hours


def state_text(state: Opening, now: datetime) -> str:
    """Whether it is open now, until when, and when next."""
    if state.until:
        text = f"Bây giờ ({clock(now.time())}) đang mở cửa, đến {clock(state.until)}."
    elif state.pause and state.next:
        why = "chưa mở cửa" if now.time() < state.today.spans[0].opens else "đang nghỉ trưa"
        text = f"Bây giờ ({clock(now.time())}) {why}; mở lại lúc {clock(state.next.time())} hôm nay."
    else:
        why = f"hôm nay nghỉ {state.today.holiday}" if state.today.holiday else "hôm nay nghỉ" if not state.today.spans else "đã hết giờ"
        text = f"Bây giờ ({clock(now.time())}) không mở cửa ({why})."
    if state.next and not state.pause:
        text += f" Mở lại lúc {clock(state.next.time())} {day_name(state.next.date())}."
    if state.today.unsure:
        text += f" Lưu ý: {DAY_UNSURE.format(day='hôm nay', name=state.today.unsure)}"
    return text


def day_text(day: Day) -> str:
    """The hours of one day of an office."""
    name = upper_first(day_name(day.day))
    if day.holiday:
        return f"{name}: nghỉ lễ ({day.holiday})."
    if not day.spans:
        return f"{name}: nghỉ."
    text = f"{name}: mở cửa {_spans(day.spans)}{' (ngày làm bù)' if day.swapped else ''}."
    return f"{text} {DAY_UNSURE.format(day='Ngày này', name=day.unsure)}" if day.unsure else text


def _spans(spans: Sequence[Span]) -> str:
    return " và ".join(f"từ {clock(span.opens)} đến {clock(span.closes)}" for span in spans)


def clock(at: time) -> str:
    """``7 giờ 30``, ``17 giờ``."""
    return f"{at.hour} giờ {at.minute:02}" if at.minute else f"{at.hour} giờ"


def day_name(day: date) -> str:
    """``thứ Hai 23/11/2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
