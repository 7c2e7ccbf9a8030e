"""How likely each thing that the search found is what a message is about that opens a talk or follows a general answer, or that it is
about nothing for the state: a logit model.

``python -m tests.bench.fit_hits`` fits its weights to such messages of ``retriever.messages``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from bot.dialogue.aspects import Aspect
from bot.dialogue.belonging import books
from bot.dialogue.message_classifier import Going
from bot.dialogue.state import Turn
from retriever.queries import actions
from retriever.search import Hit

MOST = 6
"""Hits that are candidates, topics apart."""
MOST_TOPICS = 2
LITTLE = 2
"""Syllables of matter of a message that leaves out what it is about."""
BELIEVED = 0.7
"""Probability, by all that the words of a message tell, from which a hit is answered from that the search is not sure of."""
LONG = 12
"""Syllables of matter beyond which a message only gets longer."""
FAR = 2.0
"""What a hit may lack to the likest one."""
NONE = ""
"""The candidate that stands for small talk and for what is none of the state's business."""
OF_MESSAGES = (15, 16, 17, 25, 36)
"""The features that known messages tell; nothing is known of a thing that nobody has asked for yet."""
TALK = frozenset({"greeting", "thanks", "goodbye", "who_are_you", "yes", "no", "abuse", "start_over"})
"""Intents of small talk."""
_OF_PROCEDURES = frozenset({Aspect.FEE, Aspect.TIME, Aspect.DOCUMENTS, Aspect.FORM, Aspect.PLACE})
_LEAST = 0.003

WEIGHTS: tuple[float, ...] = (
    -0.1268,
    1.6083,
    -2.8609,
    3.2899,
    0.0376,
    0.2643,
    0.0209,
    0.0374,
    -0.6404,
    0.9992,
    0.4139,
    -0.026,
    1.5602,
    -0.048,
    1.057,
    3.1137,
    1.4432,
    -0.6871,
    3.554,
    3.894,
    5.6268,
    0.2068,
    0.9244,
    -0.4848,
    -0.4598,
    -0.0392,
    -0.6126,
    0.2213,
    -0.0811,
    -0.1688,
    -0.2927,
    -0.0944,
    1.9106,
    0.6187,
    -0.5501,
    0.2536,
    -0.6533,
)
UNTAUGHT: tuple[float, ...] = (
    0.4282,
    1.5082,
    0.2591,
    0.5354,
    0.0753,
    0.2855,
    0.0322,
    -0.348,
    -0.7296,
    0.9497,
    0.4976,
    -0.0716,
    1.5682,
    -0.1765,
    1.4576,
    0.0,
    0.0,
    0.0,
    3.7229,
    4.0429,
    5.7727,
    0.6153,
    1.1304,
    -0.4249,
    -0.4635,
    0.0,
    -0.5365,
    0.2117,
    -0.0812,
    -0.1726,
    -0.2823,
    -0.1222,
    1.274,
    0.5969,
    -0.4837,
    0.2582,
    0.0,
)
"""Where one of the candidates is asked for by too few known messages."""


def led_to(turn: Turn) -> frozenset[str]:
    """What the general answer just given is about or leads to, itself among it; nothing where another thing is talked about."""
    answered = turn.knowledge.faqs.get(turn.state.faq_id or "")
    if answered is None or turn.state.procedure_code is not None or turn.state.unclear is not None:
        return frozenset()
    return frozenset((answered.id, *answered.procedures, *answered.about))


def candidates(turn: Turn) -> list[Hit]:
    """The hits that may be meant, in their order: the best ones, the best topics, what the likest messages ask for, and what a general
    answer just given leads to."""
    led, topics = led_to(turn), [hit for hit in turn.hits if turn.is_topic(hit)]
    best = [*[hit for hit in turn.hits if hit not in topics][:MOST], *topics[:MOST_TOPICS]]
    return [hit for hit in turn.hits if hit in best or hit.is_likest or hit.id in led]


