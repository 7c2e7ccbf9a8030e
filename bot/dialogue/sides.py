"""Which sides of a procedure a message asks about, told from those that it only mentions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.dialogue import side_words as words
from bot.dialogue.aspects import Aspect, aspect_of
from bot.dialogue.side_questions import named_spans, shape_of
from bot.nlu.client import find_cues
from retriever.queries import actions
from retriever.text import fold, is_unaccented, normalize, question_tokens

MOST_ASPECTS = 3
"""Sides of a procedure that one reply answers; more would bury the first."""
SHORT_ELLIPSIS = 6
"""The same for one without a question word: "còn bằng lái"."""
LONGEST_ELLIPSIS = 10
"""Syllables up to which a message may leave out the side it asks about."""
LONGEST = 1500
"""Characters of a message that are read, from its end: people tell their story first and ask last."""
SHORT_CLAUSE = 3
"""Syllables up to which a clause that asks only rounds off another: "được không ạ"."""
NEAR = 2
"""Syllables behind a phrase in which a question word asks about it: "lệ phí là bao nhiêu"."""
STORY = 12
"""Syllables before the last clause from which they are a story."""
SURE = 0.5
"""Confidence from which the language model is followed where no phrase of the message asks."""
FAIRLY_SURE = 0.8
"""The same where no word of the side that it hears stands in the message, either."""


@dataclass(frozen=True)
class _Said:
    """One phrase for a side, at the syllables ``start`` to ``end`` of a clause; ``asks`` where the clause asks about it."""

    aspect: Aspect
    start: int
    end: int
    asks: bool = False
    firm: bool = False
    """The phrase itself is a question: "bao nhiêu tiền" is, "lệ phí" is not."""
    bare: bool = False
    """Only a word for money."""
    alone: bool = False
    """Its clause asks of nothing else."""

    def within(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether one of the spans reaches into it."""
        return any(start < self.end and self.start < end for start, end in spans)


@dataclass(frozen=True)
class _Clause:
    """What a clause says of sides, and whether it asks anything, be it of no side that is known."""

    said: tuple[_Said, ...]
    asks: bool


def aspects_in(text: str) -> list[Aspect]:
    """The sides of a procedure that a message asks about, in its order: "bao nhiêu tiền với mấy ngày" asks two.

    What is only told stands behind what is asked, or is left out where it is done. Wide questions (how, conditions) count only where
    nothing narrower is asked. Empty where no phrase tells.
    """
    return list(_sides(text))


def side_asked(text: str, aspects: Sequence[Aspect], told: Aspect | None, sure: float) -> Aspect | None:
    """The one side to answer first, of those that phrases ask and the one that the language model takes it for (None: no side)."""
    told = Aspect.CONDITIONS if told is Aspect.FEE and Aspect.FEE not in aspects and is_paid_out(text) else told
    misled = told is not None and told not in aspects and told in _only_named(text)
    told = Aspect.OVERVIEW if misled else told
    doubtful = told is None or told is Aspect.OVERVIEW or sure < SURE
    elsewhere = told is None and sure >= FAIRLY_SURE
    unfounded = (told in words.FINER or sure < FAIRLY_SURE) and not _has_words_of(text, told)
    if (shaped := _shaped(text, aspects, doubtful=not elsewhere and (doubtful or unfounded))) is not None:
        return shaped
    if (not aspects or (doubtful and not any(one.asks for one in _said(text)))) and words.ALLOWED.search(_plain(text)):
        return Aspect.CONDITIONS if told in (None, Aspect.OVERVIEW, *aspects) else told
    if not aspects:
        return told
    return aspects[0] if doubtful or _outweighs(text, aspects[0], told) else told


def _shaped(text: str, aspects: Sequence[Aspect], *, doubtful: bool) -> Aspect | None:
    """The side that the shape of the question asks, unless a question in so many words asks another."""
    shape = shape_of(text)
    if shape is None or not (shape.certain or doubtful):
        return None
    other = bool(aspects) and aspects[0] is not shape.aspect and aspects[0] in firm(text) - words.WIDE
    return None if other else shape.aspect


