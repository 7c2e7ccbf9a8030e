"""What a system's JSON says of a dossier, by its description. Nothing is guessed: what does not fit makes the whole answer unusable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from bot.clock import VIETNAM
from bot.dossiers.fetching import Fault, Fetched, TroubleError, read_json, refuse_failure
from bot.dossiers.gateway import NotFound
from bot.dossiers.mapping import EPOCH_MS, EPOCH_S, ISO, HttpSystem, Paths, Response, Supplements, compared
from bot.dossiers.model import Dossier, DossierState, Paper
from bot.dossiers.paths import MISSING, Path, WrongTypeError, read_path, shown
from bot.numbers import dossier_key
from retriever.text import clean

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=VIETNAM), datetime(2100, 1, 1, tzinfo=VIETNAM)
"""Times outside are placeholders of a system, such as the year 1 or 9999."""
TEXTS = ("applicant_name", "address", "procedure_name", "procedure_code", "summary", "task", "office", "payment_url", "reason")
TIMES = ("received_at", "appointment_at", "completed_at", "supplement_due")

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_NUMBER_MARKS = re.compile(r"[\s.\-()+]")
_PADDING = re.compile(r"(?<!\d)0+(?=\d)", re.ASCII)
_BULLET = re.compile(r"^(?:[-+•*–]|\d{1,2}[.)])\s+")
_SPLIT = {"lines": re.compile(r"[\r\n]+"), "semicolons": re.compile(r";")}
_ID_LENGTHS, _PHONE_LENGTHS = range(9, 13), range(8, 14)


class WrongFieldError(TroubleError):
    """One field of the answer cannot be read as described; the system as a whole may be well."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"field {field}: {problem}", fault=Fault.ANSWER)


def read_answer(fetched: Fetched, system: HttpSystem, code: str) -> Dossier | NotFound:
    """The dossier, under the writing of the code that was asked for, or that there is none. Raises TroubleError for all else."""
    absence = system.response.not_found
    if fetched.status in absence.statuses and not fetched.is_html:
        return NotFound()
    refuse_failure(fetched)
    body = read_json(fetched)
    if absence.path is not None and _says(body, absence.path, {compared(value) for value in absence.values}):
        return NotFound()
    record = _at(body, system.response.record, "record")
    if absence.empty and record in (None, [], {}):
        return NotFound()
    return _dossier(_ours(record, system.response, code), system, code)


def _says(body: Any, path: Path, values: set[str]) -> bool:
    found = _at(body, path, "not_found")
    return found is not MISSING and not isinstance(found, dict | list) and compared(found) in values


def _ours(record: Any, response: Response, code: str) -> dict[str, Any]:
    """The one record that is of this code. Raises TroubleError where there is none: another person's dossier is never shown."""
    several = record if isinstance(record, list) else [record]
    if not several or not all(isinstance(one, dict) for one in several):
        raise WrongFieldError("record", "not found where it should lie")
    key = dossier_key(code)
    ours = [one for one in several if dossier_key(_code(one, response)) == key]
    if len(ours) != 1:
        raise TroubleError("several dossiers of this code" if ours else "the dossier of another code, or of none", fault=Fault.ANSWER)
    found: dict[str, Any] = ours[0]
    return found


def _code(record: dict[str, Any], response: Response) -> str:
    return _text(_first(record, response.fields.code, "code"), "code") or ""


def _dossier(record: dict[str, Any], system: HttpSystem, code: str) -> Dossier:
    response, fields = system.response, system.response.fields
    values: dict[str, Any] = {name: _text(_first(record, getattr(fields, name), name), name) for name in TEXTS}
    values |= {name: _time(_first(record, getattr(fields, name), name), response.dates, name) for name in TIMES}
    try:
        return Dossier(
            code=code,
            system=system.id,
            state=_state(_first(record, fields.state, "state"), response),
            phone=_phone(_first(record, fields.phone, "phone")),
            personal_id=_personal_id(_first(record, fields.personal_id, "personal_id")),
            fee=_fee(_first(record, fields.fee, "fee")),
            filed_by=_way(_first(record, fields.filed_by, "filed_by"), response),
            supplements=tuple(_papers(record, response.supplements)) if response.supplements else (),
            **values,
        )
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise WrongFieldError(".".join(str(part) for part in first["loc"]), first["type"]) from None


def _at(value: Any, path: Path, name: str) -> Any:
    try:
        return read_path(value, path)
    except WrongTypeError as error:
        raise WrongFieldError(name, f"{error} has another type than described") from None


