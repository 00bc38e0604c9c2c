"""A ledger as a user has it open: cells by task and column, in openpyxl."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from tracker.ledger_labels import HEADS
from tracker.reports.ledger_book import FIRST_ROW, KEY_LINE, LEDGER_SHEET
from tracker.rules.ledger_columns import LedgerColumn

C = LedgerColumn
FIRST, KEYS, HEAD = FIRST_ROW + 1, KEY_LINE + 1, FIRST_ROW  # as openpyxl counts lines, from 1


class Sheet:
    """The sheet of the ledger; rows are named by the title of their task and, where it has several, by the unit."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.ws: Any = book[LEDGER_SHEET]

    def at(self, column: LedgerColumn) -> int:
        """The number of the column, as its head stands."""
        return next(cell.column for cell in self.ws[HEAD] if cell.value == HEADS[column])

    def line(self, title: str, unit: str = "县卫生健康局") -> int:
        """The number of the row of the task and the unit."""
        titles, units = self.at(C.TITLE), self.at(C.UNIT)
        return next(
            n for n in range(FIRST, self.ws.max_row + 1)
            if self.ws.cell(n, titles).value == title and self.ws.cell(n, units).value == unit
        )  # fmt: skip

    def cell(self, title: str, column: LedgerColumn) -> Any:
        return self.ws.cell(self.line(title), self.at(column))

    def put(self, task: str, /, **values: Any) -> None:
        """Fill in the row of the task; the names are those of the columns."""
        for name, value in values.items():
            self.cell(task, C(name)).value = value

    def rows(self) -> list[list[Any]]:
        """The values of all rows below the head."""
        return [[cell.value for cell in row] for row in self.ws.iter_rows(min_row=FIRST)]

    def write(self, rows: list[list[Any]]) -> None:
        """These values below the head, and nothing else."""
        self.ws.delete_rows(FIRST, self.ws.max_row)
        for number, row in enumerate(rows, start=FIRST):
            for at, value in enumerate(row, start=1):
                self.ws.cell(number, at).value = value


def edited(data: bytes, edit: Callable[[Sheet], None]) -> bytes:
    """The workbook as it is after the edit, saved by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(Sheet(book))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
