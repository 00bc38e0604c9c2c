"""What the history tells of orders: how they stood at the end of a past day, and what happened to one of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Event, ItemFile, RectificationItem, SupervisionOrder, Task, Unit
from tracker.queries.history import in_plan
from tracker.queries.task_history import INTERNAL_ACTIONS, EventRow
from tracker.queries.unit_names import NO_NAMES
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.report_facts import OrderRecord
from tracker.rules.statuses import OrderState
from tracker.rules.transitions import Subject

# What leaves the office with no answer in hand: none yet, or one that it has returned.
_WITHOUT_ANSWER = (OrderState.ISSUED, OrderState.RECEIVED)


def orders_on(session: Session, plan_id: int, end: datetime, names: Mapping[int, str] = NO_NAMES) -> tuple[OrderRecord, ...]:
    """The orders issued before the instant, in the order of issue; `names` as of `names_before`. Two statements."""
    query = (
        select(SupervisionOrder, Unit.name)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Unit, Unit.id == SupervisionOrder.unit_id)
        .where(in_plan(plan_id), SupervisionOrder.issued_at < end)
        .order_by(SupervisionOrder.issued_at, SupervisionOrder.id)
    )
    found = session.execute(query).all()
    events = select(Event).where(
        Event.subject == Subject.ORDER, Event.subject_id.in_([order.id for order, _ in found]), Event.at < end
    )
    past: dict[int, list[Event]] = {}
    for event in session.scalars(events.order_by(Event.id)):
        past.setdefault(event.subject_id, []).append(event)
    return tuple(_order(order, names.get(order.unit_id, unit), past.get(order.id, [])) for order, unit in found)


def _order(order: SupervisionOrder, unit: str, past: Sequence[Event]) -> OrderRecord:
    """The order as its history had left it: an answer that was returned is none, and the limit is the one set last."""
    moves = [event for event in past if event.new]
    answer = next((event for event in reversed(moves) if event.new in (*_WITHOUT_ANSWER, OrderState.REPLIED)), None)
    limits = [event.data["reply_due_on"] for event in past if event.data and "reply_due_on" in event.data]
    return OrderRecord(
        id=order.id,
        kind=order.kind,
        year=order.year,
        number=order.number,
        task_id=order.task_id,
        unit=unit,
        issued_on=official_day(order.issued_at),
        reply_due_on=date.fromisoformat(limits[-1]) if limits else order.reply_due_on,
        replied_on=official_day(answer.at) if answer and answer.new == OrderState.REPLIED else None,
        state=OrderState(moves[-1].new or "") if moves else OrderState.ISSUED,
    )


def events_of_order(session: Session, actor: Actor, order: SupervisionOrder) -> list[EventRow]:
    """What happened to the order and its items, the newest first; of what stays within the unit others see nothing."""
    items = [item.id for item in order.items]
    files = select(ItemFile.id).join(RectificationItem).where(RectificationItem.order_id == order.id)
    query = select(Event).where(
        Event.task_id == order.task_id,
        or_(
            and_(Event.subject == Subject.ORDER, Event.subject_id == order.id),
            and_(Event.subject == Subject.ITEM, Event.subject_id.in_(items)),
            and_(Event.subject == "item_file", Event.subject_id.in_(files)),
        ),
    )
    if order.unit_id not in actor.units(Permission.EVIDENCE_READ):
        query = query.where(Event.action.not_in(INTERNAL_ACTIONS))
    return [
        EventRow(event.at, event.actor_name, event.subject, event.action, event.old, event.new, event.reason, None, event.data)
        for event in session.scalars(query.order_by(Event.id.desc()))
    ]
