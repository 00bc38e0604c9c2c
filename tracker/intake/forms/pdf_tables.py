"""Tables of a PDF page: grids with merged cells filled, rows that a page break cut in two joined again."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.intake.forms.cells import CELL_LINE
from tracker.intake.forms.pdf_lines import in_cell, lines_of

# More ruled lines than this are a drawing; to look for a table among them takes for ever.
_MOST_RULES = 3000
Box = tuple[float, float, float, float]


@dataclass
class Grid:
    """A table in its place on the page; every row has the same number of cells."""

    box: Box
    rows: list[list[str]]


def find_grids(page: Any) -> list[Grid]:
    """The ruled tables of a pdfplumber page with more than one row and column, from top to bottom."""
    rules = len(page.rects) + len(page.lines) + len(page.curves)
    if not 2 < rules <= _MOST_RULES:
        return []
    found = [_grid(table.bbox, table.cells, page.chars) for table in page.find_tables()]
    return sorted((g for g in found if len(g.rows) > 1 and len(g.rows[0]) > 1), key=lambda grid: grid.box[1])


def _grid(box: Box, cells: Sequence[Box], characters: list[Any]) -> Grid:
    """A cell that covers several columns or rows of the rules stands in each of them."""
    columns, rows = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    held: dict[tuple[int, int], list[Any]] = {}
    owner: dict[tuple[int, int], Box] = {}
    for cell in cells:
        for row in range(bisect_right(rows, cell[1]) - 1, bisect_right(rows, cell[3] - 1)):
            for column in range(bisect_right(columns, cell[0]) - 1, bisect_right(columns, cell[2] - 1)):
                owner[row, column] = cell
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            held.setdefault((bisect_right(rows, y) - 1, bisect_right(columns, x) - 1), []).append(character)
    inside: dict[Box, list[Any]] = {}
    for place, some in held.items():
        if place in owner:
            inside.setdefault(owner[place], []).extend(some)
    texts = {cell: CELL_LINE.join(in_cell(lines_of(some), cell[0], cell[2])) for cell, some in inside.items()}
    return Grid(box, [[texts.get(owner.get((r, c), box), "") for c in range(len(columns))] for r in range(len(rows))])


def glue(above: list[list[str]], below: list[list[str]]) -> bool:
    """Add the rows of a table that goes on over the page to those before the break; True where a row was cut in two.

    A head that is printed again is dropped. A first row without a number goes on with the last one of the page before.
    """
    if below and below[0] == above[0]:
        below = below[1:]
    cut = bool(below) and not below[0][0] and len(above) > 1
    if cut:
        above[-1] = [_continued(old, new) for old, new in zip(above[-1], below[0], strict=True)]
        below = below[1:]
    above.extend(below)
    return cut


def _continued(old: str, new: str) -> str:
    return old + new if new != old else old
