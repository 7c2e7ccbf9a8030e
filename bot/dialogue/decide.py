"""From a turn to one act: the table of what answers what. Reads top to bottom, the first rule that fits wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogue.asking import has_object
from bot.dialogue.aspects import Aspect
from bot.dialogue.continuing import continues, recalled
from bot.dialogue.hit_choice import NONE, believed, shares
from bot.dialogue.listening import only_tells
from bot.dialogue.near_hits import WIDEST_GAP, are_alike, are_rivals, closer_faq, closer_procedure, preferred
from bot.dialogue.safety import Alarm, Refusal, Safety, assess
from bot.dialogue.side_choice import side_of
from bot.dialogue.skills import guiding, knowledge, offices, reacting, talk
from bot.dialogue.state import LEAST_FOUND, Act, Turn
from bot.messages import Outcome, Outgoing
from bot.nlu.client import find_cues, guess
from knowledge.schema import Unknown
from retriever.queries import actions, matter
from retriever.search import Hit
from retriever.text import fold, normalize, question_tokens

_BESIDE = frozenset({Aspect.WHO, Aspect.CONDITIONS, Aspect.RESULT, Aspect.LEGAL_BASIS})
"""Sides beside which a phrase for another one is a question of its own."""
_WIDE = frozenset({Aspect.OVERVIEW, Aspect.HOW})
"""Sides that say nothing of what is wanted: "giờ xử lý sao"."""
HALF = 0.5
TOPIC_GAP = 3.0
"""Score by which a topic may lie behind a procedure that it offers, and is still what was named."""
NAMED = 18.0
"""Score by names and texts alone from which a topic is named at all: "giấy tờ dta" is like many, by the classifier alone."""
CERTAIN = 0.9
"""Confidence in an intent from which a word or two in a talk are taken for it, and a person is called whatever is talked about."""
SURE = 0.5
"""Confidence in an intent from which it is followed although the search found something likely."""
MEANT = 0.8
"""Confidence from which a wish to start over is one: "để chị hỏi lại ông xã" only sounds like it, and forgets nothing."""
EVEN = 0.5
LONGEST_TOPIC = 5
"""Syllables of matter that a bare topic may have: "sổ hồng", "bằng tốt nghiệp cấp ba"."""
LONG_MATTER = 6
"""Syllables of matter from which a message that the language model is unsure of is no small talk."""
NOWHERE = 0.65
"""Probability, by all that the words of a message tell, from which it is about nothing that the state does."""
BRIEF = 3
"""Words of a message of a talk that tell too little to be of another matter."""
ALARM = 0.3
"""Confidence in an intent from which it is followed where nothing else speaks."""
DANGER, DANGER_SURE = 0.6, 0.9
"""Confidence from which the language model alone raises an alarm, where the search found nothing and where it did: the rules notice
nearly all dangers, and of what is new to it, as is the answer to a question, the model is far too sure ("ghe đánh cá ngoài biển")."""

_SKILLS: dict[str, Callable[[Turn], Act]] = {
    **dict.fromkeys(talk.SMALLTALK, talk.smalltalk),
    **dict.fromkeys(talk.SERVICE, talk.service),
    "start_over": talk.start_over,
    "abuse": talk.abuse,
    "dossier_status": talk.dossier_status,
}
_DANGERS = {"emergency": Alarm.DANGER, "self_harm": Alarm.SELF_HARM}
"""Intents that raise an alarm by themselves."""
_AGENCY = re.compile(
    r"\b(?:phuong|xa|ubnd|uy ban|mot cua|co quan|cong an|trung tam|lam viec|di lam|nhan ho so|nop|tiep dan|nghi le|nghi tet|tet"
    r"|co lam|mo cua|dong cua)\b"
)
_TOPIC = re.compile(
    r"\b(?:cho )?(?:\w+ )?(?:hoi|tu van|biet|quan tam|tim hieu|noi|can)\b(?: \w+){0,3}? (?:ve|vu|chuyen)\b(?: (?:cai|vu|chuyen|viec))*"
    r"|\b(?:co|gap|dang co|bi) (?:van de|chuyen|truc trac|su co)\b"
)
"""Says what a message is about, and not yet what is wanted."""
_ASKS_AT_HOME = re.compile(
    r"\b(?:hoi|ban|coi|xem|tinh|noi)\b(?: (?:lai|voi|them|thu|y|cai|coi))+ (?:vo|chong|ong xa|ba xa|ox|bx|me|ma|bo|tia|cha|con|nha|gia dinh"
    r"|nguoi nha|nguoi|may|sep|ke toan|ong|ba|ho|bo phan)\b"
)
"""Somebody else is asked first."""
_ACT = re.compile(r"\b(?:lam|xin|mo|nop|khai|mua|ban)\b(?! (?:sinh|sanh|tu\b))")
"""Acts that every office knows, and which part no procedure from another."""
_ALLOWED = re.compile(r"\b(?:duoc|dc|du tuoi|co the|chiu|cho)\b.*\b(?:chua|khong|ko|hong|hok|k)\b")
_FIRM = frozenset({"handoff", "dossier_status", "abuse", "start_over"})
_FAQ_FIRST = frozenset({"account_help", "payment_help", "office_hours", "office_place", "complaint"})


def decide(turn: Turn) -> Act:
    """The act that answers the turn, danger first; one that leaves a guide offers to go on with it."""
    safety = assess(turn.text)
    if alarms := _alarms(turn, safety):
        asks = turn.names_procedure and (safety.paperwork or not safety.certain)
        return talk.emergency(alarms, _decide(turn) if asks else None)
    return guiding.resumable(turn, _declined(turn, safety) or _cared(_decide(turn), safety))


def _decide(turn: Turn) -> Act:
    if turn.entities.dossier_codes or (not turn.entities.procedure_codes and _is_number(turn.text)):
        return talk.dossier_status(turn)
    if turn.entities.procedure_codes:
        return _of_procedure(turn, _national(turn, turn.entities.procedure_codes[0]))
    if (reacted := knowledge.doubted(turn) or reacting.reacted(turn)) is not None:
        return reacted
    if (heard := guiding.heard(turn, side_of(turn, turn.state.procedure_code))) is not None:
        return heard
    if (about_place := offices.continued(turn) or offices.renamed(turn)) is not None:
        return about_place
    if (code := recalled(turn)) is not None:
        return _of_procedure(turn, code, turn.sure)
    if _goes_on(turn):
        return _of_procedure(turn, turn.state.procedure_code or "", turn.sure)
    if turn.intent in _SKILLS and _talk_wins(turn):
        return _talk(turn)
    if turn.intent.startswith("oos_") and _scope_wins(turn) and not _only_sounds_so(turn):
        return knowledge.perhaps(turn, talk.out_of_scope(turn))
    return _from_hits(turn)


def _goes_on(turn: Turn) -> bool:
    """Whether a message is about the procedure talked about, and calls for nobody."""
    if turn.intent == "handoff" and turn.sure >= CERTAIN and not turn.aspects and _says_so(turn):
        return False
    return bool(turn.follows) or (turn.follows is None and continues(turn, side_of(turn, turn.state.procedure_code)))


def _of_procedure(turn: Turn, code: str, confidence: float | None = None) -> Act:
    """The side that is asked of a procedure."""
    return knowledge.procedure(turn, code, side_of(turn, code), confidence)


def with_other_sides(turn: Turn, act: Act) -> Act:
    """An answer about a procedure, with the other sides of it that the same message asks about."""
    if act.outcome is not Outcome.ANSWERED or act.procedure_code is None:
        return act
    asked = [*turn.aspects, *([Aspect.CONDITIONS] if _asks_about_age(turn, act.procedure_code) else [])]
    others = [aspect for aspect in asked if aspect is not act.aspect]
    if not others or (len(turn.aspects) < 2 and Aspect.CONDITIONS not in others and act.aspect not in _BESIDE):
        return act
    more = [knowledge.procedure(turn, act.procedure_code, aspect) for aspect in others]
    already = {said.text for said in act.replies}
    told = [one for one in more if one.outcome is Outcome.ANSWERED and not already.intersection(said.text for said in one.replies)]
    guide = next((one.remember["guide"] for one in told if one.remember.get("guide")), act.remember.get("guide"))
    said = [said for one in told for said in one.replies]
    return replace(act, replies=_in_one(act.replies, said), remember={**act.remember, "guide": guide} if guide else act.remember)


def _asks_about_age(turn: Turn, code: str) -> bool:
    """Whether an age is told, and the conditions of the procedure know ages."""
    conditions = turn.knowledge.procedures[code].conditions
    told = not isinstance(conditions, Unknown) and any("tuổi" in text for text in conditions)
    return told and bool(turn.entities.ages) and _ALLOWED.search(fold(normalize(turn.text))) is not None


def joined(acts: Sequence[Act]) -> Act:
    """One act of several; the one that ends in a question comes last, for it is the one that is answered next."""
    if len(acts) == 1:
        return acts[0]
    *others, last = sorted(acts, key=lambda act: act.outcome is Outcome.CLARIFY or act.remember.get("guide") is not None)
    replies = _in_one([said for act in others for said in act.replies], last.replies)
    codes = [code for act in (last, *others) if (code := act.procedure_code)]
    return replace(last, replies=replies, remember={**last.remember, "recent": codes})


def _in_one(before: Sequence[Outgoing], after: Sequence[Outgoing]) -> list[Outgoing]:
    """Replies one after the other; only the last keeps its buttons, except for those that lead somewhere of their own."""
    return [*(said.model_copy(update={"buttons": []}) if after else said for said in before), *after]


def _alarms(turn: Turn, safety: Safety) -> tuple[Alarm, ...]:
    """What the rules found; else what the language model is sure of, unless papers are asked for."""
    if safety.alarms and not safety.certain and guiding.heard(turn, side_of(turn, turn.state.procedure_code)) is not None:
        return ()
    if safety.alarms or safety.paperwork or turn.intent not in _DANGERS or turn.best >= turn.thresholds.answer:
        return safety.alarms
    talking = turn.state.procedure_code is not None or turn.state.unclear is not None
    sure = turn.sure >= DANGER_SURE or (turn.sure >= DANGER and turn.best < turn.likely and not talking)
    return (_DANGERS[turn.intent],) if sure else ()


def _declined(turn: Turn, safety: Safety) -> Act | None:
    """Insults alone, other people's data, and what is out of bounds where no question about a procedure stands beside it."""
    if safety.only_abuse:
        return talk.abuse(turn)
    if safety.refusal is None:
        return None
    bare = safety.refusal is Refusal.SYSTEM and not safety.paperwork
    answerable = safety.refusal is not Refusal.OTHERS_DATA and not bare and turn.names_procedure
    return None if answerable else talk.refuse(safety.refusal)