def _has_words_of(text: str, aspect: Aspect | None) -> bool:
    """Whether any word of a side stands in a message, typed as such."""
    return any(aspect_of(cue.intent) is aspect and (cue.strong or cue.exact) for cue in find_cues(question_tokens(text)))


def _only_named(text: str) -> frozenset[Aspect]:
    """The sides of which words stand in a message only as part of the names of things."""
    parts = [syllables for part in words.CLAUSE.split(text[-LONGEST:]) if (syllables := question_tokens(part))]
    named = {aspect for aspect in words.NAMED for syllables in parts if any(named_spans(aspect, syllables))}
    return frozenset(named - {one.aspect for one in _said(text)})


def _outweighs(text: str, asked: Aspect, told: Aspect | None) -> bool:
    """Whether a question in so many words counts more than the language model's opinion; for some sides the model has the finer ear."""
    if asked is Aspect.CONDITIONS and told in (Aspect.FEE, Aspect.TIME):
        return True  # money paid out, years paid in
    if asked not in firm(text) - words.WIDE:
        return False
    if asked in (Aspect.FEE, Aspect.TIME) and told in (Aspect.FORM, Aspect.RESULT):
        return True
    if told in words.FINER and (not _has_words_of(text, told) or (told is Aspect.FORM and asked is Aspect.PLACE and _hands_in(text))):
        return True
    if _asks_behind_story(text):
        return True
    return told not in words.FINER and asked not in words.SOUNDS_LIKE.get(told, ())


def _hands_in(text: str) -> bool:
    """Whether something is handed in: "đơn này nộp ở đâu"."""
    return bool(words.HAND_IN.intersection(_plain(text).split()))


def _asks_behind_story(text: str) -> bool:
    """Whether so much is told before the question that the language model hears the story more than it."""
    *before, _ = [part for part in words.CLAUSE.split(text[-LONGEST:]) if len(question_tokens(part)) > SHORT_CLAUSE] or [""]
    return sum(len(question_tokens(part)) for part in before) >= STORY


def side_kept(text: str, before: Aspect | None) -> Aspect | None:
    """The side asked about before, where a short message leaves it out: "còn hộ chiếu thì sao"; None where it names its own."""
    syllables, shape = question_tokens(text), shape_of(text)
    if shape is not None and shape.certain and shape.aspect is not before:
        return None
    if before in (None, Aspect.OVERVIEW) or not 0 < len(syllables) <= LONGEST_ELLIPSIS:
        return None
    said, own = words.TAIL.sub("", _plain(text)), set(_sides(text)) - {Aspect.ONLINE, Aspect.HOW}
    if words.HOW_MUCH.search(said) and not own - {Aspect.FEE, Aspect.TIME}:
        if before in (Aspect.FEE, Aspect.TIME) and not words.COSTS.search(said):
            return before
        return None if own - {Aspect.FEE} else Aspect.FEE
    if not own and (_is_left_out(text, syllables, said) or (before is Aspect.FEE and _is_still_money(text, syllables, said))):
        return before
    return before if not own - {Aspect.CONDITIONS} and before in (Aspect.ONLINE, Aspect.WHO) and words.ALIKE.search(said) else None


def _is_left_out(text: str, syllables: Sequence[str], said: str) -> bool:
    """Whether a message puts something in the place of what was asked: "còn cấp lại", "con nít thì sao"; a new matter does not."""
    opened = syllables[0] in words.OPENS
    names_way = Aspect.ONLINE in _sides(text)
    if words.WHAT_ABOUT.search(said):
        return opened or not actions(text) or said.startswith(words.BARE_OPENS)
    bare = is_unaccented(text)
    asks = any(_is_question(syllables, at, bare) for at in range(len(syllables))) or _whether(syllables, said.split())
    return opened and not asks and not names_way and 1 < len(said.split()) <= SHORT_ELLIPSIS


def _is_still_money(text: str, syllables: Sequence[str], said: str) -> bool:
    """Whether a question that names no other side has a word for money."""
    shape = shape_of(text)
    asks = bool(_whether(syllables, said.split())) or "hay" in syllables
    return asks and (shape is None or shape.aspect is Aspect.FEE) and words.STILL_MONEY.search(said) is not None and not is_paid_out(text)


