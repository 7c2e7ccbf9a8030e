"""What a dossier's state means, what happens next and what to do, by when and where, in plain words.

What the system does not say is said to be unknown. Texts of systems are shown as theirs, tidied (``tidy.py``); of the citizen
only the masked name is shown.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from bot.dossiers import replies
from bot.dossiers.deadlines import counted_from, day_of, day_said, is_late, is_working, plausible, remaining
from bot.dossiers.model import FINAL, Dossier, DossierState, Paper
from bot.dossiers.tidy import CUT, folded, masked_name, of_the_state, safe_url, shown
from bot.messages import Button, Card, Outgoing
from bot.offices.service import Calendar

MOST_TEXT = 1500
"""Characters of one message."""
WAITING = frozenset({DossierState.REGISTERED, DossierState.ACCEPTED, DossierState.PROCESSING})
"""States in which the office is to act: only then is it late."""
REFUSED = frozenset({DossierState.REJECTED, DossierState.STOPPED})
Watch = Literal["offer", "on", "no"]
"""Whether to offer telling of changes: not yet asked for, already on, or impossible here."""

_CODE, _NAME, _OFFICE, _PROCEDURE, _TASK, _REASON = 60, 80, 120, 160, 120, 400
_PAPER, _WHOLE_PAPER = 110, 400
_PAPERS_TEXT, _PAPERS_IN_NOTICE, _ROOM_TO_SEND = 500, 300, 500
_SAID_ALREADY = re.compile(r"^\s*thủ tục[:\s]+", re.IGNORECASE)
_ONLINE = ("truc tuyen", "dien tu", "online", "qua mang", "cong dich vu cong", "dvc")
_AT_OFFICE = ("truc tiep", "tai quay", "mot cua", "tai cho")


def tell(dossier: Dossier, at: datetime, calendar: Calendar, *, watch: Watch = "offer") -> list[Outgoing]:
    """The dossier to one who has proven that it is theirs."""
    lines = [_head(dossier), replies.STATE_LINE.format(state=replies.STATES[dossier.state]), _meaning(dossier, at, calendar)]
    lines += _details(dossier, at, calendar)
    lines += [] if any(_office(dossier) in line for line in lines) else [_office_line(dossier)]
    text = "\n".join(lines)
    return [Outgoing(text=text, buttons=_buttons(dossier, at, calendar, watch), card=_payment_card(dossier))]


def tell_when(dossier: Dossier, at: datetime, calendar: Calendar) -> Outgoing:
    """Only when: the answer to "bao giờ có kết quả", "sao lâu thế"."""
    state = replies.STATE_LINE.format(state=replies.STATES[dossier.state])
    lines = [f"{replies.HEAD.format(code=_code(dossier))}. {state}", *_when(dossier, at, calendar)]
    lines += [] if dossier.state in WAITING else [_meaning(dossier, at, calendar)]
    lines += [_supplement_due(dossier, at, calendar)] if dossier.state is DossierState.SUPPLEMENT else []
    return Outgoing(text="\n".join(lines), buttons=_buttons(dossier, at, calendar, "no"))


def tell_papers(dossier: Dossier) -> list[Outgoing]:
    """All papers to supplement, as many messages as they need, and how to send them."""
    code = _code(dossier)
    if not dossier.supplements:
        asked = dossier.state is DossierState.SUPPLEMENT
        text = replies.PAPERS_UNKNOWN.format(office=_office(dossier)) if asked else replies.PAPERS_NONE.format(code=code)
        return [Outgoing(text=text)]
    lines = [_paper(number, paper, dossier, _WHOLE_PAPER) for number, paper in enumerate(dossier.supplements, 1)]
    parts = _in_parts(lines, MOST_TEXT - _ROOM_TO_SEND)
    texts = [[replies.PAPERS_HEAD.format(code=code, part=n, parts=len(parts)), *part] for n, part in enumerate(parts, 1)]
    texts[-1].append(_how_to_send(dossier))
    return [Outgoing(text="\n".join(lines)) for lines in texts]


def tell_change(
    old_state: DossierState | None, old_appointment: datetime | None, dossier: Dossier, at: datetime, calendar: Calendar
) -> Outgoing:
    """The notice of a change: what changed, and what to do now. None where nothing was known before."""
    lines = [_change(old_state, old_appointment, dossier, at)]
    if old_state is not dossier.state:
        lines.append(_meaning(dossier, at, calendar))
    lines += _details(dossier, at, calendar, notice=True)
    lines += [replies.WATCH_FINAL] if dossier.state in FINAL else []
    return Outgoing(text="\n".join(lines), buttons=_notice_buttons(dossier, at, calendar), card=_payment_card(dossier))


def tell_reminder(dossier: Dossier, at: datetime, calendar: Calendar) -> Outgoing:
    """The notice that a supplement deadline is near."""
    due = plausible(dossier.supplement_due)
    told = replies.REMINDER if due else replies.REMINDER_WITHOUT_DAY
    left = remaining(at, due, calendar, what=replies.DEADLINE) if due else ""
    lines = [told.format(code=_code(dossier), remaining=left), *_some_papers(dossier, notice=True), _how_to_send(dossier)]
    return Outgoing(text="\n".join(lines), buttons=_notice_buttons(dossier, at, calendar))


def tell_overdue(dossier: Dossier, at: datetime, calendar: Calendar) -> Outgoing:
    """The notice that the appointment has passed without a result."""
    lines = [replies.OVERDUE.format(code=_code(dossier)), *_appointment(dossier, at, calendar)]
    return Outgoing(text="\n".join(lines), buttons=_notice_buttons(dossier, at, calendar))


def complaint(about: Dossier | str | None, at: datetime | None = None, calendar: Calendar | None = None) -> Outgoing:
    """Where to complain, and words to copy: about a dossier, a code, or nothing known. Nothing personal but the code stands in it."""
    office = shown(about.office, about, _OFFICE) if isinstance(about, Dossier) else None
    text = replies.COMPLAINT.format(office=office or replies.COMPLAINT_OFFICE, text=_words_to_copy(about, at, calendar))
    return Outgoing(text=text, buttons=[_button("person")])


def _words_to_copy(about: Dossier | str | None, at: datetime | None, calendar: Calendar | None) -> str:
    if not isinstance(about, Dossier):
        return replies.COMPLAINT_ANY.format(code=(about or replies.CODE_BLANK)[:_CODE])
    if about.state in REFUSED:
        return replies.COMPLAINT_REFUSED.format(code=_code(about), state=replies.STATES[about.state])
    due = plausible(about.appointment_at)
    if due and at and calendar and _late(about, at, calendar):
        return replies.COMPLAINT_LATE.format(code=_code(about), day=f"{due:%d/%m/%Y}")
    return replies.COMPLAINT_ANY.format(code=_code(about))


def _head(dossier: Dossier) -> str:
    name, procedure = masked_name(dossier.applicant_name), shown(dossier.procedure_name, dossier, _PROCEDURE)
    text = replies.HEAD.format(code=_code(dossier))
    text += replies.HEAD_NAME.format(name=name[:_NAME]) if name else ""
    procedure = _SAID_ALREADY.sub("", procedure or "")
    return text + (replies.HEAD_PROCEDURE.format(procedure=procedure.rstrip(".")) if procedure else "") + "."


def _code(dossier: Dossier) -> str:
    return "".join(c for c in dossier.code if c.isascii() and (c.isalnum() or c in ".-"))[:_CODE]


def _meaning(dossier: Dossier, at: datetime, calendar: Calendar) -> str:
    """To wait is good advice only while the office is in time."""
    advice = "" if _late(dossier, at, calendar) else replies.ADVICE.get(dossier.state, "")
    return replies.MEANINGS[dossier.state].format(office=_office(dossier)) + advice


def _office(dossier: Dossier) -> str:
    """The office inside a sentence."""
    return shown(dossier.office, dossier, _OFFICE) or replies.THE_OFFICE


def _office_line(dossier: Dossier) -> str:
    office = shown(dossier.office, dossier, _OFFICE)
    return replies.OFFICE.format(office=office.rstrip(".")) if office else replies.OFFICE_UNKNOWN


def _details(dossier: Dossier, at: datetime, calendar: Calendar, *, notice: bool = False) -> list[str]:
    """What the state makes worth saying beyond its meaning."""
    if dossier.state is DossierState.SUPPLEMENT:
        papers = _some_papers(dossier, notice=notice)
        return [*papers, _supplement_due(dossier, at, calendar), _how_to_send(dossier), *_when(dossier, at, calendar)]
    if dossier.state is DossierState.PAYMENT:
        return [*_payment(dossier), *_when(dossier, at, calendar)]
    if dossier.state in REFUSED:
        return [*_reason(dossier), replies.IF_WRONG]
    return [*_task(dossier), *_when(dossier, at, calendar)]


def _when(dossier: Dossier, at: datetime, calendar: Calendar) -> list[str]:
    """The appointment, as far as it still means something in this state."""
    if dossier.state in WAITING:
        return [*_counted(dossier, at, calendar), *_appointment(dossier, at, calendar)]
    due, today = plausible(dossier.appointment_at), day_of(at)
    if dossier.state in (DossierState.SUPPLEMENT, DossierState.PAYMENT):
        return [replies.APPOINTMENT_MAY_MOVE.format(day=day_said(day_of(due), today))] if due else []
    if dossier.state is DossierState.DONE and due and day_of(due) >= today:
        return [replies.APPOINTMENT_LINE.format(remaining=remaining(at, due, calendar))]
    done = plausible(dossier.completed_at) if dossier.state in (DossierState.DONE, DossierState.RETURNED) else None
    return [replies.COMPLETED.format(day=day_said(day_of(done), today))] if done and done <= at else []


def _appointment(dossier: Dossier, at: datetime, calendar: Calendar) -> list[str]:
    due = plausible(dossier.appointment_at)
    if due is None:
        return [replies.APPOINTMENT_LATER if dossier.state is DossierState.REGISTERED else replies.APPOINTMENT_UNKNOWN]
    left = remaining(at, due, calendar)
    if _late(dossier, at, calendar):
        return [replies.LATE.format(remaining=left, office=_office(dossier))]
    return [replies.APPOINTMENT_LINE.format(remaining=left)]


def _late(dossier: Dossier, at: datetime, calendar: Calendar) -> bool:
    due = plausible(dossier.appointment_at)
    return due is not None and dossier.state in WAITING and is_late(at, due, calendar)


def _troubled(dossier: Dossier, at: datetime, calendar: Calendar) -> bool:
    return dossier.state in REFUSED or _late(dossier, at, calendar)


def _counted(dossier: Dossier, at: datetime, calendar: Calendar) -> list[str]:
    """That the time may count from a later day than that of handing in; an appointment settles it."""
    received = plausible(dossier.received_at)
    if received is None or received > at or plausible(dossier.appointment_at):
        return []
    day, start, today = day_of(received), counted_from(received, calendar), day_of(at)
    if start == day:
        return []
    sentence = replies.COUNTED_LATE if is_working(day, calendar) else replies.COUNTED_DAY_OFF
    return [sentence.format(day=day_said(day, today), next=day_said(start, today))]


def _task(dossier: Dossier) -> list[str]:
    task = shown(dossier.task, dossier, _TASK) if dossier.state in WAITING else None
    return [replies.TASK.format(task=task)] if task else []


def _reason(dossier: Dossier) -> list[str]:
    reason = shown(dossier.reason, dossier, _REASON)
    return [replies.REASON.format(reason=reason) if reason else replies.REASON_UNKNOWN.format(office=_office(dossier))]


def _paper(number: int, paper: Paper, dossier: Dossier, room: int) -> str:
    """``1. Đơn xin cấp lại: chưa ký``; name and note of at most ``room`` characters each."""
    name, note = shown(paper.name, dossier, room) or CUT, shown(paper.note, dossier, room)
    if note:
        return replies.PAPER_NOTED.format(number=number, name=name.rstrip(".:"), note=note)
    return replies.PAPER.format(number=number, name=name)


def _some_papers(dossier: Dossier, *, notice: bool) -> list[str]:
    """As many papers as fit, and how many more there are."""
    if not dossier.supplements:
        return [replies.PAPERS_UNKNOWN.format(office=_office(dossier))]
    some = _fitting(dossier, _PAPERS_IN_NOTICE if notice else _PAPERS_TEXT)
    more = len(dossier.supplements) - len(some)
    label = replies.LOOK_LABEL if notice else replies.PAPERS_LABEL
    return [replies.PAPERS, *some, *([replies.PAPERS_MORE.format(count=more, label=label)] if more else [])]


def _fitting(dossier: Dossier, room: int) -> list[str]:
    """The first papers, shortened, that fit into ``room`` characters; one at least."""
    lines: list[str] = []
    for number, paper in enumerate(dossier.supplements, 1):
        line = _paper(number, paper, dossier, _PAPER)
        room -= len(line) + 1
        if lines and room < 0:
            break
        lines.append(line)
    return lines


def _has_more(dossier: Dossier) -> bool:
    """Whether the list that is told leaves out a paper, or cuts one."""
    some = _fitting(dossier, _PAPERS_TEXT)
    return len(some) < len(dossier.supplements) or any(CUT in line for line in some)


def _in_parts(lines: list[str], room: int) -> list[list[str]]:
    """The lines in parts of at most ``room`` characters, at least one line in each."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if parts[-1] and sum(len(one) + 1 for one in parts[-1]) + len(line) > room:
            parts.append([])
        parts[-1].append(line)
    return parts