def _cared(act: Act, safety: Safety) -> Act:
    return talk.with_crime_note(act) if safety.crime else act


def _from_hits(turn: Turn) -> Act:
    goes_on = bool(turn.hits) and turn.hits[0].id == turn.state.procedure_code and not turn.corrected
    if goes_on or (turn.follows is False and turn.corrected):
        return answer_hit(turn, turn.hits[0])
    turn = replace(turn, hits=[hit for hit in turn.hits if not turn.is_topic(hit) or hit.bare >= NAMED])
    likely = [hit for hit in turn.hits if turn.may_mean(hit)]
    if not likely or not turn.matter:
        return (None if turn.aspects else offices.noted(turn)) or _asked_again(turn) or knowledge.unknown(turn)
    opens = _opens(turn)
    if opens and shares(turn).get(NONE, 0.0) >= NOWHERE:
        return knowledge.unknown(turn)
    return _chosen(turn, likely, believed(turn, [hit for hit in turn.hits if hit in likely or hit.is_likest]) if opens else None)


def _opens(turn: Turn) -> bool:
    """Whether nothing is talked about, and nothing was asked back."""
    return turn.state.procedure_code is None and turn.state.unclear is None


def _chosen(turn: Turn, likely: Sequence[Hit], meant: Hit | None) -> Act:
    """The answer from one of the hits that are ``likely``, which may be ``meant`` by all that the words tell, or a choice of them."""
    if (topic := _topic_of(turn, likely)) is not None and (meant is None or turn.is_topic(meant)):
        return answer_hit(turn, topic)
    turn = replace(turn, hits=[hit for hit in turn.hits if not turn.is_topic(hit)])
    likely = [hit for hit in likely if hit in turn.hits]
    if meant is not None and not likely:
        return answer_hit(turn, meant)
    best = preferred(turn, likely)
    if len(around := _around(turn)) > 1:
        return knowledge.clarify(turn, around, side_of(turn), knowledge.MOST_AROUND)
    if (closer := closer_faq(turn, best) or closer_procedure(turn, likely[0])) is not None:
        return answer_hit(turn, closer)
    if alike := [hit for hit in turn.hits if hit is not best and are_alike(turn, best, hit)]:
        others = (hit for hit in likely if hit is not best and hit not in alike)
        return knowledge.clarify(turn, [best, *alike, *others], side_of(turn, best.id))
    rivals = [hit for hit in likely if hit.score < best.score and are_rivals(turn, best, hit)]
    alone = _names_act_alone(turn) and any(best.score - hit.score < WIDEST_GAP for hit in turn.hits if hit is not best)
    if meant is not None and not alone:
        return answer_hit(turn, meant)
    if not rivals and turn.is_sure_of(best) and not alone:
        return answer_hit(turn, best)
    return knowledge.clarify(turn, likely, side_of(turn, best.id))


