"""Compares the facts of the shipped procedures with an export of the portal, named by MOTCUA_FORMALITIES."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers.reading import read_records
from knowledge.schema import UNKNOWN, Procedure, ProcessingTime
from knowledge.store import load_knowledge

EXPORT = os.environ.get("MOTCUA_FORMALITIES")
PROCEDURES = load_knowledge(Path(__file__).resolve().parents[2] / "knowledge").procedures

if not EXPORT:
    pytest.skip("set MOTCUA_FORMALITIES to an export of the portal (formalities.jsonl.gz) to run this", allow_module_level=True)


@pytest.fixture(scope="module")
def records() -> dict[str, Any]:
    return {str(record.data.get("code")): record.data for record in read_records(Path(str(EXPORT)))}


@pytest.fixture
def pair(request: pytest.FixtureRequest, records: dict[str, Any]) -> tuple[Procedure, Any]:
    procedure = PROCEDURES[request.param]
    if procedure.code not in records:
        pytest.skip(f"the export has no record of {procedure.code}")
    return procedure, records[procedure.code]


every_procedure = pytest.mark.parametrize("pair", sorted(PROCEDURES), indirect=True)


def text_of(data: Any) -> str:
    return unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False)).lower()


def numbers_of(written: str) -> set[int]:
    """All whole numbers, with thousands written 50000, 50.000 or 50,000."""
    return {int(re.sub(r"[.,]", "", found)) for found in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d+", written)}


def times_of(procedure: Procedure) -> Iterator[ProcessingTime]:
    for method in procedure.methods if not isinstance(procedure.methods, str) else []:
        yield from method.times if not isinstance(method.times, str) else []


@every_procedure
def test_amounts_stand_in_the_record_or_name_their_law(pair: tuple[Procedure, Any]) -> None:
    procedure, record = pair
    known = numbers_of(text_of(record))
    for method in procedure.methods if not isinstance(procedure.methods, str) else []:
        for fee in method.fees if not isinstance(method.fees, str) else []:
            assert fee.amount is None or fee.amount in known or fee.legal_basis, f"{fee.amount} is nowhere in {procedure.code}"


@every_procedure
def test_processing_times_stand_in_the_record(pair: tuple[Procedure, Any]) -> None:
    procedure, record = pair
    values = {float(row["processingTime"]) for row in record["executionMethods"] if row.get("processingTime") is not None}
    written = text_of(record)
    for time in times_of(procedure):
        next_day = time.amount == 1 and "ngày làm việc tiếp theo" in written
        if time.same_day:
            assert "trong ngày" in written
        else:
            number = f"{time.amount:g}".replace(".", "[.,]")
            said = re.search(rf"(?<!\d)0*{number}(?:\s*\([^)]*\))?\s*(?:ngày|giờ|tháng|năm|h\b)", written)
            assert time.amount in values or said or next_day, f"{time.amount:g} {time.unit} is nowhere in {procedure.code}"


@every_procedure
def test_the_decision_is_that_of_the_record(pair: tuple[Procedure, Any]) -> None:
    procedure, record = pair
    number = re.sub(r"^Quyết định số\s+", "", record["procedureProposal"]["proposalNumber"].strip())
    if procedure.decision is UNKNOWN:
        assert not re.match(r"\d+/QĐ-", number), f"the record names the decision {number}"
    else:
        assert procedure.decision.number == number


@every_procedure
def test_the_official_page_is_that_of_the_record(pair: tuple[Procedure, Any]) -> None:
    procedure, record = pair
    assert str(procedure.official_url) == f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{record['id']}"


def test_related_codes_are_procedures_of_the_portal(records: dict[str, Any]) -> None:
    missing = {code for procedure in PROCEDURES.values() for code in procedure.related} - records.keys()
    assert missing == set()
