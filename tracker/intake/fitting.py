"""The lines of a pasted row told to its columns by what they look like: empty cells are lost, long ones have several lines."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from tracker.intake.columns import UNIT_COLUMNS
from tracker.intake.forms.cells import CELL_LINE
from tracker.intake.forms.source import Source
from tracker.intake.model import Issue
from tracker.intake.roles import is_time
from tracker.intake.units import is_certain, looks_like_unit, split_units

_NUMBER = re.compile(r"[\d.]{1,5}|[一二三四五六七八九十]{1,3}")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# What is longer in a column of units, and is none, is no unit that is not known yet.
_LONGEST_UNIT = 20
_GOES_ON, _ENDS = tuple("、，,；;：:"), tuple("。.！!")
_ROLE = re.compile(r"(?:牵头|负责|落实|配合|协助)(?=[，,、；;]|$)")
_LIKE, _UNLIKE = 3, -3
# What it costs that a line goes on in its cell, and that a row names no task.
_JOINED, _JOINED_UNITS, _TASKLESS = -2, -1, -4

_FITTED = "这一行是从网页粘贴来的，格数和表头不一样，已按内容对到各列。请核对任务、单位和时限。"

# A line of a text or a row as printed again, and whether its cells had to be told to their columns.
Row = tuple[str, bool]
# The best columns of the lines so far: how well they suit, and the column of each line.
_Best = tuple[int, tuple[int, ...]]


def fitted(lines: list[str], kinds: tuple[str, ...], *, spaced: bool = False) -> list[str]:
    """The lines of a row (or what blanks set apart) as cells, one to a column; more than one line to a cell where they are more."""
    if len(lines) == len(kinds) and not _shifted(lines, kinds):
        return lines
    placed = _columns_of(lines, kinds, spaced)
    joints = [" " if spaced and kind not in UNIT_COLUMNS else CELL_LINE for kind in kinds]
    return [joint.join(line for line, column in zip(lines, placed, strict=True) if column == at) for at, joint in enumerate(joints)]


def _shifted(lines: list[str], kinds: tuple[str, ...]) -> bool:
    """True for a row as long as its head whose units stand in another column: it lacks one cell and has another twice."""
    placed = list(zip(lines, kinds, strict=True))
    strange = any(kind in UNIT_COLUMNS and len(line) > _LONGEST_UNIT and not fits(line, kind) for line, kind in placed)
    return strange and any(kind not in UNIT_COLUMNS and _names_units(line) for line, kind in placed)


def laid_out(rows: list[Row]) -> Source:
    """The text of the rows, with a doubt at each whose cells had to be told to their columns."""
    places = accumulate((len(line) + 1 for line, _ in rows), initial=0)
    doubts = (
        Issue("doubt", "table_cells", _FITTED, (at, at + len(line))) for (line, told), at in zip(rows, places, strict=False) if told
    )
    return Source("\n".join(line for line, _ in rows), tuple(doubts))


def fits(cell: str, kind: str) -> bool:
    """True for a cell that a column of this kind may hold."""
    if kind == "due":
        return is_time(cell) or not _names_units(cell)
    return kind not in UNIT_COLUMNS or not cell or (_names_units(cell) and not is_time(cell))


def _columns_of(lines: list[str], kinds: tuple[str, ...], spaced: bool) -> tuple[int, ...]:
    """The column of each line, in the order of both, such that as much as possible looks right."""
    best: list[_Best] = [(0, ())] * len(kinds)
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        joins = _joining(before, kinds, spaced)
        best = [
            _better(
                (found + (joins[at] if placed and column == at else _passed(kinds, column + 1 if placed else 0, at)), placed)
                for column, (found, placed) in enumerate(best[: at + 1])
            )
            for at in range(len(kinds))
        ]
        best = [(found + _likeness(line, kinds[at]), (*placed, at)) for at, (found, placed) in enumerate(best)]
    return _better(best)[1]


def _better(found: Iterable[_Best]) -> _Best:
    """What suits best; of equals, what stands further to the left."""
    return min(found, key=lambda best: (-best[0], best[1]))


def _joining(before: str, kinds: tuple[str, ...], spaced: bool) -> list[int]:
    """What it costs in each column that a line goes on behind another one; blanks stand in a text sooner than among units."""
    if before.endswith(_GOES_ON):
        return [1] * len(kinds)
    units, text = (_JOINED, _JOINED_UNITS) if spaced else (_JOINED_UNITS, _JOINED)
    # One unit leads more often than two.
    return [units - (kind == "lead") if kind in UNIT_COLUMNS else text for kind in kinds]


def _passed(kinds: tuple[str, ...], start: int, end: int) -> int:
    """What it costs that the columns between hold nothing."""
    return _TASKLESS * kinds[start:end].count("title")


@lru_cache(maxsize=4096)
def _likeness(cell: str, kind: str) -> int:
    """How much a line looks like one of its column."""
    if kind in UNIT_COLUMNS:
        return _LIKE if fits(cell, kind) else _UNLIKE
    if kind == "label":
        return 2 * _LIKE if _NUMBER.fullmatch(cell) else _UNLIKE
    if kind == "due" and is_time(cell):
        return _LIKE
    if _names_units(cell) and not cell.endswith(_ENDS):
        return _UNLIKE if kind in ("due", "person") else 0
    return 2 if kind == "person" and _NAME.fullmatch(cell) else int(kind in ("title", "content") and not is_time(cell))


@lru_cache(maxsize=4096)
def _names_units(cell: str) -> bool:
    names = split_units(_ROLE.sub("", cell))
    # Behind a full stop only names that can be nothing else: 办好县医院。 is a task.
    return bool(names) and all(map(is_certain if cell.endswith(_ENDS) else looks_like_unit, names))
