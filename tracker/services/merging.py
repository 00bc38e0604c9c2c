"""Carrying a task out with another one of its plan (并案): the director's decision, by a named approving document."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Merging, SupervisionOrder, Task
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, OPEN_TASK_STATES, AssignmentRole, AssignmentState, OrderState
from tracker.rules.transitions import Proof, Subject
from tracker.services.events import Entry, record
from tracker.services.moves import hold, make_move
from tracker.services.orders import withdraw_order
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
    for share in [share for share in task.assignments if share.state in OPEN_ASSIGNMENT_STATES]:
        make_move(session, share, "merge", actor=actor, now=now, reason=reference)
        _go_on(session, share, successor, actor, now)
    for order in _open_orders(session, task):
        withdraw_order(session, order, reference, actor=actor, now=now)
    session.flush()
    roll_up(session, successor)
    return found


def _go_on(session: Session, share: Assignment, successor: Task, actor: Actor, now: datetime) -> None:
    own = [other for other in successor.assignments if other.unit_id == share.unit_id]
    if any(other.state is not AssignmentState.ENDED for other in own):
        return
    today = official_day(now)
    role = AssignmentRole.SUPPORTING if share.role is AssignmentRole.SUPPORTING else AssignmentRole.RESPONSIBLE
    before = next((other for other in own if other.role is role and other.clause_id is None), None)
    if before is not None:
        make_move(session, before, "give_again", actor=actor, now=now, issued_on=today, acknowledged_at=None)
        return
    fresh = Assignment(unit_id=share.unit_id, role=role, state=AssignmentState.PENDING, issued_on=today)
    successor.assignments.append(fresh)
    session.flush()
    data = {"from": share.task_id}
    entry = Entry(Subject.ASSIGNMENT, fresh.id, "issue", new=AssignmentState.PENDING, task_id=successor.id, data=data)
    record(session, successor.plan_id, [entry], actor=actor, now=now)


def _open_orders(session: Session, task: Task) -> list[SupervisionOrder]:
    query = select(SupervisionOrder).where(SupervisionOrder.task_id == task.id, SupervisionOrder.state != OrderState.CLOSED)
    return list(session.scalars(query.order_by(SupervisionOrder.id)))