def _supplement_due(dossier: Dossier, at: datetime, calendar: Calendar) -> str:
    due = plausible(dossier.supplement_due)
    if due is None:
        return replies.SUPPLEMENT_DUE_UNKNOWN
    sentence = replies.SUPPLEMENT_LATE if day_of(due) < day_of(at) else replies.SUPPLEMENT_DUE
    return sentence.format(remaining=remaining(at, due, calendar, what=replies.DEADLINE), office=_office(dossier))


def _how_to_send(dossier: Dossier) -> str:
    filed = folded(dossier.filed_by or "")
    if any(word in filed for word in _ONLINE):
        return replies.SEND_ONLINE
    at_office = any(word in filed for word in _AT_OFFICE)
    return (replies.SEND_AT_OFFICE if at_office else replies.SEND_EITHER).format(office=_office(dossier))


def _payment(dossier: Dossier) -> list[str]:
    office, page = _office(dossier), safe_url(dossier.payment_url)
    known = dossier.fee is not None and dossier.fee > 0
    total = replies.SUM.format(sum=f"{dossier.fee:,}".replace(",", ".")) if known else replies.SUM_UNKNOWN.format(office=office)
    if page is None:
        return [total, replies.PAY_UNKNOWN.format(office=office), replies.PAY_SAFELY]
    host = page[1]
    return [total, (replies.PAY_ONLINE if of_the_state(host) else replies.PAY_ELSEWHERE).format(host=host), replies.PAY_SAFELY]


