"""Tables as files, for a spreadsheet or any program. Nothing that a user wrote is taken for a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import xlsxwriter

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31

Cell = str | float | int
Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """One table; `name` is that of its sheet. The rows are read once. `widths`: of the columns, in characters."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = ()


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that a spreadsheet takes (31 characters, without its own signs) and that no other sheet has; `taken` learns it."""
    plain = FORBIDDEN.sub(" ", title).strip("' ") or "表"
    name = plain[:LONGEST_NAME].strip("' ")
    count = 1
    while name.casefold() in taken:
        count += 1
        ending = f"（{count}）"
        name = plain[: LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


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
    # The same content gives the same bytes: the library takes the present instant for anything but an instant.
    book.set_properties({"title": title, "created": datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)})
    bold, wrapped = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        sheet = book.add_worksheet(table.name)
        for column, head in enumerate(table.heads):
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(table.widths or _usual_widths(len(table.heads))):
            sheet.set_column(column, column, width, wrapped if table.widths else None)
        for number, row in enumerate(table.rows, start=1):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _usual_widths(columns: int) -> list[int]:
    return [28, 28, *(14 for _ in range(columns - 2))][:columns]
