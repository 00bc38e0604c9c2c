"""Other plans around the one that is asked for: a lived-in county, copied as often as wanted. For benchmarks only.

The county is that of the tests (`tests/factories.py`), its plan played at random (`tests/histories.py`), so that every table has
rows of it: reports, orders, extensions, dissent, indicators, their history. A copy is the same rows with other ids, made by the
database itself; ids that stand in JSON, and hashes, are copied as they are, for nothing here looks at them.
"""

from pathlib import Path

from sqlalchemy import Table, text
from sqlalchemy.engine import Connection

from tests.factories import Factory, enter_cast
from tests.histories import play, random_plan
from tracker.db import Database
from tracker.models import Base
from tracker.storage import Storage

STRIDE = 100_000  # between the ids of one copy and of the next
STEPS = 300
SEED = 20251122

# Columns that hold ids though no foreign key says so, and texts that are unique.
IDS = {
    "event": ("chain", "subject_id", "task_id"), "chain_head": ("chain",), "objection": ("conclusion_id",),
    "notice": ("subject_id", "plan_id", "task_id", "unit_id", "user_id"),
}  # fmt: skip
KEYS = {"user_account": "login", "plan": "key", "digest": "key", "notice": "key"}
SHARED = {
    "evidence_file", "source_document", "login_attempt", "scheduler_lease", "job_run", "job_request", "calendar_year",
    "ladder_rung",
}  # fmt: skip


def lived_in(database: Database, folder: Path) -> int:
    """Enter the county and play its plan; the plan's id."""
    with database.transaction() as session:
        cast = enter_cast(session)
    factory = Factory(database, Storage(folder / "files"), cast)
    plan_id = random_plan(factory)
    for _ in play(factory, plan_id, SEED, STEPS):
        pass
    return plan_id


def copy(database: Database, first: int, last: int) -> None:
    """Copy the county so often: the copies bear these numbers, both included."""
    with database.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in SHARED:
                _copy(connection, table, first, last)
        # The tree of places has two stages.
        connection.execute(text("UPDATE jurisdiction SET path = '/' || id || '/' WHERE parent_id IS NULL"))
        connection.execute(
            text("UPDATE jurisdiction SET path = '/' || parent_id || '/' || id || '/' WHERE parent_id IS NOT NULL")
        )  # fmt: skip


def _copy(connection: Connection, table: Table, first: int, last: int) -> None:
    moved = _ids(table)
    chosen = ", ".join(_column(table.name, column.name, moved) for column in table.columns)
    # What belongs to no plan, the chain 0, stays one.
    conditions = " AND ".join(f"t.{name} BETWEEN 1 AND {STRIDE - 1}" for name in moved if name in _own(table))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(
        text(
            f'INSERT INTO "{table.name}" ({names}) '  # noqa: S608 (names of our own tables)
            f"WITH RECURSIVE n(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM n WHERE k < {last}) "
            f'SELECT {chosen} FROM "{table.name}" t CROSS JOIN n WHERE {conditions}'
        )
    )


def _ids(table: Table) -> list[str]:
    ties = [column.name for column in table.columns if any(key.column.name == "id" for key in column.foreign_keys)]
    own = [column.name for column in table.primary_key if column.name == "id"]
    return [*own, *(name for name in ties if not _is_shared(table, name)), *IDS.get(table.name, ())]


def _is_shared(table: Table, name: str) -> bool:
    return any(key.column.table.name in SHARED for key in table.columns[name].foreign_keys)


def _own(table: Table) -> set[str]:
    return {column.name for column in table.primary_key} | ({"chain"} if table.name == "event" else set())


def _column(table: str, name: str, moved: list[str]) -> str:
    if name in moved:
        return f't."{name}" + n.k * {STRIDE}'
    if KEYS.get(table) == name:
        return f"t.\"{name}\" || '-' || CAST(n.k AS TEXT)"
    return f't."{name}"'
