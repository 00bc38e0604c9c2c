"""Tables for Word: column widths that follow the content, a head that repeats, rows that stay whole."""

import re
from dataclasses import dataclass
from math import sqrt
from unicodedata import east_asian_width

from lxml.etree import _Element as Xml

from tracker.reports.docx_xml import paragraph, w
from tracker.reports.gbt9704 import Profile

PADDING = 1.0  # characters of white at both sides of a cell together
SHORT = 8.0  # a column that needs no more is given all it needs, so that names and dates stay on one line
CELL_MARGINS = (("top", 40), ("left", 68), ("bottom", 40), ("right", 68))
UNBROKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Cell:
    """A cell as read from the HTML: finished runs for Word, its text for measuring, left | center | right or None."""

    runs: list[Xml]
    text: str
    align: str | None


@dataclass(frozen=True)
class Grid:
    """A table: its head row (empty if it has none) and body rows, each row as long as the head."""

    head: list[Cell]
    rows: list[list[Cell]]


def table(grid: Grid, profile: Profile, *, width: int, wide: bool) -> Xml:
    """Return the w:tbl of a grid, `width` twips wide; `wide` takes the smaller letters of the landscape annexes.

    The head repeats on every page and no row splits over two (tblHeader, cantSplit): a list of overdue matters is read
    row by row, often with only one page in the hand.
    """
    size = profile.wide_table_half_points if wide else profile.table_half_points
    texts = [[cell.text for cell in row] for row in ([grid.head] if grid.head else []) + grid.rows]
    ems = column_widths(texts, width / (size * 10))
    columns = _whole_twips([round(em * size * 10) for em in ems], width)
    aligns = [_alignment(texts, number) for number in range(len(columns))]
    style = "GwWideTable" if wide else "GwTable"
    element = w("tbl", _table_properties(profile, width), w("tblGrid", *(w("gridCol", w=column) for column in columns)))
    if grid.head:
        element.append(_row(grid.head, columns, ["center"] * len(columns), f"{style}Head", head=True))
    element.extend(_row(row, columns, aligns, style, head=False) for row in grid.rows)
    return element


def column_widths(rows: list[list[str]], total: float) -> list[float]:
    """Return one width for each column, in characters, that sum up to `total`.

    1. A column gets at least its longest unbreakable word or half its head; a short one gets all it needs.
    2. What is left goes to the long columns, by how much text they hold, and never more than they can use.
    3. If all is placed, the rest is spread in proportion; if even the least does not fit, all shrink in proportion.
    """
    columns = list(zip(*rows, strict=True))
    wishes = [max(map(_longest_line, column)) + PADDING for column in columns]
    floors = [min(wish, _floor(column, wish)) for column, wish in zip(columns, wishes, strict=True)]
    if sum(floors) >= total:
        return [floor * total / sum(floors) for floor in floors]
    weights = [sqrt(wish * (1 + sum(map(ems, column)) / len(column))) for column, wish in zip(columns, wishes, strict=True)]
    widths = _pour(total - sum(floors), floors, wishes, weights)
    spare = (total - sum(widths)) / sum(widths)
    return [width * (1 + spare) for width in widths]


def _pour(rest: float, widths: list[float], wishes: list[float], weights: list[float]) -> list[float]:
    """Fill the columns that still want width; those that are full drop out and the rest is poured again."""
    widths = list(widths)
    hungry = [n for n, wish in enumerate(wishes) if wish > widths[n]]
    while hungry and rest > 0.01:
        share = rest / sum(weights[n] for n in hungry)
        for n in hungry:
            given = min(share * weights[n], wishes[n] - widths[n])
            widths[n] += given
            rest -= given
        hungry = [n for n in hungry if wishes[n] - widths[n] > 0.01]
    return widths


def _floor(column: tuple[str, ...], wish: float) -> float:
    if wish <= SHORT + PADDING:
        return wish
    words = max((ems(word) for text in column for word in UNBROKEN.findall(text)), default=0.0)
    return max(min(words, 2 * SHORT), ems(column[0]) / 2, 3.0) + PADDING


def _longest_line(text: str) -> float:
    return max(map(ems, text.split("\n")))


def ems(text: str) -> float:
    """Return the width of a text in characters: a Chinese sign is one wide, a Latin one half."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def _whole_twips(columns: list[int], width: int) -> list[int]:
    return [*columns[:-1], width - sum(columns[:-1])]


def _alignment(rows: list[list[str]], number: int) -> str:
    """Short entries (numbers, dates, states) stand in the middle of their column, sentences begin at its left."""
    return "center" if max(_longest_line(row[number]) for row in rows) <= SHORT else "left"


def _row(cells: list[Cell], columns: list[int], aligns: list[str], style: str, *, head: bool) -> Xml:
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if head else []))
    row = w("tr", properties)
    for cell, column, align in zip(cells, columns, aligns, strict=True):
        chosen = align if head else cell.align or align
        text = paragraph(style, cell.runs, [w("jc", val=chosen)])
        row.append(w("tc", w("tcPr", w("tcW", w=column, type="dxa"), w("vAlign", val="center")), text))
    return row


def _table_properties(profile: Profile, width: int) -> Xml:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = (w(side, val="single", sz=profile.table_rule, space=0, color="000000") for side in sides)
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *rules),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=margin, type="dxa") for side, margin in CELL_MARGINS)),
    )
