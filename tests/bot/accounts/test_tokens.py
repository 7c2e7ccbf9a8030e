"""Tokens of staff: shown once, kept as a hash, ended by time or hand. On SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.accounts.service import Accounts, AuditEntry, Role, Staff, read_audit, within
from bot.accounts.tables import TokenRow
from bot.accounts.tokens import TokenRequestError
from bot.db import Database

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
QUARTER = timedelta(days=90)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    return Accounts(database, clock=clock)


async def test_a_token_opens_as_whom_it_was_made_for(accounts: Accounts) -> None:
    made = await accounts.create("Phần mềm một cửa", Role.AGENT, ["H57", "H56.14"], QUARTER)
    assert re.fullmatch(r"mc_1_[A-Za-z0-9_-]{43}", made.token)
    assert await accounts.authenticate(made.token) == Staff(1, "Phần mềm một cửa", Role.AGENT, ("H57", "H56.14"))
    assert made.token not in repr(made)


async def test_only_the_hash_is_kept(accounts: Accounts, database: Database) -> None:
    made = await accounts.create("a", Role.ADMIN, [], QUARTER)
    async with database.read() as session:
        row = (await session.scalars(select(TokenRow))).one()
    secret = made.token.split("_", 2)[2]
    assert re.fullmatch(r"[0-9a-f]{64}", row.hash)
    assert secret not in str({**row.__dict__})
    if database.is_sqlite:
        path = Path(database.url.database or "")
        assert all(secret.encode() not in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_what_is_not_exactly_the_token_opens_nothing(accounts: Accounts) -> None:
    first = (await accounts.create("a", Role.ADMIN, [], QUARTER)).token
    second = (await accounts.create("b", Role.ADMIN, [], QUARTER)).token
    swapped = f"mc_1_{second.split('_', 2)[2]}"
    last = "A" if first[-1] != "A" else "B"
    wrong = ["", "mc_1_", first[:-1], first[:-1] + last, first + "A", f" {first}", first.upper(), swapped, first.replace("mc_1_", "mc_3_")]
    wrong += ["mc_1_" + "é" * 43, "mc_99999999999999999999_" + "a" * 43, "mc_0_" + "a" * 43, "x" * 10_000, "mc_1_\x00" + "a" * 42]
    assert [await accounts.authenticate(token) for token in wrong] == [None] * len(wrong)
    assert await accounts.authenticate(first) is not None


async def test_it_ends_with_its_time_to_the_second(accounts: Accounts, clock: Clock) -> None:
    made = await accounts.create("a", Role.ADMIN, [], QUARTER)
    clock.now = NOW + QUARTER - timedelta(seconds=1)
    assert await accounts.authenticate(made.token) is not None
    clock.now = NOW + QUARTER
    assert await accounts.authenticate(made.token) is None
    assert not await accounts.revoke(1)


async def test_a_revoked_one_ends_at_once_and_the_trail_says_so(accounts: Accounts, database: Database) -> None:
    made = await accounts.create("a", Role.SUPERVISOR, ["H57"], QUARTER)
    assert await accounts.revoke(1)
    assert await accounts.authenticate(made.token) is None
    assert not await accounts.revoke(1)
    assert not await accounts.revoke(2)
    assert list(await read_audit(database)) == [
        AuditEntry(NOW, "operator", "token.revoke", "token:1", "revoked"),
        AuditEntry(NOW, "operator", "token.create", "token:1", "supervisor"),
    ]


async def test_it_is_remembered_when_a_token_was_used(accounts: Accounts, clock: Clock) -> None:
    made = await accounts.create("a", Role.ADMIN, [], QUARTER)
    used = []
    for seconds in (0, 30, 90):
        clock.now = NOW + timedelta(seconds=seconds)
        await accounts.authenticate(made.token)
        used.append((await accounts.all())[0].used_at)
    assert used == [NOW, NOW, NOW + timedelta(seconds=90)]


async def test_a_role_that_this_program_does_not_know_opens_nothing(accounts: Accounts, database: Database) -> None:
    made = await accounts.create("a", Role.ADMIN, [], QUARTER)
    async with database.write() as session:
        await session.execute(update(TokenRow).values(role="emperor"))
    assert await accounts.authenticate(made.token) is None


@pytest.mark.parametrize(
    ("name", "role", "units", "days", "said"),
    [
        ("", Role.ADMIN, [], 90, "Tên"), ("a\nb", Role.ADMIN, [], 90, "Tên"), ("a" * 121, Role.ADMIN, [], 90, "120"),
        ("a", Role.AGENT, [], 90, "nêu đơn vị"), ("a", Role.SUPERVISOR, [], 90, "nêu đơn vị"), ("a", Role.AGENT, ["H5"], 90, "“H5”"),
        ("a", Role.AGENT, ["H57", "h56"], 90, "“h56”"), ("a", Role.ADMIN, [], 0, "1 ngày"), ("a", Role.ADMIN, [], 400, "366"),
    ],
)  # fmt: skip
async def test_what_cannot_be_a_token_is_refused_with_what_is_allowed(
    accounts: Accounts, name: str, role: Role, units: list[str], days: int, said: str
) -> None:
    with pytest.raises(TokenRequestError) as error:
        await accounts.create(name, role, units, timedelta(days=days))
    assert said in error.value.message
    assert await accounts.all() == []


@pytest.mark.parametrize(
    ("code", "unit", "inside"),
    [
        ("H57-240823-0001", "H57", True), ("H57.14-240823-0001", "H57", True), ("000.00.04.H57-240823-0001", "H57", True),
        ("H57.14-240823-0001", "H57.14", True), ("H57.14.02-240823-0001", "H57.14", True), ("H57.140-240823-0001", "H57.14", False),
        ("H57-240823-0001", "H57.14", False), ("H57.1-240823-0001", "H57.14", False), ("H56.57-240823-0001", "H57", False),
        ("000.00.04.H57-240823-0001", "000.00.04.H57", True), ("000.00.05.H57-240823-0001", "000.00.04.H57", False),
        ("H57-240823-0001", "000.00.04.H57", False), ("G57-240823-0001", "H57", False),
    ],
)  # fmt: skip
def test_units_are_compared_by_whole_groups(code: str, unit: str, inside: bool) -> None:
    assert within(code, unit) is inside


units = st.from_regex(r"[GH][0-9]{2}(\.[0-9]{2}){0,2}", fullmatch=True)


@given(units, units)
def test_a_unit_has_those_that_it_begins_and_itself(one: str, other: str) -> None:
    assert within(f"{one}-240823-0001", one)
    assert within(f"{one}-240823-0001", other) is f"{one}.".startswith(f"{other}.")
    assert within(f"000.00.04.{one}-240823-0001", other) is within(f"{one}-240823-0001", other)
