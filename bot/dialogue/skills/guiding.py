"""Guided cases in a conversation: one question at a time with buttons, then the personal checklist.

A question of another kind leaves the guide, which keeps its answers and can be gone on with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import guide_phrases
from bot.dialogue.answers import answer, card
from bot.dialogue.aspects import LABELS, Aspect, GuideAction, GuideChoice, button_value, guide_button
from bot.dialogue.checklist_text import checklist_text, common_papers
from bot.dialogue.checklists import told_answers
from bot.dialogue.citizens import Citizen
from bot.dialogue.formats import lower_first, shorten, tidy
from bot.dialogue.guide import Wish, answers_in, checklist, depends, implied, option_label, question_of, reply_in, whom, wish_in
from bot.dialogue.passage_words import ENDS_ASKING
from bot.dialogue.phrases import headed
from bot.dialogue.progress import Progress
from bot.dialogue.skills.details import details, with_detail
from bot.dialogue.state import Act, Turn
from bot.messages import Button, ChecklistAnswer, Outcome, Outgoing
from knowledge.guides import Kind
from knowledge.schema import Procedure, Question

LABEL_LENGTH = 80
FOLLOW_UPS = 3
"""Buttons of other aspects below the buttons of the guide."""
LONGEST_EACH = 700
"""Characters of the papers of each answer to a question, told together."""

_KINDS: dict[Aspect, frozenset[Kind]] = {
    Aspect.FEE: frozenset({"fee"}),
    Aspect.TIME: frozenset({"time"}),
    Aspect.PLACE: frozenset({"office"}),
}
"""What the answer about an aspect rests on."""
_WIDE = frozenset({Aspect.OVERVIEW, Aspect.HOW, Aspect.DOCUMENTS})
"""Aspects that a reply to a question may seem to be about."""
_PASSING = frozenset({Outcome.SMALLTALK, Outcome.UNKNOWN})
"""What leaves the question open: the next reply may still answer it."""
_LEAVING = frozenset({Outcome.ANSWERED, Outcome.UNKNOWN, Outcome.STATUS, Outcome.OUT_OF_SCOPE, Outcome.SMALLTALK})


def guided(turn: Turn, procedure: Procedure, aspect: Aspect, confidence: float | None = None) -> Act:
    """The answer about a procedure with a guide: the personal checklist, or the substance that holds anyway and the next question."""
    said = turn.text or turn.state.unclear or ""
    kept = _progress(turn, procedure).concerning(whom(said))
    found = answers_in(procedure, said, kept.answers)
    progress = kept.learned(found)
    following = progress.next(procedure)
    if following is None and (aspect is Aspect.DOCUMENTS or (found and aspect in (Aspect.OVERVIEW, Aspect.HOW))):
        return _act(turn, procedure, progress.asked(procedure), confidence)
    if following is None or aspect not in _WIDE:
        return _aspect(turn, procedure, progress, aspect, confidence)
    return _opened(turn, procedure, progress.model_copy(update={"asking": following.id}), aspect, confidence)


def _opened(turn: Turn, procedure: Procedure, progress: Progress, aspect: Aspect, confidence: float | None) -> Act:
    """The first question, behind what can be said without its answer."""
    question = question_of(procedure, progress.asking)
    if question is None:
        return _act(turn, procedure, progress, confidence)
    is_list = aspect is Aspect.DOCUMENTS
    said = _papers_so_far(turn, procedure, progress, question) if is_list else _with_question(turn, procedure, progress, question, aspect)
    outcome = Outcome.ANSWERED if said.sources else Outcome.CLARIFY
    return Act([said], outcome, procedure.code, aspect, None, confidence, _remember(progress, aspect))


def tapped(turn: Turn, choice: GuideChoice) -> Act | None:
    """What a button of a guide leads to; None where the procedure has no guide (any more)."""
    procedure = turn.knowledge.procedures.get(choice.code)
    if procedure is None or not procedure.questions:
        return None
    kept = turn.state.guide
    progress = kept if kept is not None and kept.code == procedure.code else Progress(code=procedure.code)
    match choice.action:
        case GuideAction.ANSWER:
            return _answered(turn, procedure, progress, choice.question, choice.option)
        case GuideAction.SKIP:
            return _act(turn, procedure, _skipped(progress, procedure))
        case GuideAction.BACK:
            return _act(turn, procedure, progress.back(procedure))
        case GuideAction.EDIT:
            return _edit(turn, procedure, progress, choice.question)
        case GuideAction.RESTART:
            return _act(turn, procedure, Progress(code=procedure.code).asked(procedure))
        case GuideAction.START:
            return _act(turn, procedure, progress.asked(procedure))


def heard(turn: Turn, aspect: Aspect) -> Act | None:
    """What a typed reply leads to while a guide is under way, or changes in its answers; None where it is about something else."""
    progress = turn.state.guide
    procedure = turn.knowledge.procedures.get(progress.code) if progress else None
    if progress is None or procedure is None or turn.state.procedure_code != procedure.code:
        return None
    is_statement = aspect in _WIDE or (aspect is Aspect.WHO and not ENDS_ASKING.search(turn.text))
    loose = is_statement and not _names_another(turn, procedure)
    question = question_of(procedure, progress.asking)
    if question is not None:
        reply = reply_in(question, turn.text, loose=loose, parts=aspect is Aspect.OVERVIEW)
    else:
        reply = Wish.BACK if wish_in(turn.text) is Wish.BACK else None
    if isinstance(reply, Wish):
        return _wished(turn, procedure, progress, reply)
    replied = {question.id: reply, **implied(procedure, question, turn.text)} if question and reply else {}
    told = answers_in(procedure, turn.text, progress.answers) if loose and (replied or aspect is Aspect.OVERVIEW) else {}
    learned = progress.learned({**told, **replied})
    if learned == progress:
        return None
    learned = learned.model_copy(update={"whom": whom(turn.text) or progress.whom})
    following = learned.asked(procedure)
    if aspect is Aspect.DOCUMENTS and following.asking is not None:
        return _opened(turn, procedure, following, aspect, None)
    return _act(turn, procedure, following)


def resumable(turn: Turn, act: Act) -> Act:
    """An act that leaves a guide under way, with a button to go on with it; one that forgets the topic forgets the guide."""
    progress = turn.state.guide
    if "procedure_code" in act.remember and act.remember["procedure_code"] is None:
        return replace(act, remember={**act.remember, "guide": None})
    if progress is None or progress.asking is None or "guide" in act.remember or act.outcome not in _LEAVING or not act.replies:
        return act
    left = progress if act.outcome in _PASSING else progress.model_copy(update={"asking": None})
    button = Button(label=guide_phrases.RESUME, value=guide_button(progress.code, GuideAction.START))
    *others, last = act.replies
    said = [*others, last.model_copy(update={"buttons": [*last.buttons, button]})]
    return replace(act, replies=said, remember={**act.remember, "guide": left})


def personal(turn: Turn, procedure: Procedure) -> Procedure:
    """The procedure as far as the citizen's answers to its questions settle it."""
    return Citizen(procedure, _progress(turn, procedure).given(procedure)).personal()


