"""Workbooks (.xlsx, .xls, .et) and CSV files: every visible sheet as rows of cells, merged cells filled."""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL, CELL_LINE, gather, table_line, too_long
from tracker.intake.forms.ole import is_endless
from tracker.intake.forms.ooxml import TORN, check_package
from tracker.intake.forms.sniff import is_zip
from tracker.intake.limits import Limits
from tracker.marking import N_

_BROKEN = N_("这个表格文件已损坏，无法打开。请在 Excel 或 WPS 中重新保存后再上传。")
_BOMB = N_("这个表格太大，不像任务分解表。请只保留任务所在的行和列，另存为新的 .xlsx 后再上传。")
# A cell that closes at once is blank: a format without content, which calamine leaves out.
_CELL_PLACE = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")[^>]*[^/]>')
_SHARED = re.compile(rb'\bt="s"')
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
_MOST_MERGED = 20_000


def read(data: bytes, limits: Limits) -> str:
    """The text of a workbook: a row to a line."""
    try:
        if is_zip(data):
            check_workbook(data, limits)
        elif is_endless(data):
            raise IntakeError("damaged", _BROKEN)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return gather((f"{line}\n" for line in _lines(book, limits)), limits).removesuffix("\n")
    except IntakeError:
        raise
    except (CalamineError, RuntimeError, *TORN) as torn:
        raise IntakeError("damaged", _BROKEN) from torn
    except BaseException as panic:
        # A fault inside calamine comes out as pyo3's PanicException, which is no Exception and cannot be imported.
        if type(panic).__name__ == "PanicException":
            raise IntakeError("damaged", _BROKEN) from panic
        raise


def check_workbook(data: bytes, limits: Limits) -> None:
    """Refuse what would grow without bound: calamine lays a sheet out in full, and copies a shared text into every cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        check_package(package, limits)
        names = package.namelist()
        shared = [package.read(name) for name in names if name.endswith("sharedStrings.xml")]
        longest = max((len(text) for part in shared for text in part.split(b"</si>")), default=0)
        for name in (n for n in names if n.startswith("xl/worksheets/") and n.endswith(".xml")):
            sheet = package.read(name)
            if _area(sheet) > limits.max_cells or longest * len(_SHARED.findall(sheet)) > limits.max_unpacked:
                raise IntakeError("zip_bomb", _BOMB)
            if len(_MERGED.findall(sheet)) > _MOST_MERGED:
                raise IntakeError("zip_bomb", _BOMB)


def _area(sheet: bytes) -> int:
    """How many cells the rectangle around all filled cells has."""
    columns, rows = set[bytes](), set[int]()
    for column, row in _CELL_PLACE.findall(sheet):
        columns.add(column)
        rows.add(int(row))
    if not rows:
        return 0
    numbers = [_column(name) for name in columns]
    return (max(numbers) - min(numbers) + 1) * (max(rows) - min(rows) + 1)


def _column(name: bytes) -> int:
    value = 0
    for letter in name:
        value = value * 26 + letter - 64
    return value


def _lines(book: Any, limits: Limits) -> Iterator[str]:
    for at, about in enumerate(book.sheets_metadata):
        if about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(at)
        if sheet.height * sheet.width > limits.max_cells:
            raise IntakeError("zip_bomb", _BOMB)
        rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
        _fill(rows, sheet)
        yield from (line for row in rows if (line := table_line(row)))


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as plans print them, line ends kept apart."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return CELL_LINE.join(line.strip() for line in str(value).replace(CELL, " ").splitlines() if line.strip())


def _fill(rows: list[list[str]], sheet: Any) -> None:
    """Every cell of a merged range holds what its first one does."""
    if not rows or not sheet.start:
        return
    first_row, first_column = sheet.start
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        top, left = top - first_row, left - first_column
        if not (0 <= top < len(rows) and 0 <= left < len(rows[top])):
            continue
        for row in rows[top : bottom - first_row + 1]:
            width = max(0, min(right - first_column + 1, len(row)) - left)
            row[left : left + width] = [rows[top][left]] * width


def read_csv(text: str, delimiter: str, limits: Limits) -> str:
    """The text of a CSV file: a row to a line, every row as wide as the widest."""
    csv.field_size_limit(limits.max_characters)
    try:
        rows = [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as torn:
        raise IntakeError("damaged", "这个 CSV 文件已损坏，无法读取。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传。") from torn
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > limits.max_characters:
        raise too_long(limits)
    return "\n".join(line for row in rows if (line := table_line([*row, *[""] * (width - len(row))])))
