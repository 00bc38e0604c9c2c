"""What is due on which day, for a calendar: of the units for which the actor acts, and of the places that the actor looks after.

What is owed is told by the sources of the reminders (`queries/reminder_matters.py`, `queries/reminder_papers.py`), so that calendar
and reminders cannot differ. What is done, or rests, is no longer there.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.labels import order_number
from tracker.models import (
    Assignment,
    Instruction,
    Measure,
    Obligation,
    Occurrence,
    Plan,
    Recheck,
    RectificationItem,
    SupervisionOrder,
    Task,
    Update,
)
from tracker.queries.feed_periods import cutoffs_of_places, cutoffs_of_units
from tracker.queries.reminder_matters import ACKNOWLEDGE, DUE, OBLIGATION
from tracker.queries.reminder_papers import INSTRUCTION, ITEM, ORDER, RECHECK, RETURNED
from tracker.queries.reminder_sources import Column, Query
from tracker.queries.scope import in_region
from tracker.rules.calendar_feeds import DayKind, DueDay
from tracker.rules.moves import Subject
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, PlanState

MOST = 500  # of each kind, the earliest days first: more than that is read on the page, and not in a calendar

_FOLLOWED = Plan.supervised_from.is_not(None)
_ABOUT = (Plan.title.label("plan"), Task.title.label("title"), Measure.label.label("number"))


def due_days(session: Session, actor: Actor, today: date) -> list[DueDay]:
    """All that is due, in order of days; at most fourteen statements, whatever the size."""
    found: list[DueDay] = []
    units = sorted(actor.units(Permission.TASK_READ))
    if units:
        found += _of_units(session, units)
        found += cutoffs_of_units(session, units, today)
    if actor.regions(Permission.TASK_READ):
        found += _of_places(session, actor, today)
        found += cutoffs_of_places(session, actor, today)
    return sorted({day.key: day for day in found}.values(), key=lambda day: (day.on, day.key))


def _of_units(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    yield from _tasks(session, units)
    yield from _signatures(session, units)
    yield from _returned(session, units)
    yield from _orders(session, units)
    yield from _items(session, units)
    yield from _duties(session, units)
    yield from _instructions(session, units)


def _rows(session: Session, rows: Query, on: Any, *columns: Any, where: Column) -> Sequence[Any]:
    """The rows of tasks that have a day, with what they are about."""
    query = rows.outerjoin(Measure, Measure.id == Task.measure_id).where(_FOLLOWED, on.is_not(None), where)
    return session.execute(query.add_columns(on.label("on"), *_ABOUT, *columns).distinct().order_by(on, *columns).limit(MOST)).all()


def _tasks(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    for row in _rows(session, DUE.rows, Task.due_on, Task.id, where=Assignment.unit_id.in_(units)):
        yield _about_task(DayKind.TASK, Subject.TASK, row, f"/tasks/{row.id}")


def _about_task(kind: DayKind, record: str, row: Any, path: str, **more: str) -> DueDay:
    return DueDay(
        kind, f"{kind}-{row.id}", (record, row.id), row.on, row.plan, path, title=row.title, number=row.number or "", **more
    )  # fmt: skip


def _signatures(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    """What was given out together is signed for together: one day for each plan, unit and giving out."""
    query = (
        ACKNOWLEDGE.rows.where(_FOLLOWED, Assignment.acknowledge_by.is_not(None), Assignment.unit_id.in_(units))
        .add_columns(
            Plan.id.label("plan_id"), Plan.title.label("plan"), Assignment.unit_id, Assignment.issued_on,
            func.min(Assignment.acknowledge_by).label("on"), func.min(Assignment.id).label("first"),
        )
        .group_by(Plan.id, Plan.title, Assignment.unit_id, Assignment.issued_on)
        .order_by("on", Plan.id)
        .limit(MOST)
    )  # fmt: skip
    for row in session.execute(query):
        key = f"{DayKind.ACKNOWLEDGE}-{row.plan_id}-{row.unit_id}-{row.issued_on.isoformat()}"
        yield DueDay(DayKind.ACKNOWLEDGE, key, (Subject.ASSIGNMENT, row.first), row.on, row.plan, "/mine")


def _returned(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    """Returned reports for which the office set a day."""
    rows = _rows(session, RETURNED.rows, Update.mend_by, Update.id, Update.period, where=Assignment.unit_id.in_(units))
    for row in rows:
        yield _about_task(DayKind.RETURNED, Subject.UPDATE, row, f"/updates/{row.id}", period=row.period)


_ORDER = (SupervisionOrder.kind, SupervisionOrder.year, SupervisionOrder.number.label("order_number"))


def _orders(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    of_units = SupervisionOrder.unit_id.in_(units)
    for row in _rows(session, ORDER.rows, SupervisionOrder.reply_due_on, SupervisionOrder.id, *_ORDER, where=of_units):
        paper = order_number(row.kind, row.year, row.order_number)
        yield _about_task(DayKind.ORDER, Subject.ORDER, row, f"/orders/{row.id}", paper=paper)


def _items(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    of_units = SupervisionOrder.unit_id.in_(units)
    for row in _rows(session, ITEM.rows, RectificationItem.due_on, RectificationItem.id, *_ORDER, where=of_units):
        paper = order_number(row.kind, row.year, row.order_number)
        yield _about_task(DayKind.ITEM, Subject.ITEM, row, f"/orders/items/{row.id}", paper=paper)


def _instructions(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    of_units = Assignment.unit_id.in_(units)
    for row in _rows(session, INSTRUCTION.rows, Instruction.answer_due_on, Instruction.id, where=of_units):
        yield _about_task(DayKind.INSTRUCTION, Subject.INSTRUCTION, row, f"/instructions/{row.id}")


def _duties(session: Session, units: Sequence[int]) -> Iterator[DueDay]:
    query = (
        OBLIGATION.rows.join(Obligation, Obligation.id == Occurrence.obligation_id)
        .where(_FOLLOWED, Occurrence.unit_id.in_(units))
        .add_columns(Occurrence.id, Occurrence.due_on, Obligation.what, Plan.title.label("plan"))
        .order_by(Occurrence.due_on, Occurrence.id)
        .limit(MOST)
    )
    for row in session.execute(query):
        record = (Subject.OCCURRENCE, row.id)
        yield DueDay(
            DayKind.OBLIGATION, f"obligation-{row.id}", record, row.due_on, row.plan, f"/obligations/{row.id}", title=row.what
        )  # fmt: skip


def _of_places(session: Session, actor: Actor, today: date) -> Iterator[DueDay]:
    """For the office, looks back; for leaders too, the days to come on which tasks of a plan are due; the page tells which."""
    looked_after = in_region(actor, Permission.TASK_CLOSE)
    for row in _rows(session, RECHECK.rows, Recheck.due_on, Recheck.id, where=looked_after):
        yield _about_task(DayKind.RECHECK, Subject.RECHECK, row, f"/rechecks/{row.id}")
    query = (
        select(Plan.id, Plan.title, Task.due_on)
        .join(Task, Task.plan_id == Plan.id)
        .where(_FOLLOWED, Plan.state == PlanState.ISSUED, in_region(actor, Permission.TASK_READ))
        .where(Task.state.in_(OPEN_TASK_STATES), Task.is_ongoing.is_(False), Task.due_on >= today)
        .distinct()
        .order_by(Task.due_on, Plan.id)
        .limit(MOST)
    )
    for row in session.execute(query):
        path = f"/tasks?plan={row.id}&due_from={row.due_on.isoformat()}&due_to={row.due_on.isoformat()}"
        yield DueDay(DayKind.PLAN, f"plan-{row.id}-{row.due_on.isoformat()}", ("plan", row.id), row.due_on, row.title, path)
