"""How well danger, insults, probing, disputes and politics are told by rule: ``python -m tests.bench.safety [--json] [--show]``.

Prints, for the sentences used while working and for those held aside, as written and without marks: danger noticed, its kind told, false
alarms, insults, refusals; and the same for the language model's examples and the retriever's questions, which others wrote.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.dialogue.persons import Persons, Relation, case_words, relation
from bot.dialogue.safety import Refusal, Safety, assess
from retriever.text import fold

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "bot" / "dialogue" / "data"
DANGERS = ("emergency", "self_harm")
DANGER_OR_NEAR = (*DANGERS, "oos_health", "oos_legal_dispute", "abuse")
"""Intents whose examples are danger, or may rightly be answered with a number to call."""

Right = Callable[[str, Safety], bool]


@dataclass(frozen=True)
class Line:
    """One line of the table: how many of how many sentences came out right."""

    what: str
    part: str
    typed: str
    right: int
    of: int


def expectations() -> Iterator[tuple[str, str, str, Right]]:
    """What is measured: its name, the file and the kind of its sentences, and when one is right."""
    yield "danger noticed", "alarms", "", lambda _, noticed: bool(noticed.alarms)
    yield "kind of danger told", "alarms", "", lambda kind, noticed: kind in noticed.alarms
    yield "no false alarm", "near_misses", "", lambda _, noticed: not noticed.alarms
    yield "insult heard", "abuse", "abuse", lambda _, noticed: noticed.only_abuse
    yield "question beside an insult kept", "abuse", "mixed", lambda _, noticed: not noticed.only_abuse
    yield "innocent words left alone", "abuse", "innocent", lambda _, noticed: not noticed.abuse
    yield "other people's data refused", "probes", "others", lambda _, noticed: noticed.refusal is Refusal.OTHERS_DATA
    yield "system kept closed", "probes", "system", lambda _, noticed: noticed.refusal is Refusal.SYSTEM
    yield "one's own papers not refused", "probes", "own", lambda _, noticed: noticed.refusal in (None, Refusal.DISPUTE)
    yield "dispute told", "refusals", "dispute", lambda _, noticed: noticed.refusal is Refusal.DISPUTE
    yield "politics told", "refusals", "politics", lambda _, noticed: noticed.refusal is Refusal.POLITICS
    yield "procedures not refused", "refusals", "procedures", lambda _, noticed: noticed.refusal is None


def own_lines(show: bool) -> Iterator[Line]:
    """The table over the sentences of the tests."""
    for what, name, wanted, right in expectations():
        kinds = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
        for part in ("work", "held"):
            told = [(kind, text) for kind, texts in kinds[part].items() if wanted in ("", kind) for text in texts]
            for typed, change in (("as written", str), ("no marks", fold)):
                wrong = [text for kind, text in told if not right(kind, assess(change(text)))]
                yield Line(what, part, typed, len(told) - len(wrong), len(told))
                if show and part == "work":
                    print(*(f"    {what}: {text}" for text in wrong), sep="\n")


def other_lines() -> Iterator[Line]:
    """The same rules over sentences that others wrote for other purposes."""
    for what, texts, right in others():
        for typed, change in (("as written", str), ("no marks", fold)):
            yield Line(what, "others'", typed, sum(right(assess(change(text))) for text in texts), len(texts))


def others() -> Iterator[tuple[str, list[str], Callable[[Safety], bool]]]:
    """Sentences by others, and when one is right."""
    examples = {intent: list(texts) for intent, texts in intents()}
    calm = [text for intent, texts in examples.items() if intent not in DANGER_OR_NEAR for text in texts]
    questions = yaml.safe_load((ROOT / "retriever" / "questions" / "in_scope.yaml").read_text(encoding="utf-8"))
    for intent in DANGERS:
        if intent in examples:
            yield f"danger noticed, intent {intent}", examples[intent], lambda noticed: bool(noticed.alarms)
    yield "no false alarm, all other intents", calm, lambda noticed: not noticed.alarms
    yield "no false alarm, retriever's questions", [one["question"] for one in questions], lambda noticed: not noticed.alarms
    yield "insult heard, intent abuse", examples["abuse"], lambda noticed: noticed.abuse


def intents() -> Iterator[tuple[str, Iterator[str]]]:
    """The examples of the language model by intent."""
    for path in sorted((ROOT / "nlu_data" / "intents").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            yield entry["intent"], (line.strip()[2:] for line in lines if line.strip().startswith("- "))


def person_lines() -> Iterator[Line]:
    """For whom, by whom, and which case."""
    told = yaml.safe_load((DATA / "persons.yaml").read_text(encoding="utf-8"))
    for part in ("work", "held"):
        relations, cases = told[part]["relations"], told[part]["cases"]
        right = sum(relation(text) == Persons(_relation(whom), _relation(by)) for text, whom, by in relations)
        yield Line("for whom and by whom", part, "as written", right, len(relations))
        right = sum({str(case) for case in case_words(text)} == set(wanted) for text, wanted in cases)
        yield Line("case words", part, "as written", right, len(cases))


def _relation(name: str) -> Relation | None:
    return None if name == "-" else Relation(name)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="also print what went wrong in the sentences used while working")
    options = parser.parse_args()
    lines = [*own_lines(options.show), *other_lines(), *person_lines()]
    if options.json:
        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False))
        return
    for line in lines:
        print(f"{line.what:<40} {line.part:<8} {line.typed:<10} {line.right:>6} / {line.of:<6} {line.right / line.of:7.1%}")


if __name__ == "__main__":
    main()
