"""Carrying a task out with another one of its plan (并案): the director's decision, by a named approving document."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Assignment, Merging, Task
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, OPEN_TASK_STATES, AssignmentRole, AssignmentState
from tracker.rules.transitions import Proof
from tracker.services.giving import give_share
from tracker.services.issue_notices import send_notices
from tracker.services.moves import hold, make_move
from tracker.services.orders import withdraw_open_orders
from tracker.services.reviews import roll_up
from tracker.services.suspensions import Ruling, tell_units


def merge(session: Session, task: Task, successor: Task, ruling: Ruling, *, actor: Actor, now: datetime) -> Merging:
    """Let the successor stand for the task: its open shares end with a reference, their units go on under the successor.

    A unit that has a part there already keeps that; another one gets a share to sign for. Who led is responsible there, for a
    task has its own lead. What was reported and accepted stays with the old share. Orders about the task are withdrawn.
    """
    hold(session, task)
    is_open = successor.id != task.id and successor.plan_id == task.plan_id and successor.state in OPEN_TASK_STATES
    proven = ruling.proven | ({Proof.SUCCESSOR_OPEN} if is_open else set())
    data = {"approval": ruling.approval, "into": successor.id, "name": successor.title}
    make_move(session, task, "merge", actor=actor, now=now, reason=ruling.reason, proven=proven, data=data)
    found = Merging(
        task_id=task.id, successor_id=successor.id, reason=ruling.reason, approval=ruling.approval, merged_at=now,
        merged_by_id=actor.user_id,
    )  # fmt: skip
    session.add(found)
    session.flush()
    body = f"《{task.title}》并入《{successor.title}》，今后在该任务下办理和填报。"
    tell_units(session, task, f"merge:{found.id}", "任务已并案", body, now=now)
    reference = f"并入“{successor.title}”"
    fresh: list[Assignment | None] = []
    for share in [share for share in task.assignments if share.state in OPEN_ASSIGNMENT_STATES]:
        make_move(session, share, "merge", actor=actor, now=now, reason=reference)
        fresh.append(_go_on(session, share, successor, actor, now))
    send_notices(session, successor.plan, [share for share in fresh if share], actor=actor, now=now)
    withdraw_open_orders(session, task, reference, actor=actor, now=now)
    session.flush()
    roll_up(session, successor, actor=actor, now=now)
    return found


def _go_on(session: Session, share: Assignment, successor: Task, actor: Actor, now: datetime) -> Assignment | None:
    """The share that the unit got in the successor; None where it has a part there already."""
    if any(other.unit_id == share.unit_id and other.state is not AssignmentState.ENDED for other in successor.assignments):
        return None
    role = AssignmentRole.SUPPORTING if share.role is AssignmentRole.SUPPORTING else AssignmentRole.RESPONSIBLE
    return give_share(session, successor, share.unit_id, role, data={"from": share.task_id}, actor=actor, now=now)
