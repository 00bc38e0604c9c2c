"""The tables of a paper as a workbook: an overview first, then a sheet for each table."""

import re
from collections.abc import Iterator

from tracker.reports.blocks import Block, Cell, Grid, Heading, Text, blocks_of, plain
from tracker.reports.paper import Annex, Paper, annex_label, chinese_date
from tracker.reports.tables import LATIN, Row, Table, sheet_name, to_xlsx
from tracker.reports.widths import column_widths

OVERVIEW = "总览"
NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
HEADS = ("项目", "内容")
SHEET_WIDTH = 64.0  # characters; printed across A4 they are of the size of a wide annex


def to_workbook(paper: Paper) -> bytes:
    """Return the paper's tables as .xlsx; figures are numbers there, everything else is text and never a formula."""
    taken = {OVERVIEW.casefold()}
    named = [(sheet_name(name, taken), grid) for name, grid in _tables(paper)]
    overview = Table(OVERVIEW, HEADS, _overview(paper, [name for name, _ in named]), widths=(12, 110))
    sheets = [Table(name, _texts(grid.head), [_values(row) for row in grid.rows], _widths(grid)) for name, grid in named]
    return to_xlsx(paper.title, [overview, *sheets], paper.issued_on, paper.issuer)


def _overview(paper: Paper, names: list[str]) -> Iterator[Row]:
    facts = (
        ("标题", paper.title), ("副标题", paper.subtitle), ("文号", paper.number), ("主送", paper.addressee),
        ("署名", paper.issuer), ("日期", chinese_date(paper.issued_on)),
    )  # fmt: skip
    yield from ((name, text) for name, text in facts if text)
    yield from ((f"表{number}", name) for number, name in enumerate(names, 1))
    yield from (("正文", plain(block.pieces)) for block in blocks_of(paper.body) if isinstance(block, Heading | Text))


def _tables(paper: Paper) -> Iterator[tuple[str, Grid]]:
    """Every table with the name of what it stands under: the nearest heading, or the annex."""
    yield from _under(blocks_of(paper.body), "正文")
    for number, annex in enumerate(paper.annexes, 1):
        yield from _under(blocks_of(annex.body), _annex_name(paper, annex, number))


def _annex_name(paper: Paper, annex: Annex, number: int) -> str:
    return f"{annex_label(paper, number)} {annex.title}"


def _under(blocks: list[Block], name: str) -> Iterator[tuple[str, Grid]]:
    for block in blocks:
        if isinstance(block, Heading) and name[:2] != "附件":
            name = plain(block.pieces)
        elif isinstance(block, Grid):
            yield name, block


def _widths(grid: Grid) -> list[int]:
    texts = [_texts(row) for row in ([grid.head] if grid.head else []) + list(grid.rows)]
    return [round(width * LATIN) for width in column_widths(texts, SHEET_WIDTH)] if texts else []


def _texts(cells: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in cells]


def _values(cells: tuple[Cell, ...]) -> Row:
    return [_value(cell.text) for cell in cells]


def _value(text: str) -> str | int | float:
    """The number that a cell shows, so that it can be added up; a share stays what it is, as text, with its sign."""
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
