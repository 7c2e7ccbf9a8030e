"""Whole conversations about dossiers in the three channels, through the real app: the ten states, locks, notices, and what never gets out."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.tables import InboxRow, OutboxRow
from bot.dialogue.store import ConversationRow, TurnRow
from bot.dossiers import replies as said
from bot.dossiers.model import DossierState
from bot.dossiers.push import signature
from bot.settings import Settings
from knowledge.store import Knowledge, load_knowledge
from tests.bot.channels.opening import EVERYWHERE, hurry
from tests.e2e.agency import PERSONAL, SAMPLES, Agency, agency
from tests.e2e.conftest import Service as RunningService
from tests.e2e.test_channels import OnTelegram, OnWeb, OnZalo, walk
from tests.fakes.one_stop import SECRETS, FakeOneStop, login_page, samples, write_descriptions

CODES = dict(zip(DossierState, [line.partition(",")[0] for line in SAMPLES.read_text(encoding="utf-8-sig").splitlines()[1:]], strict=True))
PROOFS = {state: f"{1000 + number}" for number, state in enumerate(DossierState, start=1)}
WRONG = "7391"
CHANGED = "Hồ sơ {code} có thay đổi"
TOLD: dict[DossierState, tuple[str, ...]] = {
    DossierState.REGISTERED: ("chờ cán bộ kiểm tra",),
    DossierState.ACCEPTED: ("Cơ quan đã nhận hồ sơ", "4 ngày làm việc", "thứ Sáu 27/11"),
    DossierState.REJECTED: ("không thuộc thẩm quyền", "khiếu nại"),
    DossierState.PROCESSING: ("đang được giải quyết", "3 ngày làm việc", "thứ Năm 26/11"),
    DossierState.SUPPLEMENT: ("1. ", "Hạn nộp bổ sung", "Cách nộp"),
    DossierState.PAYMENT: ("50.000 đồng",),
    DossierState.WITHDRAWN: ("được rút theo đề nghị",),
    DossierState.STOPPED: ("dừng giải quyết", "Quá hạn bổ sung"),
    DossierState.DONE: ("đã có kết quả", "mang theo giấy tiếp nhận và hẹn trả kết quả"),
    DossierState.RETURNED: ("Kết quả đã được trả",),
}
"""What must be said of each sample, beside the state's name."""


