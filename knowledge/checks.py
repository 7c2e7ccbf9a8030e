"""Checks of the content that a schema cannot make: clashing names, doubtful links, stale dates, garbled text.

Findings are for the editors of the knowledge base: ``path`` says where, ``message`` says in Vietnamese what to mend.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, HttpUrl

from knowledge.guide_checks import guide_errors, guide_warnings
from knowledge.schema import PAPERS_FOR_ALL, UNKNOWN, Faq, Fee, FeeKind, Procedure, SubmissionMethod
from knowledge.store import Entry, Knowledge, assemble, key, read_folder
from knowledge.words import fold

MAX_AGE_DAYS = 400
"""Content that nobody looked at for longer is stale."""

MIN_VARIANTS = 3
"""A FAQ with fewer other ways to ask is hard to find."""

OFFICIAL_HOSTS = ("gov.vn", "chinhphu.vn", "quochoi.vn", "vbpl.vn")
"""A link may lead to these domains and what lies below them."""

_GENERIC = re.compile(
    "giay to|ho so|thu tuc|dang ky|lam giay(?: to)?|cap (?:lai|doi|moi)|gia han|sang ten|doi giay|lam lai|xin giay|to khai|don|"
    "dich vu cong|hanh chinh|le phi|mat giay to|can cuoc|ho chieu|bang lai|dat dai|bao hiem|xe may|o to|ket qua|xac nhan|chung thuc"
)
"""Folded words that fit so many procedures that they name none."""

_SYLLABLE = re.compile(r"[a-z]{1,6}")
_MOJIBAKE = re.compile("\ufffd|Ä‘|áº[^\\s]|á»[^\\s.,]|Æ°|Æ¡|Ã[\u0080-\u00bf]|Â[\u0080-\u00bf]|â€")
_INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff\ue000-\uf8ff]")
_SPACING = re.compile(r" {2,}|\t|(?<=\w) [,;.](?=\s|$)|,,|;;|(?<!\.)\.\.(?!\.)")
_URL = re.compile(r"https?://[^\s<>\"'»)\]]+")


class Severity(StrEnum):
    """An error must be mended before publishing; a warning wants a look."""

    ERROR = "error"
    WARNING = "warning"


Remark = tuple[Severity, str]


@dataclass(frozen=True)
class Finding:
    """One thing to mend: in which file (or, without files, under which code or id), how grave, and what."""

    path: str
    severity: Severity
    message: str


def check_folder(root: Path, *, today: date | None = None) -> list[Finding]:
    """Everything wrong in a folder: files that cannot be used, then the checks of all that can."""
    entries, problems = read_folder(root)
    knowledge = assemble((entry for _, entry in entries), files={key(entry): path for path, entry in entries})
    broken = [Finding(problem.path, Severity.ERROR, problem.reason) for problem in problems]
    return broken + check(knowledge, today=today)


def check(knowledge: Knowledge, *, today: date | None = None) -> list[Finding]:
    """All findings, ordered by path, errors first."""
    now = today or date.today()
    entries: list[Entry] = [*knowledge.procedures.values(), *knowledge.faqs.values()]
    findings = [
        Finding(knowledge.files.get(key(entry), key(entry)), severity, message)
        for entry in entries
        for severity, message in _check_entry(entry, now)
    ]
    findings += [
        Finding(knowledge.files.get(name, name), severity, message)
        for name, severity, message in (*_aliases(knowledge), *_questions(knowledge), *_choices(knowledge))
    ]
    return sorted(set(findings), key=lambda f: (f.path, f.severity, f.message))


def _error(message: str) -> Remark:
    return Severity.ERROR, message


def _warning(message: str) -> Remark:
    return Severity.WARNING, message


def _check_entry(entry: Entry, now: date) -> Iterator[Remark]:
    yield from _dates(entry, now)
    yield from _links(entry)
    for place, written in _texts(entry, ""):
        yield from _wording(place, written)
    if isinstance(entry, Procedure):
        yield from _procedure(entry, now)
    else:
        yield from _faq(entry)


def _dates(entry: Entry, now: date) -> Iterator[Remark]:
    if entry.checked > now:
        yield _error(f"ngày kiểm tra {entry.checked:%d/%m/%Y} nằm trong tương lai")
    elif (now - entry.checked).days > MAX_AGE_DAYS:
        yield _error(f"kiểm tra lần cuối ngày {entry.checked:%d/%m/%Y}, đã quá {MAX_AGE_DAYS} ngày")
    if entry.effective_from and entry.effective_to and entry.effective_to < entry.effective_from:
        yield _error("ngày hết hiệu lực đứng trước ngày có hiệu lực")
    if entry.effective_to and entry.effective_to < now:
        yield _warning(f"đã hết hiệu lực từ ngày {entry.effective_to:%d/%m/%Y}")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a record with its place, such as ``cases.0.documents.2.name``."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{place}.{number}")
    elif isinstance(value, str) and not isinstance(value, StrEnum):
        yield place, value


def _wording(place: str, written: str) -> Iterator[Remark]:
    if unicodedata.normalize("NFC", written) != written:
        yield _error(f"«{place}» chưa ở dạng Unicode dựng sẵn (NFC)")
    if _MOJIBAKE.search(written):
        yield _error(f"«{place}» bị lỗi phông chữ: {_around(_MOJIBAKE, written)}")
    if _INVISIBLE.search(written):
        yield _error(f"«{place}» có ký tự lạ không nhìn thấy: {_around(_INVISIBLE, written)!r}")
    if _SPACING.search(written):
        yield _warning(f"«{place}» thừa dấu cách hoặc dấu câu: {_around(_SPACING, written)}")


def _around(pattern: re.Pattern[str], written: str) -> str:
    match = pattern.search(written)
    return written[max(0, match.start() - 20) : match.end() + 20].replace("\n", " ") if match else ""


def _links(entry: Entry) -> Iterator[Remark]:
    """Links of the citizen's answer must be official; a source may be read elsewhere, which is worth a look."""
    for place, link in _urls(entry, ""):
        problem = _link_problem(link)
        if problem:
            yield _warning(f"«{place}» {problem}") if place.startswith("source") else _error(f"«{place}» {problem}")


