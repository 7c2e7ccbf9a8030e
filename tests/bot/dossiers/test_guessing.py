"""A crowd of strangers guesses the proof of one valid dossier, through the whole app; the long run is ``tests.bench.dossier_guessing``."""

from __future__ import annotations

import pytest

from bot.dossiers import tries
from tests.bench.dossier_guessing import guess


async def test_a_crowd_of_many_addresses_has_five_tries_a_day_altogether() -> None:
    found = await guess(guesses=300, addresses=100)
    assert found.conversations == 300
    assert found.most_checked_on_one_code_in_24h == tries.PER_CODE == 5
    assert found.told_locked == 295


async def test_the_measure_would_see_more_tries_if_there_were_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "PER_CODE", 12)
    assert (await guess(guesses=24, addresses=24)).most_checked_on_one_code_in_24h == 12