def _progress(turn: Turn, procedure: Procedure) -> Progress:
    """Where the citizen stands; another topic in between makes the guide start anew."""
    kept = turn.state.guide
    return kept if kept is not None and kept.code == procedure.code == turn.state.procedure_code else Progress(code=procedure.code)


def _names_another(turn: Turn, procedure: Procedure) -> bool:
    """Whether the search is sure that the message is about another procedure."""
    best = turn.hits[0] if turn.hits else None
    if best is None or best.kind != "procedure" or best.probability < turn.thresholds.answer:
        return False
    return procedure.code not in (best.id, *best.twins)


def _answered(turn: Turn, procedure: Procedure, progress: Progress, name: str | None, option: str | None) -> Act:
    question = question_of(procedure, name)
    if question is None or option is None or option_label(question, option) is None:
        return _act(turn, procedure, progress.asked(procedure), lead=guide_phrases.EXPIRED)
    return _act(turn, procedure, progress.answered(question.id, option).asked(procedure))


def _skipped(progress: Progress, procedure: Procedure) -> Progress:
    return (progress.passed(progress.asking) if progress.asking else progress).asked(procedure)


def _wished(turn: Turn, procedure: Procedure, progress: Progress, wish: Wish) -> Act:
    if wish is Wish.SKIP:
        return _act(turn, procedure, _skipped(progress, procedure))
    return _act(turn, procedure, progress.back(procedure) if wish is Wish.BACK else Progress(code=procedure.code).asked(procedure))