def _payment_card(dossier: Dossier) -> Card | None:
    page = safe_url(dossier.payment_url) if dossier.state is DossierState.PAYMENT else None
    if page is None:
        return None
    return Card(title=replies.PAY_TITLE.format(code=_code(dossier)), url=page[0], url_label=replies.PAY_LABEL.format(host=page[1]))


def _change(old_state: DossierState | None, old_appointment: datetime | None, dossier: Dossier, at: datetime) -> str:
    code, new = _code(dossier), replies.STATES[dossier.state]
    if old_state is None:
        return replies.CHANGED_TO.format(code=code, new=new)
    if old_state is not dossier.state:
        return replies.CHANGED_STATE.format(code=code, old=replies.STATES[old_state], new=new)
    before, now, today = plausible(old_appointment), plausible(dossier.appointment_at), day_of(at)
    if now is None or before == now:
        return replies.CHANGED_OTHERWISE.format(code=code, state=new)
    told = day_said(day_of(now), today)
    if before is None:
        return replies.FIRST_APPOINTMENT.format(code=code, new=told)
    return replies.CHANGED_APPOINTMENT.format(code=code, old=day_said(day_of(before), today), new=told)


def _buttons(dossier: Dossier, at: datetime, calendar: Calendar, watch: Watch) -> list[Button]:
    final = dossier.state in FINAL
    troubled = _troubled(dossier, at, calendar)
    offered = {
        "papers": dossier.state is DossierState.SUPPLEMENT and _has_more(dossier),
        "complain": troubled,
        "watch": watch == "offer" and not final,
        "unwatch": watch == "on" and not final,
        "again": not final,
        "person": troubled or dossier.state in (DossierState.SUPPLEMENT, DossierState.PAYMENT, DossierState.WITHDRAWN),
        "other": final,
    }
    return [_button(name) for name, wanted in offered.items() if wanted]


def _button(name: str) -> Button:
    return Button(label=_LABELS[name], value=f"dossier:{name}")


def _notice_buttons(dossier: Dossier, at: datetime, calendar: Calendar) -> list[Button]:
    """They name the code: a notice may come when the conversation is about something else."""
    code = _code(dossier)
    look = Button(label=replies.LOOK_LABEL, value=f"dossier:code:{code}")
    stop = Button(label=replies.UNWATCH_LABEL, value=f"dossier:unwatch:{code}")
    help_ = [_button("complain"), _button("person")] if _troubled(dossier, at, calendar) else []
    return [look, *help_] if dossier.state in FINAL else [look, *help_, stop]


_LABELS = {
    "papers": replies.PAPERS_LABEL,
    "complain": replies.COMPLAIN_LABEL,
    "watch": replies.WATCH_LABEL,
    "unwatch": replies.UNWATCH_LABEL,
    "again": replies.AGAIN_LABEL,
    "person": replies.PERSON_LABEL,
    "other": replies.OTHER_LABEL,
}
