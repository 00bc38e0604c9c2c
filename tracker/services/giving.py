"""Give one more unit a part in a task that is being carried out already: pending, to be signed for."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.models import Assignment, Task
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import AssignmentRole, AssignmentState
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record
from tracker.services.moves import make_move


def give_share(
    session: Session,
    task: Task,
    unit_id: int,
    role: AssignmentRole,
    clause_id: int | None = None,
    *,
    data: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> Assignment:
    """The unit's share in the task, or in a clause of it; one that had ended is given out again. `data` says where it comes from.

    The caller has found that the unit has no such part now, and sends the notice.
    """
    today = official_day(now)
    own = (share for share in task.assignments if share.unit_id == unit_id)
    before = next((share for share in own if share.role is role and share.clause_id == clause_id), None)
    if before is not None:
        days = {"issued_on": [before.issued_on.isoformat() if before.issued_on else None, today.isoformat()]}
        make_move(session, before, "give_again", actor=actor, now=now, data={**data, **days}, issued_on=today, acknowledged_at=None)
        return before
    fresh = Assignment(unit_id=unit_id, role=role, clause_id=clause_id, state=AssignmentState.PENDING, issued_on=today)
    task.assignments.append(fresh)
    session.flush()
    entry = Entry(Subject.ASSIGNMENT, fresh.id, "issue", new=AssignmentState.PENDING, task_id=task.id, data=data)
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return fresh
