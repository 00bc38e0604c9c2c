"""Files of LibreOffice and its kin: tables (.ods) are read sheet by sheet; texts (.odt) are left to a converter."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, MOST_SPANNED, gather, table_line, whole
from tracker.intake.forms.ooxml import TORN, attribute, check_package, child, name_of
from tracker.intake.limits import Limits
from tracker.marking import N_

_TABLES = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template")
_UNREAD = N_("这是 .odt 一类的 OpenDocument 文件，不能直接读取。请在 LibreOffice、Word 或 WPS 中打开，另存为 .docx 后再上传。")
_BROKEN = N_("这个 .ods 文件已损坏，无法打开。请在 LibreOffice、Excel 或 WPS 中打开，另存为 .xlsx 后再上传。")
_LOCKED = N_("这份文件设了打开密码，无法读取。请取消密码，另存为 .xlsx 后再上传。")
_TOO_LARGE = N_("这个表格太大，不像任务分解表。请只保留任务所在的行和列，另存为 .xlsx 后再上传。")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def read(data: bytes, limits: Limits) -> str:
    """The text of an .ods workbook, a row to a line."""
    content = content_of(data, limits)
    return gather((f"{line}\n" for line in _lines(content, limits)), limits).removesuffix("\n")


def content_of(data: bytes, limits: Limits) -> Any:
    """The content of an .ods workbook as XML; IntakeError for what is none, is locked or torn."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package, limits)
            if package.read("mimetype").decode("ascii", "replace").strip() not in _TABLES:
                raise IntakeError("odt", _UNREAD)
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise IntakeError("password_protected", _LOCKED)
            return etree.fromstring(package.read("content.xml"), etree.XMLParser(resolve_entities=False, no_network=True))
    except TORN as torn:
        raise IntakeError("damaged", _BROKEN) from torn
    except RuntimeError as locked:  # zipfile says so of an encrypted member
        raise IntakeError("password_protected", _LOCKED) from locked


def hidden_styles(content: Any) -> set[str | None]:
    """The styles of sheets that a reader does not see."""
    return {
        attribute(style, "name")
        for style in content.iter("{*}style")
        if (properties := child(style, "table-properties")) is not None and attribute(properties, "display") == "false"
    }


def _lines(content: Any, limits: Limits) -> Iterator[str]:
    hidden = hidden_styles(content)
    left = limits.max_cells
    for table in content.iter("{*}table"):
        if attribute(table, "style-name") in hidden:
            continue
        rows = []
        for row in _rows(table, limits):
            left -= len(row)
            if left < 0:
                raise IntakeError("zip_bomb", _TOO_LARGE)
            rows.append(row)
        width = max((len(row) for row in rows), default=0)
        if width * len(rows) > limits.max_cells:
            raise IntakeError("zip_bomb", _TOO_LARGE)
        yield from (line for row in rows if (line := table_line([*row, *[""] * (width - len(row))])))


def _rows(table: Any, limits: Limits) -> Iterator[list[str]]:
    """The rows that hold anything, merged cells filled; a row said to be repeated stands as often as that."""
    carried: dict[int, tuple[int, str]] = {}
    for row in table.iter("{*}table-row"):
        cells = _cells(row, carried, limits)
        carried = {at: (rows - 1, text) for at, (rows, text) in carried.items() if rows > 1}
        if any(cells):
            yield from [cells] * whole(attribute(row, "number-rows-repeated"), default=1, most=MOST_SPANNED)


def _cells(row: Any, carried: dict[int, tuple[int, str]], limits: Limits) -> list[str]:
    """The cells of a row up to the last one filled; `carried` holds, by column, what goes on from above for so many rows."""
    cells: list[str] = []
    for cell in row:
        times = whole(attribute(cell, "number-columns-repeated"), default=1, most=limits.max_cells)
        text = shown_text(cell)
        columns = whole(attribute(cell, "number-columns-spanned"), default=1, most=MOST_SPANNED)
        rows = whole(attribute(cell, "number-rows-spanned"), default=1, most=MOST_SPANNED)
        if name_of(cell) == "table-cell" and (columns > 1 or rows > 1):
            # The cells that it covers follow as covered ones, in this row and in those below.
            carried.update({len(cells) + at: (rows, text) for at in range(columns)})
        if name_of(cell) == "covered-table-cell" and not text:
            cells.extend(carried.get(len(cells) + at, (0, ""))[1] for at in range(min(times, MOST_SPANNED)))
        elif text or name_of(cell) == "table-cell":
            cells.extend([text] * (times if text else min(times, MOST_SPANNED)))
        if len(cells) > limits.max_cells:
            raise IntakeError("zip_bomb", _TOO_LARGE)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def shown_text(cell: Any) -> str:
    """What a cell shows, remarks left out; dates as plans print them."""
    day = _DATE.match(attribute(cell, "date-value") or "")
    if day:
        return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
    lines = ("".join(_words(paragraph)).strip() for paragraph in cell if name_of(paragraph) == "p")
    return CELL_LINE.join(line for line in lines if line)


def _words(element: Any) -> Iterator[str]:
    yield (element.text or "").replace("\n", " ").replace("\t", " ")
    for inner in element:
        if name_of(inner) in ("line-break", "tab", "s"):
            yield CELL_LINE if name_of(inner) == "line-break" else " "
        elif name_of(inner) not in ("annotation", "note", "ruby-text"):
            yield from _words(inner)
        yield (inner.tail or "").replace("\n", " ").replace("\t", " ")