def is_paid_out(text: str) -> bool:
    """Whether the money that a message speaks of is what the citizen gets."""
    return words.RECEIVED.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return fold(" ".join(question_tokens(text)))


@lru_cache(maxsize=256)
def _sides(text: str) -> tuple[Aspect, ...]:
    said = _said(text)
    narrow = _unique(one.aspect for one in said if one.asks and one.aspect not in words.WIDE)
    if Aspect.DOCUMENTS not in narrow and words.NEEDS.search(fold(normalize(text))):
        narrow.append(Aspect.DOCUMENTS)
    beside = [one.aspect for one in said if not one.asks and one.aspect not in words.WIDE]
    wide = [one.aspect for one in said if one.asks and not (beside and one.aspect in words.VAGUE)]
    own = [one.aspect for one in said if one.alone and one.firm and one.aspect in words.WIDE - words.VAGUE] if narrow else wide[:1]
    return tuple(_unique([*narrow, *own, *beside])[:MOST_ASPECTS]) or tuple([one.aspect for one in said][:1])


def _unique(aspects: Iterable[Aspect]) -> list[Aspect]:
    return list(dict.fromkeys(aspects))


def firm(text: str) -> frozenset[Aspect]:
    """The sides that a message asks in so many words."""
    return frozenset(one.aspect for one in _said(text) if one.firm)


@lru_cache(maxsize=256)
def _said(text: str) -> tuple[_Said, ...]:
    """What a message says of sides; of a story before the question only the way, which the answer may need."""
    bare = is_unaccented(text)
    parts = words.CLAUSE.split(words.NOWHERE.sub(" ", text[-LONGEST:]))
    clauses = [_read(syllables, bare) for part in parts if (syllables := question_tokens(part))]
    last = max((at for at, clause in enumerate(clauses) if clause.asks), default=-1)
    return tuple(one for at, clause in enumerate(clauses) for one in clause.said if _counts(one, clause, story=at < last))


def _counts(one: _Said, clause: _Clause, *, story: bool) -> bool:
    told = not story or any(other.asks for other in clause.said)
    return one.asks or one.aspect is Aspect.ONLINE or (told and (not one.bare or len(clause.said) == 1))


def _read(syllables: list[str], bare: bool) -> _Clause:
    """The sides that one clause speaks of, those asked behind its "thì" first: "mấy hôm nghỉ thì nộp giấy gì"."""
    plain = [fold(syllable) for syllable in syllables]
    denied = _spans(words.DENIED, plain)
    none = {at for start, end in denied for at in range(start, end)}
    questions = [at for at in range(len(plain)) if at not in none and _is_question(syllables, at, bare)]
    whether = _whether(syllables, plain)
    names = {aspect: list(named_spans(aspect, syllables)) for aspect in words.NAMED}
    said = list(
        _meant(
            _without_generic([one for one in _found(syllables, plain, bare) if not one.within(denied)], plain),
            plain,
            {*questions, *whether},
            names,
        )
    )
    covered = {at for one in said for at in range(one.start, one.end)}
    asking = {_before(said, at) for at in questions if at not in covered} | {_of_whether(said, plain, at) for at in whether}
    if not any(one.firm for one in said) and not asking - {None} and _leads(syllables, bare):
        asking = set(range(len(said)))
    asked = [replace(one, asks=one.firm or number in asking) for number, one in enumerate(said)]
    heard = _with_way(_with_form(_without_income(asked, plain), plain))
    left = _alone([one for one in heard if one.asks or not _is_done(one, plain)])
    turn = max((at for at, word in enumerate(plain) if word == "thi"), default=len(plain))
    ordered = sorted(left, key=lambda one: not (one.asks and one.start > turn))
    open_question = bool(set(questions) - covered or whether) and len(plain) > SHORT_CLAUSE
    return _Clause(tuple(ordered), open_question or any(one.asks for one in left))


