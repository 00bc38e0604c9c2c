"""The ledger (台账) as a workbook that is filled in offline and comes back, or as CSV; its columns: `rules/ledger_columns.py`.

A spreadsheet may be sorted, filtered and saved anew by any of its programs; what the way back needs therefore stands in the rows
themselves (a hidden id and version each), and the keys of the columns in a hidden line above the heads.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from tracker.labels import period_title
from tracker.ledger_labels import CHOICES, GUIDE, HEADS
from tracker.rules.formulas import harmless
from tracker.rules.ledger_columns import (
    ABOUT_EXPORT,
    COLUMNS_VERSION,
    DAYS,
    HIDDEN,
    KEY_PREFIX,
    TEXTS,
    WRITABLE,
    LedgerColumn,
    RowId,
    Values,
    base_version,
    write_row_id,
)
from tracker.rules.statuses import Light

ABOUT_SHEET, GUIDE_SHEET, LEDGER_SHEET = "台账信息", "填写说明", "台账"
TITLE_LINE, NOTE_LINE, KEY_LINE, HEAD_LINE = range(4)
FIRST_ROW = HEAD_LINE + 1
_LINE, _HIGHEST = 14.5, 400.0  # points; no program shows a row that is higher
# Lines below the last row that have the drop-downs too, for whoever inserts rows.
SPARE_LINES = 200
LONGEST_TITLE = 40  # in the name of a file

_WIDTHS = {
    LedgerColumn.LABEL: 6, LedgerColumn.TITLE: 18, LedgerColumn.INDICATORS: 14, LedgerColumn.CLAUSE: 9, LedgerColumn.UNIT: 12,
    LedgerColumn.ROLE: 5, LedgerColumn.LEAD: 12, LedgerColumn.DUE: 11, LedgerColumn.LIGHT: 6, LedgerColumn.STATE: 7,
    LedgerColumn.ACCEPTED: 7, LedgerColumn.KIND: 7, LedgerColumn.PERCENT: 8, LedgerColumn.NARRATIVE: 30, LedgerColumn.PROBLEMS: 15,
    LedgerColumn.NEXT_STEP: 15, LedgerColumn.SELF_RATING: 8, LedgerColumn.EVIDENCE: 6, LedgerColumn.CLOSED: 11,
}  # fmt: skip
_NUMBERS = (LedgerColumn.ACCEPTED, LedgerColumn.PERCENT, LedgerColumn.EVIDENCE)
_LIGHT_FILLS = {
    Light.BLUE: "#BDD7EE", Light.GREEN: "#C6E0B4", Light.YELLOW: "#FFE699", Light.RED: "#F4B084", Light.GREY: "#D9D9D9",
}  # fmt: skip
_FILLED_IN, _READ = "#FFF2CC", "#EDEDED"


@dataclass(frozen=True)
class BookRow:
    """A row as it is exported: the values are those that are kept, and shown by their words; `light` colours its cell."""

    share_id: int
    values: Values
    light: Light


@dataclass(frozen=True)
class Book:
    """The ledger of a plan for a period, as it stood on a day.

    `scope`: of which units it has rows, in words; `hour`: the time of day (HHMM) where one was taken away earlier that day.
    """

    export_id: int
    plan_key: str
    title: str
    note: str
    period: str
    as_of: date
    rows: Sequence[BookRow]
    scope: str = ""
    hour: str = ""


def file_name(book: Book) -> str:
    """What the file is called, without its ending: the plan, whose rows, for which period, on which day, and the hour of a second
    one; short enough for every file system (255 bytes, which a name of Chinese characters of this length stays below)."""
    title = book.title if len(book.title) <= LONGEST_TITLE else f"{book.title[: LONGEST_TITLE - 1]}…"
    parts = (title, book.scope, f"{period_title(book.period)}填报", f"{book.as_of:%Y%m%d}下载", book.hour)
    return "_".join(part for part in parts if part)


def shown(column: LedgerColumn, value: str) -> str:
    """The value as a reader of the sheet sees it: choices by their words."""
    return CHOICES[column].get(value, value) if column in CHOICES else value


def _cells(book: Book, row: BookRow) -> dict[LedgerColumn, str]:
    ids = {
        LedgerColumn.ROW: write_row_id(RowId(book.export_id, row.share_id)),
        LedgerColumn.VERSION: base_version(row.values),
    }
    return {column: ids.get(column) or shown(column, row.values.get(column, "")) for column in LedgerColumn}


def to_csv(book: Book) -> bytes:
    """The ledger in UTF-8 with the mark by which spreadsheets know it; its ids stand in the last columns."""
    columns = [*(column for column in LedgerColumn if column not in HIDDEN), *HIDDEN]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([HEADS[column] for column in columns])
    for row in book.rows:
        cells = _cells(book, row)
        writer.writerow([harmless(cells[column]) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(book: Book) -> bytes:
    """The ledger as a workbook; the same content gives the same bytes."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(out, options)
    made.set_properties({"title": book.title, "created": book.as_of})
    sheet = made.add_worksheet(LEDGER_SHEET)
    formats = _Formats(made)
    _head(sheet, book, formats)
    for number, row in enumerate(book.rows, start=FIRST_ROW):
        _write_row(sheet, number, row, _cells(book, row), formats)
    _arrange(sheet, book)
    _choices(sheet, FIRST_ROW + len(book.rows) + SPARE_LINES)
    _beside(made, book, formats)
    made.close()
    return out.getvalue()


