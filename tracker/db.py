"""The database: one engine, and the two ways to use it, `reading()` and `transaction()`.

Every write goes through `transaction()` at an edge (a view, a command, a job): one action, one transaction. On SQLite it
begins IMMEDIATE, because a deferred transaction that reads and then writes fails at once when another writer is active.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.witness import Witness

BUSY_TIMEOUT_SECONDS = 15
EVENT_HEADS = "event_heads"  # in `session.info`: the heads of the chains that the transaction has lengthened


class Database:
    """An engine with the product's settings for its dialect, and a witness to what is committed to the history."""

    def __init__(self, url: str, witness: Witness | None = None) -> None:
        self._witness = witness
        is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}} if is_sqlite else {"pool_pre_ping": True}
        self.engine: Engine = create_engine(url, **options)
        if is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writing = self.engine.execution_options(tracker_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for SELECTs; nothing it does is kept."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed whole when the block ends, or not at all when it raises.

        Raises Conflict where another transaction entered the same thing first (a unique key refused the second).
        """
        try:
            with Session(self._writing) as session:
                with session.begin():
                    yield session
                heads = session.info.get(EVENT_HEADS)
                if heads and self._witness:
                    self._witness.note(heads)
        except IntegrityError as error:
            if _is_duplicate(error):
                raise Conflict("刚才已有其他人提交了同样的内容，请刷新页面查看最新状态。") from error
            raise

    def dispose(self) -> None:
        self.engine.dispose()


def _is_duplicate(error: IntegrityError) -> bool:
    """True where a unique key refused the row; any other broken constraint is a fault of ours, not a race."""
    if isinstance(error.orig, sqlite3.IntegrityError):
        return error.orig.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return getattr(error.orig, "sqlstate", None) == "23505"  # unique_violation


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own; _begin_sqlite does
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tracker_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
