"""The messages of citizens as the search learns from them."""

from __future__ import annotations

from pathlib import Path

from knowledge.store import load_knowledge
from retriever.messages import id_of, messages_about, read

ROOT = Path(__file__).parents[2]
LEAST = 0.97
"""Share of the built-in procedures and FAQs that messages must be known of."""


def test_every_message_is_whole_and_said_once_by_its_writer() -> None:
    said = list(read())
    fields = {"current", "side", "message", "target", "asked", "says"}
    assert all(fields <= one.keys() and one["message"].strip() and one["target"] for _, one in said)
    assert len({(writer, one["message"], one["current"]) for writer, one in said}) >= 0.995 * len(said)


def test_nearly_everything_known_is_asked_for() -> None:
    known = load_knowledge(ROOT / "knowledge")
    about = messages_about(known)
    everything = known.procedures.keys() | known.faqs.keys()
    assert about.keys() <= everything
    assert len(about) >= LEAST * len(everything)


def test_what_goes_on_about_the_same_thing_tells_nothing_of_it() -> None:
    known = load_knowledge(ROOT / "knowledge")
    about = messages_about(known)
    going_on = {one["message"]: id_of(one["current"]) for _, one in read() if one["current"] in one["target"] and len(one["target"]) == 1}
    opened = {one["message"] for _, one in read() if one["current"] not in one["target"]}
    assert not [message for message, code in going_on.items() if message in about.get(code, ()) and message not in opened]


def test_messages_of_a_writer_can_be_left_out() -> None:
    known = load_knowledge(ROOT / "knowledge")
    whole, less = messages_about(known), messages_about(known, without=lambda writer: writer == "writer-44")
    kept, left = sum(map(len, whole.values())), sum(map(len, less.values()))
    assert 0 < left < kept
    assert messages_about(known, without=lambda _: True) == {}
