"""Due dates as they were: what later decisions of the office moved is led back to what stood at an instant."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Event, Extension, Task
from tracker.queries.history import in_plan
from tracker.rules.statuses import ExtensionState
from tracker.rules.transitions import Subject


def due_dates_on(session: Session, plan_id: int, end: datetime) -> Mapping[int, dict[str, date | None]]:
    """`{"due_on": …}` by task, of those whose due date was moved at or after the instant: what it was before the first such act."""
    first = (
        select(func.min(Event.seq).label("seq"))
        .where(Event.chain == plan_id, Event.subject == Subject.TASK, Event.action == "put_off", Event.at >= end)
        .group_by(Event.subject_id)
        .subquery()
    )
    query = select(Event.subject_id, Event.data).join(first, first.c.seq == Event.seq).where(Event.chain == plan_id)
    return {task_id: {"due_on": _before(data or {})} for task_id, data in session.execute(query)}


def _before(data: Mapping[str, Any]) -> date | None:
    before = data["due_on"][0]
    return date.fromisoformat(before) if before else None


def extensions_on(session: Session, plan_id: int, end: datetime) -> Mapping[int, int]:
    """How often the due date of each of the plan's tasks had been put off before the instant."""
    query = (
        select(Extension.task_id, func.count())
        .join(Task, Task.id == Extension.task_id)
        .where(in_plan(plan_id), Extension.state == ExtensionState.GRANTED, Extension.decided_at < end)
        .group_by(Extension.task_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
