"""Move the current due date of an issued task; the original one is never written again."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.queries.held import told
from tracker.rules.permissions import Actor
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record


def put_off(session: Session, task: Task, due_on: date, reason: str, *, actor: Actor, now: datetime) -> None:
    """Write the new due date, and what it was before into the history, from which papers as of an earlier day read it.

    The caller holds the plan's chain, and has found that the actor may and that the date is right.
    """
    before, task.due_on = task.due_on, due_on
    session.flush()
    data = {"due_on": [before.isoformat() if before else None, due_on.isoformat()]}
    entry = Entry(Subject.TASK, task.id, "put_off", reason=reason, task_id=task.id, data=data, wrote=told(task, "due_on"))
    record(session, task.plan_id, [entry], actor=actor, now=now)
