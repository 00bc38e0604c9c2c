"""Workbooks and CSV files as grids of typed cells: .xlsx, .xls, .et, .ods, .csv in UTF-8, GBK or UTF-16."""

import csv
import io
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from tracker.intake.errors import IntakeError
from tracker.intake.forms import sniff
from tracker.intake.forms.ole import is_endless
from tracker.intake.forms.ooxml import TORN
from tracker.intake.forms.sheet import check_workbook
from tracker.intake.forms.text import decode
from tracker.intake.ledgers import open_tables, sheet_notes
from tracker.intake.ledgers.grid import ERROR, MOST_COLUMNS, Grid, Place, Value
from tracker.intake.limits import Limits
from tracker.marking import N_

_BROKEN = N_("这个表格文件已损坏，无法打开。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传。")
_LOCKED = N_("这个表格设了打开密码，无法读取。请取消密码，另存为 .xlsx 后再上传。")
_MACROS = N_("这个表格带有宏，为安全起见不予读取。请另存为不带宏的 .xlsx 后再上传。")
_NO_TABLE = N_("这不是表格文件，无法作为台账读取。请上传 .xlsx、.xls、.ods 或 .csv 格式的台账。")
_TOO_LARGE = N_("这个表格太大，不像台账。请只保留任务所在的行和列，另存为新的 .xlsx 后再上传。")
# As the directories of the files name them.
_OLD_MACROS, _OPEN_MACROS = "_VBA_PROJECT".encode("utf-16-le"), b"Basic/Standard"


def read_grids(data: bytes, filename: str, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one table of a CSV file.

    Raises IntakeError with one Chinese sentence for what is no workbook, or one that nobody should open.
    """
    if len(data) > limits.max_bytes:
        raise IntakeError(
            "too_large",
            "“%(filename)s”超过 %(size)s MB，太大了。请只保留任务所在的行和列，另存为新的 .xlsx 后再上传。",
            filename=filename,
            size=limits.max_bytes // 1024**2,
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise IntakeError("empty", "“%(filename)s”是空文件，里面没有内容。请检查后重新上传。", filename=filename)
    _refuse_others(data)
    try:
        return _read(data, limits)
    except IntakeError:
        raise
    except (CalamineError, RuntimeError, csv.Error, *TORN) as torn:
        if "password" in str(torn).lower() or "encrypted" in str(torn).lower():
            raise IntakeError("password_protected", _LOCKED) from torn
        raise IntakeError("damaged", _BROKEN) from torn
    except BaseException as panic:
        # A fault inside calamine comes out as pyo3's PanicException, which is no Exception and cannot be imported.
        if type(panic).__name__ == "PanicException":
            raise IntakeError("damaged", _BROKEN) from panic
        raise


def _refuse_others(data: bytes) -> None:
    if sniff.is_locked(data):
        raise IntakeError("password_protected", _LOCKED)
    if sniff.has_member(b"xl/workbook.bin")(data):
        raise IntakeError("xlsb", "这是 .xlsb 表格，不能直接读取。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传。")
    is_table = sniff.is_old_sheet(data) or sniff.is_sheet(data) or sniff.is_open_document(data)
    if not is_table and (sniff.is_ole(data) or sniff.is_zip(data) or sniff.is_pdf(data) or sniff.is_page(data)):
        raise IntakeError("not_a_table", _NO_TABLE)
    if (sniff.is_old_sheet(data) and _OLD_MACROS in data) or (sniff.is_open_document(data) and _OPEN_MACROS in data):
        raise IntakeError("macros", _MACROS)


def _read(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    if sniff.is_open_document(data):
        return open_tables.read(data, limits)
    if sniff.is_zip(data) or sniff.is_old_sheet(data):
        return _workbook(data, limits)
    return (_csv(data, limits),)


def _workbook(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    is_zip = sniff.is_zip(data)
    if is_zip:
        check_workbook(data, limits)
    elif is_endless(data):
        raise IntakeError("damaged", _BROKEN)
    notes = sheet_notes.find(data) if is_zip else None
    found = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for at, about in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(at)
            if sheet.height * sheet.width > limits.max_cells:
                raise IntakeError("zip_bomb", _TOO_LARGE)
            top, left = sheet.start or (0, 0)
            blank: list[tuple[Value, ...]] = [()] * top
            noted = None if notes is None else notes.get(about.name, sheet_notes.Noted())
            errors = noted.errors if noted else frozenset()
            lines = enumerate(sheet.to_python(skip_empty_area=True), start=top)
            rows = [
                (None,) * left + tuple(_value(cell, (at, c) in errors) for c, cell in enumerate(row, left)) for at, row in lines
            ]
            is_visible = about.visible == SheetVisibleEnum.Visible
            covered = _covered(sheet.merged_cell_ranges or (), limits)
            percents, formulas = (noted.percents, noted.formulas) if noted else (None, None)
            found.append(Grid(about.name, (*blank, *rows), covered, percents, is_visible, formulas))
    return tuple(found)


def _value(value: Value, is_error: bool) -> Value:
    if is_error:
        return ERROR
    return None if value == "" else value


def _covered(ranges: object, limits: Limits) -> dict[Place, Place]:
    """The cells that merged ones hide, each with the one that shows; no more of them than a sheet may have cells."""
    assert isinstance(ranges, list | tuple)
    places = (
        ((row, column), (top, left))
        for (top, left), (bottom, right) in ranges
        for row in range(top, bottom + 1)
        for column in range(left, min(right, left + MOST_COLUMNS) + 1)
        if (row, column) != (top, left)
    )
    return dict(islice(places, limits.max_cells))


def _csv(data: bytes, limits: Limits) -> Grid:
    try:
        text = decode(data)
    except IntakeError as refusal:
        raise IntakeError("not_a_table", _NO_TABLE) from refusal
    if len(text) > limits.max_characters * 10:
        raise IntakeError("too_large", _TOO_LARGE)
    csv.field_size_limit(limits.max_characters)
    head = text[:8192]
    delimiter = max(",;\t", key=head.count)
    rows = [tuple(cell or None for cell in row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    if sum(map(len, rows)) > limits.max_cells * 5:
        raise IntakeError("too_large", _TOO_LARGE)
    return Grid("CSV", tuple(rows))
