"""The columns of the ledger (台账) as a workbook, and the ids by which its rows are known when it comes back.

Heads in Chinese: `tracker/ledger_labels.py`. Which columns a ledger has: domain.md (table of papers, 台账). Those that may come
back are those that a unit writes in its report of the period anyway; the rest is there to be read.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COLUMNS_VERSION = 1
# A mark of its own before each key in the hidden line above the heads, so that no text of a user is taken for one.
KEY_PREFIX = "ld:"
# By which a ledger without its ids still tells which export it is: a line of its hidden sheet, and the note above its head.
ABOUT_EXPORT, NUMBER_MARK = "export", "台账编号："


class LedgerColumn(StrEnum):
    """In the order of the sheet."""

    ROW = "row"
    VERSION = "version"
    LABEL = "label"
    TITLE = "title"
    INDICATORS = "indicators"
    CLAUSE = "clause"
    UNIT = "unit"
    ROLE = "role"
    LEAD = "lead"
    DUE = "due"
    LIGHT = "light"
    STATE = "state"
    ACCEPTED = "accepted"
    KIND = "kind"
    PERCENT = "percent"
    NARRATIVE = "narrative"
    PROBLEMS = "problems"
    NEXT_STEP = "next_step"
    SELF_RATING = "self_rating"
    EVIDENCE = "evidence"
    CLOSED = "closed"


HIDDEN = (LedgerColumn.ROW, LedgerColumn.VERSION)
TEXTS = (LedgerColumn.NARRATIVE, LedgerColumn.PROBLEMS, LedgerColumn.NEXT_STEP)
CHOICES = (LedgerColumn.KIND, LedgerColumn.SELF_RATING)
WRITABLE = (LedgerColumn.KIND, LedgerColumn.PERCENT, *TEXTS, LedgerColumn.SELF_RATING)
READ_ONLY = tuple(column for column in LedgerColumn if column not in (*HIDDEN, *WRITABLE))
# By these a row is told apart by whoever reads it; they have to fit its id.
IDENTITY = (LedgerColumn.TITLE, LedgerColumn.CLAUSE, LedgerColumn.UNIT, LedgerColumn.ROLE)
DAYS = (LedgerColumn.DUE, LedgerColumn.CLOSED)

Values = Mapping[str, str]  # by column, each as canonical text: days in ISO form, percent as digits, choices by their value

_ROW_ID = re.compile(r"R(\d{1,10})-(\d{1,12})-([0-9a-f]{6})X")


@dataclass(frozen=True)
class RowId:
    """Which row of which export."""

    export_id: int
    share_id: int


def write_row_id(row: RowId) -> str:
    """The id as text. It ends in check digits and a letter, so that a spreadsheet that counts on (R1-1, R1-2, …) or takes text for
    a number or a date makes no other valid id of it."""
    said = f"R{row.export_id}-{row.share_id}"
    return f"{said}-{_check(said)}X"


def read_row_id(text: str) -> RowId | None:
    """The row that the id names; None for what is no id, or was damaged."""
    match = _ROW_ID.fullmatch("".join(text.split()))
    if match is None or match[3] != _check(f"R{match[1]}-{match[2]}"):
        return None
    return RowId(int(match[1]), int(match[2]))


def _check(text: str) -> str:
    return hashlib.sha256(f"ledger:{text}".encode()).hexdigest()[:6]


def base_version(base: Values) -> str:
    """A short text that changes with any value of a row as it was exported; it begins with a letter, and so stays text."""
    told = json.dumps(sorted(base.items()), ensure_ascii=False)
    return f"v{hashlib.sha256(told.encode()).hexdigest()[:12]}"
