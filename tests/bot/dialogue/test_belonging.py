"""How much of a message belongs to a procedure: what it is called weighs, and rare words more than common ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.belonging import books, said
from tests.bot.dialogue.test_following import BIRTH, DEATH, KNOWN, MARRIAGE


def test_what_only_one_is_called_speaks_for_it() -> None:
    shelf = books(KNOWN)
    words, pairs = shelf.called("đi khai tử cho ông nội", DEATH, MARRIAGE)
    assert words > 0 and pairs > 0
    assert shelf.called("đi khai tử cho ông nội", MARRIAGE, DEATH) == (0, 0)


def test_marks_and_words_without_matter_tell_nothing() -> None:
    shelf = books(KNOWN)
    assert shelf.called("khai tu", DEATH) == shelf.called("KHAI TỬ ạ", DEATH)
    assert not said("thì sao vậy em").words


@given(st.text(max_size=80))
def test_shares_lie_between_none_and_all(text: str) -> None:
    shelf = books(KNOWN)
    assert all(0 <= shelf.share(text, one) <= 1 for one in (BIRTH, DEATH, "nobody"))
    assert shelf.share(text, "nobody") == 0


def test_the_words_of_a_name_are_all_in_its_text() -> None:
    assert books(KNOWN).share("đăng ký khai sinh", BIRTH) == 1


def test_a_new_base_is_read_anew() -> None:
    known = books(KNOWN)
    assert books(KNOWN) is known
    assert books(KNOWN.__class__(**vars(KNOWN))) is not known


def test_a_field_has_its_procedures() -> None:
    shelf = books(KNOWN)
    own = shelf.in_field(KNOWN.procedures[MARRIAGE].field)
    assert own == {code for code, one in KNOWN.procedures.items() if one.field == KNOWN.procedures[MARRIAGE].field}
    assert not shelf.in_field("nobody's")
