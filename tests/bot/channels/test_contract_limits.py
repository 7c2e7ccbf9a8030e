"""Whatever the dialogue says, each platform takes it, and nothing of it is lost."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo, consultation
from bot.messages import Button, Card, Outgoing, SourceNote
from tests.bot.channels.lines import SECRET
from tests.bot.channels.opening import MESSAGING
from tests.fakes import telegram as tg
from tests.fakes.telegram_checks import check_text
from tests.fakes.zalo import APP_ID, OA_SECRET, USER_ID
from tests.fakes.zalo_checks import check_message

PAGE = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet.html?ma=1.000001&x=1"


def words(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


LABELS = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=90)
TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    st.tuples(st.sampled_from(["Lệ phí: 135.000 đồng.\n- ", "<b>&amp;", "👩‍👩‍👧", "x" * 300]), st.integers(1, 400)).map(
        lambda p: p[0] * p[1]
    ),
).map(lambda text: f"a{text}")
CARDS = st.builds(
    Card, title=TEXT, subtitle=st.none() | TEXT, url=st.sampled_from([None, PAGE, "javascript:alert(1)"]), url_label=st.none() | LABELS
)
SOURCES = st.builds(SourceNote, title=TEXT, code=st.none() | LABELS, decision=st.none() | TEXT, url=st.sampled_from([None, PAGE]))
SAID = st.lists(
    st.builds(
        Outgoing,
        text=st.just("") | TEXT,
        buttons=st.lists(st.builds(Button, label=LABELS, value=st.text("abc", min_size=1, max_size=200)), max_size=15),
        card=st.none() | CARDS,
        sources=st.lists(SOURCES, max_size=3),
    ),
    max_size=3,
)


def _telegram() -> Telegram:
    return Telegram(tg.TOKEN, SECRET, "http://127.0.0.1:9")


def _zalo() -> Zalo:
    nothing: Any = None
    return Zalo(app_id=APP_ID, oa_secret=OA_SECRET, tokens=nothing, client=nothing)


@how(max_examples=40)
@given(said=SAID)
def test_telegram_takes_whatever_is_said(said: list[Outgoing]) -> None:
    channel = _telegram()
    for piece in channel.render(said):
        assert check_text(html.escape(piece.text, quote=False), "HTML").strip() == piece.text.strip()
        assert len(piece.buttons) <= channel.limits.buttons
        assert all(len(one.label) <= channel.limits.label for one in piece.buttons)
        assert len(piece.links) <= channel.limits.links
        assert all(link.url == PAGE and 0 < len(link.title) <= channel.limits.label for link in piece.links)


@how(max_examples=40)
@given(said=SAID)
def test_zalo_takes_whatever_is_said(said: list[Outgoing]) -> None:
    for piece in _zalo().render(said):
        sent = piece.model_copy(update={"buttons": [one.model_copy(update={"value": "t" * 16}) for one in piece.buttons]})
        _, text, buttons = check_message(consultation(USER_ID, sent))
        assert text == piece.text
        assert len(buttons) == len(piece.buttons) + len(piece.links) <= 5


@pytest.mark.parametrize("name", MESSAGING)
@how(max_examples=40)
@given(said=SAID)
def test_nothing_said_is_lost_on_the_way(name: str, said: list[Outgoing]) -> None:
    channel: Telegram | Zalo = _telegram() if name == "telegram" else _zalo()
    pieces = channel.render(said)
    shown = words("".join(piece.text for piece in pieces))
    for one in said:
        assert words(one.text) in shown
        assert all(words(button.label) in shown or button in [b for piece in pieces for b in piece.buttons] for button in one.buttons)
        assert one.card is None or words(one.card.title) in shown
        assert all(words(source.title) in shown for source in one.sources)
