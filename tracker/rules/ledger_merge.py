"""A ledger that comes back, compared cell by cell: as exported (base), as it came back (theirs), as it stands (now).

Three-way merge as in version control: what only they changed is to be applied, what only we changed stays, what both changed alike
is done already, and what both changed differently somebody has to choose. A guard is ours: a spreadsheet makes it easy to move
contents from row to row (sorting some columns only), and to lose them (merging, deleting), so that an emptied or a moved cell is
never taken over unasked.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.rules.formulas import unmarked
from tracker.rules.ledger_columns import READ_ONLY, TEXTS, WRITABLE, LedgerColumn, Values
from tracker.rules.ledger_rows import FileRow, Trouble, Why, lacks_ids, sound_rows

NEVER_EMPTY = {LedgerColumn.PERCENT: Why.NOT_PERCENT, LedgerColumn.KIND: Why.NOT_A_CHOICE}
# What decoders leave in place of bytes that are no character.
UNREADABLE = "\ufffd"


class Fate(StrEnum):
    """What becomes of a changed cell."""

    APPLY = "apply"  # only they changed it
    CONFLICT = "conflict"  # both did, differently: somebody chooses
    DOUBTFUL = "doubtful"  # emptied, or moved from another row: taken over only where somebody says so
    DONE = "done"  # it stands so already
    READ_ONLY = "read_only"  # not theirs to change here
    REFUSED = "refused"  # cannot be read, or the report cannot be written to now


CHOOSABLE = (Fate.APPLY, Fate.CONFLICT, Fate.DOUBTFUL)


@dataclass(frozen=True)
class Now:
    """A row as it stands for whoever compares; `locked` says why its report cannot be written to, `corrects` that a report of the
    period was accepted already, so that whatever is written now goes in as its correction (更正)."""

    values: Values
    locked: Why | None = None
    corrects: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that is not as it was exported; `is_computed` of what a formula in the file gave."""

    share_id: int
    column: LedgerColumn
    base: str
    theirs: str
    now: str
    fate: Fate
    why: Why | None = None
    is_computed: bool = False


@dataclass(frozen=True)
class Comparison:
    """All that is to be said of a file; `same` counts the rows in which nothing has changed.

    `corrections` are the shares in which taking over a cell corrects an accepted report; `is_by_number` where the file had lost
    its ids, so that its rows are known by number and unit.
    """

    cells: tuple[Cell, ...]
    troubles: tuple[Trouble, ...]
    same: int
    corrections: frozenset[int] = frozenset()
    is_by_number: bool = False

    @property
    def choosable(self) -> dict[tuple[int, str], Cell]:
        """The cells that somebody may take over, by share and column."""
        return {(cell.share_id, cell.column.value): cell for cell in self.cells if cell.fate in CHOOSABLE}


def not_undone(after: str, stands: str, column: LedgerColumn, *, is_same_draft: bool) -> Why | None:
    """Why a cell that was taken over cannot be given back its old content: what was built on it, or None where nothing was."""
    if not is_same_draft:
        return Why.SENT_SINCE
    return None if _alike(after, stands, column) else Why.CHANGED_SINCE


def plain_text(text: str) -> str:
    """The text as two programs agree on it: one form of each character, line ends alike, no blanks at the ends of lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return unmarked("\n".join(line.rstrip() for line in lines).strip())


def compare(export_id: int, base: Mapping[int, Values], now: Mapping[int, Now], rows: Sequence[FileRow]) -> Comparison:
    """The comparison of a file with what was exported and what stands now.

    `base` has every row of the export by share; `now` those that the actor may write.
    """
    sound, troubles = sound_rows(export_id, base, set(now), rows)
    moved, is_by_number = _moved(base, sound), lacks_ids(rows)
    cells = [cell for share_id, row in sound.items() for cell in _cells(share_id, row, base[share_id], now[share_id], moved)]
    if is_by_number:
        cells = [replace(cell, fate=Fate.DOUBTFUL, why=Why.BY_NUMBER) if cell.fate is Fate.APPLY else cell for cell in cells]
    touched = {cell.share_id for cell in cells}
    corrections = frozenset(cell.share_id for cell in cells if cell.fate in CHOOSABLE and now[cell.share_id].corrects)
    same = sum(share_id not in touched for share_id in sound)
    return Comparison(tuple(cells), tuple(troubles), same, corrections, is_by_number)


def _moved(base: Mapping[int, Values], rows: Mapping[int, FileRow]) -> set[tuple[int, LedgerColumn]]:
    """The changed cells whose contents stood in another row before: somebody sorted or shifted a part of the sheet.

    Of words it is enough that a changed cell now says what another changed cell said; figures and choices are alike by chance,
    so they count only where all the changes of a column together are the old contents in another order.
    """
    found: set[tuple[int, LedgerColumn]] = set()
    for column in WRITABLE:
        changed = {
            share_id: row.values[column]
            for share_id, row in rows.items()
            if column in row.values and row.values[column] != base[share_id].get(column, "")
        }
        old = Counter(base[share_id].get(column, "") for share_id in changed)
        is_turned = len(changed) > 1 and Counter(changed.values()) == old
        has_moved = {text for text in old if text} if column in TEXTS else set()
        found.update((share_id, column) for share_id, text in changed.items() if is_turned or text in has_moved)
    return found


def _cells(share_id: int, row: FileRow, base: Values, now: Now, moved: Collection[tuple[int, LedgerColumn]]) -> Iterator[Cell]:
    for column in (*READ_ONLY, *WRITABLE):
        was, stands = base.get(column, ""), now.values.get(column, "")
        unread = row.unreadable.get(column)
        if unread is not None:
            yield Cell(share_id, column, was, row.values.get(column, ""), stands, Fate.REFUSED, Why(unread))
            continue
        theirs = row.values.get(column)
        if theirs is None or _alike(theirs, was, column):
            continue
        fate, why = _fate(column, theirs, was, now, (share_id, column) in moved)
        yield Cell(share_id, column, was, theirs, stands, fate, why, column in row.computed)


def _alike(one: str, other: str, column: LedgerColumn) -> bool:
    if column in READ_ONLY:
        return "".join(one.split()) == "".join(other.split())
    return plain_text(one) == plain_text(other)


def _has_lost(theirs: str, was: str) -> bool:
    """True for text that was saved in an encoding without some of its characters: each is a question mark since then."""
    if UNREADABLE in theirs:
        return True
    changed = {new for old, new in zip(was, theirs, strict=False) if old != new}
    return len(theirs) == len(was) and changed == {"?"}


def _fate(column: LedgerColumn, theirs: str, was: str, now: Now, is_moved: bool) -> tuple[Fate, Why | None]:
    stands = now.values.get(column, "")
    if column in READ_ONLY:
        return Fate.READ_ONLY, None
    if _alike(theirs, stands, column):
        return Fate.DONE, None
    if now.locked is not None:
        return Fate.REFUSED, now.locked
    if _has_lost(theirs, was):
        return Fate.REFUSED, Why.LOST_CHARACTERS
    if not theirs and column in NEVER_EMPTY:
        return Fate.REFUSED, NEVER_EMPTY[column]
    if is_moved:
        return Fate.DOUBTFUL, Why.MOVED
    if not theirs:
        return Fate.DOUBTFUL, Why.CLEARED
    return (Fate.APPLY if _alike(stands, was, column) else Fate.CONFLICT), None
