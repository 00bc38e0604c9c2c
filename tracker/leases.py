"""Who of several schedulers works: the one whose name and token stand in the database (docs/decisions/0029).

No wall clock decides anything, for clocks step. The holder lets the beat grow; who waits takes over where token and beat have not
moved for as long as its patience lasts, by the seconds that it has itself watched them.
"""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker.db import Database
from tracker.errors import Conflict
from tracker.models.scheduling import THE_LEASE, SchedulerLease

logger = logging.getLogger(__name__)

# What a database says that is away, or busy for longer than a transaction waits: nothing is known then, so nothing is changed.
AWAY = (SQLAlchemyError, Conflict)


@dataclass(frozen=True)
class Pace:
    """Seconds: between two looks of who waits, between two renewals of the holder, and how long a lease may stand still."""

    look: float = 1.0
    beat: float = 5.0
    patience: float = 30.0


@dataclass(frozen=True)
class _Seen:
    holder: str
    token: int
    beat: int


class Lease:
    """One process's part in the contest. `token` is None unless it holds the lease, as far as it knows."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], pace: Pace, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.token: int | None = None
        self._database, self._now, self._pace, self._monotonic = database, now, pace, monotonic
        self._seen: _Seen | None = None
        self._looked_at = self._watched = 0.0

    def take(self) -> bool:
        """Look once; True where the lease was free, or has stood still for as long as the patience lasts, and is now ours."""
        try:
            seen = self._look()
            if seen.holder and self._watched < self._pace.patience:
                return False
            self.token = self._take_over(seen)
        except AWAY as error:
            logger.warning("database not reachable, trying again: %s", type(error).__name__)
            self._seen = None
        return self.token is not None

    def _look(self) -> _Seen:
        """How the lease stands; counts the seconds for which it has been watched standing so.

        A gap between two looks counts as two looks at most: whoever was itself asleep has watched nothing.
        """
        with self._database.reading() as session:
            row = session.get_one(SchedulerLease, THE_LEASE)
            seen = _Seen(row.holder, row.token, row.beat)
        looked_at = self._monotonic()
        gap = min(looked_at - self._looked_at, 2 * self._pace.look)
        self._watched = self._watched + gap if seen == self._seen else 0.0
        self._seen, self._looked_at = seen, looked_at
        return seen

    def _take_over(self, seen: _Seen) -> int | None:
        """The new token; None where the lease moved after all. Waits for transactions under the old one (`fencing.fenced`)."""
        with self._database.transaction() as session:
            row = session.scalars(select(SchedulerLease).where(SchedulerLease.id == THE_LEASE).with_for_update()).one()
            if _Seen(row.holder, row.token, row.beat) != seen:
                return None
            row.holder, row.token, row.beat = self.holder, seen.token + 1, seen.beat + 1
            row.held_since = row.beat_at = self._now()
            return row.token

    def renew(self) -> bool:
        """Let the beat grow; False where the lease is no longer ours.

        With the database away nobody can have taken it: it counts as ours until the database says otherwise.
        """
        beat = {"beat": SchedulerLease.beat + 1, "beat_at": self._now()}
        try:
            return self._write(beat)
        except AWAY as error:
            logger.warning("lease not renewed, trying again: %s", type(error).__name__)
            return True

    def release(self) -> None:
        """Give it up, so that the next scheduler need not wait."""
        if self.token is None:
            return
        try:
            self._write({"holder": ""})
        except AWAY as error:
            logger.warning("lease not given up, the next scheduler waits: %s", type(error).__name__)
        self.token = self._seen = None

    def _write(self, values: dict[str, object]) -> bool:
        ours = update(SchedulerLease).where(SchedulerLease.id == THE_LEASE, SchedulerLease.token == self.token)
        with self._database.transaction() as session:
            return session.scalar(ours.values(**values).returning(SchedulerLease.id)) is not None
