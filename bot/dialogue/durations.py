"""How long a procedure takes (thời hạn giải quyết), as one short phrase and as a list."""

from __future__ import annotations

import re

from bot.dialogue import phrases
from bot.dialogue.formats import bare, duration, listing, lower_first, number, sentence, unique, unit_name, upper_first
from bot.dialogue.offers import Offer, offers
from bot.dialogue.outline import in_a_row, statements
from knowledge.schema import Procedure, ProcessingTime, SubmissionMethod, Unknown

_DAYS = re.compile(r"(?:thực hiện|không quá|tối đa|thời (?:hạn|gian)[^.;]{0,40}?|là|:)\s*\(?(\d{1,3}(?:,\d)?) ngày", re.IGNORECASE)
MAX_NAMED = 5
SAYS_IT_EARLY = 60
"""Characters of a condition within which the time itself may stand, so that it is not said twice."""


def time_offers(procedure: Procedure) -> list[Offer[ProcessingTime]]:
    """The processing times of each way to file."""
    return offers(procedure, _times)


def _times(method: SubmissionMethod) -> tuple[ProcessingTime, ...]:
    """Each time once, whatever the case it is for: its condition says so in words."""
    if isinstance(method.times, Unknown):
        return ()
    return tuple(dict.fromkeys(time.model_copy(update={"when": {}}) if time.when else time for time in method.times))


def time_headline(found: list[Offer[ProcessingTime]]) -> str | None:
    """How long it takes in one phrase; None where the source does not say."""
    if not any(offer.items for offer in found):
        return None
    said = unique(_durations(offer.items) for offer in found if offer.items)
    if len(said) == 1 and all(offer.items for offer in found):
        others = any(_names_another(time) for offer in found for time in offer.items)
        return f"{said[0]}, {phrases.OTHER_TIMES}" if others else said[0]
    told = [phrases.if_way(_durations(offer.items), offer.ways, offer.remark) for offer in found if offer.items]
    quiet = [phrases.silent_way(phrases.TIME_SHORT, offer.ways, offer.remark) for offer in found if not offer.items]
    return "; ".join([", ".join(told), *quiet])


def _names_another(time: ProcessingTime) -> bool:
    """Whether the condition of a time tells of cases that take another number of days."""
    amounts = {float(found.replace(",", ".")) for found in _DAYS.findall(in_a_row(time.condition or ""))}
    return time.amount is not None and bool(amounts - {time.amount})


def _durations(times: tuple[ProcessingTime, ...]) -> str:
    said = unique(duration(time) for time in times)
    if len(said) == 1:
        return said[0]
    amounts = [number(amount) for amount in sorted({time.amount for time in times if time.amount is not None})]
    units = {time.unit for time in times if time.unit is not None}
    if len(units) == 1 and len(amounts) == len(said) > MAX_NAMED:
        return f"{phrases.between(amounts[0], amounts[-1])} {unit_name(units.pop())} {phrases.DEPENDS}"
    if len(units) == 1 and len(amounts) == len(said):
        said = [*amounts[:-1], f"{amounts[-1]} {unit_name(units.pop())}"]
    return f"{listing(said, 'hoặc')} {phrases.DEPENDS}"


def time_lines(found: list[Offer[ProcessingTime]]) -> list[str]:
    """The conditions of each time."""
    if len(found) == 1:
        same = [phrases.same_time(found[0].ways)] if len(found[0].ways) > 1 else []
        return [*_details(found[0].items), *same]
    return [line for offer in found for line in _way(offer)]


def _way(offer: Offer[ProcessingTime]) -> list[str]:
    details = _details(offer.items)
    heading = phrases.filing(offer.ways, offer.remark)
    if len(offer.items) == 1 and details:
        return [f"- {heading}: {lower_first(' '.join(details))}"]
    return [f"{heading}:", *details] if details else []


def _details(times: tuple[ProcessingTime, ...]) -> list[str]:
    if len(times) == 1:
        return [sentence(text) for text in statements(times[0].condition)] if times[0].condition else []
    return unique(f"- {_item(time)}" for time in times if time.condition)


def _item(time: ProcessingTime) -> str:
    said, time_said = bare(in_a_row(time.condition or "")), duration(time)
    return upper_first(said) if time_said in said[:SAYS_IT_EARLY] else f"{time_said}: {lower_first(said)}"
