"""What calamine does not tell of the cells of an .xlsx workbook: which are formatted as percentages, hold an error, or a formula.

0.6 in a percentage is shown as 60%, and 1 as 100%; an error comes out of calamine as a blank cell.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tracker.intake.forms.ooxml import attribute, child, children

_BUILT_IN = frozenset({"9", "10"})  # ECMA-376, 18.8.30: 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.')
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*?\bt="e")[^>]*[^/]>')
_FORMULA = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")[^>]*[^/]>\s*<(?:\w+:)?f\b')
_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*?\bs="(\d{1,6})")[^>]*[^/]>')


Places = frozenset[tuple[int, int]]  # row and column, from 0


@dataclass(frozen=True)
class Noted:
    """The filled cells of a sheet with a percent format, those with an error, and those with a formula."""

    percents: Places = frozenset()
    errors: Places = frozenset()
    formulas: Places = frozenset()


def find(data: bytes) -> dict[str, Noted]:
    """What is noted of each sheet, by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        styles = _percent_styles(package)
        return {name: _noted(package.read(part), styles) for name, part in _sheets(package)}


def _noted(sheet: bytes, styles: set[str]) -> Noted:
    percents = (_place(row, letters) for letters, row, style in _CELL.findall(sheet) if style.decode() in styles)
    errors = (_place(row, letters) for letters, row in _ERROR.findall(sheet))
    formulas = (_place(row, letters) for letters, row in _FORMULA.findall(sheet))
    return Noted(frozenset(percents), frozenset(errors), frozenset(formulas))


def _place(row: bytes, letters: bytes) -> tuple[int, int]:
    return int(row) - 1, _column(letters)


def _column(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value - 1


def _percent_styles(package: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles whose format has a percent sign that is not quoted."""
    root = _xml(package, "xl/styles.xml")
    own = {
        attribute(item, "numFmtId")
        for item in children(child(root, "numFmts"), "numFmt")
        if "%" in _QUOTED.sub("", attribute(item, "formatCode") or "")
    }
    formats = children(child(root, "cellXfs"), "xf")
    return {str(at) for at, item in enumerate(formats) if attribute(item, "numFmtId") in own | _BUILT_IN}


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    links = {
        attribute(link, "Id"): attribute(link, "Target") or ""
        for link in children(_xml(package, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    names = set(package.namelist())
    for sheet in children(child(_xml(package, "xl/workbook.xml"), "sheets"), "sheet"):
        # The id of the link is the one attribute that ends in `id` within a namespace; `sheetId` has none.
        key = next((str(value) for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        part = posixpath.normpath(posixpath.join("xl", links.get(key, ""))).removeprefix("/")
        if part.startswith("..") or part not in names:
            part = links.get(key, "").lstrip("/")
        if part in names:
            yield attribute(sheet, "name") or "", part


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    if name not in package.namelist():
        return None
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
