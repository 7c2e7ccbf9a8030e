"""How much of a file is read at most. A file beyond them is refused in words, before it can fill the memory."""

from __future__ import annotations

MIB = 1024 * 1024

JSON_BYTES = 1024 * MIB
"""A portal export, after inflating."""
RECORD_BYTES = 32 * MIB
"""One record of it."""
NESTING = 200
"""Brackets within brackets in one record."""
LINES = 5_000_000
RECORDS = 100_000
"""Usable records of one export; the whole portal has some 6,000."""
REFUSALS = 200_000
"""Records of one export that are refused; with more, the file is something else."""

SHEET_BYTES = 128 * MIB
"""All parts of an Excel file, unpacked."""
SHEET_PARTS = 2_000
"""Files inside an Excel file."""
SHEET_RATIO = 200
"""How far one of its larger parts may be packed; real ones stay below 60."""
SHEETS = 50
ROWS = 100_000
COLUMNS = 64

TEXT_BYTES = 64 * MIB
"""A CSV file."""
YAML_BYTES = 4 * MIB
"""One YAML file; the reader is slow."""
YAML_FILES = 10_000
YAML_NODES = 2_000_000
"""Values of a YAML file once its aliases are written out."""

TEXT_LENGTH = 100_000
"""Characters of one text of a record; the longest of the portal has 45,000."""
NAME_LENGTH = 2_000
"""Characters of a procedure's name; the longest of the portal has 1,192."""
QUESTION_LENGTH = 500
ANSWER_LENGTH = 10_000
