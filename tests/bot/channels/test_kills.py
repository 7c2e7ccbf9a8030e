"""The app is killed (SIGKILL) again and again while people write; what was acknowledged is answered, once."""

from __future__ import annotations

import asyncio

import pytest

from tests.bench.delivery import kill_again_and_again

KILLS = 200


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_however_often_the_process_is_killed() -> None:
    found = asyncio.run(kill_again_and_again(KILLS, seed=7, progress=lambda _: None))
    assert found["drained"]
    assert {name: found[name] for name in ("kills", "lost", "doubled", "unsent", "dead_letters")} == {
        "kills": KILLS, "lost": 0, "doubled": 0, "unsent": 0, "dead_letters": 0,
    }  # fmt: skip
    assert found["accepted"] == found["turns"] != 0