def _topic_of(turn: Turn, likely: Sequence[Hit]) -> Hit | None:
    """The topic that a message names without saying what is wanted of it: the best hit, or one as near as a procedure that it offers."""
    best = likely[0]
    if turn.is_topic(best):
        return best
    near = (hit for hit in likely if turn.is_topic(hit) and best.score - hit.score < TOPIC_GAP and best.probability < EVEN)
    return next((hit for hit in near if best.id in turn.knowledge.faqs[hit.id].about), None)


def _around(turn: Turn) -> list[Hit]:
    """What a message may mean that only says what it is about ("cho hỏi về hộ khẩu"); nothing where it says what to do."""
    said = fold(normalize(turn.text))
    told = bool(actions(turn.matter) or set(turn.aspects) - _WIDE or turn.corrected or _ACT.search(said))
    if (
        told
        or turn.state.procedure_code is not None
        or _TOPIC.search(said) is None
        or len(matter(_TOPIC.sub(" ", said)).split()) > LONGEST_TOPIC
    ):
        return []
    return [hit for hit in turn.hits if hit.score >= HALF * turn.hits[0].score]


def _names_act_alone(turn: Turn) -> bool:
    """Whether a message names an act and nothing that it is done to ("tôi muốn sang tên"), so that several procedures fit."""
    if not actions(turn.matter) or turn.corrected or turn.state.procedure_code is not None:
        return False
    return not has_object(turn.matter)


