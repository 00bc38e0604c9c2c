"""Writing as the scheduler: every transaction first makes sure that the lease is still ours (docs/decisions/0029).

A scheduler may lose its lease without noticing: paused for a minute, cut off from the database. What it would write then belongs
to its successor, so the check stands inside the very transaction that writes, and a take-over waits until that has ended.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.models.base import Base
from tracker.models.scheduling import THE_LEASE, SchedulerLease

IDLE_SECONDS = 60  # after which PostgreSQL ends a transaction whose process says nothing more, for its lock bars the successor


# Every message that is sent asks this twice, so the statements stand ready and go past the ORM.
_TABLE = Base.metadata.tables[SchedulerLease.__tablename__]
_OURS = _TABLE.c.id == THE_LEASE, _TABLE.c.token == bindparam("ours")
_LOCK = select(_TABLE.c.id).where(*_OURS).with_for_update(read=True, key_share=True)
_RENEW = update(_TABLE).where(*_OURS).values(beat=_TABLE.c.beat + 1)


class LeaseLost(Exception):
    """Another scheduler is at work; nothing may be written any more."""


@dataclass(frozen=True)
class Fence:
    """What a job gets in place of the bare database: transactions that only the holder of the lease can commit."""

    database: Database
    token: int
    over: Event = field(default_factory=Event, compare=False)  # set where the lease is lost or the process is to end

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As `Database.transaction`; raises LeaseLost, and writes nothing, where the lease is no longer ours."""
        with self.database.transaction() as session:
            fenced(session, self.token)
            yield session

    def reading(self) -> AbstractContextManager[Session]:
        """As `Database.reading`."""
        return self.database.reading()

    def check(self) -> None:
        """Raise LeaseLost where the work is to stop; for long stretches of it that write nothing. Asks no database."""
        if self.over.is_set():
            raise LeaseLost


def fenced(session: Session, token: int) -> None:
    """Make sure that this is the newest token, and that it stays so until the transaction ends; raises LeaseLost.

    PostgreSQL: a key-share lock, which renewals pass and a take-over (FOR UPDATE) waits for. SQLite: the transaction is the
    only one that writes, and so renews the lease itself, lest a long one look like a holder that has died.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"))
        held = session.connection().execute(_LOCK, {"ours": token}).first() is not None
    else:
        held = session.connection().execute(_RENEW, {"ours": token}).rowcount == 1
    if not held:
        raise LeaseLost
