"""Tables pasted from web pages, a cell to a line, laid out again as one line to a row.

序号↵重点任务↵责任单位↵1↵…: the head opens with 序号, the rows with 1, 2, 3 …. A row with too few lines has lost an empty cell,
one with too many holds a cell of several lines; both are set right by what their lines look like, with a doubt for each.
A row to a line with nothing but blanks between its cells (1 新建中心 县卫健局) is set right in the same way.
Without numbers (重点任务↵责任单位↵…) only rows that have a line for each column are read.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from tracker.intake.columns import UNIT_COLUMNS, columns, kind_of
from tracker.intake.fitting import Row, fits, fitted, laid_out
from tracker.intake.forms.cells import CELL
from tracker.intake.forms.source import Source

_UNITS_ALONE = re.compile(
    r"^[^\S\n]*(?:主要|协同)?(?:牵头|责任|负责|承办|主办|落实) ?(?:责任)?(?:单位|部门|主体|[科处股]室)"
    r"(?:[（(].{1,6}[)）])?[^\S\n]*$",
    re.MULTILINE,
)
# What stands before 序号 where rows are grouped, and what belongs to the head above it: 责任股室↵（单位）.
_GROUP_HEAD, _ASIDE = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:分类|类别|类型|领域|板块|方面))"), re.compile(r"[（(].{1,8}[)）]")
_OPENS = re.compile(r"^[^\S\n]*(?:序\s?号|编号|项次)[^\S\n]*$", re.MULTILINE)
_SPACED = re.compile(r"^[^\S\n]*(?:序号|编号|项次)[^\S\n]+\S.*(?:单位|部门|主体|科室|处室|股室|分工)", re.MULTILINE)
_TASK, _UNREAD = re.compile(r"(?P<n>\d{1,3})[.．、](?!\d)"), ("备注", "说明")
_FIRST = re.compile(r"\d{1,3}|一")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、.{2,30}|[（(][一二三四五六七八九十]{1,3}[)）].{2,30}")
_NARROWEST, _WIDEST = 3, 10
_FEWEST_ROWS = 2
# No row of such a table has more lines; what goes on is text behind the last one.
_LONGEST_ROW = 40


def in_rows(source: Source) -> Source:
    """The source with every such table as rows of cells (see `forms`), a doubt at each row that had to be set right.

    Text with doubts of its own stays as it is: they are placed in it.
    """
    if source.issues or not (_UNITS_ALONE.search(source.text) or _SPACED.search(source.text)):
        return source
    lines = source.text.split("\n")
    found: list[Row] = []
    at = 0
    while at < len(lines):
        table, end = _beginning(lines, at)
        found.extend(table or [(lines[at], False)])
        at = end if table else at + 1
    return laid_out(found)


def _beginning(lines: list[str], at: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at a line, however it is laid out, and the line behind it; no rows where none does."""
    if _OPENS.fullmatch(lines[at]):
        return _table(lines, at)
    return _spaced(lines, at) if _SPACED.match(lines[at]) and CELL not in lines[at] else _unnumbered(lines, at)


def _spaced(lines: list[str], at: int) -> tuple[list[Row], int]:
    """The rows below a head whose cells stand apart by blanks; at least two, each with its number."""
    head = lines[at].split()
    found = columns(CELL.join(head)) if _NARROWEST <= len(head) <= _WIDEST else None
    rows, end = [(CELL.join(head), False)], at + 1
    while found and end < len(lines):
        cells = lines[end].split()
        if cells and not (_numbered(cells[0], len(rows)) and _NARROWEST <= len(cells) <= _LONGEST_ROW):
            break
        if cells:
            rows.append((CELL.join(fitted(cells, found.kinds, spaced=True)), len(cells) != len(found.kinds)))
        end += 1
    return (rows, end) if len(rows) > _FEWEST_ROWS else ([], at)


def _table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """The rows of the table whose head begins at a line, and the line behind it; no rows where none begins there."""
    head: list[str] = []
    for place, cell in _printed(lines, at):
        if _FIRST.fullmatch(cell):
            above = _headings(head, _NARROWEST if _is_grouped(lines, at) else None)
            found = columns(CELL.join(head)) if len(head) >= _NARROWEST else None
            rows = [(CELL.join(head), False), *((line, False) for line in above)]
            return _records(lines, place, rows, found.kinds, grouped=_is_grouped(lines, at)) if found else ([], at)
        if head and _ASIDE.fullmatch(cell):
            head[-1] += cell
        else:
            head.append(cell)
        if len(head) > _WIDEST:
            break
    return [], at


def _is_grouped(lines: list[str], at: int) -> bool:
    """True where the head prints 分类 before 序号, so that the name of a group stands before the number of its first row."""
    before = next(("".join(line.split()) for line in reversed(lines[max(0, at - _NARROWEST) : at]) if line.strip()), "")
    return bool(_GROUP_HEAD.fullmatch(before))


def _headings(cells: list[str], width: int | None) -> list[str]:
    """The headings that stand behind a row and belong to the next one, taken from its lines.

    They are numbered (二、强化保障), or, where rows are grouped, the line behind the `width` that the row has.
    """
    found: list[str] = []
    while len(cells) > 1 and _CHAPTER.fullmatch(cells[-1]):
        found.insert(0, cells.pop())
    if width and not found and len(cells) > width and not any(fits(cells[-1], kind) for kind in UNIT_COLUMNS):
        found.insert(0, cells.pop())
    return found


