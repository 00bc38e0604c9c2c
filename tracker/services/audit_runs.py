"""A whole verification, history and files, of an installation; kept in the history itself, with who asked for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.queries.kept_files import KeptFile, kept_after, name_of_file
from tracker.rules.permissions import Actor
from tracker.services.audit import verify
from tracker.services.audit_breaks import Break
from tracker.services.events import NO_PLAN, Entry, record
from tracker.services.kept_files import verify_files
from tracker.storage import Storage
from tracker.witness import Witness

KEPT_BREAKS = 500  # of one run; who has more has to restore a backup, not to read on


@dataclass(frozen=True)
class SpoiltFile:
    """A file that is not as it was handed in: its sha256, a name under which it was, and why."""

    file: str
    name: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What was looked at, and what was found. `files` is None where none was read."""

    events: int
    breaks: tuple[Break, ...]
    files: int | None = None
    spoilt: tuple[SpoiltFile, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.breaks and not self.spoilt


def verify_all(
    database: Database, witness: Witness, storage: Storage | None, read: Callable[[int], None] = lambda _: None
) -> Outcome:
    """Walk the history and hold the rows against it; with a `storage` read every file again. `read` is told the bytes as they go.

    The files are asked for a stretch at a time, each in a session of its own: reading terabytes outlasts any transaction.
    """
    heads = witness.heads()  # before the database: what is committed meanwhile is no break
    with database.reading() as session:
        events, breaks = verify(session, heads)
    if storage is None:
        return Outcome(events, tuple(breaks))
    counter = count()
    found = list(verify_files(_kept(database, counter), storage, read))
    with database.reading() as session:
        spoilt = tuple(SpoiltFile(item.file, name_of_file(session, item.file), item.why) for item in found)
    return Outcome(events, tuple(breaks), next(counter), spoilt)


def _kept(database: Database, counter: Iterator[int]) -> Iterator[KeptFile]:
    """Every kept file; the counter goes one further with each."""
    after = ""
    while True:
        with database.reading() as session:
            batch = kept_after(session, after)
        if not batch:
            return
        for file in batch:
            next(counter)
            yield file
        after = batch[-1].sha256


def keep_run(session: Session, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    """Write into the history that it was verified, and what was found."""
    data = {
        "events": outcome.events,
        "files": outcome.files,
        "found": len(outcome.breaks) + len(outcome.spoilt),
        "breaks": [[item.plan, item.event, item.why] for item in outcome.breaks[:KEPT_BREAKS]],
        "spoilt": [[item.file, item.name, item.why] for item in outcome.spoilt[:KEPT_BREAKS]],
    }
    record(session, NO_PLAN, [Entry("audit", 0, "verify", data=data)], actor=actor, now=now)
