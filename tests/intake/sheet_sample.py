"""Workbooks made for the tests: the few parts that an .xlsx needs, written by hand."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def cell(row: int, column: int, value: str | int) -> str:
    """The XML of a cell; rows and columns from 0."""
    place = f"{chr(65 + column)}{row + 1}"
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def workbook(rows: Sequence[Sequence[str | int]], merged: Sequence[str] = (), first_row: int = 0) -> bytes:
    """A workbook of one sheet; `merged` are ranges such as A1:E1."""
    lines = "".join(
        f'<row r="{at + 1}">{"".join(cell(at, column, value) for column, value in enumerate(row) if value != "")}</row>'
        for at, row in enumerate(rows, start=first_row)
    )
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merged else ""
    return package(f"<sheetData>{lines}</sheetData>{merges}")


def package(sheet: str, hidden: str = "", shared: str = "") -> bytes:
    """A workbook around the XML of a sheet, with a second, hidden sheet if one is given."""
    names = ["任务", "旧稿"][: 2 if hidden else 1]
    entries = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="r{at}"/>'
        for at, (name, state) in enumerate(zip(names, ("visible", "hidden"), strict=False), start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_REL}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(names) + 1)
    )
    relations += f'<Relationship Id="r9" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    main = f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    types = f'<Default Extension="xml" ContentType="{_TYPES}.main+xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}>{sheet}</worksheet>",
    }
    if hidden:
        parts["xl/worksheets/sheet2.xml"] = f"<worksheet {_MAIN}>{hidden}</worksheet>"
    if shared:
        parts["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{shared}</sst>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def ods(sheets: str, styles: str = "", member: str = "") -> bytes:
    """An OpenDocument workbook around the XML of its tables; `member` names a further, empty one."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{short}="{name}:{short}:1.0"' for short in ("office", "table", "text", "style"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>",
        )
        file.writestr("META-INF/manifest.xml", f"<manifest>{member}</manifest>")
    return out.getvalue()


def ods_cell(text: str = "", attributes: str = "") -> str:
    """The XML of a cell, a paragraph to each line."""
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.splitlines())
    return f"<table:table-cell {attributes}>{lines}</table:table-cell>"
