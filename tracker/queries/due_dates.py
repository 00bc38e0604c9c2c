"""Days as they were: what later decisions of the office moved is led back to what stood at an instant."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Event, Extension, Task
from tracker.queries.history import in_plan
from tracker.queries.reminder_sources import beside_index
from tracker.rules.statuses import ExtensionState
from tracker.rules.transitions import Subject


def days_before(
    session: Session, plan_id: int, end: datetime, subject: Subject, *actions: str
) -> Mapping[int, dict[str, date | None]]:
    """What the day that the actions move was at the instant, by task or share: what the first such act since then found.

    The events of the actions hold `{name of the column: [before, after]}`, and may hold more; what none has moved since is
    left out.
    """
    first = (
        select(func.min(Event.seq).label("seq"))
        .where(Event.chain == plan_id, Event.subject == subject, Event.action.in_(actions), Event.at >= end)
        .group_by(Event.subject_id)
        .subquery()
    )
    query = select(Event.subject_id, Event.data).join(first, first.c.seq == Event.seq).where(Event.chain == plan_id)
    return {subject_id: _before(data or {}) for subject_id, data in session.execute(query)}


def _before(data: Mapping[str, Any]) -> dict[str, date | None]:
    moved = {name: data[name] for name in ("issued_on", "due_on") if name in data}
    return {name: date.fromisoformat(days[0]) if days[0] else None for name, days in moved.items()}


def extensions_on(session: Session, plan_id: int, end: datetime) -> Mapping[int, int]:
    """How often the due date of each of the plan's tasks had been put off before the instant."""
    query = (
        select(Extension.task_id, func.count())
        .join(Task, Task.id == Extension.task_id)
        .where(in_plan(plan_id), beside_index(Extension.state) == ExtensionState.GRANTED, Extension.decided_at < end)
        .group_by(Extension.task_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
