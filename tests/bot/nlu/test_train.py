"""When the intent model is trained and what is kept, with a small program in the place of Rasa's Python; and once for real."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import textwrap
from pathlib import Path

import pytest

from bot.nlu.train import LOG_FILE, ensure_model, fingerprint, rasa_environment

_REPOSITORY = Path(__file__).parents[3]
_SOURCES = ("config.yml", "nlu_data", "bot/__init__.py", "bot/nlu", "retriever/__init__.py", "retriever/text.py")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of everything that a model is made from."""
    for name in _SOURCES:
        source, target = _REPOSITORY / name, tmp_path / "root" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return tmp_path / "root"


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A stand-in for the NLU environment's Python: notes its arguments and writes a model, or fails if told to."""
    program = tmp_path / "python"
    program.write_text(
        textwrap.dedent(f"""\
            #!/bin/sh
            echo "$@" >> {tmp_path}/calls
            echo "PYTHONPATH=$PYTHONPATH telemetry=$RASA_TELEMETRY_ENABLED"
            if [ -e {tmp_path}/fail ]; then echo "no good" >&2; exit 1; fi
            while [ "$1" != --out ]; do shift; done
            echo model > "$2/model.tar.gz"
            """)
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def _calls(tmp_path: Path) -> int:
    calls = tmp_path / "calls"
    return len(calls.read_text().splitlines()) if calls.exists() else 0


def test_a_model_is_trained_once_and_then_reused(python: Path, root: Path, tmp_path: Path) -> None:
    first = ensure_model(python=python, root=root, out=tmp_path / "models")
    second = ensure_model(python=python, root=root, out=tmp_path / "models")

    assert first is not None
    assert first.read_text() == "model\n"
    assert second == first
    assert _calls(tmp_path) == 1
    assert f"PYTHONPATH={root} telemetry=false" in (tmp_path / "models" / LOG_FILE).read_text()


@pytest.mark.parametrize(
    "changed", ["config.yml", "nlu_data/intents/ask_fee.yml", "bot/nlu/folding.py", "bot/nlu/lexicon.py", "retriever/text.py"]
)
def test_any_change_of_what_it_learns_from_trains_anew_and_drops_the_old_model(
    python: Path, root: Path, tmp_path: Path, changed: str
) -> None:
    old = ensure_model(python=python, root=root, out=tmp_path / "models")
    (root / changed).write_text((root / changed).read_text() + "\n# changed\n")

    new = ensure_model(python=python, root=root, out=tmp_path / "models")

    assert new != old
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == sorted([LOG_FILE, new.name if new else ""])


def test_a_change_elsewhere_does_not_train(root: Path) -> None:
    before = fingerprint(root)
    (root / "bot" / "nlu" / "client.py").write_text("")

    assert fingerprint(root) == before


def test_a_failed_training_leaves_the_old_model_and_says_why(python: Path, root: Path, tmp_path: Path) -> None:
    old = ensure_model(python=python, root=root, out=tmp_path / "models")
    (root / "config.yml").write_text("broken")
    (tmp_path / "fail").touch()

    assert ensure_model(python=python, root=root, out=tmp_path / "models") is None
    assert old is not None
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == sorted([LOG_FILE, old.name])
    assert "no good" in (tmp_path / "models" / LOG_FILE).read_text()


def test_without_the_nlu_environment_there_is_no_model_and_no_error(root: Path, tmp_path: Path) -> None:
    assert ensure_model(python=tmp_path / "nowhere" / "python", root=root, out=tmp_path / "models") is None


_PARSE = """
import asyncio, json, sys
from rasa.core.agent import load_agent
async def main():
    agent = await load_agent(sys.argv[1])
    print(json.dumps([await agent.parse_message(text) for text in sys.argv[2:]]))
asyncio.run(main())
"""


@pytest.mark.slow
def test_a_real_model_trains_loads_and_understands_both_spellings(nlu_python: Path, root: Path, tmp_path: Path) -> None:
    for path in (root / "nlu_data" / "intents").iterdir():
        if path.stem not in {"ask_fee", "ask_time", "greeting"}:
            path.unlink()
    (root / "nlu_data" / "everyday.yml").unlink()

    model = ensure_model(python=nlu_python, root=root, out=tmp_path / "models")

    assert model is not None, (tmp_path / "models" / LOG_FILE).read_text()[-2000:]
    texts = ["làm căn cước hết bao nhiêu tiền", "lam can cuoc het bao nhieu tien", "😂", ""]
    done = subprocess.run(
        [str(nlu_python), "-W", "ignore", "-c", _PARSE, str(model), *texts],
        env={**os.environ, **rasa_environment(root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    accented, folded, *odd = json.loads(done.stdout.splitlines()[-1])
    assert accented["intent"]["name"] == folded["intent"]["name"] == "ask_fee"
    assert min(accented["intent"]["confidence"], folded["intent"]["confidence"]) > 0.7
    assert all(answer["intent"]["name"] for answer in odd)
