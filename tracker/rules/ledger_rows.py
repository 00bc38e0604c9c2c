"""Which row of an exported ledger a row of a file is, where spreadsheets have sorted, copied, merged and torn it apart.

A row is known by its id; its words have to fit. Where a file has lost all ids, its number and its unit stand for one where no
other row of that title has the same two: nothing of such a row is taken over unasked. Where ids or words were moved
without the other, as by sorting the visible columns beside hidden ones, what stands beside an id is another row's, and nothing of
it is read.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.rules.ledger_columns import (
    IDENTITY,
    READ_ONLY,
    TEXTS,
    WRITABLE,
    LedgerColumn,
    Values,
    base_version,
    read_row_id,
)


class Why(StrEnum):
    """Why a cell or a row is not simply applied; sentences: `tracker/ledger_labels.py`."""

    CLEARED = "cleared"
    MOVED = "moved"
    NOT_PERCENT = "not_percent"
    NOT_A_CHOICE = "not_a_choice"
    TOO_LONG = "too_long"
    ERROR = "error"
    MERGED = "merged"
    TWO_COLUMNS = "two_columns"
    LOST_CHARACTERS = "lost_characters"
    ON_ITS_WAY = "on_its_way"
    TASK_NOT_OPEN = "task_not_open"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    PERIOD_CLOSED = "period_closed"
    NO_ID = "no_id"
    BAD_ID = "bad_id"
    OTHER_EXPORT = "other_export"
    NOT_EXPORTED = "not_exported"
    NOT_YOURS = "not_yours"
    DUPLICATE = "duplicate"
    EMPTIED_ROW = "emptied_row"
    MOVED_ROW = "moved_row"
    BY_NUMBER = "by_number"
    NOT_MATCHED = "not_matched"
    SENT_SINCE = "sent_since"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True)
class FileRow:
    """A row of the file: where it stands (as a reader finds it), its id as printed, what its cells say, which cannot be read, and
    which were worked out by a formula."""

    place: str
    row_id: str
    values: Values
    unreadable: Mapping[str, str] = field(default_factory=dict)  # column → Why
    computed: Collection[str] = ()


@dataclass(frozen=True)
class Trouble:
    """A row of the file that is not read, and why; `about` is what it says of itself."""

    place: str
    why: Why
    about: str


def lacks_ids(rows: Collection[FileRow]) -> bool:
    """True for a file whose column of ids was deleted or emptied; where a single id is left, rows without one were added."""
    return not any(row.row_id for row in rows)


def sound_rows(
    export_id: int, base: Mapping[int, Values], writable: Collection[int], rows: Sequence[FileRow]
) -> tuple[dict[int, FileRow], list[Trouble]]:
    """The rows that can be read, by share, and what is wrong with the others.

    `base` has every row of the export by share; `writable` are the shares that the actor may write for.
    """
    troubles: list[Trouble] = []
    placed: dict[int, list[FileRow]] = {}
    numbers = _by_number(base) if lacks_ids(rows) else None
    for row in rows:
        found = _row_of(row, export_id, base, writable) if numbers is None else _numbered_row(row, numbers, writable)
        if isinstance(found, Why):
            troubles.append(_trouble(row, found))
        else:
            placed.setdefault(found, []).append(row)
    sound: dict[int, FileRow] = {}
    known = _Identities(base)
    for share_id, copies in placed.items():
        twins = _telling(copies, base[share_id])
        why = _why_not_read(twins, share_id, known)
        if why is None:
            sound[share_id] = twins[0]
        else:
            troubles.extend(_trouble(row, why) for row in copies)
    return sound, troubles


def _telling(copies: Sequence[FileRow], base: Values) -> Sequence[FileRow]:
    """The copies that say anything new, as beside a sheet that was kept as it was; all of them where none does."""
    new = [row for row in copies if row.unreadable or any(row.values.get(c, base.get(c, "")) != base.get(c, "") for c in WRITABLE)]
    return new or copies


def _row_of(row: FileRow, export_id: int, base: Mapping[int, Values], writable: Collection[int]) -> int | Why:
    if not row.row_id:
        return Why.NO_ID
    named = read_row_id(row.row_id)
    if named is None:
        return Why.BAD_ID
    if named.export_id != export_id:
        return Why.OTHER_EXPORT
    if named.share_id not in base:
        return Why.NOT_EXPORTED
    return named.share_id if named.share_id in writable else Why.NOT_YOURS


def _by_number(base: Mapping[int, Values]) -> dict[tuple[str, ...], int]:
    """The rows of the export by number and unit, as far as these are one row's alone.

    The title has to bear them out: a spreadsheet makes 1.1 of 1.10, and sections count from one each.
    """
    known = {share_id: _numbered(values) for share_id, values in base.items()}
    told = Counter(known.values())
    return {said: share_id for share_id, said in known.items() if all(said) and told[said] == 1}


def _numbered(values: Values) -> tuple[str, ...]:
    return tuple(_bare(values, column) for column in (LedgerColumn.LABEL, LedgerColumn.UNIT, LedgerColumn.TITLE))


def _numbered_row(row: FileRow, numbers: Mapping[tuple[str, ...], int], writable: Collection[int]) -> int | Why:
    share_id = numbers.get(_numbered(row.values))
    if share_id is None:
        return Why.NOT_MATCHED
    return share_id if share_id in writable else Why.NOT_YOURS


def _trouble(row: FileRow, why: Why) -> Trouble:
    said = (row.values.get(column, "") for column in (*IDENTITY, *TEXTS))
    return Trouble(row.place, why, next((text for text in said if text), ""))


def _why_not_read(twins: Sequence[FileRow], share_id: int, known: "_Identities") -> Why | None:
    """Why none of the rows with this id is read: they say different things, or something that is another row's."""
    said = {tuple((row.values.get(column), row.unreadable.get(column)) for column in WRITABLE) for row in twins}
    if len(said) > 1:
        return Why.DUPLICATE
    if not any(row.values.get(column) for row in twins for column in (*READ_ONLY, *WRITABLE)):
        return Why.EMPTIED_ROW
    return Why.MOVED_ROW if any(known.misfit(share_id, row) for row in twins) else None


class _Identities:
    """By which words each row of an export is known."""

    def __init__(self, base: Mapping[int, Values]) -> None:
        self._base = base
        self._titles = {_bare(values, LedgerColumn.TITLE) for values in base.values()}
        self._whole = {tuple(_bare(values, column) for column in IDENTITY) for values in base.values()}

    def misfit(self, share_id: int, row: FileRow) -> bool:
        """True where the words of the row are another row's, or none, or the version beside the id is not its own.

        Words that are no row's at all were edited: the change is reported, and the row is still the one that its id names.
        """
        own = self._base[share_id]
        version, title = row.values.get(LedgerColumn.VERSION), _bare(row.values, LedgerColumn.TITLE)
        if not title or (version and version != base_version(own)):
            return True
        mine = tuple(_bare(own, column) for column in IDENTITY)
        said = tuple(_bare(row.values if column in row.values else own, column) for column in IDENTITY)
        return said != mine and (said in self._whole or (title != mine[0] and title in self._titles))


def _bare(values: Values, column: LedgerColumn) -> str:
    return "".join(values.get(column, "").split())
