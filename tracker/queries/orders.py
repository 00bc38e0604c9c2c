"""Urging and supervision orders (催办单, 督办单): lists and one of them, within what the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Plan, SupervisionOrder, Task, Unit
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.queries.updates import consolidates
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OrderKind, OrderState


@dataclass(frozen=True)
class OrderRow:
    """One line of a list of orders."""

    id: int
    kind: OrderKind
    year: int
    number: int
    state: OrderState
    task_id: int
    task: str
    unit: str
    demand: str
    reply_due_on: date
    issued_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True)
class OrderFilter:
    """What the list is narrowed to; None means no limit."""

    state: OrderState | None = None
    kind: OrderKind | None = None
    unit_id: int | None = None


def visible_order(actor: Actor) -> ColumnElement[bool]:
    """A condition on SupervisionOrder joined to Task and Plan: its own unit, who answers for the whole task, office, leaders."""
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(in_region(actor, Permission.TASK_READ), own, consolidates(actor))


def orders(session: Session, actor: Actor, chosen: OrderFilter, number: int = 1) -> Page[OrderRow]:
    """One page of the orders: those that wait for an answer first, by their limit; then the newest. Two statements."""
    query = _orders().where(visible_order(actor))
    if chosen.state:
        query = query.where(SupervisionOrder.state == chosen.state)
    if chosen.kind:
        query = query.where(SupervisionOrder.kind == chosen.kind)
    if chosen.unit_id:
        query = query.where(SupervisionOrder.unit_id == chosen.unit_id)
    waiting = case((SupervisionOrder.state == OrderState.ISSUED, SupervisionOrder.reply_due_on))
    rows, number, total = page_of(session, query.order_by(waiting.is_(None), waiting, SupervisionOrder.id.desc()), number)
    return Page([_row(*row) for row in rows], number, total)


def orders_to_answer(session: Session, actor: Actor, limit: int) -> list[OrderRow]:
    """The first few orders that the actor's own units have still to answer, the nearest limit first."""
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.ORDER_REPLY)))
    query = _orders().where(own, SupervisionOrder.state == OrderState.ISSUED)
    rows = session.execute(query.order_by(SupervisionOrder.reply_due_on, SupervisionOrder.id).limit(limit))
    return [_row(*row) for row in rows]


def the_order(session: Session, actor: Actor, order_id: int) -> SupervisionOrder:
    """The order with its task, plan and unit; NotFound where the actor may not see it."""
    query = (
        select(SupervisionOrder)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(SupervisionOrder.id == order_id, visible_order(actor))
        .options(
            joinedload(SupervisionOrder.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(SupervisionOrder.task).joinedload(Task.measure),
            joinedload(SupervisionOrder.unit),
        )
    )
    return found(session.scalar(query))


def _orders() -> Select[SupervisionOrder, str, str]:
    return (
        select(SupervisionOrder, Task.title, Unit.name)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == SupervisionOrder.unit_id)
    )


def _row(order: SupervisionOrder, task: str, unit: str) -> OrderRow:
    return OrderRow(
        id=order.id,
        kind=order.kind,
        year=order.year,
        number=order.number,
        state=order.state,
        task_id=order.task_id,
        task=task,
        unit=unit,
        demand=order.demand,
        reply_due_on=order.reply_due_on,
        issued_at=order.issued_at,
        replied_at=order.replied_at,
    )
