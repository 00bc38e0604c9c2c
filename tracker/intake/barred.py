"""Tables whose cells are set apart by bars, as pages print them without marks: a row or a cell to a line.

任务 | 责任单位 | above rows of the same form, and 任务 |↵责任单位 |↵… or 任务↵|↵责任单位↵|↵… cell by cell. Pages that merge cells
leave them out and put empty ones at the end of the row, so that cells are told to their columns by what they look like.
"""

from collections.abc import Iterator
from itertools import groupby

from tracker.intake.columns import UNIT_COLUMNS, columns
from tracker.intake.fitting import Row, fits, fitted, laid_out
from tracker.intake.forms.cells import CELL
from tracker.intake.forms.source import Source

_BAR, _BARS = "|", "| \t\u3000\xa0"
_FEWEST, _FEWEST_ROWS, _FEWEST_LINES = 3, 2, 6
_MOST_BARS = 20


def without_bars(source: Source) -> Source:
    """The source with rows as lines of cells (see `forms`) and cells as lines of their own; text with doubts stays as it is."""
    if source.issues or _BAR not in source.text:
        return source
    lines = list(_cells_to_a_line(source.text.split("\n")))
    found: list[Row] = []
    at = 0
    while at < len(lines):
        rows = _rows(lines, at)
        found.extend(rows or [(lines[at], False)])
        at += len(rows) or 1
    return laid_out(found)


def _cells_to_a_line(lines: list[str]) -> Iterator[str]:
    """The lines, without their bars where many in a row hold a cell each: a bar stands behind it or below it."""
    bare = [line.strip().rstrip(_BARS) for line in lines]
    ends = [_BAR in line and _BAR not in cell for line, cell in zip(lines, bare, strict=True)]
    below = [bar and not cell for bar, cell in zip(ends, bare, strict=True)][1:] + [False]
    alone = [end or (under and _BAR not in cell) for end, under, cell in zip(ends, below, bare, strict=True)]
    at = 0
    for is_cell, run in groupby(alone):
        length = len(list(run))
        yield from (bare if is_cell and length >= _FEWEST_LINES else lines)[at : at + length]
        at += length


def _rows(lines: list[str], at: int) -> list[Row]:
    """The rows of the table whose head is a line, the head with them; none where it is no head."""
    opening = _BAR if lines[at].lstrip().startswith(_BAR) else ""
    head = _cells(lines[at], opening) if lines[at].count(_BAR) <= _MOST_BARS else []
    found = columns(CELL.join(head)) if len(head) >= _FEWEST and all(head) else None
    rows = [(CELL.join(head), False)]
    while found and at + len(rows) < len(lines) and 0 < lines[at + len(rows)].count(_BAR) <= _MOST_BARS:
        rows.append(_row(_cells(lines[at + len(rows)], opening), found.kinds))
    return rows if len(rows) > _FEWEST_ROWS else []


def _cells(line: str, opening: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix(opening).removesuffix(_BAR).split(_BAR)] if _BAR in line else []


def _row(cells: list[str], kinds: tuple[str, ...]) -> Row:
    """A row as it is printed, where its units stand in their columns; else told by what its cells look like; a heading alone."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return CELL.join(filled), False
    named = any(cell for cell, kind in zip(cells, kinds, strict=False) if kind in UNIT_COLUMNS)
    as_printed = len(cells) == len(kinds) and named and all(map(fits, cells, kinds))
    return CELL.join(cells if as_printed else fitted(filled, kinds)), not as_printed
