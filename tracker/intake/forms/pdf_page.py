"""A page of a PDF as it is read: turned upright, without slanted marks, its columns one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import Any

from pdfplumber.page import Page

from tracker.intake.forms.pdf_layer import meant
from tracker.intake.forms.pdf_lines import Line, lines_of, rows_of
from tracker.intake.forms.pdf_tables import Grid, find_grids

# Fewer characters to a page than this are a stamp or a page number.
LEAST_TEXT = 8
# More than this share of a page under one picture is a scan, whose text was recognised by a machine.
_SCANNED = 0.7
# In shares of the width of the text: where the gap between two columns lies. In heights of a character: how wide it is at least,
# and how near to it the lines of the left column end.
_MIDDLE, _STEPS, _GUTTER, _NEAR = (0.4, 0.6), 40, 0.8, 2.0
# Two columns stand side by side in this share of the rows at least, in so many rows, and in this share of those the left line
# ends at the gap; not more than this share of the rows runs across.
_BESIDE, _LEAST_ROWS, _FILLED, _ACROSS = 0.4, 6, 0.3, 0.2


@dataclass
class Piece:
    """What stands together on a page: lines outside tables, tables; `column` is 0 across the page, 1 left, 2 right."""

    lines: list[Line]
    grids: list[Grid]
    height: float
    page: int
    column: int = 0
    picture: bool = False
    scanned: bool = False
    slanted: int = 0


def pieces_of(page: Any, gutter: float | None) -> tuple[list[Piece], float | None]:
    """The pieces of a pdfplumber page in the order in which they are read, and where the gap between its columns lies.

    The first piece says what is odd about the page; `gutter` is the gap of the pages before.
    """
    page = _turned(page)
    upright = page.filter(_is_upright)
    slanted = len([c for c in page.chars if not _is_upright(c) and c["text"].strip()])
    characters = upright.chars
    for character in characters:
        character["text"] = meant(character["text"])
    grids = find_grids(upright)
    outside = [c for c in characters if not any(_inside(c, grid) for grid in grids)]
    rows = rows_of(outside)
    gutter = None if grids else _gutter(rows, gutter)
    first = Piece([], grids, float(page.height), page.page_number, slanted=slanted)
    first.picture = bool(page.images) and len(characters) < LEAST_TEXT
    first.scanned = not first.picture and any(_covers(image, page) for image in page.images)
    bands = list(_bands(rows, gutter))
    first.column, first.lines = (bands[0][0], lines_of(bands[0][1])) if bands else (0, [])
    others = [Piece(lines_of(some), [], float(page.height), page.page_number, column) for column, some in bands[1:]]
    return [first, *others], gutter


def _turned(page: Any) -> Any:
    """The page turned so that most of its characters stand upright: a wide table may be printed on its side."""
    sides = {1: 0, -1: 0}
    for character in page.chars:
        a, b, c, d = character["matrix"][:4]
        if abs(b) > abs(a) and abs(c) > abs(d):
            sides[1 if b > 0 else -1] += 1
    most = max(sides, key=lambda side: sides[side])
    if sides[most] * 2 <= len(page.chars):
        return page
    page.page_obj.rotate = (page.page_obj.rotate + 90 * most) % 360
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _is_upright(thing: Any) -> bool:
    """False for characters that stand aslant (a mark across the page) or on their side (words down the margin)."""
    if thing.get("object_type") != "char":
        return True
    a, b = thing["matrix"][:2]
    return bool(a > 0 and abs(b) < 0.2 * a)


def _inside(character: Any, grid: Grid) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    left, top, right, bottom = grid.box
    return bool(left <= x <= right and top <= y <= bottom)


def _covers(image: Any, page: Any) -> bool:
    size = (image["x1"] - image["x0"]) * (image["bottom"] - image["top"])
    return bool(size > _SCANNED * page.width * page.height)


def _bands(rows: Sequence[list[Any]], gutter: float | None) -> Iterator[tuple[int, list[Any]]]:
    """The characters by column: rows across the page part bands, in each of which the left column comes before the right one."""
    if gutter is None:
        yield 0, [c for row in rows for c in row]
        return
    for across, some in groupby(rows, key=lambda row: _crosses(row, gutter)):
        band = [c for row in some for c in row]
        if across:
            yield 0, band
            continue
        for column, side in ((1, [c for c in band if c["x1"] <= gutter]), (2, [c for c in band if c["x1"] > gutter])):
            if side:
                yield column, side


def _crosses(row: list[Any], gutter: float) -> bool:
    """True where the row has no gap at the gutter: it runs across the page."""
    return not _is_open(_gaps(row), gutter)


def _gaps(row: list[Any]) -> list[tuple[float, float]]:
    """Where a gutter may run through a row: from, to; before its first character, behind its last, and in wide gaps."""
    margin = _GUTTER * row[0]["size"] / 2
    gaps, reach = [], -inf
    for character in (c for c in row if c["text"].strip()):
        if character["x0"] - reach >= 2 * margin:
            gaps.append((reach + margin, character["x0"] - margin))
        reach = max(reach, character["x1"])
    return [*gaps, (reach + margin, inf)]


def _is_open(gaps: list[tuple[float, float]], x: float) -> bool:
    return any(start <= x <= end for start, end in gaps)


def _gutter(rows: Sequence[list[Any]], known: float | None) -> float | None:
    """The middle of the gap between two columns of running text; None where the page has one column.

    The lines of the left column end at the gap: in a table without rules, which has gaps too, they end where they like. Where
    the pages before had such a gap, this one has it too if little runs across.
    """
    gaps = [_gaps(row) for row in rows]
    if known is not None and sum(not _is_open(some, known) for some in gaps) <= _ACROSS * len(rows):
        return known
    if len(rows) < _LEAST_ROWS:
        return None
    left, right = min(row[0]["x0"] for row in rows), max(row[-1]["x1"] for row in rows)
    places = [left + (_MIDDLE[0] + (_MIDDLE[1] - _MIDDLE[0]) * step / _STEPS) * (right - left) for step in range(_STEPS + 1)]
    best = min(places, key=lambda x: (sum(not _is_open(some, x) for some in gaps), abs(2 * x - left - right)))
    beside = [some for row, some in zip(rows, gaps, strict=True) if row[0]["x1"] <= best <= row[-1]["x0"] and _is_open(some, best)]
    if len(beside) < max(_LEAST_ROWS, _BESIDE * len(rows)):
        return None
    size = rows[0][0]["size"]
    near = [some for some in beside if best - max(start for start, _ in some if start <= best) < _NEAR * size]
    return best if len(near) > _FILLED * len(beside) else None
