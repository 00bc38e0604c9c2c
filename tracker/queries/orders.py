"""Urging and supervision orders (催办单, 督办单): lists, one of them, its items and files, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Evidence, ItemFile, PhoneUrge, Plan, RectificationItem, SupervisionOrder, Task, Unit
from tracker.queries.evidence import sent_evidence
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.queries.updates import consolidates
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    ORDER_IN_HAND_STATES,
    OWED_ITEM_STATES,
    REPLY_OWED_STATES,
    ItemState,
    OrderKind,
    OrderLevel,
    OrderOutcome,
    OrderState,
)


@dataclass(frozen=True)
class OrderRow:
    """One line of a list of orders. `owed_by`: the day by which the unit must act next (rules/orders.py), None where it need not.

    `open_items`: things still to be put right; `calls`: how often the unit was called about the order.
    """

    id: int
    kind: OrderKind
    level: OrderLevel
    year: int
    number: int
    state: OrderState
    outcome: OrderOutcome | None
    task_id: int
    task: str
    unit: str
    demand: str
    reply_due_on: date
    owed_by: date | None
    issued_at: datetime
    replied_at: datetime | None
    open_items: int
    calls: int


@dataclass(frozen=True)
class OrderFilter:
    """What the list is narrowed to; None means no limit."""

    state: OrderState | None = None
    kind: OrderKind | None = None
    level: OrderLevel | None = None
    unit_id: int | None = None
    overdue: bool = False


def visible_order(actor: Actor) -> ColumnElement[bool]:
    """A condition on SupervisionOrder joined to Task and Plan: its own unit, who answers for the whole task, office, leaders."""
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(in_region(actor, Permission.TASK_READ), own, consolidates(actor))


def owed_by() -> ColumnElement[date | None]:
    """The day by which the unit must act next, as `rules.orders.owed_by` has it."""
    items = select(func.min(RectificationItem.due_on)).where(_owed_items()).correlate(SupervisionOrder).scalar_subquery()
    state = SupervisionOrder.state
    return case((state.in_(REPLY_OWED_STATES), SupervisionOrder.reply_due_on), (state == OrderState.ACCEPTED, items))


def _owed_items() -> ColumnElement[bool]:
    return and_(RectificationItem.order_id == SupervisionOrder.id, RectificationItem.state.in_(OWED_ITEM_STATES))


def orders(session: Session, actor: Actor, chosen: OrderFilter, today: date, number: int = 1) -> Page[OrderRow]:
    """One page of the orders: those that wait for their unit first, by the limit; then the newest. Two statements."""
    query = _orders().where(visible_order(actor), *_narrowed(chosen, today))
    waiting = owed_by()
    rows, number, total = page_of(session, query.order_by(waiting.is_(None), waiting, SupervisionOrder.id.desc()), number)
    return Page([_row(*row) for row in rows], number, total)


def _narrowed(chosen: OrderFilter, today: date) -> list[ColumnElement[bool]]:
    wanted = (
        (SupervisionOrder.state, chosen.state),
        (SupervisionOrder.kind, chosen.kind),
        (SupervisionOrder.level, chosen.level),
        (SupervisionOrder.unit_id, chosen.unit_id),
    )
    conditions = [column == value for column, value in wanted if value is not None]
    return [*conditions, owed_by() < today] if chosen.overdue else conditions


def order_units(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The units that have orders in the actor's view, by name: id and name."""
    query = (
        select(Unit.id, Unit.name)
        .join(SupervisionOrder, SupervisionOrder.unit_id == Unit.id)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(visible_order(actor))
    )
    return [(row.id, row.name) for row in session.execute(query.distinct().order_by(Unit.name))]


def orders_to_answer(session: Session, actor: Actor, limit: int) -> list[OrderRow]:
    """The first few orders with which the actor's own units have something to do, the nearest limit first.

    To sign for, to answer, or something to put right; what waits for the head of the unit is not the liaison's.
    """
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.ORDER_REPLY)))
    todo = RectificationItem.state.in_((ItemState.OPEN, ItemState.RETURNED))
    has_items = exists().where(RectificationItem.order_id == SupervisionOrder.id, todo)
    state = SupervisionOrder.state
    asked = or_(state.in_((OrderState.ISSUED, OrderState.RECEIVED)), and_(state.in_(sorted(ORDER_IN_HAND_STATES)), has_items))
    query = _orders().where(own, asked)
    rows = session.execute(
        query.order_by(func.coalesce(owed_by(), SupervisionOrder.reply_due_on), SupervisionOrder.id).limit(limit)
    )
    return [_row(*row) for row in rows]


