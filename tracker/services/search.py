"""The index of search set right: what went past the sessions (`models/searchable.py`) is found, entered or taken out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.models import SearchEntry
from tracker.models.search import FULL_TEXT
from tracker.models.searchable import SOURCES, SUBJECTS, Entry, entry_of, remove, write
from tracker.rules.searching import SearchKind, key_of, keys_of

AT_ONCE = 2_000


class Sessions(Protocol):
    """What gives sessions: the database, or a scheduler's fence before it."""

    def reading(self) -> AbstractContextManager[Session]: ...

    def transaction(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class Mended:
    """How many entries there are to be, how many were wrong or lacking and are entered now, how many told of nothing any more."""

    looked: int = 0
    entered: int = 0
    removed: int = 0

    def __add__(self, other: "Mended") -> "Mended":
        return Mended(self.looked + other.looked, self.entered + other.entered, self.removed + other.removed)


@dataclass(frozen=True)
class _Stretch:
    """A few subjects of a kind, in order of their ids: what is wrong with their entries, and behind which id to go on."""

    looked: int
    wrong: list[Entry]
    gone: list[int]
    last_id: int | None


def entries_wanted(session: Session) -> int:
    """How many entries there are to be."""
    return sum(session.scalar(select(func.count()).select_from(subject)) or 0 for subject in SUBJECTS.values())


def mend(sessions: Sessions, told: Callable[[int], object] = lambda _: None) -> Mended:
    """Compare every entry with what it tells of, and set right what differs; `told` hears how many were looked at.

    A few thousand at a time, each with a transaction of its own where there is something to write: memory does not grow with the
    index, and nobody waits for it.
    """
    return sum((_mend_kind(sessions, kind, told, thorough=False) for kind in SearchKind), Mended())


def rebuild(database: Database, told: Callable[[int], object] = lambda _: None) -> Mended:
    """As `mend`, but the pairs of characters are compared as well, and the database makes its index of them anew.

    For a database whose index is damaged or still empty, and after a release that cuts texts otherwise.
    """
    done = sum((_mend_kind(database, kind, told, thorough=True) for kind in SearchKind), Mended())
    if database.engine.dialect.name == "postgresql":
        with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("REINDEX INDEX CONCURRENTLY ix_search_entry_grams"))
            connection.execute(text("ANALYZE search_entry"))
    else:
        with database.transaction() as session:
            session.execute(text(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('rebuild')"))  # noqa: S608  # a constant
    return done


def _mend_kind(sessions: Sessions, kind: SearchKind, told: Callable[[int], object], *, thorough: bool) -> Mended:
    done, after_id = Mended(), 0
    while True:
        with sessions.reading() as session:
            stretch = _compare(session, kind, after_id, thorough=thorough)
        if stretch.wrong or stretch.gone:
            with sessions.transaction() as session:  # compared again: what was read may have changed since
                stretch = _compare(session, kind, after_id, thorough=thorough)
                write(session.connection(), stretch.wrong)
                remove(session.connection(), stretch.gone)
        told(stretch.looked)
        done += Mended(stretch.looked, len(stretch.wrong), len(stretch.gone))
        if stretch.last_id is None:
            return done
        after_id = stretch.last_id


def _compare(session: Session, kind: SearchKind, after_id: int, *, thorough: bool) -> _Stretch:
    subject_id: Any = SUBJECTS[kind].id
    rows = session.execute(SOURCES[kind].where(subject_id > after_id).order_by(subject_id).limit(AT_ONCE)).all()
    last_id = rows[-1].id if len(rows) == AT_ONCE else None
    until = key_of(kind, last_id) if last_id else keys_of(kind)[1]
    columns = (SearchEntry.marks, SearchEntry.text, *((SearchEntry.grams,) if thorough else ()))
    query = select(SearchEntry.id, *columns).where(SearchEntry.id > key_of(kind, after_id), SearchEntry.id <= until)
    stored = {key: values for key, *values in session.execute(query)}
    wanted = [entry_of(kind, row) for row in rows]
    wrong = [entry for entry in wanted if _values(entry, thorough) != _stored(stored.get(entry["id"]))]
    return _Stretch(len(rows), wrong, sorted(stored.keys() - {entry["id"] for entry in wanted}), last_id)


def _values(entry: Entry, thorough: bool) -> list[Any]:
    return [entry["marks"], entry["text"], *([list(dict.fromkeys(entry["grams"]))] if thorough else [])]


def _stored(values: list[Any] | None) -> list[Any] | None:
    """The same of what is stored; each pair once, as PostgreSQL keeps them."""
    return values and [*values[:2], *(list(dict.fromkeys(grams)) for grams in values[2:])]