def _urls(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every link: those of link fields and those written inside texts."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _urls(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _urls(item, f"{place}.{number}")
    elif isinstance(value, HttpUrl):
        yield place, str(value)
    elif isinstance(value, str):
        yield from ((place, link.rstrip(".,;")) for link in _URL.findall(value))


def _link_problem(link: str) -> str | None:
    match = re.fullmatch(r"(https?)://([^/?#:@]+)(?::\d+)?(?:[/?#].*)?", link)
    if match is None:
        return f"liên kết không đúng dạng: {link}"
    if match[1] != "https":
        return f"liên kết phải bắt đầu bằng https://: {link}"
    host = match[2].lower()
    official = any(host == domain or host.endswith("." + domain) for domain in OFFICIAL_HOSTS)
    return None if official else f"liên kết không thuộc cơ quan nhà nước: {host}"


def _procedure(procedure: Procedure, now: date) -> Iterator[Remark]:
    yield from _empty_lists(procedure)
    yield from _related(procedure)
    yield from _own_aliases(procedure)
    yield from _details(procedure)
    yield from map(_error, guide_errors(procedure))
    yield from map(_warning, guide_warnings(procedure))
    if procedure.methods is not UNKNOWN:
        for number, method in enumerate(procedure.methods):
            yield from _fees(f"methods.{number}", method, now)


def _empty_lists(procedure: Procedure) -> Iterator[Remark]:
    """An empty list would be read as "nothing needed". Only conditions may be none."""
    for name in ("cases", "steps", "methods", "results", "legal_basis"):
        if getattr(procedure, name) == []:
            yield _error(f"«{name}» để trống; nếu nguồn không nói thì ghi unknown")
    for number, case in enumerate(procedure.cases if procedure.cases is not UNKNOWN else []):
        if case.documents == []:
            yield _error(f"«cases.{number}.documents» để trống; nếu nguồn không nói thì ghi unknown")


def _related(procedure: Procedure) -> Iterator[Remark]:
    if procedure.code in procedure.related:
        yield _error("thủ tục ghi chính nó là thủ tục liên quan")
    for code in _twice(procedure.related):
        yield _warning(f"thủ tục liên quan {code} ghi hai lần")


def _details(procedure: Procedure) -> Iterator[Remark]:
    """Ways of asking must lead to words that the procedure still says; the same question must not lead to two of them."""
    told = procedure.model_copy(update={"aliases": [], "details": []})
    says = [" ".join(written.casefold().split()) for _, written in _texts(told, "")]
    for number, detail in enumerate(procedure.details):
        for name, wanted in (("says", detail.says), ("about", detail.about)):
            if wanted not in (None, PAPERS_FOR_ALL) and not any(" ".join(wanted.casefold().split()) in text for text in says):
                yield _warning(f"«details.{number}.{name}» ghi «{wanted}» mà thủ tục không còn câu nào như vậy")
    for ask in _twice([" ".join(ask.casefold().split()) for detail in procedure.details for ask in detail.asks]):
        yield _warning(f"cách hỏi chi tiết «{ask}» ghi hai lần")


def _fees(place: str, method: SubmissionMethod, now: date) -> Iterator[Remark]:
    if method.fees is UNKNOWN:
        return
    if not any(fee.in_force(now) for fee in method.fees):
        yield _error(f"«{place}.fees» không còn mức phí nào đang áp dụng; ghi mức mới hoặc unknown")
    for number, fee in enumerate(method.fees):
        problem = _fee_problem(fee)
        if problem:
            yield _warning(f"«{place}.fees.{number}» {problem}")


def _fee_problem(fee: Fee) -> str | None:
    if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
        return "có ngày kết thúc đứng trước ngày bắt đầu"
    if fee.kind is FeeKind.AMOUNT and fee.currency == "VND" and (fee.amount or 0) < 1000:
        return f"chỉ {fee.amount} đồng; có thể thiếu ba số 0"
    if fee.kind is FeeKind.FREE and not fee.legal_basis and not fee.condition:
        return "ghi miễn phí mà không có căn cứ pháp lý hay điều kiện"
    return None


def _own_aliases(procedure: Procedure) -> Iterator[Remark]:
    for alias in procedure.aliases:
        folded = fold(alias)
        if _GENERIC.fullmatch(folded) or (_SYLLABLE.fullmatch(folded) and _is_plain_syllable(alias)):
            yield _error(f"tên gọi khác «{alias}» quá chung, không chỉ ra thủ tục nào")
    for name in _twice([" ".join(name.casefold().split()) for name in (procedure.name, *procedure.aliases)]):
        yield _warning(f"tên gọi «{name}» ghi hai lần")


def _is_plain_syllable(alias: str) -> bool:
    """A single word with a vowel: "đất", "xe"; short forms such as "xntthn" name something."""
    return re.search("[aeiouy]", fold(alias)) is not None


def _faq(faq: Faq) -> Iterator[Remark]:
    if len(faq.variants) < MIN_VARIANTS:
        yield _warning(f"chỉ có {len(faq.variants)} cách hỏi khác; nên có ít nhất {MIN_VARIANTS} để dễ tìm đúng câu này")
    for folded in _twice([fold(text) for text in (faq.question, *faq.variants)]):
        yield _warning(f"cách hỏi «{folded}» ghi hai lần")
    for code in _twice(faq.procedures):
        yield _warning(f"thủ tục {code} ghi hai lần")


def _twice(values: list[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]


def _aliases(knowledge: Knowledge) -> Iterator[tuple[str, Severity, str]]:
    """The same words, diacritics aside, must not lead to two procedures."""
    named: dict[str, set[str]] = defaultdict(set)
    called: dict[str, set[str]] = defaultdict(set)
    for code, procedure in knowledge.procedures.items():
        named[fold(procedure.name)].add(code)
        for alias in procedure.aliases:
            called[fold(alias)].add(code)
    for folded, codes in called.items():
        for code in codes:
            for other in sorted(named.get(folded, set()) - {code}):
                yield code, Severity.ERROR, f"tên gọi khác «{folded}» trùng với tên của thủ tục {other}"
            for other in sorted(codes - {code}):
                yield code, Severity.ERROR, f"tên gọi khác «{folded}» cũng là của thủ tục {other}"
    for folded, codes in named.items():
        for code in codes if len(codes) > 1 else ():
            yield code, Severity.WARNING, f"tên «{folded}» cũng là tên của thủ tục {', '.join(sorted(codes - {code}))}"


def _questions(knowledge: Knowledge) -> Iterator[tuple[str, Severity, str]]:
    """The same question must not stand in two FAQs, nor be another name of a procedure."""
    asked: dict[str, set[str]] = defaultdict(set)
    for identifier, faq in knowledge.faqs.items():
        for question in (faq.question, *faq.variants):
            asked[fold(question)].add(identifier)
    for procedure in knowledge.procedures.values():
        for alias in {fold(text) for text in (procedure.name, *procedure.aliases)} & asked.keys():
            for identifier in asked[alias]:
                yield identifier, Severity.WARNING, f"cách hỏi «{alias}» cũng là tên gọi của thủ tục {procedure.code}"
    for folded, identifiers in asked.items():
        for identifier in identifiers if len(identifiers) > 1 else ():
            others = ", ".join(sorted(identifiers - {identifier}))
            yield identifier, Severity.ERROR, f"cách hỏi «{folded}» cũng có trong câu hỏi {others}"


def _choices(knowledge: Knowledge) -> Iterator[tuple[str, Severity, str]]:
    """What a topic offers must be there, and each thing once."""
    for identifier, faq in knowledge.faqs.items():
        leads = [choice.procedure or choice.faq or "" for choice in faq.choices]
        for missing in leads:
            if missing not in knowledge.procedures and (missing not in knowledge.faqs or missing == identifier):
                yield identifier, Severity.ERROR, f"lựa chọn «{missing}» không có trong cơ sở tri thức"
        for twice in _twice(leads):
            yield identifier, Severity.ERROR, f"lựa chọn «{twice}» ghi hai lần"