def believed(turn: Turn, among: Collection[Hit] | None = None) -> Hit | None:
    """The hit that the words of a message tell for, where they tell for one; it must be ``among`` these, if any are given.

    Topics stand beside what they offer: a procedure that is likelier than any of them is weighed against the others alone.
    """
    chances = shares(turn)
    known = [hit for hit in candidates(turn) if among is None or hit in among]
    top = max(known, key=lambda hit: chances[hit.id], default=None)
    if top is None:
        return None
    beside = 0.0 if turn.is_topic(top) else sum(chances[hit.id] for hit in candidates(turn) if turn.is_topic(hit))
    return top if chances[top.id] / (1 - beside) >= BELIEVED else None


def shares(turn: Turn) -> dict[str, float]:
    """How likely each candidate is meant, and NONE, 0..1."""
    hits = candidates(turn)
    if not hits:
        return {}
    weights = WEIGHTS if all(hit.taught for hit in hits) else UNTAUGHT
    scores = [sum(map(float.__mul__, weights, row)) for row in features(turn, hits)]
    raised = [math.exp(score - max(scores)) for score in scores]
    return {one: share / sum(raised) for one, share in zip([*(hit.id for hit in hits), NONE], raised, strict=True)}


def features(turn: Turn, hits: Sequence[Hit]) -> list[list[float]]:
    """What speaks for each hit, and for NONE behind them; each block is 0 for those that it does not concern."""
    return [*([*row, *[0.0] * _NOTHING] for row in _found(turn, hits)), [*[0.0] * _FOUND, *_none(turn, hits)]]


_FOUND, _NOTHING = 26, 11


def _none(turn: Turn, hits: Sequence[Hit]) -> list[float]:
    model, going = dict(turn.nlu.ranking), turn.heard.going
    best = hits[0] if hits else None
    most = max((hit.asked for hit in hits), default=0.0)
    return [
        1.0,
        _logit(sum(share for intent, share in model.items() if intent.startswith("oos_"))),
        _logit(sum(model.get(intent, 0.0) for intent in TALK)),
        _logit(model.get("dossier_status", 0.0)),
        _logit(best.probability if best else 0.0),
        _logit(best.inside if best else 0.0),
        best.score / 50 if best else 0.0,
        min(len(turn.matter.split()), LONG) / 4,
        float(bool(turn.aspects)),
        math.log(max(going.get(Going.NOWHERE, 0.0), _LEAST)),
        most,
    ]


def _found(turn: Turn, hits: Sequence[Hit]) -> list[list[float]]:
    shelf, acts = books(turn.knowledge), actions(turn.text)
    asks_side = bool(_OF_PROCEDURES.intersection(turn.aspects))
    led, before = led_to(turn), turn.state.faq_id
    bare = float(len(turn.matter.split()) <= LITTLE)
    rows = []
    for hit in hits:
        topic = float(turn.is_topic(hit))
        is_faq, named = hit.kind == "faq", actions(hit.name)
        words, pairs = shelf.called(turn.text, hit.id)
        rows.append(
            [
                (hit.score - hits[0].score) / 20,
                (hit.bare - max(one.bare for one in hits)) / 20,
                hit.score / 50,
                hit.bare / 50,
                float(hit is hits[0]),
                _logit(hit.probability),
                _logit(hit.inside),
                float(is_faq),
                float(is_faq and asks_side),
                float(is_faq and not turn.aspects),
                float(acts & named > 0),
                float(acts > 0 and not acts & named),
                shelf.share(turn.text, hit.id),
                words / 5,
                pairs / 10,
                hit.asked,
                -min(hit.behind, FAR),
                float(hit.is_likest),
                float(hit.id in led and hit.id != before),
                float(hit.id in led and hit.id != before) * bare,
                float(hit.id in led and hit.id == before),
                float(hit.id in led and hit.id == before) * bare,
                topic,
                topic * asks_side,
                topic * min(len(turn.matter.split()), LONG) / 4,
                topic * hit.is_likest,
            ]
        )
    return rows


def _logit(share: float) -> float:
    held = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))
