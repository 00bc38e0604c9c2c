"""The steps of a ladder as a small relation in SQL: for each basis day the rung that stands on the day of the sweep.

The pure rule works the steps out in Python, one for each day on which something is based; the database joins everything that
hangs on those days to them in one statement, however much it is. They travel as one JSON value, so that the statement is the
same for few days and for many.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import CTE, Date, Integer, String, bindparam, cast, column, func, literal_column, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from tracker.rules.reminders import Audience, Step

Audiences = Sequence[Audience]


@dataclass(frozen=True)
class StepRow:
    """A step on its basis day, with the words in which its limit is said today.

    `is_past`, `is_urgent` and the audiences are 0 or 1. `subject_id` narrows the step to one matter; 0: whatever hangs on the day.
    """

    basis: date
    basis_text: str
    rung: str
    step_on: date
    liaison: int
    unit_head: int
    leader: int
    clerk: int
    director: int
    is_urgent: int
    via: str
    note: str
    short: str
    long: str
    is_past: int
    subject_id: int = 0


def step_row(basis: date, step: Step, short: str, long: str, *, is_past: bool, subject_id: int = 0) -> StepRow:
    """The row of a step; `short` and `long` are the words for its limit."""
    heard = set(step.audiences)
    office = Audience.OFFICE in heard
    return StepRow(
        basis, basis.isoformat(), step.rung, step.day,
        Audience.LIAISON in heard, Audience.UNIT_HEAD in heard, Audience.LEADER in heard, office or Audience.CLERK in heard, office,
        step.is_urgent, " ".join(step.via), step.note, short, long, is_past, subject_id,
    )  # fmt: skip


_TYPES: dict[Any, Any] = {date: Date(), str: String(), int: Integer()}
_COLUMNS = {kept.name: _TYPES[kept.type] for kept in fields(StepRow)}


def relation(session: Session, rows: Iterable[StepRow]) -> CTE:
    """The rows as a common table expression `step`, for statements that run on the session."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    packed = bindparam("steps", json.dumps([_packed(row) for row in rows], ensure_ascii=False), String())
    if is_postgresql:
        columns = [column(name, kind) for name, kind in _COLUMNS.items()]
        unpacked = func.jsonb_to_recordset(cast(packed, JSONB)).table_valued(*columns).render_derived(name="each", with_types=True)
        query = select(*(unpacked.c[name] for name in _COLUMNS))
    else:
        each = func.json_each(packed).table_valued("value", name="each")
        query = select(
            *(
                type_coerce(func.json_extract(each.c.value, literal_column(f"'$.{name}'")), kind).label(name)
                for name, kind in _COLUMNS.items()
            )
        )
    # Unpacked once, not again for each row that is joined to it.
    return query.cte("step").prefix_with("MATERIALIZED")


def _packed(row: StepRow) -> dict[str, Any]:
    return {kept.name: _plain(getattr(row, kept.name)) for kept in fields(StepRow)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