def answer_hit(turn: Turn, hit: Hit) -> Act:
    """Answer from a hit: an FAQ as it stands, a procedure by the aspect asked."""
    if hit.kind == "faq":
        return knowledge.faq(turn, hit.id, hit.probability, side_of(turn))
    if hit.twins:
        return knowledge.which_office(turn, hit, side_of(turn, hit.id))
    return _of_procedure(turn, hit.id, hit.probability)


def _talk(turn: Turn) -> Act:
    """A skill of its own, or the FAQ that answers the same need better."""
    if turn.intent in offices.INTENTS and (told := offices.office(turn)) is not None:
        return told
    faq = _faq(turn)
    if faq is not None and turn.intent in _FAQ_FIRST:
        return offices.dated(turn, knowledge.faq(turn, faq.id, faq.probability))
    doubtful = turn.sure < MEANT and not _says_so(turn)
    if turn.intent == "start_over" and (doubtful or _ASKS_AT_HOME.search(fold(normalize(turn.text)))):
        return talk.leave()
    return offices.dated(turn, _SKILLS[turn.intent](turn))


def _faq(turn: Turn) -> Hit | None:
    """An FAQ that the message may well ask; where the intent is one of FAQs and sure, the message is surely in scope."""
    sure = turn.intent in _FAQ_FIRST and turn.sure >= SURE
    best = turn.hits[0].inside if turn.hits else 0.0
    likely = (hit for hit in turn.hits if (hit.inside if sure else max(hit.probability, turn.worth(hit))) >= turn.likely)
    return next((hit for hit in likely if hit.kind == "faq" and hit.inside >= HALF * best and hit.probability >= LEAST_FOUND), None)


