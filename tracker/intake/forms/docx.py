"""Word documents (.docx), read part by part: list numbers computed, insertions kept, deletions dropped."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, MOST_SPANNED, gather, row_line, whole
from tracker.intake.forms.numbering import Numbering
from tracker.intake.forms.ooxml import TORN, attribute, check_package, child, children, name_of, value_of
from tracker.intake.limits import Limits

_BROKEN = "这个 .docx 文件已损坏，无法打开。请在 Word 或 WPS 中重新保存后再上传。"
_NOT_WORD = "这是压缩包或表格一类的文件，不是 Word 文档。请上传方案的 .docx 或 .txt 文件。"
_LOCKED = "这份文件设了打开密码，无法读取。请在 Word 或 WPS 中取消密码，另存为 .docx 后再上传。"
# Text that is not, or no longer, part of the document; text boxes and fallbacks hold copies.
_SKIPPED = frozenset(["del", "moveFrom", "delText", "instrText", "pPr", "rPr", "txbxContent", "Fallback", "rt", "sectPr"])
_MARKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}


def read(data: bytes, limits: Limits) -> str:
    """The text of a .docx file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, limits)
            main = _main_part(package)
            document = _xml(package.read(main))
            numbering = Numbering(_beside(package, main, "numbering.xml"), _beside(package, main, "styles.xml"))
    except TORN as broken:
        raise IntakeError("damaged", _BROKEN) from broken
    except RuntimeError as locked:  # zipfile says so of an encrypted member
        raise IntakeError("password_protected", _LOCKED) from locked
    body = child(document, "body")
    if body is None:
        raise IntakeError("damaged", _BROKEN)
    return gather((f"{block}\n" for block in _blocks(body, numbering, limits)), limits).removesuffix("\n")


def _check(package: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse bombs, macros, and packages that are no Word document."""
    check_package(package, limits)
    names = set(package.namelist())
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise IntakeError("not_a_document", _NOT_WORD)


def _xml(data: bytes) -> Any:
    """A parsed part; entities are never resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _main_part(package: zipfile.ZipFile) -> str:
    """The name of the part that holds the text, by the package's own relations."""
    names = package.namelist()
    if "_rels/.rels" in names:
        for relation in _xml(package.read("_rels/.rels")):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in names:
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise IntakeError("not_a_document", _NOT_WORD)


def _beside(package: zipfile.ZipFile, main: str, name: str) -> Any:
    path = posixpath.join(posixpath.dirname(main), name)
    return _xml(package.read(path)) if path in package.namelist() else None


def _blocks(parent: Any, numbering: Numbering, limits: Limits) -> Iterator[str]:
    for element in parent:
        name = name_of(element)
        if name == "p":
            yield numbering.label(element) + _text(element)
            for box in _boxes(element):
                yield from _blocks(box, numbering, limits)
        elif name == "tbl":
            yield from _rows(element, numbering, limits)
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _blocks(element, numbering, limits)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, each once: beside the box that Word shows, a file keeps a fallback copy."""
    for box in paragraph.iterdescendants("{*}txbxContent"):
        above = {name_of(a) for a in box.iterancestors() if a is not paragraph}
        inner = next(a for a in box.iterancestors() if name_of(a) in ("p", "txbxContent"))
        if "Fallback" not in above and inner is paragraph:
            yield box


def _text(element: Any) -> str:
    parts = []
    for node in element:
        name = name_of(node)
        if name in _SKIPPED or _hidden(node):
            continue
        if name == "t":
            parts.append(node.text or "")
        else:
            parts.append(_MARKS[name] if name in _MARKS else _text(node))
    return "".join(parts)


def _hidden(node: Any) -> bool:
    if name_of(node) != "r":
        return False
    marks = children(child(node, "rPr"), "vanish")
    return any(attribute(mark, "val") not in ("0", "false") for mark in marks)


def _rows(table: Any, numbering: Numbering, limits: Limits) -> Iterator[str]:
    """Rows as lines of cells; a cell that runs over columns or rows stands in each of them."""
    above: dict[int, str] = {}
    for row in (r for r in table.iter() if name_of(r) == "tr" and _table_of(r) is table):
        cells: list[str] = []
        for cell in (c for c in row.iter() if name_of(c) == "tc" and _row_of(c) is row):
            span, continued = _spans(cell)
            lines = (numbering.label(p) + _text(p) for p in cell.iter() if name_of(p) == "p")
            text = CELL_LINE.join(line.replace("\n", CELL_LINE) for line in lines if line.strip())
            text = above.get(len(cells), "") if continued else text
            for _ in range(span):
                above[len(cells)] = text
                cells.append(text)
        yield row_line(cells, limits)


def _table_of(row: Any) -> Any:
    return next(a for a in row.iterancestors() if name_of(a) == "tbl")


def _row_of(cell: Any) -> Any:
    return next(a for a in cell.iterancestors() if name_of(a) == "tr")


def _spans(cell: Any) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    properties = child(cell, "tcPr")
    span = whole(value_of(properties, "gridSpan"), default=1, most=MOST_SPANNED)
    merged = child(properties, "vMerge")
    return span, merged is not None and attribute(merged, "val") != "restart"
