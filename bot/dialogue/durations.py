"""How long a procedure takes (thời hạn giải quyết), as one short phrase and as a list."""

from __future__ import annotations

from bot.dialogue import phrases
from bot.dialogue.formats import bare, duration, listing, lower_first, number, sentence, tidy, unique, unit_name
from bot.dialogue.offers import Offer, offers
from knowledge.schema import Procedure, ProcessingTime, SubmissionMethod, Unknown

MAX_NAMED = 5


def time_offers(procedure: Procedure) -> list[Offer[ProcessingTime]]:
    """The processing times of each way to file."""
    return offers(procedure, _times)


def _times(method: SubmissionMethod) -> tuple[ProcessingTime, ...]:
    return () if isinstance(method.times, Unknown) else tuple(dict.fromkeys(method.times))


def time_headline(found: list[Offer[ProcessingTime]]) -> str | None:
    """How long it takes in one phrase; None where the source does not say."""
    if not any(offer.items for offer in found):
        return None
    said = unique(_durations(offer.items) for offer in found if offer.items)
    if len(said) == 1 and all(offer.items for offer in found):
        return said[0]
    told = [phrases.if_way(_durations(offer.items), offer.ways, offer.remark) for offer in found if offer.items]
    quiet = [phrases.silent_way(phrases.TIME_SHORT, offer.ways, offer.remark) for offer in found if not offer.items]
    return "; ".join([", ".join(told), *quiet])


def _durations(times: tuple[ProcessingTime, ...]) -> str:
    said = unique(duration(time) for time in times)
    if len(said) == 1:
        return said[0]
    amounts = [number(amount) for amount in sorted({time.amount for time in times if time.amount is not None})]
    units = {time.unit for time in times if time.unit is not None}
    if len(units) == 1 and len(amounts) == len(said):
        said = [*amounts[:-1], f"{amounts[-1]} {unit_name(units.pop())}"]
    return f"{listing(said[:MAX_NAMED], 'hoặc')} {phrases.DEPENDS}"


def time_lines(found: list[Offer[ProcessingTime]]) -> list[str]:
    """The conditions of each time."""
    if len(found) == 1:
        same = [phrases.same_time(found[0].ways)] if len(found[0].ways) > 1 else []
        return [*_details(found[0].items), *same]
    return [line for offer in found for line in _way(offer)]


def _way(offer: Offer[ProcessingTime]) -> list[str]:
    details = _details(offer.items)
    heading = phrases.filing(offer.ways, offer.remark)
    if len(details) == 1:
        return [f"- {heading}: {lower_first(details[0])}"]
    return [f"{heading}:", *details] if details else []


def _details(times: tuple[ProcessingTime, ...]) -> list[str]:
    if len(times) == 1:
        return [sentence(tidy(times[0].condition))] if times[0].condition else []
    return [f"- {_item(time)}" for time in times if time.condition]


def _item(time: ProcessingTime) -> str:
    return f"{duration(time)}: {lower_first(bare(tidy(time.condition or '')))}"
