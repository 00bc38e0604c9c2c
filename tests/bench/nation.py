"""A nation of invented counties in the database, made by the bundle: for benchmarks only, and always the same.

Each county has an office, 17 units with a liaison and a head, and one plan of 21 tasks, each given to every unit. Due days are
spread over two years, one in fifty before the first sweep; one share in a hundred is not signed for, one in fifty has not
reported.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.models import Assignment, Jurisdiction, Membership, Plan, Task, Unit, User

UNITS, TASKS = 17, 21
FIRST_DUE, SPAN = date(2025, 8, 27), 730
ISSUED = date(2025, 1, 6)
AT = datetime(2025, 1, 6, 1, tzinfo=UTC)
COUNTIES_AT_ONCE = 100


def build(url: str, counties: int) -> int:
    """Fill the migrated database; how many open assignments it has then."""
    database = Database(url)
    for first in range(0, counties, COUNTIES_AT_ONCE):
        with database.transaction() as session:
            numbers = range(first, min(first + COUNTIES_AT_ONCE, counties))
            _organise(session, numbers)
            _assign(session, numbers)
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if database.engine.dialect.name == "postgresql":
            for name in (
                "jurisdiction_id_seq",
                "unit_id_seq",
                "user_account_id_seq",
                "plan_id_seq",
                "task_id_seq",
                "assignment_id_seq",
            ):
                connection.execute(text(f"SELECT setval('{name}', 100000000)"))
        connection.execute(text("ANALYZE"))
    database.dispose()
    return counties * UNITS * TASKS


def _insert(session: Session, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    session.execute(insert(table), list(rows))


def _organise(session: Session, numbers: range) -> None:
    _insert(session, Jurisdiction, ({"id": n + 1, "name": f"示例{n}县", "level": "county", "path": f"/{n + 1}/"} for n in numbers))
    units = [(n, k, n * (UNITS + 1) + k + 1) for n in numbers for k in range(UNITS + 1)]
    names = {unit: f"示例{n}县第{k}局" if k else f"示例{n}县领导小组办公室" for n, k, unit in units}
    _insert(session, Unit, ({"id": unit, "jurisdiction_id": n + 1, "name": names[unit]} for n, _, unit in units))
    people = [(unit, first, unit * 2 + first, k) for _, k, unit in units for first in range(2)]
    _insert(session, User, ({"id": who, "login": f"u{who}", "name": f"用户{who}", "password_hash": "-"} for _, _, who, _ in people))
    posts = {(True, 0): "clerk", (True, 1): "director", (False, 0): "liaison", (False, 1): "unit_head"}
    _insert(
        session, Membership,
        ({"user_id": who, "unit_id": unit, "role": posts[(k == 0, first)], "from_on": ISSUED} for unit, first, who, k in people),
    )  # fmt: skip


def _assign(session: Session, numbers: range) -> None:
    _insert(
        session, Plan,
        (
            {
                "id": n + 1, "key": f"p{n}", "title": f"示例{n}县托育服务实施方案", "jurisdiction_id": n + 1, "issuers": [],
                "basis": [], "abbreviations": [], "state": "issued", "issued_at": AT, "supervised_from": ISSUED,
            }
            for n in numbers
        ),
    )  # fmt: skip
    tasks = [(n, k, n * TASKS + k + 1) for n in numbers for k in range(TASKS)]
    _insert(session, Task, (_task(n, k, task) for n, k, task in tasks))
    shares = ((n, task, k) for n, _, task in tasks for k in range(1, UNITS + 1))
    _insert(session, Assignment, (_share(n, task, k) for n, task, k in shares))


def _task(n: int, k: int, task: int) -> dict[str, Any]:
    due = FIRST_DUE + timedelta(days=task * 7919 % SPAN)
    return {
        "id": task, "plan_id": n + 1, "title": f"第{k + 1}项任务：增加普惠托位供给，完善服务网络", "state": "in_progress",
        "due_on": due, "original_due_on": due, "issued_on": ISSUED,
    }  # fmt: skip


def _share(n: int, task: int, k: int) -> dict[str, Any]:
    number = task * UNITS + k
    pending = number % 100 == 0
    return {
        "task_id": task, "unit_id": n * (UNITS + 1) + k + 1, "role": "lead" if k == 1 else "responsible",
        "state": "pending" if pending else "acknowledged", "issued_on": ISSUED,
        "acknowledge_by": date(2025, 9, 12), "acknowledged_at": None if pending else AT,
        "reported_through": "2025-07" if number % 50 == 1 else "2025-08",
    }  # fmt: skip
