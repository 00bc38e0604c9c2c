"""Who of several schedulers works: the one that holds the lease, which the system takes back when its holder dies."""

import fcntl
import logging
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, NullPool, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from tracker.config import Settings

logger = logging.getLogger(__name__)

LOCK_NUMBER = 0x6C75_6F73  # of this product among the advisory locks of its PostgreSQL database


class Lease(Protocol):
    """Held by one process at most."""

    def acquire(self) -> bool:
        """True where the lease is now ours; False, at once, where another process holds it."""
        ...

    def is_held(self) -> bool:
        """True as long as it is still ours."""
        ...

    def release(self) -> None:
        """Give it up, if held."""
        ...


class FileLease:
    """For SQLite, whose users share one machine: a lock on a file. Not for a network file system."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class PostgresLease:
    """An advisory lock of the database, so that schedulers on different machines see it.

    It belongs to a database session, hence a connection of its own: a pooled one would be given to others with the lock.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        try:
            connection = self._engine.connect()
        except SQLAlchemyError as error:
            logger.warning("database not reachable, trying again: %s", error)
            return False
        if connection.scalar(select(func.pg_try_advisory_lock(LOCK_NUMBER))):
            self._connection = connection
            return True
        connection.close()
        return False

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            return self._connection.scalar(select(1)) == 1
        except SQLAlchemyError:
            self.release()
            return False

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def lease_of(settings: Settings) -> Lease:
    """The scheduler's lease for this installation's database."""
    if settings.is_sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return FileLease(settings.data_dir / "scheduler.lock")
    return PostgresLease(settings.database_url)