def _edit(turn: Turn, procedure: Procedure, progress: Progress, name: str | None) -> Act:
    """Ask an answered question again; which one, where there are several."""
    steps = progress.steps(procedure)
    name = name if name in steps else steps[0] if len(steps) == 1 else None
    if name is not None or not steps:
        return _act(turn, procedure, progress.model_copy(update={"asking": name}) if name else progress.asked(procedure))
    buttons = [_edit_button(procedure, progress, step) for step in steps]
    remember = _remember(progress.model_copy(update={"asking": None}), Aspect.DOCUMENTS)
    reply = Outgoing(text=guide_phrases.WHICH_ANSWER, buttons=buttons)
    return Act([reply], Outcome.CLARIFY, procedure.code, Aspect.DOCUMENTS, None, None, remember)


def _edit_button(procedure: Procedure, progress: Progress, name: str) -> Button:
    question = question_of(procedure, name)
    label = option_label(question, progress.answers.get(name, "")) if question else None
    said = tidy(f"{question.ask if question else name} {label or guide_phrases.SKIPPED}")
    return Button(label=shorten(said, LABEL_LENGTH), value=guide_button(procedure.code, GuideAction.EDIT, name))


def _act(turn: Turn, procedure: Procedure, progress: Progress, confidence: float | None = None, lead: str | None = None) -> Act:
    """The question being asked, or the checklist where none is left."""
    question = question_of(procedure, progress.asking)
    if question is None:
        said, outcome = with_detail(turn, procedure, _list(turn, procedure, progress), Aspect.DOCUMENTS), Outcome.ANSWERED
    else:
        text = "\n".join(part for part in (lead, _asking(question, hint=not progress.history)) if part)
        said, outcome = Outgoing(text=text, buttons=_choices(procedure, progress, question)), Outcome.CLARIFY
    return Act([said], outcome, procedure.code, Aspect.DOCUMENTS, None, confidence, _remember(progress, Aspect.DOCUMENTS))


def _remember(progress: Progress, aspect: Aspect) -> dict[str, object]:
    return {"procedure_code": progress.code, "aspect": aspect, "unknowns": 0, "guide": progress}


def _list(turn: Turn, procedure: Procedure, progress: Progress) -> Outgoing:
    told = checklist(procedure, progress.answers, progress.skipped, today=turn.today)
    edit = [_button(procedure, guide_phrases.EDIT, GuideAction.EDIT), _button(procedure, guide_phrases.RESTART, GuideAction.RESTART)]
    further = [Button(label=LABELS[one], value=button_value(one, procedure.code)) for one in (Aspect.HOW, Aspect.FORM, Aspect.ONLINE)]
    return Outgoing(
        text=checklist_text(told, guide_phrases.whose(progress.whom)),
        buttons=[*(edit if progress.steps(procedure) else edit[1:]), *further],
        card=card(procedure, today=turn.today),
        sources=told.sources,
        checklist=told,
    )


def _papers_so_far(turn: Turn, procedure: Procedure, progress: Progress, question: Question) -> Outgoing:
    """The papers that every answer asks for, or those of each where there are none, and the question that decides about the others."""
    told = checklist(procedure, progress.answers, progress.skipped, today=turn.today)
    common = common_papers(told)
    sure = [guide_phrases.IN_EVERY_CASE if not told.answers else guide_phrases.SURELY, *common] if common else []
    sure = sure or _papers_of_each(turn, procedure, progress, question)
    depending = guide_phrases.DEPENDS_ON_CASE.format(whose=guide_phrases.whose(progress.whom))
    lines, asked = [headed(told.name, depending), *sure, *_heard(told.answers)], _asking(question, hint=True)
    detail = details(turn, procedure, Aspect.DOCUMENTS, "\n".join([*lines, asked]))
    text = "\n".join([*lines, *detail, asked])
    page = card(procedure, today=turn.today)
    return Outgoing(text=text, buttons=_choices(procedure, progress, question), card=page, sources=told.sources if sure or detail else [])


def _papers_of_each(turn: Turn, procedure: Procedure, progress: Progress, question: Question) -> list[str]:
    """The papers that each answer to a question surely asks for, a line for each; nothing where that tells nothing or is too long."""
    lines, tells = [], False
    for option in question.options:
        told = checklist(procedure, progress.learned({question.id: option.id}).answers, progress.skipped, today=turn.today)
        sure = [lower_first(paper.name) for paper in told.papers if paper.condition is None]
        tells = tells or bool(sure)
        more = [guide_phrases.MORE_PAPERS if sure else guide_phrases.PAPERS_DEPEND] if len(sure) < len(told.papers) or not sure else []
        lines.append(f"- {tidy(option.label)}: {'; '.join([*sure, *more])}")
    return [guide_phrases.OF_EACH_CASE, *lines] if tells and sum(map(len, lines)) <= LONGEST_EACH else []


