"""A unit's answer to what it was given: acknowledge (签收). Its objections: `services/disputes.py`."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Assignment
from tracker.rules.permissions import Actor
from tracker.rules.statuses import TaskState
from tracker.services.moves import make_move


def acknowledge(session: Session, assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Sign for the assignment; with the first unit to sign, its task is in progress. Signing does not mean agreeing."""
    make_move(session, assignment, "acknowledge", actor=actor, now=now, acknowledged_at=now)
    if assignment.task.state is TaskState.ISSUED:
        make_move(session, assignment.task, "start", actor=_for_task(actor), now=now)


def _for_task(actor: Actor) -> Actor:
    """The same person, trusted with the move on the task that follows from the unit's own act."""
    return replace(actor, trusted=True)
