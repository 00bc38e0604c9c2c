"""End the tasks of a plan that is over, the parts of its units in them, and the orders about them (终止)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.models import Assignment, Plan, RectificationItem, SupervisionOrder, Task
from tracker.queries.faces import face_of_share, written
from tracker.queries.held import told_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_ASSIGNMENT_STATES,
    SETTLED_ITEM_STATES,
    UNFINISHED_TASK_STATES,
    AssignmentState,
    OrderOutcome,
    OrderState,
)
from tracker.rules.transitions import Proof, Subject, check, move_named
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record

AT_ONCE = 5_000  # ids in one statement; databases take some tens of thousands

Ending = type[Task] | type[Assignment] | type[SupervisionOrder] | type[RectificationItem]


def end_tasks(session: Session, plan: Plan, reason: str, ended_on: date, *, actor: Actor, now: datetime) -> list[Task]:
    """The tasks of the plan that were open or suspended and are ended now, with every open share and order of theirs.

    What was struck off stays so, and so does a share that the office has accepted as done. The caller holds the plan's chain
    and has found that the plan is over.
    """
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    tasks = list(
        session.scalars(select(Task).where(Task.plan_id == plan.id, Task.state.in_(UNFINISHED_TASK_STATES)).order_by(Task.id))
    )
    ids = [task.id for task in tasks]
    open_shares = select(Assignment).where(Assignment.task_id.in_(ids), Assignment.state.in_(OPEN_ASSIGNMENT_STATES))
    shares = session.scalars(open_shares.order_by(Assignment.id)).all()
    orders = _open_orders(session, ids)
    entries = [
        *_end(session, Task, Subject.TASK, "end", tasks, reason, ended_on=ended_on, end_reason=reason),
        *_end(session, Assignment, Subject.ASSIGNMENT, "end", shares, reason),
        *_end_orders(session, orders, reason, now),
    ]
    record(session, plan.id, entries, actor=actor, now=now)
    return tasks


def end_shares(session: Session, plan: Plan, shares: Sequence[Assignment], reason: str, *, actor: Actor, now: datetime) -> None:
    """End shares of the plan's tasks that go on with other units, and the orders to those that have no other part in them.

    The caller holds the plan's chain. The event keeps what the share was, for the plan's papers of earlier days.
    """
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    ids = {share.id for share in shares}
    tasks = {share.task_id for share in shares}
    left = select(Assignment).where(Assignment.task_id.in_(tasks), Assignment.state != AssignmentState.ENDED)
    still = {(share.task_id, share.unit_id) for share in session.scalars(left) if share.id not in ids}
    gone = {(share.task_id, share.unit_id) for share in shares} - still
    orders = [order for order in _open_orders(session, sorted(tasks)) if (order.task_id, order.unit_id) in gone]
    entries = [
        *_end(session, Assignment, Subject.ASSIGNMENT, "end", shares, reason),
        *_end_orders(session, orders, reason, now),
    ]
    record(session, plan.id, entries, actor=actor, now=now)


def _open_orders(session: Session, task_ids: Sequence[int]) -> Sequence[SupervisionOrder]:
    query = select(SupervisionOrder).where(SupervisionOrder.task_id.in_(task_ids), SupervisionOrder.state != OrderState.CLOSED)
    return session.scalars(query.order_by(SupervisionOrder.id)).all()


def _end_orders(session: Session, orders: Sequence[SupervisionOrder], reason: str, now: datetime) -> list[Entry]:
    """Withdraw the orders with what they still want put right."""
    ids = [order.id for order in orders]
    query = select(RectificationItem).where(
        RectificationItem.order_id.in_(ids), RectificationItem.state.not_in(SETTLED_ITEM_STATES)
    )
    items = session.scalars(query.order_by(RectificationItem.id)).all()
    values = {"closed_at": now, "outcome": OrderOutcome.WITHDRAWN}
    return [
        *_end(session, RectificationItem, Subject.ITEM, "withdraw", items, reason, finding=reason),
        *_end(session, SupervisionOrder, Subject.ORDER, "withdraw", orders, reason, **values),
    ]


def _end(
    session: Session, model: Ending, subject: Subject, name: str, rows: Iterable[Any], reason: str, **values: Any
) -> list[Entry]:
    """Make the move of the table on all of the rows, in as few statements as may be; the entries that tell of it."""
    move = move_named(subject, name)
    entries = []
    for row in rows:
        target = check(move, row.state, reason=reason, proven=(Proof.PLAN_OVER,))
        task_id = row.id if subject is Subject.TASK else row.task_id
        data = written(face_of_share(row)) if subject is Subject.ASSIGNMENT else None
        wrote = told_of(subject, row.id, values)
        entries.append(Entry(subject, row.id, name, row.state, target, reason, task_id, data, wrote=wrote))
    ids = [entry.subject_id for entry in entries]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        result = session.execute(
            update(model).where(model.id.in_(some), model.state.in_(move.sources)).values(state=move.target, **values)
        )
        if not isinstance(result, CursorResult) or result.rowcount != len(some):
            raise Conflict("刚才已有其他人处理了这一项，请刷新页面查看最新状态。")
    return entries
