"""What a procedure costs (phí, lệ phí) on a day, as one short phrase and as a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from bot.dialogue import phrases
from bot.dialogue.formats import bare, lower_first, money, number, sentence, sentences, tidy, upper_first
from bot.dialogue.offers import Offer, offers, ways_in_order
from bot.dialogue.outline import in_a_row, lines, statements
from knowledge.schema import Channel, Fee, FeeKind, Procedure, SubmissionMethod, Unknown

SHORT = 90
LONG = 240
LONG_FORMULA = 150
"""Characters of a rule in words that still stands in the first line."""
_BY_COUNCIL = re.compile(
    r"(?:Mức (?:(?:thu|phí|lệ phí) )?(?:cụ thể )?)?(?:do |theo quy định của )?"
    r"Hội đồng nhân dân (?:cấp )?tỉnh(?:, thành phố(?: trực thuộc Trung ương)?)?(?: (?:quyết định|quy định))?(?: mức thu)?\.?",
    re.IGNORECASE,
)
_ABOUT_FILING = re.compile(r"\bnộp (?:hồ sơ )?(?:trực tiếp|trực tuyến|qua|bằng)", re.IGNORECASE)


@dataclass(frozen=True)
class Charge:
    """A fee as it is said. Equal charges of two ways to file are one."""

    kind: FeeKind
    amount: int | None
    currency: str
    per: str | None
    name: str | None
    formula: str | None
    condition: str | None
    until: date | None

    @property
    def word(self) -> str:
        """Phí or lệ phí, as the charge is named."""
        return "phí" if self.name and self.name.lower().startswith("phí") else "lệ phí"

    @property
    def text(self) -> str:
        """The charge without its name and condition."""
        if self.amount is not None:
            return money(self.amount, self.currency, self.per)
        if self.formula is not None:
            return lower_first(bare(in_a_row(self.formula)))
        return phrases.free(self.word) if self.kind is FeeKind.FREE else phrases.BY_PROVINCE

    @property
    def said(self) -> str:
        """What is free by its name (miễn lệ phí đăng ký khai sinh); any other charge as its text."""
        is_named_fee = self.name is not None and self.name.lower().startswith(("phí", "lệ phí"))
        return phrases.free(lower_first(self.name or "")) if self.kind is FeeKind.FREE and is_named_fee else self.text

    @property
    def is_exemption(self) -> bool:
        """Free, but only for some."""
        return self.kind is FeeKind.FREE and self.condition is not None

    @property
    def details(self) -> str:
        """Condition and last day, without brackets; empty where there are none."""
        last = phrases.until(self.until) if self.until else None
        return "; ".join(part for part in (self.condition and lower_first(bare(self.condition)), last) if part)


def charge_offers(procedure: Procedure, today: date) -> list[Offer[Charge]]:
    """The charges of each way to file that are in force today."""
    return offers(procedure, lambda method: _charges(method, today))


def _charges(method: SubmissionMethod, today: date) -> tuple[Charge, ...]:
    if isinstance(method.fees, Unknown):
        return ()
    current = [fee for fee in method.fees if fee.in_force(today)]
    return tuple(dict.fromkeys(_charge(fee, current, method.fees) for fee in current))


def _charge(fee: Fee, current: list[Fee], fees: list[Fee]) -> Charge:
    condition = None if _is_regular_again(fee, current, fees) else _condition(fee)
    formula = fee.formula.strip() if fee.formula and tidy(fee.formula) else None
    name = bare(tidy(fee.name)) if fee.name else None
    per = tidy(fee.per) if fee.per else None
    return Charge(fee.kind, fee.amount, fee.currency, per, name, formula, condition, fee.valid_to)


def _condition(fee: Fee) -> str | None:
    """The condition, without the sentence that only repeats that the council decides."""
    if not fee.condition:
        return None
    kept = [part for part in sentences(in_a_row(fee.condition)) if not (fee.kind is FeeKind.PROVINCE and _BY_COUNCIL.fullmatch(part))]
    return " ".join(kept) or None


def _is_regular_again(fee: Fee, current: list[Fee], fees: list[Fee]) -> bool:
    """Whether the fee is the regular rate after a reduced one ran out: its condition only tells of that change."""
    if fee.valid_from is None or fee.valid_to is not None or [one.name for one in current].count(fee.name) > 1:
        return False
    eve = fee.valid_from - timedelta(days=1) if fee.valid_from > date.min else None
    return any(old.name == fee.name and old.valid_to == eve and old.amount != fee.amount for old in fees)


def fee_headline(found: list[Offer[Charge]]) -> str | None:
    """What it costs in one phrase; None where the source does not say."""
    known = [offer for offer in found if offer.items]
    if not known:
        return None
    if len(found) == 1:
        return _headline(found[0].items)
    common = [charge for charge in _common(found) if charge.kind is not FeeKind.FREE]
    if common:
        return f"{_named(common[0])}; {phrases.OTHER_CHARGES}"
    return _per_way(found) or _headline(tuple(dict.fromkeys(charge for offer in known for charge in offer.items)))


def first_word(found: list[Offer[Charge]]) -> str:
    """Phí or lệ phí, whichever the first charge is."""
    return next((charge.word for offer in found for charge in offer.items if charge.kind is not FeeKind.FREE), "lệ phí")


def _common(found: list[Offer[Charge]]) -> list[Charge]:
    return [charge for charge in found[0].items if all(charge in offer.items for offer in found)]


def _per_way(found: list[Offer[Charge]]) -> str | None:
    """``20.000 đồng nếu nộp trực tiếp, 10.000 đồng nếu nộp trực tuyến``; None where that gets long."""
    said = [phrases.if_way(text, ways, remark) for text, ways, remark in _told_ways(found)]
    quiet = [phrases.silent_way(phrases.FEE_SHORT, offer.ways, offer.remark) for offer in found if not offer.items]
    everything = [charge for offer in found for charge in offer.items]
    exempt = any(charge.is_exemption for charge in everything) and any(charge.kind is not FeeKind.FREE for charge in everything)
    if len(said) == 1 and not quiet:
        return None
    text = "; ".join([", ".join(said), *([phrases.SOME_EXEMPT] if exempt else []), *quiet])
    return text if len(text) <= LONG else None


def _told_ways(found: list[Offer[Charge]]) -> list[tuple[str, list[Channel], str | None]]:
    """What each way costs; ways that read alike are one."""
    told: dict[tuple[str, str | None], list[Channel]] = {}
    for offer in found:
        if offer.items:
            told.setdefault((_headline_of_way(offer), offer.remark), []).extend(offer.ways)
    return [(text, ways_in_order(ways), remark) for (text, remark), ways in told.items()]


def _headline_of_way(offer: Offer[Charge]) -> str:
    main = [replace(charge, condition=None, until=None) for charge in offer.items if not charge.is_exemption]
    if len(main) == 1:
        return main[0].text
    return _headline(tuple(charge for charge in offer.items if not charge.is_exemption) or offer.items)


def _headline(charges: tuple[Charge, ...]) -> str:
    paid = [charge for charge in charges if charge.kind is not FeeKind.FREE]
    exempt = [charge for charge in charges if charge.is_exemption]
    freed = [charge for charge in charges if charge.kind is FeeKind.FREE and charge.condition is None]
    if not paid:
        return _free_headline(freed, exempt)
    if freed and all(charge.condition for charge in paid):
        return f"{freed[0].text}, {phrases.EXCEPT_BELOW}"
    if charges[0].is_exemption and len(charges[0].condition or "") <= SHORT:
        return phrases.free_if(charges[0].text, charges[0].condition or "")
    text = _paid_headline(paid, told_below=len(charges) > 1)
    return f"{text}; {phrases.SOME_EXEMPT}" if exempt else text


def _free_headline(freed: list[Charge], exempt: list[Charge]) -> str:
    if freed:
        return freed[0].text
    if len(exempt) == 1 and len(exempt[0].condition or "") <= SHORT:
        return f"{exempt[0].text} ({exempt[0].details})"
    return f"{exempt[0].text} {phrases.IN_CASES_BELOW}"


def _paid_headline(paid: list[Charge], *, told_below: bool) -> str:
    first = paid[0]
    amounts = [charge for charge in paid if charge.amount is not None and charge.currency == "VND"]
    if first.kind is FeeKind.PROVINCE:
        return f"{first.text}, {phrases.ASK_THE_COUNTER}"
    if len(paid) == 1:
        return _only_headline(first, told_below=told_below)
    others = [charge for charge in paid if charge not in amounts]
    if len(amounts) > 1 and all(charge.kind is FeeKind.FORMULA for charge in others):
        return _range(amounts)
    return f"{_named(first)}; {phrases.OTHER_CHARGES}"


def _only_headline(charge: Charge, *, told_below: bool) -> str:
    text = _short_text(charge)
    if told_below or not charge.details:
        return text
    return f"{text} ({charge.details})" if len(charge.details) <= SHORT else f"{text}, {phrases.WITH_CONDITION}"


def _short_text(charge: Charge) -> str:
    return charge.text if len(charge.text) <= LONG_FORMULA else phrases.CHARGES_BELOW


def _named(charge: Charge) -> str:
    text = _short_text(charge)
    return f"{lower_first(charge.name)} {text}" if charge.name and len(charge.name) <= SHORT else text


def _range(paid: list[Charge]) -> str:
    amounts = sorted({charge.amount or 0 for charge in paid})
    conditions = {charge.condition for charge in paid}
    is_choice = len(conditions) == len(paid) or len({charge.name for charge in paid}) == 1
    pers = {charge.per for charge in paid}
    per = paid[0].per if len(pers) == 1 else None
    text = money(amounts[-1], "VND", per)
    text = phrases.between(number(amounts[0]), text) if len(amounts) > 1 else text
    if len(amounts) == 1 and is_choice:
        return text
    return f"{text} {phrases.DEPENDS}" if is_choice else phrases.several(text)


def fee_lines(found: list[Offer[Charge]], headline: str) -> list[str]:
    """The charges in full, as far as the headline left something out."""
    named = len({charge.name for offer in found for charge in offer.items}) > 1
    if len(found) == 1:
        return _one_way(found[0], headline, named=named)
    common = _common(found)
    in_blocks = any(len(set(offer.items) - set(common)) > 1 for offer in found)
    by_way = [line for offer in found for line in _way(offer, common, headline, named=named, in_blocks=in_blocks)]
    shared = _listed(common, named=named)
    return [*by_way, *([phrases.EVERY_WAY] if by_way and shared else []), *shared]


def charge_list(offer: Offer[Charge]) -> list[str]:
    """Everything that one way to file costs, as list lines; a single charge as its phrase and its details."""
    if len(offer.items) > 1:
        return _listed(list(offer.items), named=len({charge.name for charge in offer.items}) > 1)
    headline = fee_headline([offer])
    return [headline, *_one_way(replace(offer, ways=offer.ways[:1]), headline, named=False)] if headline else []


def _one_way(offer: Offer[Charge], headline: str, *, named: bool) -> list[str]:
    same = [phrases.same_fee(offer.ways)] if len(offer.ways) > 1 else []
    if len(offer.items) == 1:
        charge = offer.items[0]
        rule = lines(charge.formula) if charge.formula and charge.text not in headline else []
        return [*rule, *([] if charge.details in headline else map(sentence, statements(charge.details))), *same]
    told = [charge for charge in offer.items if charge.kind is FeeKind.FREE and not charge.details and headline.startswith(charge.text)]
    return [*_listed([charge for charge in offer.items if charge not in told], named=named), *same]


def _way(offer: Offer[Charge], common: list[Charge], headline: str, *, named: bool, in_blocks: bool) -> list[str]:
    own = [charge for charge in offer.items if charge not in common]
    heading = phrases.filing(offer.ways, offer.remark)
    if not offer.items:
        return [] if phrases.SOURCE_SILENT in headline else [f"- {heading}: {phrases.silent(phrases.FEE_SHORT)}"]
    if in_blocks or len(own) != 1:
        return [f"{heading}:", *_listed(own, named=named)] if own else []
    is_told = own[0].text in headline
    details = "" if _ABOUT_FILING.match(own[0].details) and not own[0].until else own[0].details
    said = _with(own[0].text, details)
    return [] if is_told and not details else [f"- {heading}: {said}"]


def _listed(charges: list[Charge], *, named: bool) -> list[str]:
    """List items, those for everyone first; charges of one condition stand under it."""
    lines: list[str] = []
    for condition, group in groupby(_for_everyone_first(charges), key=lambda charge: charge.condition):
        members = list(group)
        under = condition is not None and len(members) > 1
        lines += [f"{upper_first(bare(condition or ''))}:"] if under else []
        lines += [f"- {_line(replace(charge, condition=None) if under else charge, named=named)}" for charge in members]
    return lines


def _for_everyone_first(charges: list[Charge]) -> list[Charge]:
    """The order of the source, unless conditions become headings: what stands below one must belong to it."""
    conditions = [charge.condition for charge in charges if charge.condition]
    has_headings = len(set(conditions)) < len(conditions)
    if not has_headings:
        return charges
    return sorted(charges, key=lambda charge: conditions.index(charge.condition) + 1 if charge.condition else 0)


def _line(charge: Charge, *, named: bool) -> str:
    """``Phí thi lý thuyết: 60.000 đồng/lần (hạng A1)``, ``Miễn lệ phí: trẻ em``."""
    if charge.kind is FeeKind.FREE or not named or charge.name is None:
        said = upper_first(charge.said if named else charge.text)
        if charge.kind is FeeKind.FREE and charge.details.startswith(("miễn ", "không thu")):
            return upper_first(charge.details)
        return f"{said}: {charge.details}" if charge.details else said
    return _with(f"{upper_first(charge.name)}: {charge.text}", charge.details)


def _with(text: str, details: str) -> str:
    """Details in brackets; long ones as sentences of their own."""
    if not details:
        return text
    if text.rpartition(": ")[2].casefold() in details.casefold():
        return upper_first(details)
    return f"{text} ({details})" if len(details) <= LONG_FORMULA else f"{text}. {upper_first(details)}"