class _Formats:
    """The looks of cells. What begins like a formula is quoted (ECMA-376 `quotePrefix`), so that it stays text when edited."""

    def __init__(self, book: Any) -> None:
        body = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6", "font_size": 10}
        head = {**body, "bold": True, "align": "center"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.note = book.add_format({"font_size": 10, "font_color": "#595959"})
        self.heads = {True: book.add_format({**head, "bg_color": _FILLED_IN}), False: book.add_format({**head, "bg_color": _READ})}
        self.text = book.add_format(body)
        self.quoted = book.add_format({**body, "quote_prefix": True})
        self.day = book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "center"})
        self.number = book.add_format({**body, "num_format": "0", "align": "center"})
        self.lights = {
            light: book.add_format({**body, "bg_color": fill, "align": "center"}) for light, fill in _LIGHT_FILLS.items()
        }


def _head(sheet: Any, book: Book, formats: _Formats) -> None:
    shown_first = len(HIDDEN)
    sheet.write_string(TITLE_LINE, shown_first, book.title, formats.title)
    sheet.write_string(NOTE_LINE, shown_first, book.note, formats.note)
    for at, column in enumerate(LedgerColumn):
        sheet.write_string(KEY_LINE, at, f"{KEY_PREFIX}{column.value}")
        sheet.write_string(HEAD_LINE, at, HEADS[column], formats.heads[column in WRITABLE])
    sheet.set_row(KEY_LINE, None, None, {"hidden": True})
    sheet.set_row(HEAD_LINE, 45)


def _height(cells: Mapping[LedgerColumn, str]) -> float | None:
    """How high a row has to be to show all its words, in points; None where one line does, which programs see to by themselves."""
    lines = max(
        sum(-(-_wide(line) // _WIDTHS[column]) for line in cells[column].split("\n"))
        for column in LedgerColumn
        if column not in HIDDEN
    )
    return min(lines * _LINE, _HIGHEST) if lines > 1 else None


def _wide(text: str) -> int:
    """The width of the text in the units of columns: a digit is one, a Chinese character two; an empty line counts as one."""
    return sum(1 if character.isascii() else 2 for character in text) or 1


def _write_row(sheet: Any, number: int, row: BookRow, cells: Mapping[LedgerColumn, str], formats: _Formats) -> None:
    sheet.set_row(number, _height(cells))
    for at, column in enumerate(LedgerColumn):
        text = cells[column]
        if column in DAYS and text:
            sheet.write_datetime(number, at, date.fromisoformat(text), formats.day)
        elif column in _NUMBERS and text:
            sheet.write_number(number, at, int(text), formats.number)
        elif not text:
            sheet.write_blank(number, at, None, formats.text)
        else:
            quoted = formats.quoted if harmless(text) != text else formats.text
            sheet.write_string(number, at, text, formats.lights[row.light] if column is LedgerColumn.LIGHT else quoted)


def _arrange(sheet: Any, book: Book) -> None:
    """What stays in sight, what is hidden, and A4 across with the head on every page."""
    last_row, last_column = FIRST_ROW + max(len(book.rows), 1) - 1, len(LedgerColumn) - 1
    for at, column in enumerate(LedgerColumn):
        sheet.set_column(at, at, _WIDTHS.get(column, 12), None, {"hidden": column in HIDDEN})
    sheet.freeze_panes(FIRST_ROW, list(LedgerColumn).index(LedgerColumn.TITLE) + 1)
    sheet.autofilter(HEAD_LINE, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(HEAD_LINE)
    sheet.print_area(TITLE_LINE, len(HIDDEN), last_row, last_column)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _choices(sheet: Any, last_row: int) -> None:
    for at, column in enumerate(LedgerColumn):
        if column in CHOICES:
            words = list(CHOICES[column].values())
            said = {"error_title": "请从列表中选择", "error_message": "这一栏只能填：" + "、".join(words)}
            sheet.data_validation(FIRST_ROW, at, last_row, at, {"validate": "list", "source": words, **said})
        elif column is LedgerColumn.PERCENT:
            said = {"error_title": "请填整数", "error_message": "完成比例请填 0 到 100 之间的整数，不带百分号。"}
            sheet.data_validation(
                FIRST_ROW, at, last_row, at, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100, **said}
            )
        elif column in TEXTS:
            said = {"error_title": "太长了", "error_message": "每栏不超过 5000 字；详情可作为佐证材料上传。"}
            sheet.data_validation(FIRST_ROW, at, last_row, at, {"validate": "length", "criteria": "<=", "value": 5000, **said})


def _beside(made: Any, book: Book, formats: _Formats) -> None:
    """How to fill it in; and, hidden, what it was exported from."""
    guide = made.add_worksheet(GUIDE_SHEET)
    guide.set_column(0, 0, 100)
    for number, line in enumerate(GUIDE):
        guide.write_string(number, 0, f"{number + 1}. {line}", formats.text)
    about = made.add_worksheet(ABOUT_SHEET)
    about.very_hidden()
    told = {
        "plan": book.plan_key, ABOUT_EXPORT: str(book.export_id), "period": book.period, "as_of": book.as_of.isoformat(),
        "columns_version": str(COLUMNS_VERSION),
    }  # fmt: skip
    for number, (name, value) in enumerate(told.items()):
        about.write_string(number, 0, name)
        about.write_string(number, 1, value)