def _national(turn: Turn, code: str) -> str:
    """The code itself, or the national one without a province's suffix where only that is known."""
    return code if code in turn.knowledge.procedures else ".".join(code.split(".")[:2])


def _is_number(text: str) -> bool:
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)


def _talk_wins(turn: Turn) -> bool:
    """Small talk is followed unless the message also names something the search is sure about."""
    sure_of_hit = bool(turn.hits) and turn.is_sure_of(turn.hits[0])
    worth = turn.worth(turn.hits[0]) if turn.hits else 0.0
    if turn.intent in _FAQ_FIRST:
        return not sure_of_hit and turn.sure >= max(ALARM, worth) and (_says_so(turn) or _faq(turn) is not None)
    if turn.intent == "start_over" and turn.names_procedure:
        return False
    if turn.intent == "handoff" and turn.sure < SURE and not _says_so(turn):
        return False
    if turn.intent == "dossier_status" and _is_general(turn):
        return False
    if turn.intent in _FIRM:
        told = turn.intent != "dossier_status" or turn.best < turn.thresholds.ask or _says_so(turn)
        return told and turn.sure >= ALARM and not (sure_of_hit and max(worth, turn.best) > turn.sure)
    if not turn.matter or (turn.sure >= SURE and not turn.names_procedure):
        return True
    return max(turn.best, worth) < turn.likely and len(turn.matter.split()) < LONG_MATTER


def _is_general(turn: Turn) -> bool:
    """Whether all words of a message tell of a general question, other than how to follow one's own file."""
    sure = turn.follows is False and turn.corrected
    meant = turn.hits[0] if sure and turn.hits else believed(turn) if _opens(turn) else None
    faq = turn.knowledge.faqs.get(meant.id) if meant and not turn.is_topic(meant) else None
    return faq is not None and guess(faq.question).intent != "dossier_status"


def _says_so(turn: Turn) -> bool:
    """Whether a phrase of the text speaks for the intent too: the language model alone takes the wind for an hour."""
    if turn.intent in offices.INTENTS and _AGENCY.search(fold(normalize(turn.text))):
        return True
    return any(cue.intent == turn.intent and cue.strong for cue in find_cues(question_tokens(turn.text)))


def _asked_again(turn: Turn) -> Act | None:
    """What was offered, once more, where a reply to it only tells what does not part it: "mua lại của ông hàng xóm"."""
    return knowledge.asked_again(turn) if turn.state.unclear is not None and turn.matter and only_tells(turn) else None


def _only_sounds_so(turn: Turn) -> bool:
    """Whether the language model alone takes what is told in a reply for another matter ("nó ở chừng 2 tháng"), or for a try at others'
    data, of which the rules notice those that are; or a word or two in a talk ("hôm qua") for another matter."""
    if not only_tells(turn):
        return False
    brief = turn.state.procedure_code is not None and len(turn.text.split()) <= BRIEF and turn.sure < CERTAIN
    return brief or (turn.state.unclear is not None and (turn.intent == Refusal.SYSTEM or turn.sure < CERTAIN))


def _scope_wins(turn: Turn) -> bool:
    return turn.in_scope < EVEN and not (turn.hits and turn.is_sure_of(turn.hits[0]))
