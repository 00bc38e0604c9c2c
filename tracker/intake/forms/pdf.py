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
from tracker.intake.forms.pdf_layer import check_layer
from tracker.intake.forms.pdf_lines import Line, Margins, Paragraph, drop_furniture, margins, room_after, starts_anew
from tracker.intake.forms.pdf_page import LEAST_TEXT, Piece, pieces_of
from tracker.intake.forms.pdf_tables import Grid, glue
from tracker.intake.forms.source import Source
from tracker.intake.limits import Limits
from tracker.intake.model import Issue
from tracker.marking import N_

_BROKEN = N_("这个 PDF 文件已损坏，无法读取。请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。")
_LOCKED = N_(
    "这个 PDF 文件设了打开密码，无法读取。请取消密码后再上传，或者上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"
)
_SCAN = N_("这个 PDF 是扫描件，页面是图片，里面没有文字。请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。")


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
        pieces = list(_pieces(pdfplumber.open(io.BytesIO(data)), limits))
    except IntakeError:
        raise
    except Exception as broken:  # on torn files pdfminer raises whatever Python does
        if any(isinstance(error, PDFEncryptionError) for error in (broken, *broken.args)):
            raise IntakeError("password_protected", _LOCKED) from broken
        raise IntakeError("damaged", _BROKEN) from broken
    _check_text(pieces)
    return _source(_assembled(pieces), limits)


def _pieces(document: Any, limits: Limits) -> Iterator[Piece]:
    count = sum(1 for _ in islice(PDFPage.create_pages(document.doc), limits.max_pages + 1))
    if count > limits.max_pages:
        raise IntakeError(
            "too_large", "这个 PDF 超过 %(limit)s 页，不像一份方案。请只保留方案正文后再上传。", limit=limits.max_pages
        )
    budget, length, gutter = Budget(limits), 0, None
    for page in document.pages:
        budget.spend(page.page_obj.contents, page.page_obj.resources)
        length += len(page.chars)
        if length > limits.max_characters:
            raise IntakeError(
                "too_large", "这个 PDF 的文字太多，不像一份方案。请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"
            )
        pieces, gutter = pieces_of(page, gutter)
        yield from pieces
        page.close()


def _check_text(pieces: list[Piece]) -> None:
    """Refuse scans, and text whose characters have no code or a wrong one."""
    if not pieces:
        raise IntakeError("damaged", _BROKEN)
    text = "".join(line.text for piece in pieces for line in piece.lines)
    text += "".join(cell for piece in pieces for grid in piece.grids for row in grid.rows for cell in row)
    if len(text) < LEAST_TEXT * pieces[-1].page:
        raise IntakeError("scan", _SCAN)
    check_layer(text)


def _assembled(pieces: list[Piece]) -> _Text:
    kept = drop_furniture([piece.lines for piece in pieces], [piece.height for piece in pieces])
    edges = _edges(pieces, kept)
    text = _Text()
    for piece, lines, edge in zip(pieces, kept, edges, strict=True):
        if text.blocks and isinstance(last := text.blocks[-1], Paragraph):
            last.top = None
        text.doubts.extend((len(text.blocks), code, message) for code, message in _oddities(piece))
        items: list[Line | Grid] = [*lines, *piece.grids]
        for item in sorted(items, key=lambda thing: thing.top if isinstance(thing, Line) else thing.box[1]):
            if isinstance(item, Line):
                _add_line(text, item, edge)
            else:
                _add_grid(text, item, piece.page)
    return text


def _edges(pieces: list[Piece], kept: list[list[Line]]) -> list[Margins]:
    """The edges of every piece, found for each column by itself."""
    found: dict[int, Margins] = {}
    for column in {piece.column for piece in pieces}:
        places = [at for at, piece in enumerate(pieces) if piece.column == column]
        found.update(zip(places, margins([kept[at] for at in places]), strict=True))
    return [found[at] for at in range(len(pieces))]


def _oddities(piece: Piece) -> Iterator[tuple[str, str]]:
    """Code and sentence of what is doubtful about a page as a whole."""
    if piece.picture:
        yield "picture_page", f"PDF 的第 {piece.page} 页是图片，里面的文字没有读入，请对照原件补上。"
    if piece.scanned:
        yield "recognised_page", f"PDF 的第 {piece.page} 页是扫描图片，文字由机器识别，可能有错字，请对照原件核对。"
    if piece.slanted >= LEAST_TEXT:
        yield "slanted_text", f"PDF 的第 {piece.page} 页有斜排或侧排的文字（如水印），没有读入，请对照原件核对。"


def _add_line(text: _Text, line: Line, edges: Margins) -> None:
    last = text.blocks[-1] if text.blocks else None
    before = last if isinstance(last, Paragraph) else None
    if before is None or starts_anew(before, line, edges):
        text.blocks.append(Paragraph(line.text, line.size, room_after(line, edges), line.top))
        return
    before.text += line.text
    before.room, before.top = room_after(line, edges), line.top


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
