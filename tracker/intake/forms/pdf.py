"""PDF files with text: characters become lines, lines paragraphs, ruled tables rows; scans are refused."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfpage import PDFPage

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import gather, row_line
from tracker.intake.forms.pdf_guard import Budget, check_streams
from tracker.intake.forms.pdf_lines import Line, Margins, Paragraph, drop_furniture, is_short, lines_of, margins, starts_anew
from tracker.intake.forms.pdf_tables import Grid, find_grids, glue
from tracker.intake.forms.source import Source
from tracker.intake.limits import Limits
from tracker.intake.model import Issue

_OTHERWISE = "请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"
_BROKEN = f"这个 PDF 文件已损坏，无法读取。{_OTHERWISE}"
_LOCKED = f"这个 PDF 文件设了打开密码，无法读取。请取消密码后再上传，或者{_OTHERWISE.removeprefix('请')}"
_SCAN = f"这个 PDF 是扫描件，页面是图片，里面没有文字。{_OTHERWISE}"
_NO_CODES = f"这个 PDF 的字体没有文字编码，读不出文字。{_OTHERWISE}"
# Fewer characters to a page than this are a stamp or a page number.
_LEAST_TEXT = 8


@dataclass
class _Page:
    """What stands on a page: its lines outside tables, its tables, and its height; `picture` where it holds no text."""

    lines: list[Line]
    grids: list[Grid]
    height: float
    picture: bool


@dataclass
class _Text:
    """The text as it grows: paragraphs, tables, and the doubts that belong to a block."""

    blocks: list[Paragraph | list[list[str]]] = field(default_factory=list)
    doubts: list[tuple[int, str, str]] = field(default_factory=list)


def read(data: bytes, limits: Limits) -> Source:
    """The text of a PDF file, with a doubt for each page that is a picture and each table row cut by a page break."""
    # pdfminer warns of every flaw of a font; whoever reads a plan can do nothing about it.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    check_streams(data, limits)
    try:
        # Not closed: that would build every page of a forged file, and there is only memory to give back.
        pages = list(_pages(pdfplumber.open(io.BytesIO(data)), limits))
    except IntakeError:
        raise
    except Exception as broken:  # on torn files pdfminer raises whatever Python does
        if any(isinstance(error, PDFEncryptionError) for error in (broken, *broken.args)):
            raise IntakeError("password_protected", _LOCKED) from broken
        raise IntakeError("damaged", _BROKEN) from broken
    _check_text(pages)
    return _source(_assembled(pages), limits)


def _pages(document: Any, limits: Limits) -> Iterator[_Page]:
    count = sum(1 for _ in islice(PDFPage.create_pages(document.doc), limits.max_pages + 1))
    if count > limits.max_pages:
        raise IntakeError("too_large", f"这个 PDF 超过 {limits.max_pages} 页，不像一份方案。请只保留方案正文后再上传。")
    budget, length = Budget(limits), 0
    for page in document.pages:
        budget.spend(page.page_obj.contents, page.page_obj.resources)
        upright = page.filter(lambda thing: thing.get("upright", True))
        length += len(upright.chars)
        if length > limits.max_characters:
            raise IntakeError("too_large", f"这个 PDF 的文字太多，不像一份方案。{_OTHERWISE}")
        grids = find_grids(upright)
        outside = [c for c in upright.chars if not any(_inside(c, grid) for grid in grids)]
        yield _Page(lines_of(outside), grids, float(page.height), bool(page.images) and len(upright.chars) < _LEAST_TEXT)
        page.close()


def _inside(character: Any, grid: Grid) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    left, top, right, bottom = grid.box
    return bool(left <= x <= right and top <= y <= bottom)


def _check_text(pages: list[_Page]) -> None:
    """Refuse scans, and text whose characters have no code."""
    if not pages:
        raise IntakeError("damaged", _BROKEN)
    text = "".join(line.text for page in pages for line in page.lines)
    text += "".join(cell for page in pages for grid in page.grids for row in grid.rows for cell in row)
    if len(text) < _LEAST_TEXT * len(pages):
        raise IntakeError("scan", _SCAN)
    if text.count("(cid:") * 10 > len(text) / 8:
        raise IntakeError("no_codes", _NO_CODES)


def _assembled(pages: list[_Page]) -> _Text:
    kept = drop_furniture([page.lines for page in pages], [page.height for page in pages])
    text = _Text()
    for number, (page, lines, edges) in enumerate(zip(pages, kept, margins(kept), strict=True), start=1):
        if page.picture:
            message = f"PDF 的第 {number} 页是图片，里面的文字没有读入，请对照原件补上。"
            text.doubts.append((len(text.blocks), "picture_page", message))
        items: list[Line | Grid] = [*lines, *page.grids]
        for item in sorted(items, key=lambda thing: thing.top if isinstance(thing, Line) else thing.box[1]):
            if isinstance(item, Line):
                _add_line(text, item, edges)
            else:
                _add_grid(text, item, number)
    return text


def _add_line(text: _Text, line: Line, edges: Margins) -> None:
    last = text.blocks[-1] if text.blocks else None
    before = last if isinstance(last, Paragraph) else None
    if before is None or starts_anew(before, line, edges):
        text.blocks.append(Paragraph(line.text, line.size, not is_short(line, edges)))
        return
    before.text += line.text
    before.open = not is_short(line, edges)


def _add_grid(text: _Text, grid: Grid, page: int) -> None:
    last = text.blocks[-1] if text.blocks else None
    if not isinstance(last, list) or len(last[0]) != len(grid.rows[0]):
        text.blocks.append(grid.rows)
    elif glue(last, grid.rows):
        message = f"表格在 PDF 的第 {page} 页接着上一页，有一行被分在两页，已合成一行，请对照原件核对。"
        text.doubts.append((len(text.blocks) - 1, "table_over_pages", message))


def _source(text: _Text, limits: Limits) -> Source:
    blocks = [
        block.text if isinstance(block, Paragraph) else "\n".join(row_line(row, limits) for row in block) for block in text.blocks
    ]
    whole = gather((f"{block}\n" for block in blocks), limits).removesuffix("\n")
    starts = [0]
    for block in blocks:
        starts.append(starts[-1] + len(block) + 1)
    issues = []
    for at, code, message in text.doubts:
        start = min(starts[at], len(whole))
        end = min(start + len(blocks[at].split("\n")[0]), len(whole)) if at < len(blocks) else start
        issues.append(Issue("doubt", code, message, (start, end)))
    return Source(whole, tuple(issues))
