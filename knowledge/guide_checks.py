"""Checks of guided cases (``questions`` and ``when``): names that lead nowhere, questions without effect, people left without papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from knowledge.guides import Holds, changing, conditions, holds, paths
from knowledge.schema import UNKNOWN, Procedure, Question, When
from knowledge.words import fold

MAX_PATHS = 1296
"""Combinations of answers up to which every one is looked at: four questions of six options."""

_CONDITIONAL = re.compile(r"\b(?:thì (?:thêm|nộp|cần)|trường hợp|nếu)\b", re.IGNORECASE)


def guide_errors(procedure: Procedure) -> Iterator[str]:
    """What must be mended before the guide can be followed."""
    found = [*_whens(procedure), *_names(procedure)]
    yield from found
    if procedure.questions and not found and prod(len(question.options) for question in procedure.questions) <= MAX_PATHS:
        yield from _effects(procedure)


def guide_warnings(procedure: Procedure) -> Iterator[str]:
    """What wants a look: a case that reads like a condition, yet holds for everybody; fees or times that a path leaves unknown."""
    if not procedure.questions:
        return
    for number, case in enumerate([] if procedure.cases is UNKNOWN else procedure.cases):
        if (
            not case.when
            and _CONDITIONAL.search(case.name)
            and not (case.documents is not UNKNOWN and all(one.when for one in case.documents))
        ):
            yield f"«cases.{number}» («{case.name}») không có when nên giấy tờ này áp dụng cho mọi người"
    yield from _silences(procedure)


def _whens(procedure: Procedure) -> Iterator[str]:
    options = {question.id: {option.id for option in question.options} for question in procedure.questions}
    for place, when in _all_whens(procedure):
        if not options:
            yield f"«{place}.when» có điều kiện nhưng thủ tục không có questions"
            continue
        for name, chosen in when.items():
            if name not in options:
                yield f"«{place}.when» nhắc câu hỏi «{name}» không có trong questions"
            for option in chosen if name in options else ():
                if option not in options[name]:
                    yield f"«{place}.when» nhắc lựa chọn «{option}» không có trong câu hỏi «{name}»"
    order = [question.id for question in procedure.questions]
    for number, question in enumerate(procedure.questions):
        for name in question.when:
            if name in order[number:]:
                yield f"«questions.{number}.when» chỉ được nhắc câu hỏi đứng trước, không phải «{name}»"


def _all_whens(procedure: Procedure) -> Iterator[tuple[str, When]]:
    """Every ``when`` that says something, with its place."""
    found: list[tuple[str, When]] = [(f"questions.{n}", one.when) for n, one in enumerate(procedure.questions)]
    found += [(f"offices.{n}", office.when) for n, office in enumerate(procedure.offices)]
    for n, case in enumerate([] if procedure.cases is UNKNOWN else procedure.cases):
        papers = [] if case.documents is UNKNOWN else case.documents
        found += [(f"cases.{n}", case.when), *((f"cases.{n}.documents.{m}", paper.when) for m, paper in enumerate(papers))]
    for n, method in enumerate([] if procedure.methods is UNKNOWN else procedure.methods):
        found += [(f"methods.{n}.fees.{m}", fee.when) for m, fee in enumerate([] if method.fees is UNKNOWN else method.fees)]
        found += [(f"methods.{n}.times.{m}", time.when) for m, time in enumerate([] if method.times is UNKNOWN else method.times)]
    return ((place, when) for place, when in found if when)


def _names(procedure: Procedure) -> Iterator[str]:
    for name in _twice([question.id for question in procedure.questions]):
        yield f"câu hỏi «{name}» ghi hai lần"
    for number, question in enumerate(procedure.questions):
        yield from (f"«questions.{number}» {problem}" for problem in _options(question))
    if procedure.offices and not procedure.questions:
        yield "«offices» chỉ dùng khi nơi nộp tùy câu trả lời; thủ tục không có questions thì ghi receiving_place"


def _options(question: Question) -> Iterator[str]:
    for name in _twice([option.id for option in question.options]):
        yield f"có hai lựa chọn «{name}»"
    for label in _twice([fold(option.label) for option in question.options]):
        yield f"có hai lựa chọn cùng nhãn «{label}»"
    words = [word for option in question.options for word in option.words]
    for word in _twice([" ".join(word.lower().split()) for word in words]):
        yield f"cụm từ «{word}» ghi hai lần trong words"
    for word in words:
        if len(fold(word).split()) < 2:
            yield f"cụm từ «{word}» chỉ có một tiếng, dễ trúng nhầm; ghi ít nhất hai tiếng"
        if word != word.lower():
            yield f"cụm từ «{word}» phải viết thường"


def _effects(procedure: Procedure) -> Iterator[str]:
    found = list(paths(procedure))
    matters = set(changing(procedure, {}))
    for question in procedure.questions:
        if question.id not in matters:
            yield f"câu hỏi «{question.id}» không làm thay đổi giấy tờ, phí, thời hạn hay nơi nộp nào"
    if procedure.cases is UNKNOWN:
        return
    for given, items in found:
        if not any(kind in ("paper", "unknown") for kind, _, _ in items):
            yield f"trả lời {_path(given)} thì không còn giấy tờ nào; thiếu một trường hợp hoặc phải ghi documents: unknown"
    for place, when in _all_whens(procedure):
        if all(holds(conditions(when), given, _conditions(procedure)) is not Holds.YES for given, _ in found):
            yield f"«{place}.when» không bao giờ đúng với câu trả lời nào"


def _conditions(procedure: Procedure) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    return {question.id: conditions(question.when) for question in procedure.questions}


def _silences(procedure: Procedure) -> Iterator[str]:
    """Paths on which a way to file that has fees or times for others has none."""
    if any(_whens(procedure)) or prod(len(question.options) for question in procedure.questions) > MAX_PATHS:
        return
    for number, method in enumerate([] if procedure.methods is UNKNOWN else procedure.methods):
        for kind, listed, name in (("fee", method.fees, "mức phí"), ("time", method.times, "thời hạn")):
            bare = [given for given, items in paths(procedure) if not any(one[:2] == (kind, f"{number}") for one in items)]
            if listed is not UNKNOWN and bare:
                yield f"«methods.{number}» không còn {name} nào khi trả lời {_path(bare[0])}; người dân sẽ thấy «chưa ghi»"


def _path(given: dict[str, str]) -> str:
    return ", ".join(f"{name}={option}" for name, option in given.items()) or "gì cũng vậy"


def _twice(values: list[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]
