"""The check of one reply against what a conversation expects of it."""

from __future__ import annotations

import re
import unicodedata

from bot.evaluation import replies
from bot.evaluation.conversations import Expect
from bot.messages import Button, Outcome, Outgoing, Reply


def find_button(tap: str, reply: Reply) -> Button | None:
    """The button that a citizen means by ``tap``: equal label, else part of a label, else the procedure code in its value."""
    buttons = [button for outgoing in reply.replies for button in outgoing.buttons]
    wanted = _plain(tap)
    same = [button for button in buttons if _plain(button.label) == wanted]
    part = [button for button in buttons if wanted in _plain(button.label)]
    code = [button for button in buttons if _says(button.value, tap)]
    return next(iter(same + part + code), None)


def check_turn(expect: Expect, reply: Reply) -> list[str]:
    """What is wrong with a reply, one Vietnamese sentence for each failure; empty when all is well."""
    failures = _check_shape(reply) + _check_outcome(expect, reply) + _check_absent(expect, reply)
    if reply.meta.outcome is Outcome.CLARIFY:
        failures += _check_choices(expect, reply)
    elif reply.meta.outcome is expect.outcome[0]:
        failures += _check_subject(expect, reply)
    if reply.meta.outcome is expect.outcome[0]:
        failures += _check_aspect(expect, reply) + _check_contains(expect, reply)
    return failures


def _check_shape(reply: Reply) -> list[str]:
    """Every reply says something, and every answer names its source."""
    failures = [] if any(outgoing.text.strip() for outgoing in reply.replies) else [replies.SAYS_NOTHING]
    sources = [source for outgoing in reply.replies for source in outgoing.sources]
    meta = reply.meta
    if meta.outcome is not Outcome.ANSWERED:
        return failures
    if meta.procedure_code and meta.procedure_code not in {source.code for source in sources}:
        failures.append(replies.NO_SOURCE.format(code=meta.procedure_code))
    if meta.faq_id and not sources:
        failures.append(replies.NO_FAQ_SOURCE.format(faq=meta.faq_id))
    return failures


def _check_outcome(expect: Expect, reply: Reply) -> list[str]:
    if reply.meta.outcome in expect.outcome:
        return []
    return [replies.OUTCOME.format(got=reply.meta.outcome, wanted=replies.OR.join(expect.outcome))]


def _check_subject(expect: Expect, reply: Reply) -> list[str]:
    """The procedure or the FAQ of an answer."""
    meta = reply.meta
    if not (expect.procedure or expect.faq):
        return []
    if meta.procedure_code in expect.procedure or meta.faq_id in expect.faq:
        return []
    wanted = replies.OR.join([*expect.procedure, *expect.faq])
    return [replies.SUBJECT.format(got=meta.procedure_code or meta.faq_id, wanted=wanted)]


def _check_choices(expect: Expect, reply: Reply) -> list[str]:
    """The choices of a question back."""
    failures = [replies.NOT_OFFERED.format(code=code) for code in expect.offers if not _offered(code, reply)]
    about = reply.meta.procedure_code in expect.procedure
    if expect.procedure and not about and not any(_offered(code, reply) for code in expect.procedure):
        failures.append(replies.NONE_OFFERED.format(wanted=replies.OR.join(expect.procedure)))
    return failures


def _offered(code: str, reply: Reply) -> bool:
    buttons = [button for outgoing in reply.replies for button in outgoing.buttons]
    return any(_says(button.value, code) or _says(button.label, code) for button in buttons)


def _check_aspect(expect: Expect, reply: Reply) -> list[str]:
    if not expect.aspect or reply.meta.aspect in expect.aspect or (expect.faq and reply.meta.faq_id in expect.faq):
        return []
    return [replies.ASPECT.format(got=reply.meta.aspect, wanted=replies.OR.join(expect.aspect))]


def _check_contains(expect: Expect, reply: Reply) -> list[str]:
    said = "\n".join(_sentences(outgoing) for outgoing in reply.replies)
    wordings = [item if isinstance(item, list) else [item] for item in expect.contains]
    missing = [item for item in wordings if not any(_says(said, wording) for wording in item)]
    return [replies.NOT_SAID.format(wanted=replies.OR.join(f"«{wording}»" for wording in item)) for item in missing]


def _check_absent(expect: Expect, reply: Reply) -> list[str]:
    seen = "\n".join(_visible(outgoing) for outgoing in reply.replies)
    return [replies.SAID.format(unwanted=unwanted) for unwanted in expect.absent if _says(seen, unwanted)]


def _sentences(outgoing: Outgoing) -> str:
    card = [outgoing.card.title, outgoing.card.subtitle or ""] if outgoing.card else []
    return "\n".join([outgoing.text, *card])


def _visible(outgoing: Outgoing) -> str:
    labels = [button.label for button in outgoing.buttons]
    titles = [source.title for source in outgoing.sources]
    return "\n".join([_sentences(outgoing), *labels, *titles])


def _says(text: str, wanted: str) -> bool:
    """Whether the text has the wording: any case, any spaces, numbers and codes whole."""
    plain = _plain(wanted)
    before = r"(?<!\d)(?<!\d[.,])" if plain[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if plain[-1:].isdigit() else ""
    return re.search(before + re.escape(plain) + after, _plain(text)) is not None


def _plain(text: str) -> str:
    """NFC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