@pytest.fixture(scope="module")
def knowledge(root: Path) -> Knowledge:
    return load_knowledge(root / "knowledge")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'motcua.db'}", rate_limit="off", allowed_hosts=[], log_level="INFO"
    )


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses everywhere."""
    hurry(monkeypatch)
    monkeypatch.setattr("bot.dossiers.watching.LOOK_S", 0.05)


# The ten states


@pytest.mark.parametrize("channel", EVERYWHERE)
async def test_each_state_is_told_to_whoever_proves_it(channel: str, settings: Settings, knowledge: Knowledge) -> None:
    async with agency(settings, knowledge, channel) as here:
        for who, state in enumerate(DossierState, start=1):
            asked = await here.hears(channel, f"hồ sơ {CODES[state]} của tôi tới đâu rồi", who)
            assert said.PROOF_ONLY_FOUR in asked and said.STATES[state] not in asked
            told = await here.hears(channel, PROOFS[state], who)
            assert [words for words in (said.STATES[state], CODES[state], *TOLD[state]) if words not in told] == [], state
            assert [words for words in (*PERSONAL, "None") if words in told] == [], state


@pytest.mark.parametrize("channel", EVERYWHERE)
async def test_buttons_lead_on_in_every_channel(channel: str, settings: Settings, knowledge: Knowledge) -> None:
    state = DossierState.SUPPLEMENT
    async with agency(settings, knowledge, channel) as here:
        await here.proves(channel, CODES[state], PROOFS[state])
        assert said.STATES[state] in await here.taps(channel, said.AGAIN_LABEL)
        assert said.WATCHING.format(code=CODES[state]) in await here.taps(channel, said.WATCH_LABEL)
        assert said.STATES[state] in await here.hears(channel, "bao giờ có kết quả")
        assert "1. " in await here.hears(channel, "cần bổ sung gì")


@pytest.mark.parametrize("system", ["H97.14", "H98.20"])
async def test_two_provinces_answer_over_http(system: str, settings: Settings, knowledge: Knowledge, tmp_path: Path) -> None:
    """Each as its description in docs/dossiers says, all ten states."""
    with FakeOneStop() as fake:
        write_descriptions(tmp_path / "he-thong", fake.url)
        for dossier in samples():
            fake.put(dossier)
        async with agency(
            settings, knowledge, "web", imported=None, dossier_systems=tmp_path / "he-thong", dossier_secrets=SECRETS
        ) as here:
            for who, state in enumerate(DossierState, start=1):
                told = await here.proves("web", f"{system}-261116-{who:04}", "1234", who)
                assert said.STATES[state] in told and "0900001234" not in told and "Người Mẫu" not in told, state
            assert said.NOT_CONNECTED[:30].split("{")[0] in await here.hears("web", "hồ sơ H11.22-261116-0001", 20)


# Proofs


async def test_an_unknown_code_and_a_wrong_proof_are_one_answer(settings: Settings, knowledge: Knowledge) -> None:
    async with agency(settings, knowledge, *EVERYWHERE) as here:
        for channel in EVERYWHERE:
            unknown = CODES[DossierState.PROCESSING][:-4] + "0999"
            wrong = await here.proves(channel, CODES[DossierState.PROCESSING], WRONG, 1)
            assert wrong == await here.proves(channel, unknown, PROOFS[DossierState.PROCESSING], 2)
            assert said.REFUSED in wrong


async def test_five_wrong_proofs_anywhere_lock_a_code_everywhere(settings: Settings, knowledge: Knowledge) -> None:
    code, proof = CODES[DossierState.DONE], PROOFS[DossierState.DONE]
    async with agency(settings, knowledge, *EVERYWHERE) as here:
        for number, channel in enumerate((*EVERYWHERE, *EVERYWHERE[:2])):
            assert said.REFUSED in await here.proves(channel, code, f"80{number:02}", 10 + number)
        for channel in EVERYWHERE:
            told = await here.proves(channel, code, proof, 30)
            assert said.STATES[DossierState.DONE] not in told and "tạm không tra được" in told
        audit = (await here.motcua("audit", code)).output
        assert audit.count("refused") == 5 and audit.count("locked") == 3
        here.clock.go(hours=25)
        assert said.STATES[DossierState.DONE] in await here.proves("web", code, proof, 40)


async def test_no_proof_stays_anywhere(settings: Settings, knowledge: Knowledge) -> None:
    """Neither in the record and the queues, nor in the bytes of the file: what was emptied is overwritten, not only unlinked."""
    right = {"telegram": "bốn số cuối là một không không bốn nghen", "zalo": "số cuối là 1004 đó hen", "web": "4 số cuối dạ 1004 nhen"}
    wrong = f"dạ 4 số cuối là {WRONG} nha bạn ơi"
    async with agency(settings, knowledge, *EVERYWHERE) as here:
        for who, channel in enumerate((*EVERYWHERE, *EVERYWHERE, *EVERYWHERE), start=1):
            if who <= len(EVERYWHERE):
                assert said.REFUSED in await here.proves(channel, CODES[DossierState.PROCESSING], wrong, who)
            else:
                await here.hears(channel, f"hồ sơ {CODES[DossierState.PROCESSING]} tới đâu rồi", who)
            assert said.STATES[DossierState.PROCESSING] in await here.hears(channel, right[channel], who)
        kept = await _kept(here)
    assert "[4 số cuối]" in kept and WRONG not in kept
    raw = _bytes(settings.data_dir / "motcua.db")
    phrases = [wrong, *right.values()]
    assert [phrase for phrase in phrases if phrase in kept or phrase.encode() in raw or json.dumps(phrase)[1:-1].encode() in raw] == []
    assert raw.count("tới đâu rồi".encode()) == kept.count("tới đâu rồi") == 9


async def _kept(here: Agency) -> str:
    """All text that the conversation and its queues keep."""
    columns = (TurnRow.text, TurnRow.replies, ConversationRow.state, InboxRow.event, OutboxRow.piece)
    async with here.service.database.read() as session:
        return json.dumps([[str(one) for one in await session.scalars(select(column))] for column in columns], ensure_ascii=False)


def _bytes(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


async def test_nothing_personal_is_logged(settings: Settings, knowledge: Knowledge, capfd: pytest.CaptureFixture[str]) -> None:
    async with agency(settings, knowledge, *EVERYWHERE) as here:
        capfd.readouterr()
        for who, channel in enumerate(EVERYWHERE, start=1):
            await here.proves(channel, CODES[DossierState.SUPPLEMENT], WRONG, who)
            await here.hears(channel, PROOFS[DossierState.SUPPLEMENT], who)
            await here.taps(channel, said.WATCH_LABEL, who)
        here.clock.go(hours=1)
        audit = (await here.motcua("audit")).output
    out, err = capfd.readouterr()
    assert "dossier.lookup" in audit
    assert [words for words in (*PERSONAL, WRONG) if words in out + err + audit] == []


# Notices


@pytest.mark.parametrize("channel", EVERYWHERE)
async def test_a_change_is_told_once_and_one_word_stops_it(channel: str, settings: Settings, knowledge: Knowledge, tmp_path: Path) -> None:
    code, proof = CODES[DossierState.PROCESSING], PROOFS[DossierState.PROCESSING]
    async with agency(settings, knowledge, channel) as here:
        await here.proves(channel, code, proof)
        await here.taps(channel, said.WATCH_LABEL)
        await _changed(here, tmp_path, "Đang xử lý", "Đã xử lý xong", code)
        here.clock.go(hours=1)
        notice = await here.told(channel, CHANGED.format(code=code))
        assert said.STATES[DossierState.DONE] in notice
        assert [words for words in PERSONAL if words in notice] == []
        here.clock.go(hours=1)
        assert await here.unasked(channel, CHANGED.format(code=code)) == 1
        assert code in await here.hears(channel, "dừng")
        await _changed(here, tmp_path, "Đã xử lý xong", "Đã trả kết quả", code)
        here.clock.go(hours=2)
        assert await here.unasked(channel, CHANGED.format(code=code)) == 1


async def _changed(here: Agency, folder: Path, old: str, new: str, code: str) -> None:
    """The agency's next export says something else of one dossier."""
    path = folder / "sau.csv"
    text = (path if path.exists() else SAMPLES).read_text(encoding="utf-8-sig")
    lines = [line.replace(f",{old},", f",{new},") if line.startswith(code) else line for line in text.splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert (await here.motcua("import", str(path))).exit_code == 0


async def test_a_change_at_night_is_told_in_the_morning(settings: Settings, knowledge: Knowledge, tmp_path: Path) -> None:
    code, proof = CODES[DossierState.PROCESSING], PROOFS[DossierState.PROCESSING]
    async with agency(settings, knowledge, "telegram") as here:
        await here.proves("telegram", code, proof)
        await here.taps("telegram", said.WATCH_LABEL)
        here.clock.go(hours=13)
        await _changed(here, tmp_path, "Đang xử lý", "Đã xử lý xong", code)
        here.clock.go(hours=1)
        assert await here.unasked("telegram", CHANGED.format(code=code)) == 0
        here.clock.go(hours=8)
        await here.told("telegram", CHANGED.format(code=code))


@pytest.mark.parametrize("channel", EVERYWHERE)
async def test_a_signed_push_is_told_at_once(channel: str, settings: Settings, knowledge: Knowledge, tmp_path: Path) -> None:
    code, proof = CODES[DossierState.PROCESSING], PROOFS[DossierState.PROCESSING]
    folder = tmp_path / "he-thong"
    folder.mkdir()
    described = "id: mau\nname: Tỉnh Mẫu\nkind: sql\nprefixes: [H99]\npush_secret: mau-day\n"
    (folder / "mau.yaml").write_text(described, encoding="utf-8")
    async with agency(
        settings, knowledge, channel, system="mau", dossier_systems=folder, dossier_secrets={"mau-day": "a-long-push-secret"}
    ) as here:
        await here.proves(channel, code, proof)
        await here.taps(channel, said.WATCH_LABEL)
        here.clock.go(minutes=1)
        record = {"state": "done", "phone": "0900001004", "updated_at": here.clock().isoformat()}
        body = json.dumps({"id": "event-1", "code": code, "record": record}).encode()
        forged = await here.service.http.post("/webhooks/dossiers/mau", content=body, headers=_signed(here, body, "another-secret-xx"))
        assert forged.status_code == 403
        for _ in range(2):
            taken = await here.service.http.post("/webhooks/dossiers/mau", content=body, headers=_signed(here, body, "a-long-push-secret"))
            assert taken.status_code == 200, taken.text
        assert said.STATES[DossierState.DONE] in await here.told(channel, CHANGED.format(code=code))
        assert await here.unasked(channel, CHANGED.format(code=code)) == 1


def _signed(here: Agency, body: bytes, secret: str) -> dict[str, str]:
    stamp = str(int(here.clock().timestamp()))
    return {"X-MotCua-Timestamp": stamp, "X-MotCua-Signature": signature(secret, stamp, body), "Content-Type": "application/json"}


async def test_an_erasure_ends_the_notices(settings: Settings, knowledge: Knowledge, tmp_path: Path) -> None:
    code, proof = CODES[DossierState.PROCESSING], PROOFS[DossierState.PROCESSING]
    async with agency(settings, knowledge, "telegram") as here:
        await here.proves("telegram", code, proof)
        await here.taps("telegram", said.WATCH_LABEL)
        await here.hears("telegram", "xóa dữ liệu của tôi")
        await here.hears("telegram", "có")
        await _changed(here, tmp_path, "Đang xử lý", "Đã xử lý xong", code)
        here.clock.go(hours=1)
        assert await here.unasked("telegram", CHANGED.format(code=code)) == 0


# Trouble


async def test_a_silent_system_is_told_to_citizens_and_why_to_operators(
    settings: Settings, knowledge: Knowledge, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    watched, asked = samples()[3], samples()[4]
    with FakeOneStop() as fake:
        write_descriptions(tmp_path / "he-thong", fake.url)
        fake.put(watched)
        fake.put(asked)
        changes: dict[str, Any] = {"dossier_systems": tmp_path / "he-thong", "dossier_secrets": SECRETS}
        async with agency(settings, knowledge, *EVERYWHERE, imported=None, **changes) as here:
            await here.proves("web", watched.code, "1234", 9)
            await here.taps("web", said.WATCH_LABEL, 9)
            fake.instead = login_page
            here.clock.go(hours=1)
            for channel in EVERYWHERE:
                told = await here.proves(channel, asked.code, "1234")
                assert said.UNAVAILABLE.format(code=asked.code) in told and "html" not in told.lower()
            systems = await _listed(here, "HTML instead of JSON")
            audit = (await here.motcua("audit", asked.code)).output
            fake.instead = None
            here.clock.go(hours=2)
            assert said.STATES[asked.state] in await here.proves("web", asked.code, "1234", 8)
        out, err = capfd.readouterr()
        assert "tinh-a" in systems and audit.count("HTML instead of JSON") == 3 and "HTML instead of JSON" in out + err
        assert [words for words in ("0900001234", "Người Mẫu") if words in out + err + audit + systems] == []


async def _listed(here: Agency, reason: str, seconds: float = 20) -> str:
    """What operators see of the systems, once the reason stands there."""
    async with asyncio.timeout(seconds):
        while reason not in (found := (await here.motcua("list-systems")).output):
            await asyncio.sleep(0.1)
    return found


# The running service, with its language model


def test_the_running_service_tells_a_dossier_on_every_channel(service: RunningService) -> None:
    """The real search and Rasa stand behind the same conversation; a question about a procedure in between is answered by them."""
    motcua = Path(sys.executable).with_name("motcua")
    imported = [str(motcua), "dossiers", "import", str(SAMPLES)]
    subprocess.run(imported, env=service.environment, cwd=service.root, check=True, capture_output=True)
    state = DossierState.PROCESSING
    for open_line in (OnWeb, OnTelegram, OnZalo):
        line = open_line(service)
        walk(line, (f"cho em hỏi hồ sơ {CODES[state]} của em tới đâu rồi ạ", "bị mất bằng lái xe máy thì làm lại hết bao nhiêu tiền"))
        assert any(said.PROOF_ONLY_FOUR in text for text in line.heard())
        assert any("135.000" in text for text in line.heard())
        walk(line, (PROOFS[state], "bao giờ có kết quả vậy"))
        assert said.STATES[state] in line.heard()[-1]
        outcomes = [row[0] for row in line.record()]
        assert outcomes[-4:] == ["clarify", "answered", "status", "status"]
