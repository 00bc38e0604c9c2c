"""Column widths of printed tables that follow the content; one way for Word and PDF, so that both break lines alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from unicodedata import east_asian_width

from tracker.reports.blocks import Cell, Form, Piece

PADDING = 1.0  # characters of white at both sides of a cell together
SHORT = 8.0  # a column that needs no more is given all it needs, so that names and dates stay on one line
WHITE = 0.65  # of PADDING that is really there; the rest is a reserve for fonts whose digits are wider
UNBROKEN = re.compile(r"\w{0,4}〔\d{4}〕\d+号|[!-~]+")  # 督办单〔2025〕1号 is read as one word
WIDE_LATIN = "%@MWmw"  # as wide as a Chinese sign in many fonts
DASH = "—"
LINE_HEIGHT = 1.3  # of the lines in a table, in characters
ROW_WHITE = 0.45  # above and below them together
SHORT_TABLE = 0.3  # of a page
OPENING, CLOSING = "（〔《", "、，）〕》"


def column_widths(rows: Sequence[Sequence[str]], total: float) -> list[float]:
    """Return one width for each column, in characters, that sum up to `total`.

    1. A column gets at least its longest unbreakable word or half its head, which may take two lines; where its entries are short
       it gets all that they need.
    2. What is left goes to the long columns, by how much text they hold, and never more than they can use.
    3. If all is placed, the rest is spread in proportion; if even the least does not fit, all shrink in proportion.
    """
    columns = list(zip(*rows, strict=True))
    wishes = [_wish(column) for column in columns]
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


def _wish(column: tuple[str, ...]) -> float:
    head, *entries = map(_longest_line, column)
    longest = max(entries, default=head)
    return max(longest, min(head, max(2.0, ceil(head / 2))) if longest <= SHORT else head) + PADDING


def _floor(column: tuple[str, ...], wish: float) -> float:
    if wish <= SHORT + PADDING:
        return wish
    words = max((ems(word) for text in column for word in UNBROKEN.findall(text)), default=0.0)
    return max(min(words, 2 * SHORT), ems(column[0]) / 2, 3.0) + PADDING


def _longest_line(text: str) -> float:
    return max(map(ems, text.split("\n")))


def ems(text: str) -> float:
    """Return the width of a text in characters: a Chinese sign is one wide, a Latin one half."""
    return sum(1.0 if east_asian_width(sign) in "WFA" or sign in WIDE_LATIN else 0.5 for sign in text)


def headed(head: Sequence[Cell], widths: Sequence[float]) -> tuple[Cell, ...]:
    """The cells of the head, broken into two lines of much the same length where they do not fit one: 办理|情况, not 办理情|况."""
    return tuple(Cell((Piece(_halved(cell.text, width - WHITE)),), cell.align) for cell, width in zip(head, widths, strict=True))


def _halved(text: str, room: float) -> str:
    cuts = [
        n for n in range(1, len(text))
        if max(ems(text[:n]), ems(text[n:])) <= room and text[n] not in CLOSING and text[n - 1] not in OPENING
    ]  # fmt: skip
    if ems(text) <= room or not cuts:
        return text
    cut = min(cuts, key=lambda n: (text[n] not in OPENING and text[n - 1] != "、", abs(ems(text[:n]) - ems(text[n:])), -n))
    return f"{text[:cut]}\n{text[cut:]}"


@dataclass(frozen=True)
class Place:
    """Where an entry stands in its column; `inset`: characters by which it stands in from the right."""

    align: str
    inset: float = 0.0


def places(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> list[list[Place]]:
    """Return the place of each entry.

    Short entries (numbers, dates, states) stand in the middle of their column, sentences begin at its left, a lone dash is in the
    middle. Figures are set right among themselves, and together in the middle of their column.
    """
    columns = [[cell.text for cell in column] for column in zip(*rows, strict=True)]
    longest = [max(map(_longest_line, column), default=0.0) for column in columns]
    usual = ["center" if length <= SHORT else "left" for length in longest]
    insets = [max(0.0, (width - WHITE - length) / 2) for width, length in zip(widths, longest, strict=True)]
    return [[_place(*known) for known in zip(row, usual, insets, strict=True)] for row in rows]


def _place(cell: Cell, usual: str, inset: float) -> Place:
    align = "center" if cell.text == DASH else cell.align or usual
    return Place(align, inset if align == "right" else 0.0)


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """About how high a row will be, in characters."""
    lines = [
        sum(1 + int(ems(line) / max(width - PADDING, 1)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return max(lines, default=1) * LINE_HEIGHT


def is_short(rows: Sequence[Sequence[str]], widths: Sequence[float], page: float) -> bool:
    """True for a table so low that it stays on one page; `page`: the height of the type area in characters of the table."""
    return sum(row_height(row, widths) + ROW_WHITE for row in rows) < SHORT_TABLE * page


def label_width(form: Form) -> float:
    """The width of the labels of a form, in characters: that of the longest, and never so much that entries are squeezed."""
    longest = max((ems(entry.label) for row in form.rows for entry in row.entries), default=0.0)
    return min(max(longest, 4.0), SHORT) + 1.5 * PADDING
