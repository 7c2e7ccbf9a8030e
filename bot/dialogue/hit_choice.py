"""How likely each thing that the search found is what a message is about that opens a talk or follows a general answer: a logit model.

``python -m tests.bench.fit_hits`` fits its weights to such messages of ``retriever.messages``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from bot.dialogue.aspects import Aspect
from bot.dialogue.belonging import books
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
OF_MESSAGES = (15, 16, 17, 25)
"""The features that known messages tell; nothing is known of a thing that nobody has asked for yet."""
_OF_PROCEDURES = frozenset({Aspect.FEE, Aspect.TIME, Aspect.DOCUMENTS, Aspect.FORM, Aspect.PLACE})
_LEAST = 0.003

WEIGHTS: tuple[float, ...] = (
    -0.3256,
    1.1384,
    -1.5411,
    3.9258,
    0.0375,
    0.1668,
    0.0246,
    -0.2823,
    -0.8972,
    0.9388,
    0.3769,
    -0.2212,
    0.9152,
    0.5598,
    0.8137,
    3.0804,
    1.4437,
    -0.6485,
    3.2211,
    3.915,
    5.5372,
    0.5145,
    1.117,
    -0.3929,
    -0.3935,
    -0.2063,
)
UNTAUGHT: tuple[float, ...] = (
    0.2805,
    0.6427,
    1.3276,
    2.2164,
    0.0446,
    0.1978,
    0.0398,
    -0.6926,
    -0.9505,
    0.8966,
    0.4605,
    -0.2702,
    1.0691,
    0.325,
    1.2996,
    0.0,
    0.0,
    0.0,
    3.4023,
    4.0476,
    5.7153,
    0.8087,
    1.3725,
    -0.3731,
    -0.4134,
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
    goes_on = turn.aspects and led_to(turn) and not turn.intent.startswith("oos_")
    in_scope = 1.0 if goes_on else turn.in_scope
    return top if chances[top.id] / (1 - beside) * in_scope >= BELIEVED else None


def shares(turn: Turn) -> dict[str, float]:
    """How likely each candidate is meant, 0..1, if one of them is."""
    hits = candidates(turn)
    if not hits:
        return {}
    weights = WEIGHTS if all(hit.taught for hit in hits) else UNTAUGHT
    scores = [sum(map(float.__mul__, weights, row)) for row in features(turn, hits)]
    raised = [math.exp(score - max(scores)) for score in scores]
    return {hit.id: share / sum(raised) for hit, share in zip(hits, raised, strict=True)}


def features(turn: Turn, hits: Sequence[Hit]) -> list[list[float]]:
    """What speaks for each hit."""
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