def _with_question(turn: Turn, procedure: Procedure, progress: Progress, question: Question, aspect: Aspect) -> Outgoing:
    """The plain answer, then the question that leads to the personal list."""
    given = progress.given(procedure)
    whole = aspect is Aspect.WHO  # whose papers differ, not who may file
    said = answer(procedure if whole else Citizen(procedure, given).personal(), aspect, today=turn.today)
    asked = f"{guide_phrases.FOR_MY_LIST.format(whose=guide_phrases.whose(progress.whom))} {_asking(question, hint=True)}"
    lines = [said.text, *_heard(told_answers(procedure, given))]
    text = "\n".join([*lines, *details(turn, procedure, aspect, "\n".join([*lines, asked])), asked])
    return said.model_copy(update={"text": text, "buttons": [*_choices(procedure, progress, question), *said.buttons[:FOLLOW_UPS]]})


def beside(turn: Turn, procedure: Procedure, said: Outgoing, aspect: Aspect, confidence: float | None) -> Act:
    """An answer for which the citizen's case does not matter; what was told of it is kept."""
    kept = _progress(turn, procedure).concerning(whom(turn.text))
    progress = kept.learned(answers_in(procedure, turn.text, kept.answers))
    offer = _button(procedure, _way_on(procedure, progress), GuideAction.START)
    reply = said.model_copy(update={"buttons": [offer, *said.buttons]})
    return Act([reply], Outcome.ANSWERED, procedure.code, aspect, None, confidence, _remember(progress, aspect))


def _heard(answers: Sequence[ChecklistAnswer]) -> list[str]:
    """What was understood without asking."""
    return [guide_phrases.chosen(answers)] if answers else []


def _aspect(turn: Turn, procedure: Procedure, progress: Progress, aspect: Aspect, confidence: float | None) -> Act:
    """An aspect as far as the answers settle it; what they leave open is told for each case, with the way to the personal list."""
    given, kinds = progress.given(procedure), _KINDS.get(aspect, frozenset())
    whole = aspect is Aspect.WHO  # whose papers differ, not who may file
    said = answer(procedure if whole else Citizen(procedure, given).personal(), aspect, today=turn.today)
    is_open = depends(procedure, given, kinds)
    label = _way_on(procedure, progress)
    more = [guide_phrases.FEE_DEPENDS.format(button=label)] if is_open else _basis(procedure, progress, kinds)
    offer = [_button(procedure, label, GuideAction.START)] if is_open or progress.asking or aspect in _WIDE else []
    reply = said.model_copy(update={"text": "\n".join([said.text, *more]), "buttons": [*offer, *said.buttons]})
    reply = with_detail(turn, procedure, reply, aspect)
    return Act([reply], Outcome.ANSWERED, procedure.code, aspect, None, confidence, _remember(progress, aspect))


def _way_on(procedure: Procedure, progress: Progress) -> str:
    """What the button says that leads to the personal list: begin, go on, or see it."""
    if progress.next(procedure) is None:
        return guide_phrases.SEE_LIST
    return guide_phrases.RESUME if progress.steps(procedure) else guide_phrases.START


def _basis(procedure: Procedure, progress: Progress, kinds: frozenset[Kind]) -> list[str]:
    """The answers that an aspect was told for, where it depends on any."""
    if not progress.given(procedure) or not depends(procedure, {}, kinds):
        return []
    return _heard(told_answers(procedure, progress.given(procedure)))


def _asking(question: Question, *, hint: bool = False) -> str:
    """The question with its help; how to answer is said with the first one."""
    said = [tidy(text) for text in (question.ask, question.help) if text]
    return "\n".join([*said, *([guide_phrases.HINT] if hint else [])])


def _choices(procedure: Procedure, progress: Progress, question: Question) -> list[Button]:
    answers = [
        Button(label=tidy(option.label), value=guide_button(procedure.code, GuideAction.ANSWER, question.id, option.id))
        for option in question.options
    ]
    back = [_button(procedure, guide_phrases.BACK, GuideAction.BACK)] if progress.steps(procedure) else []
    return [*answers, _button(procedure, guide_phrases.SKIP, GuideAction.SKIP), *back]


def _button(procedure: Procedure, label: str, action: GuideAction) -> Button:
    return Button(label=label, value=guide_button(procedure.code, action))
