"""A unit's answer to what it was given: acknowledge (签收), or object (异议)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Assignment
from tracker.rules.permissions import Actor
from tracker.rules.statuses import TaskState
from tracker.services import notices
from tracker.services.moves import make_move


def acknowledge(session: Session, assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Sign for the assignment; with the first unit to sign, its task is in progress. Signing does not mean agreeing."""
    make_move(session, assignment, "acknowledge", actor=actor, now=now, acknowledged_at=now)
    if assignment.task.state is TaskState.ISSUED:
        make_move(session, assignment.task, "start", actor=_for_task(actor), now=now)


def object_to(session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Tell the office why the assignment is not the unit's, or is worded wrongly; it stays open until decided."""
    make_move(session, assignment, "object", actor=actor, now=now, reason=reason)


def uphold(session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Keep the assignment as it is after looking at an objection; the unit is asked again to sign."""
    make_move(session, assignment, "uphold", actor=actor, now=now, reason=reason)
    notices.tell_unit(
        session, assignment, key=f"uphold:{assignment.id}:{now.isoformat()}", title="异议未予采纳，请签收",
        body=f"《{assignment.task.title}》维持原承办安排。理由：{reason}", now=now,
    )  # fmt: skip


def _for_task(actor: Actor) -> Actor:
    """The same person, trusted with the move on the task that follows from the unit's own act."""
    return replace(actor, trusted=True)