def orders_to_sign(session: Session, actor: Actor, limit: int) -> list[OrderRow]:
    """The first few orders of which an answer, or what is said of an item, waits for the actor as head of the unit."""
    query = _orders().where(order_waits_for_head(actor)).order_by(SupervisionOrder.reply_due_on, SupervisionOrder.id)
    return [_row(*row) for row in session.execute(query.limit(limit))]


def order_waits_for_head(actor: Actor) -> ColumnElement[bool]:
    """A condition on SupervisionOrder: an answer, or what is said of an item, waits for the actor as head of the unit."""
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.ORDER_APPROVE)))
    items = exists().where(RectificationItem.order_id == SupervisionOrder.id, RectificationItem.state == ItemState.UNIT_REVIEW)
    return and_(own, or_(SupervisionOrder.state == OrderState.UNIT_REVIEW, items))


def the_order(session: Session, actor: Actor, order_id: int) -> SupervisionOrder:
    """The order with its task, plan, unit, items and their files; NotFound where the actor may not see it."""
    query = (
        select(SupervisionOrder)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(SupervisionOrder.id == order_id, visible_order(actor))
        .options(*_in_full())
    )
    return found(session.scalar(query))


def _in_full() -> tuple[Any, ...]:
    task = joinedload(SupervisionOrder.task)
    return (
        task.joinedload(Task.plan).joinedload(Plan.jurisdiction),
        task.joinedload(Task.measure),
        joinedload(SupervisionOrder.unit),
        joinedload(SupervisionOrder.follows),
        selectinload(SupervisionOrder.items).selectinload(RectificationItem.files).joinedload(ItemFile.file),
    )


def the_item(session: Session, actor: Actor, item_id: int) -> RectificationItem:
    """The item with its order, as `the_order` gives it; NotFound where the actor may not see it."""
    order_id = session.scalar(select(RectificationItem.order_id).where(RectificationItem.id == item_id))
    order = the_order(session, actor, order_id or 0)
    return next(item for item in order.items if item.id == item_id)


def reads_answer(actor: Actor, row: SupervisionOrder | RectificationItem) -> bool:
    """True for the unit itself; for others only what has left it: not a draft that waits for the head, or was taken back."""
    if actor.trusted or row.unit_id in actor.units(Permission.EVIDENCE_READ):
        return True
    if isinstance(row, RectificationItem):
        return row.state not in OWED_ITEM_STATES
    return row.replied_at is not None


def the_file(session: Session, actor: Actor, file_id: int) -> ItemFile:
    """The file of an item; NotFound where the actor may not see the order, or the file has not left its unit."""
    row = session.get(ItemFile, file_id)
    item = the_item(session, actor, row.item_id if row else 0)
    return found(next((file for file in item.files if file.id == file_id and reads_answer(actor, item)), None))


def citable_evidence(session: Session, order: SupervisionOrder) -> Sequence[Evidence]:
    """The evidence that the order's unit has sent about the task, the newest first, each file once."""
    return sent_evidence(session, order.task_id, [order.unit_id])


def _orders() -> Select[*tuple[Any, ...]]:
    items = select(func.count()).where(_owed_items()).correlate(SupervisionOrder).scalar_subquery()
    calls = select(func.count()).where(PhoneUrge.order_id == SupervisionOrder.id).correlate(SupervisionOrder).scalar_subquery()
    return (
        select(SupervisionOrder, Task.title, Unit.name, owed_by(), items, calls)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == SupervisionOrder.unit_id)
    )


def _row(order: SupervisionOrder, task: str, unit: str, owed: date | None, open_items: int, calls: int) -> OrderRow:
    return OrderRow(
        id=order.id,
        kind=order.kind,
        level=order.level,
        year=order.year,
        number=order.number,
        state=order.state,
        outcome=order.outcome,
        task_id=order.task_id,
        task=task,
        unit=unit,
        demand=order.demand,
        reply_due_on=order.reply_due_on,
        owed_by=owed,
        issued_at=order.issued_at,
        replied_at=order.replied_at,
        open_items=open_items,
        calls=calls,
    )
