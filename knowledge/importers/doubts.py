"""What a portal record writes that cannot be used: it is left unknown, and the person who imports is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.importers import limits, replies
from knowledge.importers.times import UNITS
from knowledge.importers.values import number, objects, text

CHANNELS = ("DIRECT", "POSTAL", "POST", "ONLINE")
CURRENCIES = ("VND", "USD")

_LISTS = (
    "executionSteps",
    "executionMethods",
    "executionCases",
    "categoriesDetails",
    "subjectTypesDetails",
    "legalBasisesDetails",
    "resultsDetails",
)
_AT_MOST = 20
"""Doubts about one record; more say nothing new."""


def doubts(data: Mapping[str, Any]) -> list[str]:
    """Vietnamese sentences, each once, about values of a record that were left out."""
    found = [*_types(data), *_methods(data), *_counts(data), *_lengths(data, "")]
    return list(dict.fromkeys(found))[:_AT_MOST]


def _types(data: Mapping[str, Any]) -> Iterator[str]:
    for name in _LISTS:
        value = data.get(name)
        if value and (not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value)):
            yield replies.wrong_type(name)


def _methods(data: Mapping[str, Any]) -> Iterator[str]:
    for row in objects(data.get("executionMethods")):
        yield from _listed("hình thức nộp", row.get("submissionMethod"), CHANNELS)
        yield from _listed("đơn vị thời hạn", row.get("processingTimeUnit"), tuple(UNITS))
        yield from _number("thời hạn", row.get("processingTime"))
        for fee in objects(row.get("fees")):
            yield from _number("mức phí", fee.get("value"), grouped=True)
            yield from _listed("loại tiền", fee.get("currencyId"), CURRENCIES)


def _counts(data: Mapping[str, Any]) -> Iterator[str]:
    for case in objects(data.get("executionCases")):
        for paper in objects(case.get("profileComponents")):
            yield from _number("số bản chính", paper.get("originalQty"), whole=True)
            yield from _number("số bản sao", paper.get("copyQty"), whole=True)


def _listed(what: str, value: object, allowed: tuple[str, ...]) -> Iterator[str]:
    if value not in (None, "") and text(value).upper() not in allowed:
        yield replies.unknown_value(what, value)


def _number(what: str, value: object, *, grouped: bool = False, whole: bool = False) -> Iterator[str]:
    if value in (None, ""):
        return
    found = number(value, grouped=grouped)
    if found is None or found < 0 or (whole and found != int(found)):
        yield replies.unusable_number(what, value)


def _lengths(value: object, name: str, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and len(value) > limits.TEXT_LENGTH:
        yield replies.left_out_long(name, limits.TEXT_LENGTH)
    elif isinstance(value, Mapping) and depth < 8:
        for key, item in value.items():
            yield from _lengths(item, str(key), depth + 1)
    elif isinstance(value, list) and depth < 8:
        for item in value:
            yield from _lengths(item, name, depth + 1)
