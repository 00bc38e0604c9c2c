"""Orders of a plan as they stood at the end of a past day, out of the history."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Event, SupervisionOrder, Task, Unit
from tracker.queries.history import in_plan
from tracker.rules.days import official_day
from tracker.rules.report_facts import OrderRecord
from tracker.rules.statuses import OrderState
from tracker.rules.transitions import Subject

# What leaves the office with no answer in hand: none yet, or one that it has returned.
_WITHOUT_ANSWER = (OrderState.ISSUED, OrderState.RECEIVED)


def orders_on(session: Session, plan_id: int, end: datetime) -> tuple[OrderRecord, ...]:
    """The orders issued before the instant, in the order of issue; two statements."""
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
    return tuple(_order(order, unit, past.get(order.id, [])) for order, unit in found)


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
        state=OrderState(moves[-1].new) if moves else OrderState.ISSUED,
    )
