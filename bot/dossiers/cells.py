"""What the cells of a one-stop export mean: states, moments, sums, numbers, papers. What is not sure is refused, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rapidfuzz.distance import OSA

from bot.clock import VIETNAM
from bot.dossiers import importing_words as words
from bot.dossiers.model import DossierState, Paper
from bot.dossiers.rows import NUMBERED, personal_digits, phone_digits
from knowledge.importers.dates import FIRST_YEAR, LAST_YEAR
from knowledge.importers.tables import Cell, written
from knowledge.importers.values import number, settled
from knowledge.words import clean_line, fold

_EXCEL_START = datetime(1899, 12, 30)
_EXCEL_DAYS = (
    date(FIRST_YEAR, 1, 1).toordinal() - _EXCEL_START.toordinal(),
    date(LAST_YEAR, 12, 31).toordinal() - _EXCEL_START.toordinal(),
)
_STAMP = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?")
_MILLIS = re.compile(r"\d{13}")
_CLOCK = r"(?P<hour>\d{1,2}) ?(?::|h|g|giờ) ?(?P<minute>\d{2})?(?: ?phút)?(?::(?P<second>\d{2}))?"
_DAY = r"(?:ngày )?(?P<d>\d{1,2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})"
_DAY_FIRST = (
    re.compile(rf"{_DAY}(?:,? (?:lúc )?{_CLOCK})?", re.IGNORECASE),
    re.compile(rf"(?:lúc )?{_CLOCK},? {_DAY}", re.IGNORECASE),
)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)")
_NUMBERED = re.compile(r"(?P<number>0?[1-9]|10)(?:\s*[-.):]\s*(?P<name>.*))?", re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_FILLER = {"", "khong", "khong co", "khong ro", "chua co", "na", "n a", "x", "null", "none", "0"}
_NO_CHARGE = {"khong", "mien phi", "mien", "khong thu", "khong phai nop"}
_UNIT = re.compile(r"\s*(?:đồng|dong|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)
_PHONES = re.compile(r"\s*(?:[;,/\n]| - )\s*")
_LABEL = re.compile(r"^(?:đt|sđt|dt|sdt|tel|điện thoại)\s*[:.]?\s*", re.IGNORECASE)
_PAPERS = re.compile(r"\s*[;\n]\s*")
_BULLET = re.compile(r"^(?:[-+•*]|\d{1,2}[.)])\s+")

_ALSO = {
    DossierState.REGISTERED: ("đã đăng ký", "mới nộp"),
    DossierState.ACCEPTED: ("đã tiếp nhận", "đã được tiếp nhận"),
    DossierState.REJECTED: ("không tiếp nhận", "từ chối tiếp nhận", "bị từ chối tiếp nhận"),
    DossierState.SUPPLEMENT: ("yêu cầu bổ sung", "yêu cầu bổ sung hồ sơ", "chờ bổ sung", "chờ bổ sung giấy tờ"),
    DossierState.PAYMENT: ("thực hiện nghĩa vụ tài chính", "chờ thực hiện nghĩa vụ tài chính", "yêu cầu nộp phí, lệ phí"),
    DossierState.WITHDRAWN: ("rút hồ sơ", "đã rút hồ sơ", "yêu cầu rút hồ sơ"),
    DossierState.STOPPED: ("đã dừng xử lý",),
    DossierState.DONE: ("xử lý xong", "đã có kết quả"),
    DossierState.RETURNED: ("đã trả kết quả cho công dân",),
}
"""Other names that leave no doubt, beside the official one and our own word."""


class CellError(ValueError):
    """A cell is not what its column holds. ``str(error)`` is a Vietnamese reason without anything of the cell."""


@dataclass(frozen=True)
class Digits:
    """A number that proves who asks; None where the cell holds none. ``doubt`` says what was wrong with the cell."""

    value: str | None
    doubt: str | None = None


def _is_none(shown: str) -> bool:
    """Whether a cell is empty, or says that there is no number."""
    return fold(shown) in _FILLER and shown != "?"


def _line(cell: Cell) -> str:
    """A cell as one line; a value that no person would write, such as TRUE or 1E+300, as a question mark, for it is not empty."""
    shown = "" if isinstance(cell, bool) else clean_line(written(cell))
    return shown or ("?" if isinstance(cell, int | float) else "")


# States


def to_state(cell: Cell) -> DossierState:
    """The state by its number, its name with or without diacritics, or a slip of the pen that can mean no other. Raises CellError."""
    shown = _line(cell)
    match = _NUMBERED.fullmatch(shown)
    if match is None:
        return _named_state(shown)
    state = NUMBERED[match["number"].lstrip("0")]
    if match["name"] and _named_state(match["name"]) is not state:
        raise CellError(words.NUMBER_AND_NAME)
    return state


def _named_state(shown: str) -> DossierState:
    accented, bare = _plain(shown), fold(shown)
    exact = _ACCENTED.get(accented) or (_BARE.get(bare) if accented == bare else None)
    if exact is not None:
        return exact
    sure = {_only(accented, _ACCENTED, within=2), _only(bare, _BARE, within=1)} - {None}
    if len(sure) != 1:
        raise CellError(words.UNKNOWN_STATE)
    return next(state for state in sure if state)


def _only(shown: str, names: dict[str, DossierState], *, within: int) -> DossierState | None:
    """The one state with a name so few letters away, where every other state's names are at least two letters farther."""
    nearest: dict[DossierState, int] = {}
    for name, state in names.items():
        away = OSA.distance(shown, name, score_cutoff=within + 2)
        nearest[state] = min(away, nearest.get(state, away))
    (first, state), (second, _) = sorted((away, state) for state, away in nearest.items())[:2]
    return state if first <= within and second - first >= 2 and len(shown) >= 6 else None


