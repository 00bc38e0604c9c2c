"""Urging (催办单) and supervision orders (督办单): numbered, one task and one unit each, with a limit for the answer."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Jurisdiction, SupervisionOrder, Task, Unit
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, OrderKind, OrderState
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.moves import hold, make_move


def issue_order(
    session: Session, task: Task, unit: Unit, kind: OrderKind, demand: str, reply_due_on: date, *, actor: Actor, now: datetime
) -> SupervisionOrder:
    """A numbered order to one unit of the task. Refused for a unit that has no part in it, or a limit already past."""
    require_plan(actor, Permission.ORDER_ISSUE, task.plan)
    hold(session, task)
    today = official_day(now)
    if task.state not in OPEN_TASK_STATES:
        raise InvalidInput("只有已交办、尚未销号的任务可以催办或督办。")
    if unit.id not in {share.unit_id for share in task.assignments}:
        raise InvalidInput("该单位不承办这项任务，请选择任务的承办单位。")
    if not demand.strip():
        raise InvalidInput("请写明办理要求。")
    if reply_due_on < today:
        raise InvalidInput("答复期限不能早于今天。")
    order = SupervisionOrder(
        jurisdiction_id=task.plan.jurisdiction_id, task_id=task.id, unit_id=unit.id, kind=kind, year=today.year,
        number=_next_number(session, task.plan.jurisdiction_id, kind, today.year),
        demand=demand.strip(), reply_due_on=reply_due_on, issued_at=now,
    )  # fmt: skip
    session.add(order)
    session.flush()
    entry = Entry("order", order.id, "issue", new=OrderState.ISSUED, task_id=task.id, data={"kind": kind, "unit": unit.id})
    record(session, task.plan_id, [entry], actor=actor, now=now)
    title = "收到催办单" if kind is OrderKind.URGE else "收到督办单"
    notices.tell(
        session, unit, key=f"order:{order.id}", title=title, path=f"/orders/{order.id}", task=task, due_on=reply_due_on,
        body=f"《{task.title}》：{order.demand} 请于{reply_due_on.isoformat()}前答复。", now=now,
    )  # fmt: skip
    return order


def _next_number(session: Session, jurisdiction_id: int, kind: OrderKind, year: int) -> int:
    """The number after the last one. The jurisdiction's row is locked, so that two orders at once cannot take the same."""
    session.execute(select(Jurisdiction.id).where(Jurisdiction.id == jurisdiction_id).with_for_update())
    query = select(func.max(SupervisionOrder.number)).where(
        SupervisionOrder.jurisdiction_id == jurisdiction_id, SupervisionOrder.kind == kind, SupervisionOrder.year == year
    )
    return (session.scalar(query) or 0) + 1


def reply(session: Session, order: SupervisionOrder, text: str, *, actor: Actor, now: datetime) -> None:
    """The unit's answer to the order."""
    make_move(session, order, "reply", actor=actor, now=now, reason=text, reply=text, replied_at=now)


def close_order(session: Session, order: SupervisionOrder, note: str, *, actor: Actor, now: datetime) -> None:
    """The office is satisfied, or withdraws the order; the note says which."""
    make_move(session, order, "close", actor=actor, now=now, reason=note, closed_at=now)