def _first(record: Any, paths: Paths, name: str) -> Any:
    """What the first path that holds something holds; None where none does."""
    for path in paths:
        found = _at(record, path, name)
        if found is not MISSING and found is not None and not (isinstance(found, str) and not found.strip()):
            return found
    return None


def _text(value: Any, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongFieldError(name, "not a text")
    return clean(value) or None


def _state(value: Any, response: Response) -> DossierState:
    if value is None:
        raise WrongFieldError("state", "missing")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WrongFieldError("state", "neither a text nor a number")
    state = response.states.get(compared(value))
    if state is None:
        raise WrongFieldError("state", "not among the described ones")
    return state


def _way(value: Any, response: Response) -> str | None:
    if value is not None and response.ways and isinstance(value, str | int) and not isinstance(value, bool):
        return response.ways.get(compared(value))
    return _text(value, "filed_by")


def _phone(value: Any) -> str | None:
    digits = _digits(_text(value, "phone"))
    if digits is not None and digits.startswith("84") and len(digits) > 10:
        digits = "0" + digits[2:]
    return digits if digits is not None and len(digits) in _PHONE_LENGTHS else None


def _personal_id(value: Any) -> str | None:
    digits = _digits(_text(value, "personal_id"))
    return digits if digits is not None and len(digits) in _ID_LENGTHS else None


def _digits(text: str | None) -> str | None:
    """None where a clerk wrote something else into the field (two numbers, "không có", stars): it proves nothing then."""
    bare = _NUMBER_MARKS.sub("", text or "")
    return bare if bare.isascii() and bare.isdigit() else None


def _fee(value: Any) -> int | None:
    """Đồng. A text with dots or commas is not guessed at."""
    match value:
        case None:
            return None
        case bool():
            pass
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case str() if value.strip().isascii() and value.strip().isdigit() and len(value) <= 15:
            return int(value)
    raise WrongFieldError("fee", "not a whole number")


def _time(value: Any, forms: tuple[str, ...], name: str) -> datetime | None:
    if value is None:
        return None
    found = next((time for form in forms if (time := _read_time(value, form)) is not None), None)
    if found is None:
        raise WrongFieldError(name, "no time in a described form")
    if not EARLIEST <= found < LATEST:
        raise WrongFieldError(name, "an impossible time")
    return found.astimezone(VIETNAM)


def _read_time(value: Any, form: str) -> datetime | None:
    try:
        if form in (EPOCH_S, EPOCH_MS):
            return _since_epoch(value, 1000 if form == EPOCH_MS else 1)
        return _written(value.strip(), form) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def _since_epoch(value: Any, units: int) -> datetime | None:
    return datetime.fromtimestamp(value / units, UTC) if isinstance(value, int) and not isinstance(value, bool) else None


def _written(text: str, form: str) -> datetime | None:
    """``strptime`` reads 202411110930 by ``%Y%m%d%H%M%S`` as 09:03: what was read must be what is written, but for leading zeros."""
    if form == ISO:
        found = datetime.fromisoformat(text) if _ISO.fullmatch(text) else None
    else:
        found = datetime.strptime(text, form)
        found = found if _PADDING.sub("", found.strftime(form)) == _PADDING.sub("", text) or "%z" in form else None
    if found is None or found.tzinfo is not None:
        return found
    return found.replace(tzinfo=VIETNAM)


def _papers(record: Any, described: Supplements) -> Iterator[Paper]:
    found = _at(record, described.path, "supplements")
    if found is MISSING or found is None:
        return
    for number, item in enumerate(_items(found, described)):
        name, note = _paper(item, described)
        if name is not None:
            yield Paper(name=name, note=note)
        elif note is not None:
            raise WrongFieldError(f"supplements[{number}]", "a note without a name")


def _items(found: Any, described: Supplements) -> list[Any]:
    if described.split is not None:
        if not isinstance(found, str):
            raise WrongFieldError("supplements", "not a text")
        return [_BULLET.sub("", part.strip()) for part in _SPLIT[described.split].split(found)]
    if not isinstance(found, list):
        raise WrongFieldError("supplements", f"{shown(described.path)} is not a list")
    return found


def _paper(item: Any, described: Supplements) -> tuple[str | None, str | None]:
    if described.name is None:
        return _text(item, "supplements"), None
    name = _first(item, (described.name,), "supplements")
    note = _first(item, (described.note,), "supplements") if described.note is not None else None
    return _text(name, "supplements"), _text(note, "supplements")
