"""Several systems side by side: which of them is asked for a code, and what stops the start."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import Database
from bot.dossiers.gateway import NotFound
from bot.dossiers.http import HttpGateway
from bot.dossiers.sql import SqlGateway
from bot.dossiers.systems import LOCAL, HttpSystem, Systems, SystemsError, open_systems
from bot.settings import Settings
from tests.fakes.one_stop import SECRETS, FakeOneStop, samples, write_descriptions


@pytest.fixture
async def table(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url)
    yield database
    await database.close()


def with_folder(settings: Settings, folder: Path, secrets: dict[str, str] | None = None) -> Settings:
    return Settings.model_validate({**settings.model_dump(), "dossier_systems": folder, "dossier_secrets": secrets or {}})


def describe(folder: Path, system: str, *prefixes: str, kind: str = "sql", **more: str) -> None:
    folder.mkdir(exist_ok=True)
    content = {"id": system, "name": f"Hệ thống {system}", "kind": kind, "prefixes": prefixes} | more
    (folder / f"{system}.yaml").write_text(json.dumps(content), encoding="utf-8")


def chosen(systems: Systems, unit: str) -> str | None:
    gateway = systems.of(f"{unit}-261116-0001")
    return gateway.id if gateway is not None else None


async def test_without_a_folder_the_table_has_all_dossiers(settings: Settings, table: Database) -> None:
    systems = open_systems(settings, table)
    assert [(gateway.id, gateway.prefixes) for gateway in systems.gateways] == [(LOCAL, ())]
    assert [chosen(systems, unit) for unit in ("H57", "G22.99.08", "000.00.04.H51")] == [LOCAL] * 3
    assert systems.named(LOCAL) is systems.gateways[0] and systems.settings_of(LOCAL) is None
    assert systems.named("khac") is None and systems.settings_of("khac") is None


async def test_the_longest_prefix_of_whole_groups_counts(settings: Settings, table: Database, tmp_path: Path) -> None:
    describe(tmp_path / "s", "tinh", "H57", "H56.14")
    describe(tmp_path / "s", "xa", "H57.14.05")
    describe(tmp_path / "s", "so", "000.00.04.H57", "H56.14.99")
    systems = open_systems(with_folder(settings, tmp_path / "s"), table)
    assert {unit: chosen(systems, unit) for unit in UNITS} == UNITS


UNITS = {
    "H57": "tinh",
    "H57.14": "tinh",
    "H57.14.05": "xa",
    "H57.14.05.02": "xa",
    "H57.14.051": "tinh",
    "H570": LOCAL,
    "h57.14": "tinh",
    "000.00.04.H57": "so",
    "000.00.04.H57.14.05": "so",
    "000.00.05.H57": "tinh",
    "000.00.05.H57.14.05": "xa",
    "000.00.05.H570": LOCAL,
    "H56": LOCAL,
    "H56.14": "tinh",
    "H56.141": LOCAL,
    "H56.14.99": "so",
    "G22.99": LOCAL,
    "000.00.04": LOCAL,
    "": LOCAL,
}


@given(st.text(max_size=40))
def test_of_any_text_nothing_is_raised(code: str) -> None:
    gateway = SqlGateway(None, id="tinh", name="Tỉnh", prefixes=("H57",))  # type: ignore[arg-type]
    found = Systems([gateway]).of(code)
    assert found is None or (found is gateway and "H57" in code.upper())


async def test_a_described_table_takes_the_place_of_the_built_in_one(settings: Settings, table: Database, tmp_path: Path) -> None:
    describe(tmp_path / "s", LOCAL, push_secret="day")
    systems = open_systems(with_folder(settings, tmp_path / "s", {"day": "secret-of-the-push"}), table)
    assert [gateway.id for gateway in systems.gateways] == [LOCAL]
    assert chosen(systems, "H57") == LOCAL
    described = systems.settings_of(LOCAL)
    assert described is not None and described.push_secret == "day"


async def test_the_systems_of_the_docs_are_asked_for_their_own_codes(settings: Settings, table: Database, tmp_path: Path) -> None:
    with FakeOneStop() as fake:
        write_descriptions(tmp_path / "s", fake.url)
        for dossier in samples():
            fake.put(dossier)
        systems = open_systems(with_folder(settings, tmp_path / "s", SECRETS), table)
        found = {}
        for dossier in samples():
            gateway = systems.of(dossier.code)
            assert isinstance(gateway, HttpGateway)
            found[dossier.code] = await gateway.lookup(dossier.code)
        assert found == {
            dossier.code: dossier.model_copy(update={"system": "tinh-a" if "H97" in dossier.code else "tinh-b"}) for dossier in samples()
        }
        for unit in ("H97", "000.00.04.H98"):
            gateway = systems.of(f"{unit}-261116-9999")
            assert gateway is not None and await gateway.lookup(f"{unit}-261116-9999") == NotFound()
        assert isinstance(systems.settings_of("tinh-b"), HttpSystem)
        assert chosen(systems, "H57") == LOCAL
        await systems.close()


async def test_what_cannot_be_used_stops_the_start_with_its_file_and_field(settings: Settings, table: Database, tmp_path: Path) -> None:
    describe(tmp_path / "s", "mot", "H57")
    describe(tmp_path / "s", "hai", "H56", "H57")
    describe(tmp_path / "s", "ba", "H58", push_secret="day")
    with pytest.raises(SystemsError) as caught:
        open_systems(with_folder(settings, tmp_path / "s"), table)
    assert caught.value.problems == (
        "mot.yaml: mã đơn vị «H57» đã do hai.yaml nhận",
        "ba.yaml: «push_secret» ghi tên khóa «day» nhưng MOTCUA_DOSSIER_SECRETS không có khóa tên ấy",
    )
    with pytest.raises(SystemsError, match="không có thư mục này"):
        open_systems(with_folder(settings, tmp_path / "none"), table)
