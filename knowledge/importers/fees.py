"""Fees of portal records. Free only in so many words; a number only where the words do not contradict it; else UNKNOWN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from knowledge.importers.values import days_in, number, objects, text
from knowledge.schema import UNKNOWN, Fee, FeeKind, Unknown
from knowledge.words import UPPER, fold

OPEN_FEE = "Nguồn còn ghi một khoản phí chưa có mức thu, hãy hỏi nơi nhận hồ sơ."
"""Note on a method where one fee is known and another is not."""

_AMOUNT = re.compile(
    r"(?<![\d./])(\d{1,3}(?:[.,]\d{3})+|\d+)(?:\s*\([^)]*\))?\s*(triệu|nghìn|ngàn)?\s*(đồng|vnđ|vnd|đ(?![\wÀ-ỹ])|usd|đô la)", re.IGNORECASE
)
_BARE_AMOUNT = re.compile(r"(?<![\d./])\d{1,3}(?:\.\d{3})+(?!\.?\d)(?!/\d)(?!\s*(?:GT|tấn|m2|m3|kg))")
_PERCENT = re.compile(r"\d\s*%")
_PER = re.compile(r"^(?:[\d.,]+\s*(?:đồng|vnđ|đ|usd)?\s*)?/\s*(?:0?1\s*)?([^\W\d][^.;:()]{0,40}?)\.?$", re.IGNORECASE)
_NUMBER_WORDS = re.compile(
    r"(?:(?:khong|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|ngan|trieu|ty|linh|le|lam|tu|dong|viet nam|chan|vnd|d)(?:\s|$))+"
)
_NOTHING_SAID = re.compile(r"^(?:(?:chua|khong) (?:duoc )?quy dinh.*|khong co thong tin|khong ro|chua co|\w{1,3})?$")
_BARE_FREE = re.compile(
    r"^(?:(?:le phi|phi|phi le phi) )?"
    r"(?:khong|khong co|khong thu|khong mat phi|khong (?:thu|phai nop|co) (?:phi|le phi|phi le phi|phi va le phi)|"
    r"mien|mien phi|mien le phi|mien thu|mien phi le phi|0 dong|0 vnd|khong dong)$"
)
_FREE = re.compile(r"\b(?:khong (?:thu|phai nop) (?:phi|le phi)|mien (?:thu |nop )?(?:phi|le phi))\b")
_PROVINCE = re.compile(
    r"\b(?:hoi dong nhan dan|hdnd)\b|\b(?:uy ban nhan dan|ubnd) (?:cap )?(?:tinh|thanh pho)\b.*\b(?:quy dinh|quyet dinh|ban hanh)\b|"
    r"\b(?:dia phuong|do (?:cac |tung |moi )?tinh(?: thanh pho)?|cap tinh) (?:tu )?(?:quy dinh|quyet dinh|ban hanh)\b|"
    r"\b(?:quy dinh|quyet dinh|nghi quyet|muc thu) (?:cu the |rieng )?(?:cua|tai|o) (?:chinh quyen |tung |cac |moi )?(?:dia phuong|tinh)\b"
)
_RULE = re.compile(r"\b(?:theo|thong tu|nghi dinh|bieu phi|bieu muc|luat|quyet dinh|van ban gia|thong bao)\b")
_LAW = re.compile(r"\d+/\d{4}/(?:TT|NĐ|TTLT|NQ|QH|UBTVQH|QĐ)[\w-]*")
_SENTENCE = re.compile(rf"(?<=[.;])\s+(?=[-+*•(]?\s*[{UPPER}])|\s+(?=[-+*•]\s+[{UPPER}])")
_PERIOD = re.compile(r"từ (?:ngày )?\d{1,2}/\d{1,2}/\d{4} (?:cho )?đến (?:hết )?(?:ngày )?\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
_UNTIL = re.compile(r"áp dụng đến (?:hết )?(?:ngày )?(\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE)
_SMALLEST_VND = 1000
"""No fee is smaller; "135" beside "135.000 đồng" is a slip of the portal."""


def to_fees(value: object, *, condition: str | None) -> tuple[list[Fee] | Unknown, bool]:
    """The fees of one method, and whether a fee of unknown amount stands beside the known ones."""
    found = [_to_fee(item, condition) for item in objects(value)]
    fees = list({fee.model_dump_json(): fee for group in found for fee in group}.values())
    return (fees or UNKNOWN), bool(fees) and (any(not group for group in found) or all(_for_some(fee) for fee in fees))


def _for_some(fee: Fee) -> bool:
    """Whether the fee only says who need not pay, which leaves open what the others pay."""
    return fee.kind is FeeKind.FREE and re.search(r"\b(?:cho|doi voi|duoc mien)\b", fold(fee.condition or "")) is not None


def _to_fee(item: Mapping[str, Any], condition: str | None) -> list[Fee]:
    """The fees that one row tells; none where it leaves the amount open."""
    words = text(item.get("description"))
    value = number(item.get("value"), grouped=True)
    currency = text(item.get("currencyId")).upper() or "VND"
    if value is None and item.get("value") not in (None, ""):
        return []
    if value is None or value == 0:
        return _from_words(words, condition)
    if value < 0:
        return []
    return _from_number(value, currency, words, condition)


def _from_number(value: float, currency: str, words: str, condition: str | None) -> list[Fee]:
    if currency not in ("VND", "USD") or value != int(value):
        return [_formula(f"{value:g} {currency}. {words}".strip(), condition)]
    amount, written = int(value), _amounts(words)
    if amount in written and currency == "VND" and _in_dollars(amount, words):
        currency = "USD"
    if currency == "VND" and amount < _SMALLEST_VND and amount not in written:
        return _from_words(words, condition)
    if (written and amount not in written) or (_PROVINCE.search(fold(words)) and not written):
        return [_formula(f"Mức trên Cổng: {_money(amount, currency)}. Diễn giải: {_tidy(words)}", condition)]
    return [_amount(amount, "USD" if currency == "USD" else "VND", words, condition)]


def _in_dollars(amount: int, words: str) -> bool:
    return re.search(rf"(?<![\d.]){amount}\s*(?:usd|đô la)", words, re.IGNORECASE) is not None


def _amount(amount: int, currency: Literal["VND", "USD"], words: str, condition: str | None) -> Fee:
    per = _PER.match(words)
    said = "" if per or _only_number(words, amount) else _tidy(words)
    return Fee(
        kind=FeeKind.AMOUNT,
        amount=amount,
        currency=currency,
        per=per[1].strip() if per else None,
        condition=_join(condition, said),
        legal_basis=_law(words),
        valid_to=_until(words),
    )


def _from_words(words: str, condition: str | None) -> list[Fee]:
    """A row without a number, or with 0: free, province, formula, or nothing known."""
    folded = fold(words)
    if not folded or _NOTHING_SAID.fullmatch(folded):
        return []
    if _BARE_FREE.fullmatch(folded):
        return [Fee(kind=FeeKind.FREE, condition=condition)]
    clauses = _SENTENCE.split(words)
    parts = [_clause(clause) for clause in clauses]
    if len(clauses) > 1 and FeeKind.FREE in parts and all(part is not None for part in parts):
        return [fee for clause in clauses for fee in _from_clause(clause, condition)]
    return _from_clause(words, condition)


def _clause(words: str) -> FeeKind | None:
    """What one sentence tells, or None if it tells no fee, or several at once."""
    folded = fold(words)
    if _amounts(words) or _PERCENT.search(words):
        return FeeKind.FORMULA
    province, free = _PROVINCE.search(folded), _BARE_FREE.fullmatch(folded) or _FREE.search(folded)
    if province and free:
        return None
    if province:
        return FeeKind.PROVINCE
    if free:
        return None if _names_another_fee(words) else FeeKind.FREE
    return FeeKind.FORMULA if _RULE.search(folded) else None


def _names_another_fee(words: str) -> bool:
    """Whether a sentence that grants one fee free goes on to another fee that is not."""
    later = (fold(part) for part in [*words.split(";")[1:], *_SENTENCE.split(words)[1:]])
    return any(re.search(r"\bphi\b", part) and not _FREE.search(part) for part in later)


def _from_clause(words: str, condition: str | None) -> list[Fee]:
    kind, folded = _clause(words), fold(words)
    words = _tidy(words)
    if kind is FeeKind.FREE:
        return [_free(words, condition)]
    if kind is FeeKind.PROVINCE:
        return [Fee(kind=kind, condition=_join(condition, words if len(folded.split()) > 16 else ""), legal_basis=_law(words))]
    if kind is FeeKind.FORMULA or _PROVINCE.search(folded) or _FREE.search(folded) or _RULE.search(folded):
        return [_formula(words, condition)]
    return []


def _free(words: str, condition: str | None) -> Fee:
    period = _PERIOD.search(words)
    start, end = days_in(period[0])[:2] if period and len(days_in(period[0])) == 2 else (None, None)
    said = "" if _BARE_FREE.fullmatch(fold(words)) else words
    return Fee(kind=FeeKind.FREE, condition=_join(condition, said), legal_basis=_law(words), valid_from=start, valid_to=end)


def _formula(words: str, condition: str | None) -> Fee:
    return Fee(kind=FeeKind.FORMULA, formula=_tidy(words), condition=condition, legal_basis=_law(words), valid_to=_until(words))


def _amounts(words: str) -> set[int]:
    """All sums of money in a text, in whole units."""
    scale = {"triệu": 1_000_000, "nghìn": 1000, "ngàn": 1000}
    found = {int(re.sub(r"[.,]", "", m[1])) * scale.get((m[2] or "").lower(), 1) for m in _AMOUNT.finditer(words)}
    return found | {int(m[0].replace(".", "")) for m in _BARE_AMOUNT.finditer(words)}


def _only_number(words: str, amount: int) -> bool:
    """Whether the words only repeat the amount: "150.000 đồng", "Một triệu đồng"."""
    folded = fold(words).replace(" ", "")
    return folded.strip("dongv") == str(amount) or _NUMBER_WORDS.fullmatch(fold(words)) is not None


def _law(words: str) -> str | None:
    found = list(dict.fromkeys(_LAW.findall(words)))
    return ", ".join(found) or None


def _until(words: str) -> date | None:
    """The last day of a fee that is said to apply until then, if that is all the text is about."""
    found = [m[1] for m in _UNTIL.finditer(words)]
    return days_in(found[0])[0] if len(found) == 1 and days_in(found[0]) and len(_amounts(words)) <= 1 else None


def _tidy(words: str) -> str:
    """Without leading bullets or a cut-off currency word, and with the bracket closed that the source cut off."""
    words = re.sub(rf"^(?:đồng|đ)\s+(?=[{UPPER}])", "", words.strip(" -+*•;"))
    return words + ")" * max(0, words.count("(") - words.count(")"))


def _join(first: str | None, second: str) -> str | None:
    return ". ".join(part.rstrip(".") for part in (first, second) if part) or None


def _money(amount: int, currency: str) -> str:
    return f"{amount:,}".replace(",", ".") + (" đồng" if currency == "VND" else f" {currency}")
