"""Intents, buttons and follow-ups of the aspects."""

from __future__ import annotations

from bot.dialogue.aspects import FOLLOW_UPS, LABELS, Aspect, aspect_of, button_value, intent_of, parse_button


def test_intents_and_buttons_lead_back_to_their_aspect() -> None:
    assert all(aspect_of(intent_of(aspect)) is aspect for aspect in Aspect)
    assert aspect_of("ask_fee") is Aspect.FEE and aspect_of("greeting") is None and aspect_of(None) is None
    assert all(parse_button(button_value(aspect, "1.001193")) == (aspect, "1.001193") for aspect in Aspect)
    assert parse_button("faq:fee:1") is None and parse_button("aspect:nothing:1.001193") is None and parse_button("aspect:fee:") is None
    assert all(aspect not in offered and len(offered) >= 4 for aspect, offered in FOLLOW_UPS.items())
    assert set(LABELS) == set(Aspect) == set(FOLLOW_UPS)
