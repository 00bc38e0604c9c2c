"""Tables as files, for a spreadsheet or any program. Nothing that a user wrote is taken for a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.reports.widths import LINE_HEIGHT, row_height

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
A4 = 9  # the spreadsheet's number of the paper
LATIN = 2  # columns are measured in Latin signs, of which two take the place of a Chinese one
LINE_POINTS = 16

Cell = str | float | int
Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """One table; `name` is that of its sheet. The rows are read once. `widths`: of the columns, in Latin signs."""

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


def to_xlsx(title: str, tables: Iterable[Table], made_on: date, author: str = "") -> bytes:
    """The tables, a sheet each, which print across A4 with their head on every page."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The same content gives the same bytes: the library takes the present instant for anything but an instant.
    made = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    book.set_properties({"title": title, "author": author, "created": made})
    head = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    for table in tables:
        sheet = book.add_worksheet(table.name)
        _set_for_print(sheet)
        _write(sheet, 0, table.heads, table.widths, head)
        for column, width in enumerate(table.widths or _usual_widths(len(table.heads))):
            sheet.set_column(column, column, width)
        for number, row in enumerate(table.rows, start=1):
            _write(sheet, number, row, table.widths, wrapped if table.widths else None)
    book.close()
    return out.getvalue()


def _set_for_print(sheet: Worksheet) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C— &P —")


def _write(sheet: Worksheet, number: int, row: Row, widths: Sequence[int], look: Format | None) -> None:
    """One row; where the widths are known as high as its text, for not every program reckons that when it opens the file."""
    sheet.write_row(number, 0, row, look)
    if widths:
        lines = row_height([str(cell) for cell in row], [width / LATIN for width in widths]) / LINE_HEIGHT
        sheet.set_row(number, LINE_POINTS * lines + 3)


def _usual_widths(columns: int) -> list[int]:
    return [28, 28, *(14 for _ in range(columns - 2))][:columns]
