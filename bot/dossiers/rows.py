"""A row of the table, of a file or of a push, and the dossier that it tells of. Whoever wrote it, it is checked here."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import VIETNAM
from bot.dossiers.model import Dossier, DossierState
from bot.dossiers.tables import RecordRow
from bot.numbers import dossier_key
from knowledge.importers.dates import FIRST_YEAR, LAST_YEAR

FIELDS = tuple(name for name in Dossier.model_fields if name not in ("code", "system"))
"""What a row tells of a dossier, by the names of the table's columns."""
NUMBERED = {str(number): state for number, state in enumerate(DossierState, start=1)}
"""The states by their number in the one-stop systems."""

MOMENTS = ("received_at", "appointment_at", "completed_at", "supplement_due")

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_MOST = 10**15
"""Đồng; more is a slip."""
_MARKS = re.compile(r"[\s.\-()+]")
_PHONE_LENGTHS, _PERSONAL_LENGTHS = range(8, 16), range(9, 14)


class UnfitError(ValueError):
    """A row is no dossier. ``field`` names the part that is wrong, ``kind`` how, in pydantic's word; nothing of its content is told."""

    def __init__(self, field: str, kind: str) -> None:
        super().__init__(f"{field}: {kind}")
        self.field = field
        self.kind = kind


def dossier_of(system: str, code: str, fields: Mapping[str, object]) -> Dossier:
    """The dossier that the columns of a row tell of; its times in Vietnam's zone. Raises UnfitError."""
    try:
        return _storable(Dossier.model_validate({**_tidy(fields), "system": system, "code": code}))
    except ValidationError as error:
        raise _unfit(error) from None


def dossier_from_json(system: str, code: str, fields: Mapping[str, object]) -> Dossier:
    """The same of a JSON object, whose types are taken as they are: "12" is no number, 12 no moment. Raises UnfitError."""
    for name in fields.keys() & {"system", "code"}:
        raise UnfitError(name, "extra_forbidden")
    for name in MOMENTS:
        if fields.get(name) is not None:
            read_moment(fields[name], name)
    shown = json.dumps({**_tidy(fields), "system": system, "code": code})
    try:
        return _storable(Dossier.model_validate_json(shown, strict=True))
    except ValidationError as error:
        raise _unfit(error) from None


def read_moment(value: object, field: str) -> datetime:
    """A moment of ISO 8601 with its zone. Raises UnfitError, also for rows of digits, which pydantic takes for seconds since 1970."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise UnfitError(field, "datetime_parsing")
    try:
        return _local(datetime.fromisoformat(value), field)
    except ValueError:
        raise UnfitError(field, "datetime_parsing") from None


def values_of(dossier: Dossier) -> dict[str, Any]:
    """The columns of a dossier's row, its key aside; times in UTC."""
    plain = {name: getattr(dossier, name) for name in FIELDS}
    papers = [paper.model_dump() for paper in dossier.supplements] or None
    return {name: _column(value) for name, value in plain.items()} | {"state": dossier.state.value, "supplements": papers}


def row_of(dossier: Dossier, updated_at: datetime) -> dict[str, Any]:
    """The whole row of a dossier."""
    named = {"system": dossier.system, "key": dossier_key(dossier.code), "code": dossier.code}
    return {**named, **values_of(dossier), "updated_at": updated_at}


async def put_rows(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows over those of the same key, in the caller's transaction."""
    if rows:
        await session.execute(_upsert(session), [dict(row) for row in rows])


async def put_newer(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Write a row unless a later one of its key stands there, in one statement of the caller's transaction; whether it was written."""
    statement = _upsert(session, newer=True).values(dict(row)).returning(RecordRow.__table__.c.key)
    return (await session.execute(statement)).first() is not None


def phone_digits(written: str) -> str | None:
    """A phone number as digits from 0 on: of +84, and of the first zero, which spreadsheets eat. None where it is no such number."""
    digits = _digits(written)
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    digits = "0" + digits if len(digits) == 9 and digits[0] in "35789" else digits
    return digits if len(digits) in _PHONE_LENGTHS else None


def personal_digits(written: str) -> str | None:
    """A personal number as digits, with the first zero, which spreadsheets eat: it has twelve digits, the old card's nine. Else None."""
    digits = _digits(written)
    digits = "0" + digits if len(digits) in (8, 11) and digits[0] != "0" else digits
    return digits if len(digits) in _PERSONAL_LENGTHS else None


def _upsert(session: AsyncSession, *, newer: bool = False) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(RecordRow.__table__)
    changed = {name: new.excluded[name] for name in ("code", *FIELDS, "updated_at")}
    only = RecordRow.updated_at <= new.excluded.updated_at if newer else None
    return new.on_conflict_do_update(index_elements=["system", "key"], set_=changed, where=only)


def _digits(written: str) -> str:
    """The digits of a number; "" where a clerk wrote something else, such as "không có", stars, or two numbers: it proves nothing."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", written))
    return bare if bare.isascii() and bare.isdigit() else ""


def _tidy(fields: Mapping[str, object]) -> dict[str, object]:
    """Blank texts as None, numbers as digits, states by name, no papers as an empty list. What is of another type is left to the check."""
    tidy = {name: (value.strip() or None if isinstance(value, str) else value) for name, value in fields.items()}
    for name, digits in (("phone", phone_digits), ("personal_id", personal_digits)):
        if isinstance(value := tidy.get(name), str):
            tidy[name] = digits(value)
    state = tidy.get("state")
    tidy["state"] = NUMBERED.get(str(state), state) if isinstance(state, str | int) else state
    tidy["supplements"] = () if tidy.get("supplements") is None else tidy["supplements"]
    return {name: _local(value, name) if isinstance(value, datetime) and value.tzinfo else value for name, value in tidy.items()}


def _local(moment: datetime, field: str) -> datetime:
    """The moment in Vietnam's time. Raises UnfitError for the years 1 and 9999 that stand for nothing."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UnfitError(field, "datetime_parsing")
    return moment.astimezone(VIETNAM)


def _storable(dossier: Dossier) -> Dossier:
    """The dossier, unless the databases could not keep it: they take no zero character, and numbers of 63 bits."""
    for name, value in dossier:
        if "\x00" in (value if isinstance(value, str) else "".join(f"{paper.name}{paper.note}" for paper in dossier.supplements)):
            raise UnfitError(name if isinstance(value, str) else "supplements", "string_type")
    if dossier.fee is not None and dossier.fee > _MOST:
        raise UnfitError("fee", "less_than_equal")
    return dossier


def _column(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _unfit(error: ValidationError) -> UnfitError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return UnfitError(str(first["loc"][0])[:60] if first["loc"] else "record", first["type"])
