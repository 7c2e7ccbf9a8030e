"""Which counter an agency of a record is, in a place of today."""

from __future__ import annotations

import pytest

from bot.dialogue.desks import desks_of
from bot.dialogue.known_places import KnownPlace, id_of, known, label_of, place_id, read_place, unit_of
from bot.dialogue.places import find_places
from knowledge.schema import UNKNOWN, Procedure
from knowledge.store import Knowledge
from tests.bench.places import groups
from tests.bot.dialogue.test_answers import plain

TUY_HOA = "Trung tâm Phục vụ hành chính công phường Tuy Hòa, tỉnh Đắk Lắk"
DAK_LAK = "Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk"


def place(text: str) -> KnownPlace:
    found = read_place(find_places(text))
    assert isinstance(found, KnownPlace)
    return found


def names(levels: list[str], agency: object, receiving: object = UNKNOWN) -> list[str]:
    procedure: Procedure = plain(levels=levels, executing_agency=agency, receiving_place=receiving)
    return [desk.name(place("phường 7, tuy hòa")) for desk in desks_of(procedure)]


@pytest.mark.parametrize(
    ("levels", "agency", "receiving", "expected"),
    [
        (["commune"], "Ủy ban nhân dân cấp xã", UNKNOWN, [TUY_HOA]),
        (["commune"], "Công an Xã", UNKNOWN, ["Công an phường Tuy Hòa, tỉnh Đắk Lắk"]),
        (["province"], "Công an cấp tỉnh", UNKNOWN, ["Công an tỉnh Đắk Lắk"]),
        (["province"], "Bảo hiểm xã hội tỉnh", UNKNOWN, ["Bảo hiểm xã hội tỉnh Đắk Lắk"]),
        (["province"], "Sở Xây dựng", UNKNOWN, [DAK_LAK]),
        (["province"], "Sở Xây dựng", "Bộ phận một cửa của tỉnh", [DAK_LAK]),
        (["province"], "Sở Xây dựng", "Nộp tại Sở Xây dựng", ["Sở Xây dựng tỉnh Đắk Lắk"]),
        (["commune", "province"], "Ủy ban nhân dân cấp xã hoặc Sở Xây dựng, tùy cỡ phương tiện", UNKNOWN, [TUY_HOA, DAK_LAK]),
        (["commune", "province", "ministry"], "Công an cấp xã, Công an tỉnh, Cục Cảnh sát giao thông", UNKNOWN,
         ["Công an phường Tuy Hòa, tỉnh Đắk Lắk", "Công an tỉnh Đắk Lắk"]),
        (["province"], "Trung tâm Dịch vụ việc làm", UNKNOWN, []),
        (["ministry"], "Bộ Công an", UNKNOWN, []),
        (["commune"], UNKNOWN, UNKNOWN, []),
    ],
)  # fmt: skip
def test_an_agency_is_named_in_the_place(levels: list[str], agency: object, receiving: object, expected: list[str]) -> None:
    assert names(levels, agency, receiving) == expected


def test_most_procedures_of_commune_and_province_have_a_counter(knowledge: Knowledge) -> None:
    local = [p for p in knowledge.procedures.values() if {level.value for level in p.levels} & {"commune", "province"}]
    assert sum(bool(desks_of(p)) for p in local) / len(local) > 0.8


@pytest.mark.parametrize("text", ["phường 9, tuy hòa", "quận 7", "phường sài gòn, tphcm", "phú yên", "hà nội", "huyện cư m'gar"])
def test_an_id_leads_back_to_its_place(text: str) -> None:
    (found,) = find_places(text)
    unit = unit_of(id_of(found))
    assert unit is not None and (unit.name, unit.province, unit.old) == (found.name, found.province, found.old)
    assert known(id_of(found)) == place(text)
    assert label_of(id_of(found)).startswith(found.name)
    assert known("phuong khong co/tinh khong co") is None


def test_nearly_every_place_has_an_id_of_its_own() -> None:
    units = [unit for group in groups().values() for unit in group]
    ids = {place_id(unit.name, unit.formerly_in if unit.old else (unit.province,)): unit for unit in units}
    assert len(ids) == len(units)
    lost = [unit.name for identifier, unit in ids.items() if unit_of(identifier) is not unit]
    assert lost == []
    assert all(len(identifier) + 6 <= 200 for identifier in ids)
