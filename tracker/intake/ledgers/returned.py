"""A ledger that came back: its sheets, its columns wherever they stand, and what each of its rows says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.intake.errors import IntakeError
from tracker.intake.ledgers.cells import UnreadableCell, read_choice, read_day, read_percent, read_text
from tracker.intake.ledgers.grid import MOST_COLUMNS, Grid, Value
from tracker.marking import N_, Term
from tracker.rules.ledger_columns import (
    ABOUT_EXPORT,
    CHOICES,
    DAYS,
    HIDDEN,
    KEY_PREFIX,
    NUMBER_MARK,
    READ_ONLY,
    WRITABLE,
    LedgerColumn,
    read_row_id,
)
from tracker.rules.ledger_rows import FileRow, Why, lacks_ids

_HEAD_WITHIN = 60
_LEAST_HEADS = 3
LONGEST_TEXT = 5_000
_NUMBER = re.compile(r"\d{1,10}")
_NOTED = re.compile(rf"{NUMBER_MARK}\s*({_NUMBER.pattern})")
_NOT_OURS = N_(
    "这个表格里没有找到“%(head)s”列，不是从系统下载的台账，或者隐藏列已被删除，无法逐行对应。"
    "请在“Excel 台账”页重新下载，把内容填到新下载的台账里再上传。"
)
_NO_TITLE = N_("台账里没有找到“%(head)s”列，无法核对每一行是哪项任务。请不要删除这一列，重新下载后再填写、上传。")


@dataclass(frozen=True)
class Words:
    """The words of the sheet: the head of each column, and the word for each value of columns with choices."""

    heads: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class LedgerFile:
    """What a file says. `missing` are the columns that it lost, `unknown` the heads of columns that nobody exported; False for
    `tells_formulas` where its form does not say which cells were worked out by one."""

    export_id: int
    rows: tuple[FileRow, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    tells_formulas: bool = True


@dataclass(frozen=True)
class _Head:
    """Where the columns of a sheet stand, and the first row below its head."""

    columns: Mapping[LedgerColumn, tuple[int, ...]]
    unknown: tuple[str, ...]
    below: int


def read_ledger(grids: Sequence[Grid], words: Words) -> LedgerFile:
    """The rows of every sheet that a reader sees, or, where none of these is a ledger, of the hidden ones.

    Raises IntakeError for a workbook that is no ledger, or does not tell which one it is: by the ids of its rows, or where these
    were deleted by its hidden sheet or the note above its head.
    """
    names = {_bare(head): LedgerColumn(column) for column, head in words.heads.items()}
    found = [(grid, head) for grid in grids if (head := _head(grid, names))]
    seen = [(grid, head) for grid, head in found if grid.is_visible] or found
    if not seen:
        raise IntakeError("not_a_ledger", _NOT_OURS, head=Term(words.heads[LedgerColumn.ROW]))
    if not any(LedgerColumn.TITLE in head.columns for _, head in seen):
        raise IntakeError("not_a_ledger", _NO_TITLE, head=Term(words.heads[LedgerColumn.TITLE]))
    rows = tuple(row for grid, head in seen for row in _rows(grid, head, words, names))
    export_id = _export_of(rows) if not lacks_ids(rows) else _export_told(grids)
    if export_id is None:
        raise IntakeError("not_a_ledger", _NOT_OURS, head=Term(words.heads[LedgerColumn.ROW]))
    there = {column for _, head in seen for column in head.columns}
    missing = tuple(column.value for column in LedgerColumn if column not in there and column in (*READ_ONLY, *WRITABLE))
    unknown = tuple(dict.fromkeys(text for _, head in seen for text in head.unknown))
    return LedgerFile(export_id, rows, missing, unknown, all(grid.formulas is not None for grid, _ in seen))


def _export_of(rows: Sequence[FileRow]) -> int | None:
    """The export from which most of the rows are."""
    named = Counter(found.export_id for row in rows if (found := read_row_id(row.row_id)))
    return named.most_common(1)[0][0] if named else None


def _export_told(grids: Sequence[Grid]) -> int | None:
    """The export that the hidden sheet names, else the note above the head; None where neither is left."""
    for grid in grids:
        for row in grid.rows[:_HEAD_WITHIN]:
            told = [str(value) for value in row[:MOST_COLUMNS] if value is not None]
            if len(told) == 2 and told[0] == ABOUT_EXPORT and _NUMBER.fullmatch(told[1]):
                return int(told[1])
    lines = (value for grid in grids for row in grid.rows[:_HEAD_WITHIN] for value in row if isinstance(value, str))
    return next((int(found[1]) for line in lines if (found := _NOTED.search(line))), None)


def _head(grid: Grid, names: Mapping[str, LedgerColumn]) -> _Head | None:
    """The head of the sheet: a hidden line of keys with the heads below it, or the heads alone, whatever stands above them."""
    keys: dict[int, LedgerColumn] = {}
    for at, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        keyed = _keys(row)
        if keyed:
            keys = keyed
            continue
        known = _known(row, names)
        # Below its keys a head counts even where most of its columns were renamed.
        if len(known) >= _LEAST_HEADS or (keys and len(_texts(row)) >= _LEAST_HEADS):
            return _placed(row, keys, known, at + 1)
    return None


def _keys(row: Sequence[Value]) -> dict[int, LedgerColumn]:
    said = {at: text.removeprefix(KEY_PREFIX) for at, text in _texts(row).items() if text.startswith(KEY_PREFIX)}
    return {at: LedgerColumn(key) for at, key in said.items() if key in set(LedgerColumn)}


def _known(row: Sequence[Value], names: Mapping[str, LedgerColumn]) -> dict[int, LedgerColumn]:
    return {at: names[text] for at, text in _texts(row).items() if text in names}


def _texts(row: Sequence[Value]) -> dict[int, str]:
    return {at: _bare(value) for at, value in enumerate(row[:MOST_COLUMNS]) if isinstance(value, str) and value.strip()}


def _bare(text: str) -> str:
    return "".join(text.split())


def _placed(row: Sequence[Value], keys: Mapping[int, LedgerColumn], known: Mapping[int, LedgerColumn], below: int) -> _Head:
    """A head that a reader knows counts for more than the key above it, for whoever moved columns saw the heads alone."""
    columns: dict[LedgerColumn, tuple[int, ...]] = {}
    for at, column in sorted({**keys, **known}.items()):
        columns[column] = (*columns.get(column, ()), at)
    unknown = tuple(text for at, text in _texts(row).items() if at not in keys and at not in known)
    return _Head(columns, unknown, below)


def _rows(grid: Grid, head: _Head, words: Words, names: Mapping[str, LedgerColumn]) -> Iterator[FileRow]:
    for at in range(head.below, len(grid.rows)):
        row = grid.rows[at]
        if not any(map(_holds, row)) or len(_known(row, names)) >= _LEAST_HEADS or _keys(row):
            continue
        values: dict[str, str] = {}
        unreadable: dict[str, str] = {}
        for column, places in head.columns.items():
            try:
                values[column] = _said(grid, at, column, places, words)
            except UnreadableCell as cell:
                values[column], unreadable[column] = cell.said, cell.why
        row_id = values.pop(LedgerColumn.ROW, "")
        computed = tuple(column for column in WRITABLE if _is_computed(grid, at, head.columns.get(column, ())))
        yield FileRow(f"{grid.name} 第 {at + 1} 行", row_id, values, unreadable, computed)


def _is_computed(grid: Grid, at: int, places: Sequence[int]) -> bool:
    return grid.formulas is not None and any((at, place) in grid.formulas for place in places)


def _holds(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _said(grid: Grid, at: int, column: LedgerColumn, places: Sequence[int], words: Words) -> str:
    """What the row says in the column; a column that stands there twice has to say the same in both places."""
    said = [_cell(grid, at, place, column, words) for place in places]
    if len(set(said)) > 1:
        raise UnreadableCell(Why.TWO_COLUMNS, " / ".join(said))
    return said[0]


def _cell(grid: Grid, at: int, place: int, column: LedgerColumn, words: Words) -> str:
    shown = grid.covered.get((at, place))
    if shown and column in WRITABLE:
        raise UnreadableCell(Why.MERGED, "")
    # A title that was merged downwards is the title of every row beside it; an id is that of one row only.
    row, col = shown if shown and column not in HIDDEN else (at, place)
    value = grid.rows[row][col] if row < len(grid.rows) and col < len(grid.rows[row]) else None
    if column is LedgerColumn.PERCENT:
        return read_percent(value, None if grid.percents is None else (row, col) in grid.percents)
    if column in CHOICES:
        return read_choice(value, words.choices[column])
    if column in DAYS:
        return read_day(value)
    text = read_text(value)
    if column in WRITABLE and len(text) > LONGEST_TEXT:
        raise UnreadableCell(Why.TOO_LONG, text[:40])
    return text
