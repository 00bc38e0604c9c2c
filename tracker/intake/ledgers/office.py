"""A ledger that an office kept before: where its head stands, what its columns seem to hold, and its rows as a table of tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.intake.columns import columns, kind_of
from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL, CELL_LINE, table_line
from tracker.intake.forms.source import Source
from tracker.intake.ledgers.cells import UnreadableCell, read_text
from tracker.intake.ledgers.grid import MOST_COLUMNS, Grid
from tracker.intake.limits import Limits
from tracker.intake.model import ParsedPlan
from tracker.intake.reader import read_document
from tracker.marking import N_

_HEAD_WITHIN = 30
_NO_TABLE = N_("这个表格里没有找到任务清单。请确认第一行或者前几行是表头（如“任务”“责任单位”“完成时限”），下面逐行列出任务。")
_NO_TASK = N_("请指明哪一列是任务（或者具体内容），哪一列是牵头单位、责任单位或者配合单位。")
# The heads under which the reader of tables knows what a column holds.
HEADS: Mapping[str, str] = {
    "label": "序号", "title": "工作任务", "content": "具体内容", "lead": "牵头单位", "responsible": "责任单位",
    "supporting": "配合单位", "due": "完成时限",
}  # fmt: skip
_UNITS = ("lead", "responsible", "supporting")


@dataclass(frozen=True)
class OfficeTable:
    """The table of tasks of a workbook: its title where one stands above it, its heads, its rows, all of one width."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def find_table(grids: Sequence[Grid], limits: Limits) -> OfficeTable:
    """The table of the first sheet that has one; IntakeError where none does, or where it is longer than any plan."""
    for grid in (grid for grid in grids if grid.is_visible):
        wide = min(max((len(row) for row in grid.rows), default=0), MOST_COLUMNS)
        rows = [_texts(grid, at, wide) for at in range(min(len(grid.rows), limits.max_lines + _HEAD_WITHIN))]
        at = _head(rows)
        if at is None:
            continue
        told = tuple(tuple(row) for row in rows[at:] if any(row))
        if len(told) > limits.max_lines or sum(len(text) for row in told for text in row) > limits.max_characters:
            raise IntakeError("too_large", "这个表格太长，不像任务清单。请只保留任务所在的行和列后再上传。")
        if len(told) > 1:
            title = next((row[0] for row in ([text for text in row if text] for row in rows[:at]) if row), "")
            return OfficeTable(title, told[0], told[1:])
    raise IntakeError("no_table", _NO_TABLE)


def _texts(grid: Grid, at: int, width: int) -> list[str]:
    """What the row shows, merged cells filled; a cell with an error shows nothing."""
    found = []
    for column in range(width):
        row, place = grid.covered.get((at, column), (at, column))
        value = grid.rows[row][place] if row < len(grid.rows) and place < len(grid.rows[row]) else None
        try:
            text = read_text(value)
        except UnreadableCell:
            text = ""
        found.append(CELL_LINE.join(text.replace(CELL, " ").split("\n")))
    return found


def _head(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that is most like the head of a table of tasks: the first that is one, else the first with several words."""
    near = range(min(len(rows), _HEAD_WITHIN))
    named = next((at for at in near if columns(CELL.join(rows[at]))), None)
    if named is not None:
        return named
    return next((at for at in near if len({text for text in rows[at] if text}) > 2), None)


def guess(heads: Sequence[str]) -> tuple[str, ...]:
    """What each column seems to hold, "" for one that is not read."""
    found = columns(CELL.join(heads))
    kinds = found.kinds if found else tuple(kind_of("".join(head.split())) if head else "" for head in heads)
    return tuple(kind if kind in HEADS else "" for kind in kinds)


def read_office_table(title: str, kinds: Sequence[str], rows: Sequence[Sequence[str]]) -> ParsedPlan:
    """The plan that the table holds, each column read as the kind says.

    Raises IntakeError where no column holds tasks, or none units.
    """
    if not {"title", "content"} & set(kinds) or not set(_UNITS) & set(kinds):
        raise IntakeError("no_columns", _NO_TASK)
    read = [at for at, kind in enumerate(kinds) if kind in HEADS]
    head = CELL.join(HEADS[kinds[at]] for at in read)
    lines = (_line(row, read) for row in rows)
    plan = read_document(Source("\n".join([title, head, *(line for line in lines if line)])))
    # Its title is told, not read.
    issues = tuple(issue for issue in plan.issues if issue.code != "no_title")
    return replace(plan, plan=replace(plan.plan, title=title), issues=issues)


def _line(row: Sequence[str], read: Sequence[int]) -> str:
    """The row as a line of the columns that are read; one with a single text is a heading between rows."""
    said = {text for text in row if text}
    if len(said) == 1:
        return next(iter(said)).replace(CELL_LINE, " ")
    return table_line([row[at] if at < len(row) else "" for at in read])
