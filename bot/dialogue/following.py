"""What the next message of a talk is about: still the procedure talked about, another one, a general question, or nothing for the state.

A linear model ranks the candidates that three searches bring: of the message alone, of the message with the topic, and within the field
talked about. Its weights were fitted on the talks of ``bot.dialogue.examples`` by ``python -m tests.bench.fit_following``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.asking import has_object
from bot.dialogue.belonging import books
from bot.dialogue.following_weights import UNTAUGHT, WEIGHTS
from bot.dialogue.hit_choice import NONE, TALK, believed, led_to
from bot.dialogue.message_classifier import Going
from bot.dialogue.name_parts import names_ages
from bot.dialogue.passages import library
from bot.dialogue.persons import only_persons
from bot.dialogue.state import LEAST_FOUND, Turn
from knowledge.schema import Procedure
from knowledge.store import Knowledge
from retriever.classifier import SHY
from retriever.queries import actions
from retriever.search import Hit
from retriever.text import fold, normalize

MOST = 4
"""Hits of each search that are candidates."""
SURE, SUREST = 0.65, 0.9
"""Share of the best candidate from which it is followed, and from which that needs no other sign."""
HALF = 0.5
SCORE, FOUND = 30.0, 0.8
"""Score and probability of what is told by a statement that answers, or was plainly chosen, not found by the search."""
COURTEOUS = 0.4
"""Confidence in small talk from which a message without a side is no more than that."""
FAR = 2.0
"""What a candidate may lack to the one that is asked for by the likest messages."""
_LOW, _FAR = -6.0, -2.5
"""What stands for a probability and a lead where a search did not find a candidate."""
LEAST_SHARE = 0.001
"""What a share counts that is smaller, or not told."""
_MARK = re.compile(r"^(?:(?:the|vay|a|uh|uhm|da|o|roi|ma|u|thi) )*(?:con|neu|lo|gia su|nho|the|vay|roi|ma|thi)\b")
_PAPER = "(?:giay|to|the|bang|so|tam|cuon|bia|don)(?: giay| the| bang)?"
THIS_PAPER = rf"{_PAPER} (?:nay|do|ay|no)"
"""A paper that was named before, without diacritics."""
_THIS = re.compile(rf"\b(?:no|cai do|cai nay|cai ay|vu do|viec do|viec nay|{THIS_PAPER})\b")
_NEW = re.compile(
    r"\b(?:(?:chuyen|viec) khac|con (?:chuyen|vu|viec)|san (?:cho|day|tien)|tien the|nhan tien"
    r"|hoi (?:them )?(?:ve|chuyen|vu|viec)|doi qua|qua chuyen)\b"
)


@dataclass(frozen=True)
class Found:
    """What the three searches found for a message: by itself, with the topic, and among the procedures of the field talked about."""

    alone: Sequence[Hit]
    topic: Sequence[Hit]
    field: Sequence[Hit]


@dataclass(frozen=True)
class Following:
    """The likeliest candidate: the id of a procedure or an FAQ, or NONE, and its share."""

    id: str
    share: float
    hit: Hit | None = None


def following(turn: Turn, current: Procedure, found: Found) -> Following:
    """What the message is most likely about."""
    ids = candidates(current.code, found)
    taught = [hit.taught for hits in (found.alone, found.field) for hit in hits if hit.id in ids]
    weights = WEIGHTS if taught and all(taught) else UNTAUGHT
    scores = [sum(map(float.__mul__, weights, features(turn, current, found, one))) for one in ids]
    top = max(scores)
    best = scores.index(top)
    share = 1 / sum(math.exp(score - top) for score in scores)
    hits = [hit for hits in (found.alone, found.field, found.topic) for hit in hits if hit.id == ids[best]]
    return Following(ids[best], share, next(iter(hits), None))


def after_faq(turn: Turn) -> Turn | None:
    """The message with what it is about after a general answer; None where that is open.

    First comes the procedure of the FAQ that tells the detail which is asked.
    """
    answered = turn.knowledge.faqs.get(turn.state.faq_id or "")
    best = turn.hits[0] if turn.hits else None
    if answered is None or turn.state.procedure_code is not None or (best and turn.is_sure_of(best) and not turn.is_topic(best)):
        return None
    known = [turn.knowledge.procedures[code] for code in answered.procedures if code in turn.knowledge.procedures]
    told = {one.code: library(turn.knowledge).ask(one, turn.text).answered for one in known}
    meant = max(known, key=lambda one: told[one.code], default=None)
    if meant is None or told[meant.code] < HALF:
        return _led(turn)
    return replace(turn, hits=[Hit("procedure", meant.code, meant.name, SCORE, FOUND, FOUND), *turn.hits], corrected=True)


def _led(turn: Turn) -> Turn | None:
    """The message with what all its words tell of what the general answer leads to, or of what else was found; None where that is open."""
    says_nothing = is_courtesy(turn) or not (turn.aspects or turn.matter)
    if says_nothing or turn.entities.procedure_codes or not led_to(turn):
        return None
    meant = believed(turn)
    if meant is None or meant.id == turn.state.faq_id:
        return None
    sure = replace(meant, probability=max(meant.probability, FOUND), inside=max(meant.inside, FOUND))
    return replace(turn, hits=[sure, *(hit for hit in turn.hits if hit is not meant)], follows=False, corrected=True)


def is_courtesy(turn: Turn) -> bool:
    """Whether a message is small talk alone, whatever is talked about."""
    return turn.intent in TALK and turn.sure >= COURTEOUS and not turn.aspects


def is_parting(turn: Turn) -> bool:
    """Whether a message only thanks or takes leave."""
    return turn.intent in ("thanks", "goodbye") and turn.sure >= SUREST and not turn.aspects


def is_another_act(turn: Turn, current: Procedure) -> bool:
    """Whether a message names no more than an act that is not the one talked about: "thế đổi thì sao"."""
    acts = actions(turn.matter)
    return bool(acts) and not acts & actions(current.name) and not turn.aspects and not has_object(turn.matter)


def points_at(turn: Turn, current: Procedure) -> bool:
    """Whether a message says anything by which it can be about what is talked about: a side, a word for it, or words of its text."""
    said = fold(normalize(turn.text))
    asks = turn.aspects or (turn.intent.startswith("ask_") and turn.sure >= HALF)
    return bool(asks or _MARK.search(said) or _THIS.search(said)) or _belonging(turn.matter, turn.knowledge, current.code) >= HALF


def is_open(turn: Turn, current: Procedure, meant: Following) -> bool:
    """Whether the likeliest candidate is not to be followed yet: too unlikely, small talk, somebody else or another act alone,
    or what is talked about where the search is sure of another, most of all of one that no known messages are about."""
    if meant.share < SURE:
        return True
    if only_persons(turn.matter):
        return meant.id != current.code or (names_ages(current.name) and bool(turn.entities.ages))
    if meant.id != current.code:
        return False
    doubtful = meant.share < SUREST
    if _is_sure_elsewhere(turn, current) and (doubtful or not turn.hits[0].taught):
        return True
    if (doubtful or not turn.hits) and not points_at(turn, current):
        return True
    return is_courtesy(turn) or is_another_act(turn, current)


def _is_sure_elsewhere(turn: Turn, current: Procedure) -> bool:
    """Whether the search is sure that the message alone is about another procedure."""
    return turn.names_procedure and turn.hits[0].id != current.code and turn.hits[0].probability >= SUREST


def is_named(turn: Turn, current: Procedure, meant: Following) -> bool:
    """Whether a message says enough of another matter than what is talked about to be about it: its thing, and the search knows it."""
    hit, known = meant.hit, turn.knowledge.procedures.get(meant.id)
    if hit is None or (known is not None and known.field == current.field):
        return hit is not None
    return has_object(turn.matter) and (meant.share >= SUREST or (hit.probability >= LEAST_FOUND and hit.inside >= HALF))


def candidates(current: str, found: Found) -> list[str]:
    """Ids of all that may be meant, the procedure talked about and NONE among them."""
    hits = (hit.id for hits in (found.alone, found.topic, found.field) for hit in hits[:MOST])
    likest = (hit.id for hit in found.alone if hit.is_likest)
    return list(dict.fromkeys((current, NONE, *hits, *likest)))


def features(turn: Turn, current: Procedure, found: Found, candidate: str) -> list[float]:
    """What speaks for a candidate; each block is 0 for candidates that it does not concern."""
    if candidate == NONE:
        return [*[0.0] * (_COMMON + _STAYING), *_none(turn)]
    stays = candidate == current.code
    return [*_common(turn, current, found, candidate), *(_staying(turn, current) if stays else [0.0] * _STAYING), *[0.0] * _NOTHING]


_COMMON, _STAYING, _NOTHING = 28, 22, 10
OF_MESSAGES = (21, 22, 23, 24, 26, 27, 43, 44, 48, 49, 58, 59)
"""The features that known messages tell; nothing is known of a procedure that nobody has asked for yet."""


def _common(turn: Turn, current: Procedure, found: Found, candidate: str) -> list[float]:
    alone, topic, near = (_of(hits, candidate) for hits in (found.alone, found.topic, found.field))
    procedure = turn.knowledge.procedures.get(candidate)
    faq = turn.knowledge.faqs.get(candidate)
    same = procedure is not None and procedure.field == current.field
    moves = same and candidate != current.code
    said = fold(normalize(turn.text))
    none, shelf = (0.0, 0.0), books(turn.knowledge)
    gained = shelf.called(turn.text, candidate, current.code) if candidate != current.code else none
    lost = shelf.called(turn.text, current.code, candidate) if candidate != current.code else none
    acts, named = actions(turn.text), actions(procedure.name if procedure else faq.question if faq else "")
    asked, elsewhere = alone or near, candidate != current.code
    like = library(turn.knowledge).like(procedure, turn.text) if procedure and elsewhere else 0.0
    return [
        _logit(alone.probability) if alone else _LOW,
        _logit(alone.inside) if alone else _LOW,
        _lead(alone, found.alone),
        (alone.bare - found.alone[0].bare) / 20 if alone else _FAR,
        _logit(topic.probability) if topic else _LOW,
        _lead(topic, found.topic),
        _lead(near, found.field) if same else 0.0,
        (near.score / 50 if near else 0.0) if moves else 0.0,
        float(same),
        float(moves and _MARK.search(said) is not None),
        float(acts & named > 0),
        float(acts > 0 and not acts & named),
        _belonging(turn.matter, turn.knowledge, candidate),
        float(faq is not None),
        float(faq is not None and current.code in faq.procedures),
        float(not same and _NEW.search(said) is not None),
        float(not same and _MARK.search(said) is not None),
        gained[0] / 5,
        gained[1] / 10,
        lost[0] / 5,
        lost[1] / 10,
        asked.asked if asked else 0.0,
        -min(asked.behind if asked else FAR, FAR),
        float(asked is not None and asked.is_likest),
        float(asked is not None and asked.is_likest and faq is not None),
        float(elsewhere and not acts and named & actions(current.name) > 0),
        like,
        like - library(turn.knowledge).like(current, turn.text) if like else 0.0,
    ]


def _staying(turn: Turn, current: Procedure) -> list[float]:
    said = fold(normalize(turn.text))
    told = len(turn.matter.split())
    acts = actions(turn.text)
    best = turn.hits[0] if turn.hits else None
    asked, going = library(turn.knowledge).ask(current, turn.text), turn.heard.going
    return [
        1.0,
        min(told, 12) / 4,
        float(told == 0),
        float(told <= 2),
        float(bool(turn.aspects)),
        float(bool(turn.aspects) and told <= 3),
        _logit(best.probability) if best else _LOW,
        _logit(best.inside) if best else _LOW,
        best.score / 50 if best else 0.0,
        float(_MARK.search(said) is not None),
        float(_THIS.search(said) is not None),
        float(_NEW.search(said) is not None),
        float(acts > 0 and not acts & actions(current.name)),
        float(only_persons(turn.matter)),
        float(turn.intent.startswith("ask_")) * turn.sure,
        asked.like,
        asked.like_sides,
        asked.answered,
        _log(going, Going.ON) - _log(going, Going.AWAY),
        _log(going, Going.ON) - _log(going, Going.NOWHERE),
        *_likest(turn, current),
    ]


def _none(turn: Turn) -> list[float]:
    best = turn.hits[0] if turn.hits else None
    outside = sum(share for intent, share in turn.nlu.ranking if intent.startswith("oos_"))
    talk = sum(share for intent, share in turn.nlu.ranking if intent in TALK)
    return [
        1.0,
        _logit(outside),
        _logit(talk),
        _logit(best.probability) if best else _LOW,
        best.score / 50 if best else 0.0,
        min(len(turn.matter.split()), 12) / 4,
        float(bool(turn.aspects)),
        _log(turn.heard.going, Going.NOWHERE) - _log(turn.heard.going, Going.AWAY),
        *_likest(turn, None),
    ]


def _likest(turn: Turn, current: Procedure | None) -> tuple[float, float]:
    """How like the messages about anything else the message is, and whether like none."""
    most = max((hit.asked for hit in turn.hits if current is None or hit.id != current.code), default=0.0)
    return most, float(most < SHY)


def _log(shares: Mapping[Going, float], way: Going) -> float:
    return math.log(max(shares.get(way, 0.0), LEAST_SHARE))


def _of(hits: Sequence[Hit], candidate: str) -> Hit | None:
    return next((hit for hit in hits if candidate in (hit.id, *hit.twins)), None)


def _lead(hit: Hit | None, hits: Sequence[Hit]) -> float:
    return max((hit.score - hits[0].score) / 20, _FAR) if hit else _FAR


def _logit(share: float) -> float:
    held = min(max(share, 0.003), 0.997)
    return math.log(held / (1 - held))


def _belonging(matter: str, knowledge: Knowledge, code: str) -> float:
    """Share of the words of the matter that stand in the text of a procedure."""
    words = fold(matter).split()
    if code not in knowledge.procedures or not words:
        return 0.0
    known = books(knowledge).words_of(code)
    return sum(word in known for word in words) / len(words)
