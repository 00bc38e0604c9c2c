"""Tables as files, for a spreadsheet or any program. Nothing that a user wrote is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}

Cell = str | float | int
Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """One table; `name` is that of its sheet. The rows are read once."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Row]


def to_csv(tables: Iterable[Table]) -> bytes:
    """The tables, one below the other, in UTF-8 with the mark by which spreadsheets know it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        for row in (*([()] if number else []), table.heads):
            writer.writerow(row)
        writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """The cell, kept from being taken for a formula by whoever opens the file."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def to_xlsx(title: str, tables: Iterable[Table], made_on: date) -> bytes:
    """The tables, a sheet each."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The same content gives the same bytes.
    book.set_properties({"title": title, "created": made_on})
    bold = book.add_format({"bold": True, "text_wrap": True})
    for table in tables:
        sheet = book.add_worksheet(table.name)
        sheet.write_row(0, 0, table.heads, bold)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 28)
        sheet.set_column(2, len(table.heads) - 1, 14)
        for number, row in enumerate(table.rows, start=1):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
