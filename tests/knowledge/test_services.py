"""Which procedures an office takes, by what it lists."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.schema import Procedure
from knowledge.services import covering
from knowledge.store import Knowledge, load_knowledge
from knowledge.words import fold
from tests.bot.guided import guided


def procedure(
    name: str = "Thủ tục đăng ký khai sinh", field: str = "Hộ tịch", code: str = "1.001193", aliases: tuple[str, ...] = ()
) -> Procedure:
    return guided(name=name, field=field, code=code, aliases=list(aliases))


BIRTH = procedure(aliases=("làm giấy khai sinh cho bé",))
ABROAD = procedure("Đăng ký khai sinh có yếu tố nước ngoài", code="2.000528")
CARD = procedure("Cấp đổi thẻ căn cước", "Cấp, quản lý căn cước", "2.000001")
TAX = procedure("Khai thuế môn bài", "Thuế", "1.000002")
HOUSE = procedure("Thuê nhà ở công vụ", "Nhà ở và công sở", "1.000003")
LAND = procedure("Đăng ký biến động đất đai do thay đổi hộ tịch", "Đất đai", "1.000004", ("sổ đỏ sai số căn cước",))


@pytest.mark.parametrize(
    ("service", "taken"),
    [
        ("1.001193", [BIRTH]),
        ("1.001193.000.00.00.H15", [BIRTH]),
        ("2.000001, 1.001193", [BIRTH, CARD]),
        ("1.001193 - Cấp đổi thẻ căn cước", [BIRTH]),
        ("11.001193", []),
        ("hộ tịch", [BIRTH, ABROAD]),
        ("Lĩnh vực Hộ tịch", [BIRTH, ABROAD]),
        ("Tư pháp - Hộ tịch", [BIRTH, ABROAD]),
        ("ho tich", [BIRTH, ABROAD]),
        ("hồ tịch", []),
        ("đăng ký khai sinh", [BIRTH, ABROAD]),
        ("thu tuc dang ky khai sinh", [BIRTH, ABROAD]),
        ("Đăng ký khai sinh, khai tử", [BIRTH, ABROAD]),
        ("đăng kí khai sinh có yếu tố nước ngoài", [ABROAD]),
        ("đăng ký", []),
        ("Làm giấy khai sinh cho bé", [BIRTH]),
        ("giấy khai sinh", []),
        ("căn cước", [CARD]),
        ("quản lí căn cước", [CARD]),
        ("chứng thực và hộ tịch", [BIRTH, ABROAD]),
        ("thuế", [TAX]),
        ("thuê", []),
        ("nhà ở cho thuê", []),
        ("nhà ở", [HOUSE]),
        ("công sở", [HOUSE]),
        ("công", []),
        ("Đăng ký, quản lý cư trú", []),
        ("thủ tục", []),
        ("", []),
        ("…", []),
    ],
)
def test_a_service_means_a_code_a_field_or_a_name_and_no_words_inside_a_name(service: str, taken: list[Procedure]) -> None:
    assert [one for one in (BIRTH, ABROAD, CARD, TAX, HOUSE, LAND) if covering([service], one)] == taken


def test_where_a_tone_stands_makes_no_difference() -> None:
    assert covering(["văn hoá", "văn hỏa"], procedure(field="Văn hóa")) == ("văn hoá",)


def test_only_the_services_that_fit_are_told() -> None:
    assert covering(["đất đai", "hộ tịch", "1.001193"], BIRTH) == ("hộ tịch", "1.001193")
    assert covering([], BIRTH) == ()


@given(st.text(max_size=40))
def test_no_service_breaks_the_matching_and_its_composition_makes_no_difference(service: str) -> None:
    found = bool(covering([service], BIRTH))
    assert (
        found
        == bool(covering([unicodedata.normalize("NFD", service)], BIRTH))
        == bool(covering([unicodedata.normalize("NFC", service)], BIRTH))
    )


@pytest.fixture(scope="module")
def ours(request: pytest.FixtureRequest) -> Knowledge:
    return load_knowledge(request.config.rootpath / "knowledge")


def test_every_procedure_of_ours_is_found_by_its_code_its_field_and_its_name_also_without_marks(ours: Knowledge) -> None:
    for one in ours.procedures.values():
        services = [one.code, one.field, one.name, fold(one.field), fold(one.name)]
        assert covering(services, one) == tuple(services)


@pytest.mark.parametrize("field", ["Hộ tịch", "Chứng thực", "Đất đai", "Thuế", "Cấp, quản lý căn cước", "Đăng ký, quản lý cư trú"])
def test_a_field_takes_its_own_procedures_alone(ours: Knowledge, field: str) -> None:
    assert {one.field for one in ours.procedures.values() if covering([field], one)} == {field}