def _alone(said: list[_Said]) -> list[_Said]:
    """The same, with what asks marked where nothing else does."""
    return [replace(one, alone=one.asks) for one in said] if len({one.aspect for one in said if one.asks}) == 1 else said


def _leads(syllables: Sequence[str], bare: bool) -> bool:
    """Whether a clause wants to know, with no question word: "cho hỏi lệ phí"."""
    return any((fold(word) if bare else word) in syllables for word in words.LEAD)


def _found(syllables: list[str], plain: list[str], bare: bool) -> Iterator[_Said]:
    """The phrases for sides, none within another, and words for money outside of them."""
    phrases = {one.start: one for one in reversed(_phrases(syllables, plain, bare))}
    end = 0
    for at, word in enumerate(syllables):
        if at < end:
            continue
        one = phrases.get(at)
        if one is None and (length := _count(syllables, plain, at)):
            one = _Said(Aspect.FEE, at, at + length)
        if one is None and word in words.MONEY and not words.NO_MONEY.intersection(syllables[at + 1 : at + 2]):
            one = _Said(Aspect.FEE, at, at + 1, bare=True)
        if one is not None:
            yield one
            end = one.end


def _phrases(syllables: list[str], plain: list[str], bare: bool) -> list[_Said]:
    """The strong cues of sides, of one place the longest first; "mất bao nhiêu ngày" asks for no money, and "mau" is many words."""
    strong = (cue for cue in find_cues(syllables) if cue.strong and (cue.exact or _may_lack_marks(syllables[cue.start : cue.end], bare)))
    sides = ((aspect_of(cue.intent), cue.start, cue.end) for cue in strong)
    found = [_Said(aspect, start, end) for aspect, start, end in sides if aspect is not None and not _counts_units(plain, end)]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _may_lack_marks(typed: Sequence[str], bare: bool) -> bool:
    """Whether syllables may be a phrase without its marks; among others that have theirs, "cho" is no "chỗ"."""
    return len(typed) > 1 and (bare or not words.PLAIN.intersection(typed))


def _counts_units(plain: Sequence[str], end: int) -> bool:
    return plain[end - 1] in words.COUNTS and bool(words.UNITS.intersection(plain[end : end + 1]))


def _count(syllables: Sequence[str], plain: Sequence[str], at: int) -> int:
    """How many syllables from here ask "how much", of money for want of a unit: "hết mấy", "thì bao nhiêu"."""
    before = plain[at - 1] if at else ""
    if plain[at : at + 2] == ["bao", "nhieu"] and before not in words.NUMBERED:
        return 2 if set(plain[at + 2 :]) <= words.PARTICLES or plain[at + 2] in words.EACH else 0
    return int(plain[at] == "may" and syllables[at] in ("mấy", "may") and before in words.SPENT and set(plain[at + 1 :]) <= words.PARTICLES)


def _without_generic(said: list[_Said], plain: list[str]) -> list[_Said]:
    """Without "có được không" where the clause has a side that it asks about."""
    left = [one for one in said if " ".join(plain[one.start : one.end]) not in words.GENERIC]
    return left or said


def _meant(said: Sequence[_Said], plain: list[str], questions: set[int], names: dict[Aspect, list[tuple[int, int]]]) -> Iterator[_Said]:
    """The phrases as they are meant, firm where they hold a question; without times that are told and what is part of a name."""
    covered = {at for one in said for at in range(one.start, one.end)}
    spans = [(aspect, meant, _spans(pattern, plain)) for aspect, pattern, meant in words.MEANT]
    for one in said:
        if (one.aspect is Aspect.TIME and _is_told_time(one, plain)) or one.within(names.get(one.aspect, ())):
            continue
        rough = plain[one.start] == "may" and one.start > 0 and plain[one.start - 1] in words.TENS
        beside = {one.end + n for n in range(NEAR)} - covered
        firm = not rough and bool(questions & (set(range(one.start, one.end)) | beside))
        aspect = next((meant for kind, meant, found in spans if one.aspect is kind and one.within(found)), one.aspect)
        yield replace(one, aspect=aspect, firm=firm, bare=one.bare or rough)


