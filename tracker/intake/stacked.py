"""Tables pasted from web pages, a cell to a line, laid out again as one line to a row.

序号↵重点任务↵责任单位↵1↵…: the head opens with 序号, the rows with 1, 2, 3 …. A row with too few lines has lost an empty cell,
one with too many holds a cell of several lines; both are set right by what their lines look like, with a doubt for each.
A row to a line with nothing but blanks between its cells (1 新建中心 县卫健局) is set right in the same way.
Without numbers (重点任务↵责任单位↵…) only rows that have a line for each column are read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from tracker.intake.columns import UNIT_COLUMNS, columns, kind_of
from tracker.intake.forms.cells import CELL, CELL_LINE
from tracker.intake.forms.source import Source
from tracker.intake.model import Issue
from tracker.intake.roles import is_time
from tracker.intake.units import looks_like_unit, split_units

_UNITS_ALONE = re.compile(r"^[^\S\n]*(?:牵头|责任|负责|承办|主办|落实)(?:责任)?(?:单位|部门|主体|科室)[^\S\n]*$", re.MULTILINE)
_OPENS = re.compile(r"^[^\S\n]*(?:序\s?号|编号|项次)[^\S\n]*$", re.MULTILINE)
_SPACED = re.compile(r"^[^\S\n]*(?:序号|编号|项次)[^\S\n]+\S.*(?:单位|部门|主体|科室|处室|股室|分工)", re.MULTILINE)
_FIRST = re.compile(r"0?1|一")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、.{2,30}|[（(][一二三四五六七八九十]{1,3}[)）].{2,30}")
_NARROWEST, _WIDEST = 3, 10
_FEWEST_ROWS = 2
# No row of such a table has more lines; what goes on is text behind the last one.
_LONGEST_ROW = 40
_GOES_ON = tuple("、，,；;：:")
_FITTED = "这一行是从网页粘贴来的，格数和表头不一样，已按内容对到各列。请核对任务、单位和时限。"

# A row as printed again, and whether its lines had to be fitted to the columns.
_Row = tuple[str, bool]


def in_rows(source: Source) -> Source:
    """The source with every such table as rows of cells (see `forms`), a doubt at each row that had to be set right.

    Text with doubts of its own stays as it is: they are placed in it.
    """
    if source.issues or not (_UNITS_ALONE.search(source.text) or _SPACED.search(source.text)):
        return source
    lines = source.text.split("\n")
    found: list[_Row] = []
    at = 0
    while at < len(lines):
        table, end = _beginning(lines, at)
        found.extend(table or [(lines[at], False)])
        at = end if table else at + 1
    return replace(source, text="\n".join(line for line, _ in found), issues=tuple(_doubts(found)))


def _doubts(rows: list[_Row]) -> Iterator[Issue]:
    at = 0
    for line, fitted in rows:
        if fitted:
            yield Issue("doubt", "table_cells", _FITTED, (at, at + len(line)))
        at += len(line) + 1


def _beginning(lines: list[str], at: int) -> tuple[list[_Row], int]:
    """The rows of the table that begins at a line, however it is laid out, and the line behind it; no rows where none does."""
    if _OPENS.fullmatch(lines[at]):
        return _table(lines, at)
    return _spaced(lines, at) if _SPACED.match(lines[at]) and CELL not in lines[at] else _unnumbered(lines, at)


def _spaced(lines: list[str], at: int) -> tuple[list[_Row], int]:
    """The rows below a head whose cells stand apart by blanks; at least two, each with its number."""
    head = lines[at].split()
    found = columns(CELL.join(head)) if _NARROWEST <= len(head) <= _WIDEST else None
    rows, end = [(CELL.join(head), False)], at + 1
    while found and end < len(lines):
        cells = lines[end].split()
        if cells and not (_numbered(cells[0], len(rows)) and _NARROWEST <= len(cells) <= _LONGEST_ROW):
            break
        if cells:
            rows.append((CELL.join(_fitted(cells, found.kinds, spaced=True)), len(cells) != len(found.kinds)))
        end += 1
    return (rows, end) if len(rows) > _FEWEST_ROWS else ([], at)


def _table(lines: list[str], at: int) -> tuple[list[_Row], int]:
    """The rows of the table whose head begins at a line, and the line behind it; no rows where none begins there."""
    head: list[str] = []
    for place, cell in _printed(lines, at):
        if _FIRST.fullmatch(cell):
            found = columns(CELL.join(head)) if len(head) >= _NARROWEST else None
            return _records(lines, place, head, found.kinds) if found else ([], at)
        head.append(cell)
        if len(head) > _WIDEST:
            break
    return [], at


def _unnumbered(lines: list[str], at: int) -> tuple[list[_Row], int]:
    """The rows below lines that are all heads of columns, as long as every line fits its column; at least two."""
    head = list(islice(takewhile(lambda printed: kind_of(printed[1]), _printed(lines, at)), _WIDEST)) if lines[at].strip() else []
    found = columns(CELL.join(cell for _, cell in head)) if len(head) >= _NARROWEST else None
    if len(head) == _WIDEST:
        # No head of a table: what is so long is passed over, not tried again from its next line.
        return [(line, False) for line in lines[at : head[-1][0]]], head[-1][0]
    if not found:
        return [], at
    rows, end = [(CELL.join(cell for _, cell in head), False)], head[-1][0] + 1
    while len(row := list(islice(_printed(lines, end), len(head)))) == len(head):
        if not all(map(_fits, (cell for _, cell in row), found.kinds)):
            break
        rows.append((CELL.join(cell for _, cell in row), False))
        end = row[-1][0] + 1
    return (rows, end) if len(rows) > _FEWEST_ROWS else ([], at)


def _printed(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    return ((place, cell) for place in range(at, len(lines)) if (cell := "".join(lines[place].split())))


def _records(lines: list[str], at: int, head: list[str], kinds: tuple[str, ...]) -> tuple[list[_Row], int]:
    rows = [(CELL.join(head), False)]
    number, end, last = 1, at, False
    while not last:
        record, end = _record(lines, end, number + 1, kinds)
        last = end >= len(lines) or not _numbered("".join(lines[end].split()), number + 1)
        chapter = [(record.pop(), False)] if len(record) > 1 and not last and _CHAPTER.fullmatch(record[-1]) else []
        rows += [(CELL.join(_fitted(record, kinds)), len(record) != len(kinds)), *chapter]
        number += 1
    return rows, end


def _numbered(cell: str, number: int) -> bool:
    return cell.isdecimal() and len(cell) < 4 and int(cell) == number


def _record(lines: list[str], at: int, following: int, kinds: tuple[str, ...]) -> tuple[list[str], int]:
    """The lines of a row and where they end: before the number of the next row; of the last row, where its columns are full."""
    record: list[str] = []
    ends: list[int] = []
    filled = 0
    for place, cell in _printed(lines, at):
        if record and _numbered(cell, following):
            return record, place
        if len(record) >= _LONGEST_ROW:
            break
        record.append(cell)
        ends.append(place + 1)
        if not filled and len(record) >= len(kinds) and all(map(_fits, _fitted(record, kinds), kinds)):
            filled = len(record)
    filled = filled or min(len(record), len(kinds))
    return record[:filled], ends[filled - 1]


def _fitted(record: list[str], kinds: tuple[str, ...], *, spaced: bool = False) -> list[str]:
    """The lines (or what blanks set apart) as cells, one to a column."""
    cells = list(record)
    while len(cells) > len(kinds):
        at = _goes_on(cells, spaced=spaced)
        cells[at : at + 2] = [(" " if spaced else CELL_LINE).join(cells[at : at + 2])]
    for at, kind in enumerate(kinds):
        if at < len(cells) < len(kinds) and not _fits(cells[at], kind):
            cells.insert(at, "")
    return cells


def _goes_on(cells: list[str], *, spaced: bool) -> int:
    """The first cell that goes on in the next: it ends like that, else both name units, else both are text.

    Blanks stand within a text sooner than within a list of units.
    """
    pairs = range(1, len(cells) - 1)
    ends = [at for at in pairs if cells[at].endswith(_GOES_ON)]
    units = [at for at in pairs if _names_units(cells[at]) and _names_units(cells[at + 1])]
    texts = [at for at in pairs if not _names_units(cells[at]) and not _names_units(cells[at + 1])]
    joined = (ends, texts, units) if spaced else (ends, units, texts)
    return next((found[0] for found in joined if found), 1)


def _fits(cell: str, kind: str) -> bool:
    if kind == "due":
        return is_time(cell) or not _names_units(cell)
    return kind not in UNIT_COLUMNS or not cell or (_names_units(cell) and not is_time(cell))


def _names_units(cell: str) -> bool:
    names = split_units(cell)
    return bool(names) and all(map(looks_like_unit, names))
