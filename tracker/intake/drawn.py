"""Tables drawn with lines (┌──┬──┐ │ ├ └), as old text files and the pages made from them print them.

A cell ends where a rule runs below it. Where a column is ruled more finely than another, a row is a cell of the column of tasks
and holds what stands beside it: a cell of units may stand beside several tasks.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from tracker.intake.columns import UNIT_COLUMNS, columns
from tracker.intake.fitting import Row, laid_out
from tracker.intake.forms.cells import CELL, CELL_LINE
from tracker.intake.forms.source import Source

_EDGES = re.compile("[│┌┐└┘├┤┬┴┼┃┏┓┗┛┣┫┳┻╋]")
_RULE = re.compile(r"[─━\s]*[─━][─━\s]*")
# How many times as long as the drawing its rows may get, where cells stand beside many tasks.
_MOST_REPEATED = 20
_TOP, _BOTTOM = ("┌", "┏"), ("└", "┗")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a column: its text without white space, and the lines from its first to the one behind its last."""

    text: str
    first: int
    end: int


def without_frames(source: Source) -> Source:
    """The source with every drawn table of tasks as rows of cells (see `forms`); a doubt at each row whose cells are merged.

    Text with doubts of its own stays as it is: they are placed in it.
    """
    if source.issues or not any(top in source.text for top in _TOP):
        return source
    lines = source.text.split("\n")
    found: list[Row] = []
    at = 0
    while at < len(lines):
        rows, end = _table(lines, at) if lines[at].lstrip().startswith(_TOP) else ([], at)
        found.extend(rows or [(lines[at], False)])
        at = end if rows else at + 1
    return laid_out(found)


def _table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """The rows of the table whose upper rule is a line, and the line behind its lower rule; no rows where it is none of tasks."""
    width = len(_segments(lines[at]))
    body: list[list[str]] = []
    end = at + 1
    while end < len(lines) and not lines[end].lstrip().startswith((*_BOTTOM, *_TOP)):
        body.append(_segments(lines[end]))
        if len(body[-1]) != width:
            return [], at
        end += 1
    drawn = [_cells([line[column] for line in body]) for column in range(width)]
    if not all(drawn):
        return [], at
    head = CELL.join(cells[0].text for cells in drawn)
    found = columns(head)
    if not found:
        return [], at
    tasks = next(column for column, kind in enumerate(found.kinds) if kind in ("title", "content"))
    rows = [(head, False)]
    most = _MOST_REPEATED * sum(len(line) for line in lines[at:end])
    starts = [1] * width
    for cell in drawn[tasks][1:]:
        row = _row(cell, drawn, starts, found.kinds)
        most -= len(row[0])
        if most < 0:
            return [], at
        rows.extend([row] if cell.text else [])
    return rows, end + 1


def _segments(line: str) -> list[str]:
    """What stands between the upright lines."""
    return _EDGES.split(line.strip())[1:-1]


def _cells(printed: list[str]) -> list[_Cell]:
    """The cells of a column, from its lines."""
    found: list[_Cell] = []
    first = 0
    for at, text in enumerate([*printed, "─"]):
        if _RULE.fullmatch(text):
            if at > first:
                found.append(_Cell("".join("".join(printed[first:at]).split()), first, at))
            first = at + 1
    return found


def _row(task: _Cell, drawn: list[list[_Cell]], starts: list[int], kinds: tuple[str, ...]) -> Row:
    """A task and what stands beside it, and whether any of it stands beside another task too.

    `starts` are the places in each column where cells that end below the task begin; they are moved on.
    """
    texts: list[str] = []
    merged = False
    for column, cells in enumerate(drawn):
        while starts[column] < len(cells) and cells[starts[column]].end <= task.first:
            starts[column] += 1
        beside = list(takewhile(lambda cell: cell.first < task.end, map(cells.__getitem__, range(starts[column], len(cells)))))
        texts.append((CELL_LINE if kinds[column] in UNIT_COLUMNS else "").join(cell.text for cell in beside if cell.text))
        merged = merged or any((cell.first, cell.end) != (task.first, task.end) and cell.text for cell in beside)
    return CELL.join(texts), bool(merged)
