"""Word documents (.docx), read part by part: list numbers computed, insertions kept, deletions dropped."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, MOST_SPANNED, gather, row_line, too_many_cells, too_many_lines, whole
from tracker.intake.forms.markdown import drop_markdown
from tracker.intake.forms.numbering import Numbering
from tracker.intake.forms.ooxml import TORN, attribute, check_package, child, children, name_of, value_of
from tracker.intake.forms.source import Source
from tracker.intake.limits import Limits
from tracker.intake.model import Issue
from tracker.marking import N_

_BROKEN = N_("这个 .docx 文件已损坏，无法打开。请在 Word 或 WPS 中重新保存后再上传。")
_NOT_WORD = N_("这是压缩包或表格一类的文件，不是 Word 文档。请上传方案的 .docx 或 .txt 文件。")
_LOCKED = N_("这份文件设了打开密码，无法读取。请在 Word 或 WPS 中取消密码，另存为 .docx 后再上传。")
# Text that is not, or no longer, part of the document; text boxes and fallbacks hold copies.
_SKIPPED = frozenset(["del", "moveFrom", "delText", "instrText", "pPr", "rPr", "txbxContent", "Fallback", "rt", "sectPr"])
_WRAPPERS = frozenset(["sdt", "sdtContent", "ins", "customXml", "moveTo"])
_MARKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}


@dataclass(frozen=True)
class _Rules:
    """What a document says of its paragraphs elsewhere: list numbers, and which styles are lines of a table of contents."""

    numbering: Numbering
    contents: frozenset[str | None]
    limits: Limits


def read(data: bytes, limits: Limits) -> Source:
    """The text of a .docx file, with a doubt where it has footnotes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, limits)
            main = _main_part(package)
            document, styles = _xml(package.read(main)), _beside(package, main, "styles.xml")
            numbering = Numbering(_beside(package, main, "numbering.xml"), styles)
            notes = [_beside(package, main, name) for name in ("footnotes.xml", "endnotes.xml")]
    except TORN as broken:
        raise IntakeError("damaged", _BROKEN) from broken
    except RuntimeError as locked:  # zipfile says so of an encrypted member
        raise IntakeError("password_protected", _LOCKED) from locked
    body = child(document, "body")
    if body is None:
        raise IntakeError("damaged", _BROKEN)
    _check_size(body, limits)
    rules = _Rules(numbering, _styles_of_contents(styles), limits)
    text = drop_markdown(gather((f"{block}\n" for block in _blocks(body, rules)), limits).removesuffix("\n"))
    return Source(text, tuple(_note_doubts(notes, text)))


def _check_size(body: Any, limits: Limits) -> None:
    """Refuse what has more blocks, empty ones too, or more paragraphs in cells, than any plan, before each is looked at."""
    if len(body) > limits.max_lines:
        raise too_many_lines(limits)
    if sum(1 for _ in body.iter("{*}p")) > limits.max_cells:
        raise too_many_cells(limits)


def _styles_of_contents(styles: Any) -> frozenset[str | None]:
    named = ((attribute(style, "styleId"), value_of(style, "name") or "") for style in children(styles, "style"))
    return frozenset(key for key, name in named if name.lower().startswith(("toc ", "table of figures")))


def _note_doubts(parts: list[Any], text: str) -> Iterator[Issue]:
    """A doubt where the document has notes at the foot of a page or at its end: they are no part of its text."""
    notes = [note for part in parts for note in children(part, "footnote") + children(part, "endnote")]
    count = sum(1 for note in notes if "".join(note.itertext("{*}t")).strip())
    if count:
        message = f"文件有 {count} 处脚注或尾注，没有读入；如果里面写了单位或时限，请对照原件补上。"
        yield Issue("doubt", "footnotes", message, (0, len(text.split("\n")[0])))


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


def _blocks(parent: Any, rules: _Rules) -> Iterator[str]:
    """Paragraphs and rows below an element; a paragraph whose end is deleted goes on with the next one."""
    held = ""
    for element in parent:
        name = name_of(element)
        if name == "p" and _end_is_deleted(element):
            held += _text(element)
        elif name == "p" and not _is_left_out(element, rules):
            yield from _paragraph(element, held, rules)
            held = ""
        elif name == "tbl":
            yield from _table(element, rules)
        elif _is_wrapper(element):
            yield from _blocks(element, rules)
    yield from filter(None, [held])


def _paragraph(element: Any, held: str, rules: _Rules) -> Iterator[str]:
    """A paragraph behind its number and what it goes on from, then the text boxes anchored in it."""
    label, text = rules.numbering.label(element), held + _text(element)
    # Word sets a number apart by a tab, which is no text: 1 before 2025 must not become 12025.
    glued = label[-1:].isalnum() and text[:1].isalnum() and label.isascii() and text[:1].isascii()
    yield f"{label}.{text}" if glued else label + text
    for box in _boxes(element):
        yield from _blocks(box, rules)


def _is_wrapper(element: Any) -> bool:
    """True for what may hold paragraphs; a control that holds the table of contents holds none of the text."""
    gallery = child(child(element, "sdtPr"), "docPartObj")
    return name_of(element) in _WRAPPERS and value_of(gallery, "docPartGallery") != "Table of Contents"


def _is_left_out(paragraph: Any, rules: _Rules) -> bool:
    """True for a line of the table of contents, and for a paragraph that is hidden with its end: Word does not number it."""
    properties = child(paragraph, "pPr")
    if value_of(properties, "pStyle") in rules.contents:
        return True
    return _vanishes(child(properties, "rPr")) and not _text(paragraph) and not list(_boxes(paragraph))


def _end_is_deleted(paragraph: Any) -> bool:
    marks = child(child(paragraph, "pPr"), "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None


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
    return name_of(node) == "r" and _vanishes(child(node, "rPr"))


def _vanishes(properties: Any) -> bool:
    return any(attribute(mark, "val") not in ("0", "false") for mark in children(properties, "vanish"))


def _table(table: Any, rules: _Rules) -> Iterator[str]:
    """Rows as lines of cells; a cell that runs over columns or rows stands in each of them. One column is a frame around text."""
    rows = [
        row for row in table.iter("{*}tr") if next(row.iterancestors("{*}tbl")) is table and not _is_deleted(row, "trPr", "del")
    ]
    cells = [
        [c for c in row.iter("{*}tc") if next(c.iterancestors("{*}tr")) is row and not _is_deleted(c, "tcPr", "cellDel")]
        for row in rows
    ]
    if all(len(some) < 2 for some in cells):
        for cell in (cell for some in cells for cell in some):
            yield from _blocks(cell, rules)
        return
    above: dict[int, str] = {}
    for row, some in zip(rows, cells, strict=True):
        before = whole(value_of(child(row, "trPr"), "gridBefore"), default=0, most=MOST_SPANNED)
        texts = [""] * before
        for cell in some:
            span, continued = _spans(cell)
            text = CELL_LINE.join(line.replace("\n", CELL_LINE).replace("\t", " ") for line in _blocks(cell, rules) if line.strip())
            text = above.get(len(texts), "") if continued else text
            for _ in range(span):
                above[len(texts)] = text
                texts.append(text)
        if texts:
            yield row_line(texts, rules.limits)


def _is_deleted(element: Any, properties: str, mark: str) -> bool:
    return child(child(element, properties), mark) is not None


def _spans(cell: Any) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    properties = child(cell, "tcPr")
    span = whole(value_of(properties, "gridSpan"), default=1, most=MOST_SPANNED)
    merged = child(properties, "vMerge")
    return span, merged is not None and attribute(merged, "val") != "restart"
