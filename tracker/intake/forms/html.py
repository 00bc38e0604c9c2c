"""Web pages: blocks become lines, data tables become rows, all that frames a page is dropped."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, MOST_SPANNED, gather, row_line, too_many_cells, whole
from tracker.intake.forms.page_frame import is_frame
from tracker.intake.forms.text import decode, unify_lines
from tracker.intake.limits import Limits
from tracker.marking import N_

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-16": "utf-16"}
_BROKEN = N_("这个网页文件已损坏，无法读取。请在浏览器中打开，把正文复制到 Word 里，另存为 .docx 后再上传。")
_WITHIN_LINES = "a abbr acronym b bdo big cite code em font i img ins kbd label mark q ruby s small span strike strong sub sup tt u"
_INLINE = frozenset([*_WITHIN_LINES.split(), "var", "wbr"])
_LINE_ENDS = re.compile(r"[\t\n\r\u2028\u2029\x85]+")
# Blanks that a page shows as wide as they are printed; between names they stand for a comma.
_WIDE = re.compile(r"[\xa0\u3000]{2,}")
# No cell of a table of tasks is so long: a table with such a cell lays out the page.
_LONGEST_CELL = 2000


def read(data: bytes, limits: Limits) -> str:
    """The text of a page, a block to a line."""
    return read_page(decode_page(data, None), limits)


def read_page(page: str, limits: Limits) -> str:
    """The text of a page that is decoded already."""
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.removeprefix("\ufeff")).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(page)
        if sum(1 for _ in root.iter("td", "th")) > limits.max_cells:
            raise too_many_cells(limits)
        text = gather(_walk(root, limits), limits)
    except (etree.LxmlError, RecursionError, ValueError) as broken:
        raise IntakeError("damaged", _BROKEN) from broken
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def decode_page(data: bytes, charset: str | None) -> str:
    """The page as UTF-8 where it is that, whatever it declares (browsers save so and leave the old declaration standing).

    Else by the given or the declared charset, where that works; else by the ladder for plain text.
    """
    declared = _CHARSET.search(data[:4096])
    name = charset or (declared.group(1).decode("ascii") if declared else "")
    for encoding in ("utf-8-sig", _CHARSETS.get(name.lower(), "utf-8-sig")):
        try:
            return unify_lines(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return unify_lines(decode(data))


def _walk(element: Any, limits: Limits) -> Iterator[str]:
    if not isinstance(element.tag, str) or is_frame(element):
        return
    if element.tag == "table" and is_data_table(element):
        yield "\n"
        yield from (f"{row}\n" for row in _rows(element, limits))
        return
    # Elements with a prefix (o:p, st1:chsdate) are marks that Word leaves inside a line.
    block = element.tag not in _INLINE and ":" not in element.tag
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
    return _LINE_ENDS.sub(" ", text) if text else ""


def is_data_table(table: Any) -> bool:
    """True for a table of data; one that lays out the page holds another, has a single column, or a cell as long as a plan."""
    if table.find(".//table") is not None:
        return False
    rows = [row.xpath("./td|./th") for row in table.iter("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return not any(sum(map(len, cell.itertext())) > _LONGEST_CELL for row in rows for cell in row)


def _rows(table: Any, limits: Limits) -> Iterator[str]:
    """Rows of a table as lines; a cell that spans columns or rows stands in each of them."""
    carried: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.xpath("./td|./th"):
            _carry(cells, carried)
            text, down = _cell(cell, limits), _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    carried[len(cells)] = (down, text)
                cells.append(text)
        _carry(cells, carried)
        carried = {at: (left - 1, text) for at, (left, text) in carried.items() if left > 1}
        if cells:
            yield row_line(cells, limits)


def _carry(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    while len(cells) in carried:
        cells.append(carried[len(cells)][1])


def _span(cell: Any, name: str) -> int:
    return max(1, whole(cell.get(name), default=1, most=MOST_SPANNED))


def _cell(cell: Any, limits: Limits) -> str:
    if not len(cell) and not cell.text:
        return ""
    lines = (_WIDE.split(line) for line in "".join(_walk(cell, limits)).split("\n"))
    shown = ("\u3000\u3000".join(filter(None, ("".join(part.split()) for part in parts))) for parts in lines)
    return CELL_LINE.join(line for line in shown if line)
