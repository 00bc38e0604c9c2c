"""The database: one engine, and the two ways to use it, `reading()` and `transaction()`.

Every write goes through `transaction()` at an edge (a view, a command, a job): one action, one transaction. On SQLite it
begins IMMEDIATE, because a deferred transaction that reads and then writes fails at once when another writer is active.
"""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.witness import Head, Witness

logger = logging.getLogger(__name__)

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
        # All that a page or a report reads is of one moment, as it is on SQLite by itself; or its sums would not add up.
        self._reading = self.engine if is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for SELECTs; nothing it does is kept."""
        with Session(self._reading, autoflush=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed whole when the block ends, or not at all when it raises.

        Raises Conflict where another transaction entered the same thing first (a unique key refused the second), or held what
        this one needs for too long.
        """
        try:
            with Session(self._writing) as session:
                with session.begin():
                    yield session
                heads = session.info.get(EVENT_HEADS)
                if heads:
                    self._note(heads)
        except IntegrityError as error:
            if _is_duplicate(error):
                raise Conflict("刚才已有其他人提交了同样的内容，请刷新页面查看最新状态。") from error
            raise
        except OperationalError as error:
            if _is_held_up(error):
                raise Conflict("系统正忙，本次操作没有保存，请稍后重试。") from error
            raise

    def _note(self, heads: Mapping[int, Head]) -> None:
        if self._witness is None:
            return
        try:
            self._witness.note(heads)
        except OSError:  # the work itself is committed; who did it must not be told that it failed
            logger.exception("the heads of the history could not be noted beside the data")

    def dispose(self) -> None:
        self.engine.dispose()


def _is_duplicate(error: IntegrityError) -> bool:
    """True where a unique key refused the row; any other broken constraint is a fault of ours, not a race."""
    if isinstance(error.orig, sqlite3.IntegrityError):
        return error.orig.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return getattr(error.orig, "sqlstate", None) == "23505"  # unique_violation


def _is_held_up(error: OperationalError) -> bool:
    """True where another transaction was in the way: SQLite's lock did not come free, PostgreSQL ended a deadlock."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorname.startswith("SQLITE_BUSY")
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")  # serialization_failure, deadlock_detected


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own; _begin_sqlite does
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tracker_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