def _is_told_time(one: _Said, plain: Sequence[str]) -> bool:
    """ "mấy hôm nay", "mấy ngày nghỉ", "tiền hàng tháng nào"."""
    after, before = plain[one.end :], plain[one.start - 1 : one.start]
    past = after == ["roi"] or (bool(after) and after[0] in words.PAST)
    return before == ["hang"] or ("may" in plain[one.start : one.end] and past)


def _with_form(said: list[_Said], plain: Sequence[str]) -> list[_Said]:
    """Where a form is got is asked of the form: "mẫu ở đâu"; one that is handed in only names the matter."""
    if words.HAND_IN.intersection(plain):
        return [one for one in said if one.asks or one.aspect is not Aspect.FORM]
    if all(one.aspect is not Aspect.FORM for one in said):
        return said
    left = [one for one in said if one.aspect not in (Aspect.PLACE, Aspect.ONLINE)]
    got = len(left) < len(said)
    return [replace(one, asks=True, firm=True) if got and one.aspect is Aspect.FORM else one for one in left]


def _with_way(said: list[_Said]) -> list[_Said]:
    """ "đăng ký online ở đâu" asks for the way."""
    for way, place in itertools.pairwise(said):
        if way.aspect is Aspect.ONLINE and place.aspect is Aspect.PLACE and place.start - way.end <= NEAR:
            return [replace(one, asks=True, firm=True) if one is way else one for one in said]
    return said


def _without_income(said: list[_Said], plain: list[str]) -> list[_Said]:
    """Money that is paid out is a condition where it is asked about, and nothing where it is told."""
    found = _spans(words.RECEIVED, plain)
    income = {number for number, one in enumerate(said) if one.aspect is Aspect.FEE and one.within(found)}
    kept = [(number, one) for number, one in enumerate(said) if number not in income or one.asks]
    return [replace(one, aspect=Aspect.CONDITIONS) if number in income else one for number, one in kept]


def _spans(pattern: re.Pattern[str], plain: Sequence[str]) -> list[tuple[int, int]]:
    """The syllables that the matches of a pattern cover."""
    text = " ".join(plain)
    return [(text[: match.start()].count(" "), text[: match.end()].count(" ") + 1) for match in pattern.finditer(text)]


def _is_question(syllables: Sequence[str], at: int, bare: bool) -> bool:
    word, plain = syllables[at], fold(syllables[at])
    before, after = (fold(syllables[at - 1]) if at else ""), (fold(syllables[at + 1]) if at + 1 < len(syllables) else "")
    if plain == "bao":
        return after in {"nhieu", "lau", "gio", "tien"}
    told = word in words.QUESTIONS or (bare and plain in words.BARE_QUESTIONS)
    return told and before not in words.NOT_ASKING.get(plain, ())


def _whether(syllables: Sequence[str], plain: Sequence[str]) -> list[int]:
    """Where a clause ends in "không", "chưa" or "à": one place or none."""
    at = len(plain) - 1
    while at > 0 and plain[at] in words.PARTICLES:
        at -= 1
    if at > 0 and plain[at] in words.NO:
        return [at]
    return [len(plain)] if syllables[-1] in words.TAGS else []


def _of_whether(said: Sequence[_Said], plain: Sequence[str], at: int) -> int | None:
    """The phrase that a final "không" asks about: the one in "có cần ... không", else the last one before it."""
    opened = [n for n in range(min(at, len(plain) - 1)) if plain[n] in ("co", "phai") and plain[n + 1] in words.OPENERS]
    if not opened:
        before = _before(said, at)
        far = before is not None and said[before].aspect is Aspect.PLACE and at - said[before].end > NEAR
        return None if far else before
    return next((number for number, one in enumerate(said) if one.end > opened[-1] and one.start <= at), None)


def _before(said: Sequence[_Said], at: int) -> int | None:
    return max((number for number, one in enumerate(said) if one.end <= at), default=None)


def _is_done(one: _Said, plain: Sequence[str]) -> bool:
    around = {*plain[max(one.start - 2, 0) : one.start]} & {"da", "vua"}
    return bool(around or {*plain[one.end : one.end + 2]} & {"roi", "xong"})