def _plain(shown: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", shown).lower()))


def _names() -> Iterable[tuple[str, DossierState]]:
    for state in DossierState:
        yield from ((name, state) for name in (words.STATES[state], state.value, *_ALSO.get(state, ())))


_ACCENTED = {_plain(name): state for name, state in _names()}
_BARE = {fold(name): state for name, state in _names()}


# Moments


def to_moment(cell: Cell) -> datetime | None:
    """A moment in Vietnam's time, midnight where only a day is written; None for an empty cell. Raises CellError.

    Read are date cells and day numbers of Excel, ``yyyyMMddHHmmss``, ISO 8601, milliseconds since 1970, and ``dd/MM/yyyy HH:mm`` in its
    spellings (the clock first, ``15h30``, hyphens or dots).
    """
    if isinstance(cell, datetime):
        return _settled(cell)
    if isinstance(cell, date):
        return _settled(datetime.combine(cell, time()))
    shown = _line(cell)
    if not shown:
        return None
    try:
        return _settled(_from_number(float(cell)) if isinstance(cell, float) and cell < 1e6 else _from_text(shown))
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, CellError) else CellError(words.NO_SUCH_DAY) from None


def _from_number(days: float) -> datetime:
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        raise CellError(words.NO_MOMENT)
    return _EXCEL_START + timedelta(seconds=round(days * 86_400))


def _from_text(shown: str) -> datetime:
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", shown):
        return _from_number(float(shown.replace(",", ".")))
    if _MILLIS.fullmatch(shown):
        return datetime.fromtimestamp(int(shown) / 1000, UTC)
    match = next((found for pattern in (_STAMP, *_DAY_FIRST) if (found := pattern.fullmatch(shown))), None)
    if match is not None:
        parts = match.groupdict()
        return datetime(*(int(parts[name] or 0) for name in ("y", "m", "d", "hour", "minute", "second")))  # type: ignore[arg-type]
    try:
        return datetime.fromisoformat(shown)
    except ValueError:
        raise CellError(words.SHORT_YEAR if _SHORT_YEAR.search(shown) else words.NO_MOMENT) from None


def _settled(moment: datetime) -> datetime:
    aware = moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    if not FIRST_YEAR <= aware.year <= LAST_YEAR:
        raise CellError(words.FAR_YEAR)
    return (aware + timedelta(milliseconds=500)).replace(microsecond=0)


# Sums, numbers, papers


def to_fee(cell: Cell) -> int | None:
    """A sum in đồng; None for an empty cell. Raises CellError."""
    shown = _line(cell)
    if not shown:
        return None
    if fold(shown) in _NO_CHARGE:
        return 0
    found = number(_UNIT.sub("", shown), grouped=True)
    if found is None or found < 0 or found != int(found):
        raise CellError(words.NO_SUM)
    return int(found)


def to_phone(cell: Cell) -> Digits:
    """The first phone number of a cell, as digits from 0 on."""
    shown = settled(written(cell)) if isinstance(cell, str) else _line(cell)
    if _is_none(shown):
        return Digits(None)
    if _SCIENTIFIC.fullmatch(shown):
        return Digits(None, words.ROUNDED)
    first, *more = [part for part in _PHONES.split(shown) if part] or [""]
    value = phone_digits(_LABEL.sub("", first))
    if value is None:
        return Digits(None, words.NO_PHONE)
    return Digits(value, words.SEVERAL_PHONES if more else None)


def to_personal_id(cell: Cell) -> Digits:
    """A personal number, or an old card's, as digits."""
    shown = _line(cell)
    if _is_none(shown):
        return Digits(None)
    if _SCIENTIFIC.fullmatch(shown):
        return Digits(None, words.ROUNDED)
    value = personal_digits(shown)
    return Digits(value, None if value else words.NO_PERSONAL_ID)


def to_papers(cell: Cell) -> tuple[Paper, ...]:
    """The papers of a cell, divided by semicolons or line breaks. Raises pydantic's error for one that is too long."""
    names = (_BULLET.sub("", part).strip() for part in _PAPERS.split(settled(written(cell))))
    return tuple(Paper(name=name) for name in names if name)
