"""Web pages: blocks become lines, data tables become rows, all that frames a page is dropped."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, MOST_SPANNED, gather, row_line, whole
from tracker.intake.forms.text import decode, unify_lines
from tracker.intake.limits import Limits

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-16": "utf-16"}
_BROKEN = "这个网页文件已损坏，无法读取。请在浏览器中打开，把正文复制到 Word 里，另存为 .docx 后再上传。"
_FRAME = "script style nav header footer form select button iframe noscript template title"
_DROPPED = frozenset(_FRAME.split())
_INLINE = frozenset(
    "a abbr b bdo big cite code em font i ins kbd label mark q s small span strong sub sup tt u var o:p st1:chsdate".split()  # noqa: SIM905
)


def read(data: bytes, limits: Limits) -> str:
    """The text of a page, a block to a line."""
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data)).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(page)
        text = gather(_walk(root, limits), limits)
    except (etree.LxmlError, RecursionError, ValueError) as broken:
        raise IntakeError("damaged", _BROKEN) from broken
    lines = (line.strip(" \n\r\xa0") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(data: bytes) -> str:
    """The page by the charset that it declares, where that works; by the ladder for plain text else."""
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        try:
            return unify_lines(data.decode(_CHARSETS.get(name, "utf-8")))
        except UnicodeDecodeError:
            pass
    return unify_lines(decode(data))


def _walk(element: Any, limits: Limits) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return
    if element.tag == "table" and is_data_table(element):
        yield "\n"
        yield from (f"{row}\n" for row in _rows(element, limits))
        return
    block = element.tag not in _INLINE
    if block:
        yield "\n"
    yield _flat(element.text)
    for child in element:
        yield from _walk(child, limits)
        yield _flat(child.tail)
    if block:
        yield "\n"


def _flat(text: str | None) -> str:
    """Text with the line ends of the HTML file as blanks: only elements make lines."""
    return re.sub(r"[\t\n\r]+", " ", text or "")


def is_data_table(table: Any) -> bool:
    """True for a table of data; one that only lays out the page holds another, or has a single column."""
    if table.find(".//table") is not None:
        return False
    widths = [len(row.xpath("./td|./th")) for row in table.iter("tr")]
    return len(widths) > 1 and max(widths) > 1


def _rows(table: Any, limits: Limits) -> Iterator[str]:
    """Rows of a table as lines; a cell that spans columns or rows stands in each of them."""
    carried: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.xpath("./td|./th"):
            _carry(cells, carried)
            text = _cell(cell, limits)
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    carried[len(cells)] = (_span(cell, "rowspan"), text)
                cells.append(text)
        _carry(cells, carried)
        carried = {at: (left - 1, text) for at, (left, text) in carried.items() if left > 1}
        yield row_line(cells, limits)


def _carry(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    while len(cells) in carried:
        cells.append(carried[len(cells)][1])


def _span(cell: Any, name: str) -> int:
    return max(1, whole(cell.get(name), default=1, most=MOST_SPANNED))


def _cell(cell: Any, limits: Limits) -> str:
    etree.strip_elements(cell, "script", "style", with_tail=False)
    lines = ("".join(line.split()) for line in "".join(_walk(cell, limits)).split("\n"))
    return CELL_LINE.join(line for line in lines if line)
