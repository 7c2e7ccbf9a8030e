"""Looking up a dossier: who hears what, how often it may be tried, and what is written down. On SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot.accounts.service import AUDIT_KEPT, AuditEntry, read_audit
from bot.db import Database
from bot.dossiers.gateway import Unavailable
from bot.dossiers.lookup import official_codes
from bot.dossiers.service import Asker, Dossier, DossierService, Locked, NotConnected, NotFound, Pace, Refused
from bot.dossiers.tables import TryRow
from bot.dossiers.tries import PER_CODE, PER_PERSON
from tests.bot.dossiers.counter import (
    CODE,
    OTHER,
    PERSONAL_ID,
    PHONE,
    RIGHT,
    START,
    UNKNOWN,
    UNPROVABLE,
    WRONG,
    Clock,
    EmptyTable,
    OneStop,
    Side,
    citizen,
    dossier,
    visitor,
)  # fmt: skip

DAY = timedelta(hours=24)
Opened = Callable[..., DossierService]


async def no_wait(_: float) -> None:
    return None


@pytest.fixture
def system() -> OneStop:
    return OneStop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(database: Database, system: OneStop, clock: Clock) -> DossierService:
    return DossierService(Side(system), database, clock=clock, pace=Pace(sleep=no_wait))


@pytest.fixture
async def twin(database: Database, system: OneStop, clock: Clock) -> AsyncIterator[DossierService]:
    """The same service in another process, as far as the database can tell."""
    second = Database(database.url.render_as_string(hide_password=False))
    yield DossierService(Side(system), second, clock=clock, pace=Pace(sleep=no_wait))
    await second.close()


async def tries(database: Database) -> int:
    async with database.read() as session:
        return len((await session.scalars(select(TryRow))).all())


# Who hears what


@pytest.mark.parametrize("proof", [RIGHT, PERSONAL_ID[-4:]])
async def test_the_right_proof_shows_the_dossier_and_costs_no_try(service: DossierService, database: Database, proof: str) -> None:
    assert await service.look_up(CODE, proof, citizen()) == dossier()
    assert await tries(database) == 0


@pytest.mark.parametrize(("kind", "proof"), [("phone", PERSONAL_ID[-4:]), ("personal_id", RIGHT)])
async def test_only_the_number_that_the_setting_names_is_a_proof(service: DossierService, kind: str, proof: str) -> None:
    service.proof_kind = kind  # type: ignore[assignment]
    assert await service.look_up(CODE, proof, citizen()) == Refused()


async def test_not_found_wrong_proof_and_no_number_are_one_answer_and_cost_the_same(service: DossierService, database: Database) -> None:
    answers = [await service.look_up(code, WRONG, citizen()) for code in (CODE, UNKNOWN, UNPROVABLE)]
    assert answers == [Refused()] * 3
    assert len({repr(answer) for answer in answers}) == 1
    assert await tries(database) == 3


@pytest.mark.parametrize("proof", ["", "----", "567", "05678", "５６７８", "0000", "null", "5678\x00", "ba bốn"])
async def test_what_is_no_four_digits_opens_nothing(service: DossierService, system: OneStop, proof: str) -> None:
    system.known[CODE] = dossier(phone="0000000000", personal_id=None)
    assert await service.look_up(CODE, proof, citizen()) == Refused()
    assert await service.look_up(UNPROVABLE, proof, citizen()) == Refused()


async def test_a_unit_that_no_system_has_needs_no_proof_and_costs_no_try(service: DossierService, database: Database) -> None:
    for code in ("H99-240823-0001", "not a code", "", "x" * 500, "H56\x00-240823-0001"):
        assert await service.look_up(code, RIGHT, citizen()) == NotConnected()
        assert not await service.connected(code)
    assert await service.connected(CODE)
    assert (await tries(database), list(await read_audit(database))) == (0, [])


async def test_a_table_that_nobody_has_filled_is_not_connected(database: Database) -> None:
    table = EmptyTable()
    service = DossierService(Side(table), database, pace=Pace(sleep=no_wait))
    assert await service.look_up(CODE, RIGHT, citizen()) == NotConnected()
    table.filled = True
    assert isinstance(await service.look_up(CODE, RIGHT, citizen()), Dossier)


async def test_a_proven_dossier_can_be_seen_again_and_the_trail_says_so(service: DossierService, database: Database) -> None:
    assert await service.see(CODE, citizen()) == dossier()
    assert await service.see(UNKNOWN, citizen()) == Refused()
    assert [(entry.object, entry.outcome, entry.why) for entry in await read_audit(database)] == [
        (UNKNOWN, "not_found", "proven"),
        (CODE, "found", "proven"),
    ]


# A system that cannot be trusted


@pytest.mark.parametrize(
    ("says", "reason"),
    [(Unavailable("timeout"), "timeout"), (RuntimeError(f"phone {PHONE}"), "gateway broke"), (dossier(OTHER), "another dossier")],
)
async def test_a_system_that_fails_tells_nothing_and_costs_no_try(
    service: DossierService, system: OneStop, database: Database, says: Unavailable | Exception | Dossier, reason: str
) -> None:
    system.says = says
    with capture_logs() as logs:
        assert await service.look_up(CODE, RIGHT, citizen()) == Unavailable(reason)
        assert await service.see(CODE, citizen()) == Unavailable(reason)
        assert await service.for_staff(CODE, "staff:1") == Unavailable(reason)
    assert await tries(database) == 0
    assert {(entry.outcome, entry.why) for entry in await read_audit(database)} == {("unavailable", reason)}
    assert PHONE not in str(logs) and "Mẫu" not in str(logs)


@pytest.mark.parametrize(("table", "reason"), [("audit_trail", "audit"), ("dossier_tries", "database")])
async def test_what_cannot_be_written_down_is_not_told(service: DossierService, database: Database, table: str, reason: str) -> None:
    async with database.write() as session:
        await session.execute(text(f"DROP TABLE {table}"))
    with capture_logs():
        assert await service.look_up(CODE, RIGHT, citizen()) == Unavailable(reason)
        if table == "audit_trail":
            assert await service.see(CODE, citizen()) == Unavailable(reason)
            assert await service.for_staff(CODE, "staff:1") == Unavailable(reason)


# How often


@pytest.mark.parametrize("code", [CODE, UNKNOWN, UNPROVABLE])
async def test_of_fifty_at_once_from_fifty_places_exactly_five_are_checked(
    service: DossierService, twin: DossierService, system: OneStop, code: str
) -> None:
    async def slowly(_: str) -> None:
        await asyncio.sleep(0.01)

    system.before = slowly
    answers = await asyncio.gather(*((service, twin)[n % 2].look_up(code, WRONG, citizen(n)) for n in range(50)))
    assert Counter(type(answer) for answer in answers) == {Refused: PER_CODE, Locked: 45}
    assert system.asked == [code] * PER_CODE


async def test_a_locked_code_stays_shut_for_its_owner_and_says_until_when(service: DossierService, clock: Clock) -> None:
    for number in range(PER_CODE):
        await service.look_up(CODE, WRONG, citizen(number))
        clock.turn(minutes=10)
    assert await service.look_up(CODE, RIGHT, citizen(99)) == Locked(START + DAY)
    clock.now = START + DAY - timedelta(seconds=1)
    assert await service.look_up(CODE, RIGHT, citizen(99)) == Locked(START + DAY)
    clock.now = START + DAY
    assert await service.look_up(CODE, RIGHT, citizen(99)) == dossier()


async def test_locks_of_known_and_unknown_codes_are_the_same(service: DossierService) -> None:
    said = [[await service.look_up(code, WRONG, visitor(n, n)) for n in range(8)] for code in (CODE, UNKNOWN)]
    assert said[0] == said[1] == [Refused()] * PER_CODE + [Locked(START + DAY)] * 3


async def test_another_code_is_not_locked_but_a_person_who_tries_many_codes_is(service: DossierService, clock: Clock) -> None:
    for number in range(PER_PERSON):
        assert await service.look_up(f"H56.14-240823-{number // 4:04}", WRONG, visitor(7, number)) == Refused()
        clock.turn(minutes=1)
    assert await service.look_up(OTHER, RIGHT, visitor(7, 99)) == Locked(START + DAY, own=True)
    assert await service.look_up(OTHER, RIGHT, visitor(8)) == dossier(OTHER)


@pytest.mark.parametrize("seed", range(3))
async def test_no_day_has_more_than_five_wrong_tries_of_a_code_whenever_they_come(service: DossierService, clock: Clock, seed: int) -> None:
    chance, checked = random.Random(seed), list[datetime]()
    for number in range(60):
        clock.turn(minutes=chance.choice([0, 1, 30, 300, 700]))
        if await service.look_up(CODE, WRONG, citizen(number)) == Refused():
            checked.append(clock.now)
    assert len(checked) > 2 * PER_CODE
    assert max(sum(first <= at < first + DAY for at in checked) for first in checked) == PER_CODE


async def test_the_right_proof_clears_the_persons_own_wrong_tries_but_nobody_elses(service: DossierService, database: Database) -> None:
    await service.look_up(CODE, WRONG, citizen(1))
    await service.look_up(OTHER, WRONG, citizen(1))
    await service.look_up(CODE, WRONG, citizen(2))
    assert isinstance(await service.look_up(CODE, RIGHT, citizen(1)), Dossier)
    async with database.read() as session:
        left = {(row.key, row.person) for row in await session.scalars(select(TryRow))}
    assert left == {("H56142408230001", "telegram:2"), ("H56142408230002", "telegram:1")}


async def test_on_the_web_a_network_may_be_many_people_so_the_owner_gives_a_neighbour_no_new_tries(service: DossierService) -> None:
    for number in range(4):
        assert await service.look_up(CODE, WRONG, visitor(1, number)) == Refused()
    for _ in range(3):
        assert isinstance(await service.look_up(CODE, RIGHT, visitor(1, 100)), Dossier)
    assert await service.look_up(CODE, WRONG, visitor(1, 5)) == Refused()
    assert isinstance(await service.look_up(CODE, WRONG, visitor(1, 6)), Locked)


async def test_without_an_origin_the_conversation_is_counted(service: DossierService, database: Database) -> None:
    await service.look_up(CODE, WRONG, Asker("web", "conversation-1"))
    async with database.read() as session:
        assert [row.person for row in await session.scalars(select(TryRow))] == ["web:conversation-1"]


# The trail


async def test_every_look_up_is_in_the_trail_without_proof_or_person(service: DossierService, database: Database) -> None:
    asker = visitor(3, 1)
    for code, proof in [(CODE, RIGHT), (CODE, WRONG), (UNKNOWN, WRONG), (UNPROVABLE, WRONG)]:
        await service.look_up(code, proof, asker)
    for number in range(5):
        await service.look_up(CODE, WRONG, visitor(number + 10, 2))
    await service.for_staff(CODE, "staff:7")
    await service.deny_staff(CODE, "staff:8")
    entries = list(reversed(await read_audit(database)))
    actor = "web:conversation-1"
    assert entries[:4] == [
        AuditEntry(START, actor, "dossier.lookup", CODE, "found"),
        AuditEntry(START, actor, "dossier.lookup", CODE, "refused", "wrong_proof"),
        AuditEntry(START, actor, "dossier.lookup", UNKNOWN, "refused", "not_found"),
        AuditEntry(START, actor, "dossier.lookup", UNPROVABLE, "refused", "nothing_to_prove_by"),
    ]
    assert [entry.outcome for entry in entries[4:9]] == ["refused"] * 4 + ["locked"]
    assert [(entry.actor, entry.outcome) for entry in entries[9:]] == [("staff:7", "found"), ("staff:8", "forbidden")]
    everything = str([entry.__dict__ for entry in entries])
    assert all(secret not in everything for secret in (RIGHT, WRONG, PHONE, PERSONAL_ID, "Mẫu", "192.0.2"))
    assert [entry.object for entry in await read_audit(database, about=UNKNOWN)] == [UNKNOWN]


async def test_a_proof_never_reaches_the_files_of_the_database(service: DossierService, database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("reads the file")
    for proof in ("8642", RIGHT):
        await service.look_up("H56.14-240823-0001", proof, citizen())
    path = Path(database.url.database or "")
    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert b"H56.14-240823-0001" in stored
    assert b"8642" not in stored and PHONE.encode() not in stored and "Người Mẫu".encode() not in stored


async def test_old_tries_and_old_entries_are_deleted(service: DossierService, database: Database, clock: Clock) -> None:
    await service.look_up(CODE, WRONG, citizen())
    clock.turn(hours=23)
    await service.look_up(CODE, WRONG, citizen())
    await service.clean(START + DAY)
    assert (await tries(database), len(await read_audit(database))) == (1, 2)
    await service.clean(START + AUDIT_KEPT + timedelta(hours=1))
    assert (await tries(database), len(await read_audit(database))) == (0, 1)


async def test_staff_hear_what_there_is(service: DossierService, system: OneStop) -> None:
    assert await service.for_staff(CODE, "staff:1") == dossier()
    assert await service.for_staff(UNKNOWN, "staff:1") == NotFound()
    assert await service.for_staff("H99-240823-0001", "staff:1") == NotConnected()


# Time


async def test_refusals_take_the_same_however_unequal_the_system_is(database: Database, system: OneStop) -> None:
    """Medians over many tries: a known code is answered four times as slowly, and a refusal shows nothing of it."""
    system.known = {f"H56.14-240823-{number:04}": dossier(f"H56.14-240823-{number:04}") for number in range(0, 26, 2)}

    async def unequally(code: str) -> None:
        await asyncio.sleep(0.04 if code in system.known else 0.01)

    system.before = unequally
    service = DossierService(Side(system), database, pace=Pace(step_s=0.025))
    await service.look_up("H56.14-240823-0000", WRONG, citizen())
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2, 26):
        code, started = f"H56.14-240823-{number:04}", time.perf_counter()
        assert await service.look_up(code, WRONG, citizen(number)) == Refused()
        took[code in system.known].append(time.perf_counter() - started)
    ratio = statistics.median(took[True]) / statistics.median(took[False])
    assert 0.8 < ratio < 1.25


async def test_refusals_last_as_long_as_the_slowest_answer_so_far_in_whole_steps(database: Database, system: OneStop) -> None:
    now, slept = [100.0], list[float]()

    async def wait(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    async def unequally(code: str) -> None:
        now[0] += {CODE: 0.6, UNKNOWN: 0.1, UNPROVABLE: 0.3}[code]

    system.before = unequally
    service = DossierService(Side(system), database, pace=Pace(clock=lambda: now[0], sleep=wait))
    took = []
    for code, proof in [(UNKNOWN, WRONG), (UNPROVABLE, WRONG), (CODE, WRONG), (UNKNOWN, WRONG), (UNPROVABLE, WRONG), (CODE, RIGHT)]:
        started = now[0]
        await service.look_up(code, proof, citizen())
        took.append(round(now[0] - started, 6))
    assert took == [0.25, 0.5, 0.75, 0.75, 0.75, 0.6]


# Codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("H56.14-240823-0001", (CODE,)), (" h56.14 – 240823 – 0001 ", (CODE,)), ("h5614/240823/0001", (CODE,)), ("1.011442", ()),
        ("H56.14-240231-0001", ()), ("hồ sơ H56.14-240823-0001", ()), (f"{CODE} {OTHER}", ()), ("", ()), ("0912345678", ()),
    ],
)  # fmt: skip
def test_one_loosely_written_code_has_its_official_writing(written: str, codes: tuple[str, ...]) -> None:
    assert official_codes(written, START.date()) == codes