def _unnumbered(lines: list[str], at: int) -> tuple[list[Row], int]:
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
        if not all(map(fits, (cell for _, cell in row), found.kinds)):
            break
        rows.append((CELL.join(cell for _, cell in row), False))
        end = row[-1][0] + 1
    return (rows, end) if len(rows) > _FEWEST_ROWS else _by_tasks(lines, at, [cell for _, cell in head], found.kinds)


def _by_tasks(lines: list[str], at: int, head: list[str], kinds: tuple[str, ...]) -> tuple[list[Row], int]:
    """The rows below such a head whose tasks are numbered (1.新建托位。), whatever cells they lack; at least two.

    What stands before the task of a row (the post that leads it, printed once for several) is no unit.
    """
    start = next((place + 1 for place, cell in _printed(lines, at) if cell == head[-1]), at)
    records: list[list[str]] = [[]]
    ends = [start]
    for place, cell in _printed(lines, start):
        begins = _TASK.match(cell)
        if begins and int(begins["n"]) == len(records):
            above = records[-1]
            opening = [above.pop()] if len(records) > 1 and _task_column(kinds) and not fits(above[-1], UNIT_COLUMNS[0]) else []
            records.append([*opening, cell] if len(records) > 1 else [*_led(above, head), cell])
        elif len(records[-1]) >= (_LONGEST_ROW if len(records) > 1 else _NARROWEST):
            break
        else:
            records[-1].append(cell)
        ends.append(place + 1)
    if len(records) <= _FEWEST_ROWS or _before(records[1]) > _task_column(kinds):
        return [], at
    kept = _filled(records[-1], kinds)
    end = ends[len(ends) - len(records[-1]) + kept - 1]
    records[-1] = records[-1][:kept]
    return [(CELL.join(head), False), *(_from_task(record, kinds) for record in records[1:])], end


def _from_task(record: list[str], kinds: tuple[str, ...]) -> Row:
    """A row whose task is the line with a number: what stands before it belongs to the columns before the task."""
    task, before = _before(record), _task_column(kinds)
    cells = [*record[:task], *[""] * (before - task), *fitted(record[task:], kinds[before:])]
    return CELL.join(cells), len(record) - task != len(kinds) - before


def _before(record: list[str]) -> int:
    """How many lines stand before the task."""
    return next((at for at, cell in enumerate(record) if _TASK.match(cell)), 0)


def _task_column(kinds: tuple[str, ...]) -> int:
    return next((at for at, kind in enumerate(kinds) if kind in ("title", "content")), 0)


def _led(above: list[str], head: list[str]) -> list[str]:
    """What stands before the first task, without the head of a last column that is not read (备注)."""
    return [cell for cell in above if cell not in _UNREAD and cell not in head]


def _filled(record: list[str], kinds: tuple[str, ...]) -> int:
    """How many lines the last row of a table has: until its columns are full."""
    counts = range(len(kinds), len(record) + 1)
    return next((n for n in counts if all(map(fits, fitted(record[:n], kinds), kinds))), min(len(record), len(kinds)))


def _printed(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    return ((place, cell) for place in range(at, len(lines)) if (cell := "".join(lines[place].split())))


def _records(lines: list[str], at: int, rows: list[Row], kinds: tuple[str, ...], *, grouped: bool) -> tuple[list[Row], int]:
    """The head and the rows that begin at a line, each with its number, and the line behind the last."""
    end: int = at
    number = "".join(lines[at].split())
    following: int | None = int(number) if number.isdecimal() else 1
    while following is not None:
        record, end, following = _record(lines, end, following, kinds)
        above = _headings(record, len(kinds) if grouped else None) if following is not None else []
        cells = fitted(record, kinds)
        rows += [(CELL.join(cells), cells != record), *((line, False) for line in above)]
    return rows, end


def _numbered(cell: str, number: int) -> bool:
    return cell.isdecimal() and len(cell) < 4 and int(cell) == number


def _skips(lines: list[str], at: int, number: int, row: list[str], kinds: tuple[str, ...]) -> bool:
    """True for a number that leaves some out, behind a row that is full and before lines that fill another."""
    cell = "".join(lines[at].split())
    if not (cell.isdecimal() and len(cell) < 4 and int(cell) > number) or len(_without_headings(row)) != len(kinds):
        return False
    cells = [line.rstrip("。") for _, line in islice(_printed(lines, at), len(kinds))]
    return len(cells) == len(kinds) and all(map(fits, cells, kinds))


def _without_headings(row: list[str]) -> list[str]:
    cells = list(row)
    _headings(cells, None)
    return cells


def _record(lines: list[str], at: int, number: int, kinds: tuple[str, ...]) -> tuple[list[str], int, int | None]:
    """The lines of a row, where they end, and the number of the next row; the last row ends where its columns are full."""
    record: list[str] = []
    ends: list[int] = []
    for place, cell in _printed(lines, at):
        if record and (_numbered(cell, number + 1) or _skips(lines, place, number, record, kinds)):
            return record, place, int(cell)
        if len(record) >= _LONGEST_ROW:
            break
        record.append(cell)
        ends.append(place + 1)
    filled = _filled(record, kinds)
    return record[:filled], ends[filled - 1], None
