"""What there is to remind of: for each ladder its basis days, and what hangs on one of them; whole tables in one SELECT each.

Only plans that are followed (`supervised_from`), and only steps of a ladder that fell after the matter was given out: nobody is
chased for a day that had passed before they were told. What is asked of a unit in all its tasks alike, to sign and to report,
is one matter for each plan and unit; a due date is a matter of its own task.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models import Assignment, Obligation, Occurrence, Plan, SupervisionOrder, Task, Unit
from tracker.queries.rhythms import RhythmGroup, owes
from tracker.rules.days import end_of_day
from tracker.rules.matter_statuses import OWED_OCCURRENCE_STATES
from tracker.rules.periods import Period
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    OWING_ASSIGNMENT_STATES,
    REPLY_OWED_STATES,
    REPORTING_ASSIGNMENT_STATES,
    AssignmentState,
    OrderKind,
    PlanState,
)

Query = Select[*tuple[Any, ...]]
# The ladders of papers that are each a matter of their own (queries/reminder_papers.py), with what they are.
PAPERS = {Ladder.ORDER: "order", Ladder.ITEM: "item", Ladder.INSTRUCTION: "instruction", Ladder.RECHECK: "recheck"}


@dataclass(frozen=True)
class OrderName:
    """What an order is called: 督办单〔2025〕3号."""

    kind: OrderKind
    year: int
    number: int


@dataclass(frozen=True)
class Matter:
    """What one unit, or the office, is to be told.

    `subject` and `subject_id` name it for good; `occurrence_id` is the report that an obligation asks the unit for. `title` is
    that of its task, the first where there are several (`tasks`), or what the obligation asks. `unit_name` is the unit that has
    to act, the first where the office hears of several (`units`).
    """

    subject: str
    subject_id: int
    plan_id: int
    plan_title: str
    jurisdiction_id: int
    task_id: int | None
    title: str
    tasks: int
    unit_id: int
    unit_name: str
    units: int = 1
    order: OrderName | None = None
    occurrence_id: int | None = None


def due_days(session: Session) -> Sequence[date]:
    """The due dates of tasks with shares that are not done."""
    return _days(session, Task.due_on, _due())


def sign_days(session: Session) -> Sequence[date]:
    """The days by which shares are to be signed for that are not signed for yet."""
    return _days(session, Assignment.acknowledge_by, _pending())


def reply_days(session: Session) -> Sequence[date]:
    """The days by which orders are to be answered that are not answered yet."""
    query = select(SupervisionOrder.reply_due_on).where(SupervisionOrder.state.in_(REPLY_OWED_STATES)).distinct()
    return session.scalars(query.order_by(SupervisionOrder.reply_due_on)).all()


def duty_days(session: Session) -> Sequence[date]:
    """The days by which recurring reports are owed that have not reached the office."""
    query = select(Occurrence.due_on).join(Plan, Plan.id == Occurrence.plan_id).where(*_report_owed()).distinct()
    return session.scalars(query.order_by(Occurrence.due_on)).all()


def due(due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The tasks due on the day, with each unit that is not done; for the office each task once."""
    return _shares([Task.due_on == due_on, *_due(), *_told_by(step_day)], Task.id, for_office=for_office)


def unsigned(sign_by: date, step_day: date, *, for_office: bool) -> Query:
    """The shares to be signed for by the day and not signed for, by plan and unit; for the office by plan."""
    return _shares([Assignment.acknowledge_by == sign_by, *_pending(), *_told_by(step_day)], Task.plan_id, for_office=for_office)


def unreported(group: RhythmGroup, period: Period, step_day: date, *, for_office: bool) -> Query:
    """The shares of plans in the rhythm with no report received for the period, by plan and unit; for the office by plan.

    Owed only where the plan was followed, and the share given out, before the day of the cut-off (rules/periods.py).
    """
    where = [
        group.holds(),
        Plan.supervised_from < period.cutoff,
        Assignment.state.in_(REPORTING_ASSIGNMENT_STATES),
        owes(period),
        *_told_by(step_day),
    ]
    return _shares(where, Task.plan_id, for_office=for_office)


def unanswered(reply_due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The orders to be answered by the day; the office hears of each order by itself as well."""
    return (
        select(
            SupervisionOrder.id.label("subject_id"), Task.plan_id, Plan.title.label("plan_title"), Plan.jurisdiction_id,
            Task.id.label("task_id"), Task.title, SupervisionOrder.unit_id, Unit.name.label("unit_name"),
            SupervisionOrder.kind, SupervisionOrder.year, SupervisionOrder.number,
        )
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == SupervisionOrder.unit_id)
        .where(
            SupervisionOrder.state.in_(REPLY_OWED_STATES),
            SupervisionOrder.reply_due_on == reply_due_on,
            SupervisionOrder.issued_at < end_of_day(step_day),
            *open_and_followed(),
        )
        .order_by(SupervisionOrder.id)
    )  # fmt: skip


def unsent(due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The recurring reports owed by the day that have not reached the office; for the office each duty once."""
    each = Occurrence.obligation_id
    counted = (
        select(
            each, func.min(Occurrence.unit_id).label("unit_id"), func.min(Occurrence.id).label("occurrence_id"),
            func.count(Occurrence.unit_id.distinct()).label("units"),
        )
        .join(Plan, Plan.id == Occurrence.plan_id)
        .where(Occurrence.due_on == due_on, Occurrence.opened_on <= step_day, *_report_owed())
        .group_by(*((each,) if for_office else (each, Occurrence.unit_id)))
        .subquery()
    )  # fmt: skip
    return (
        select(
            counted, Obligation.plan_id, Plan.title.label("plan_title"), Plan.jurisdiction_id, Obligation.what.label("title"),
            Unit.name.label("unit_name"),
        )
        .join(Obligation, Obligation.id == counted.c.obligation_id)
        .join(Plan, Plan.id == Obligation.plan_id)
        .join(Unit, Unit.id == counted.c.unit_id)
        .order_by(counted.c.obligation_id, counted.c.unit_id)
    )  # fmt: skip


def matter(ladder: Ladder, row: Row[*tuple[Any, ...]]) -> Matter:
    """The typed form of a row of one of the queries above."""
    found = row._mapping
    common = {name: found[name] for name in ("plan_id", "plan_title", "jurisdiction_id", "title", "unit_id", "unit_name")}
    if ladder is Ladder.OBLIGATION:
        of_report = {"units": found["units"], "occurrence_id": found["occurrence_id"]}
        return Matter("obligation", found["obligation_id"], task_id=None, tasks=0, **of_report, **common)
    if ladder in PAPERS:
        order = OrderName(found["kind"], found["year"], found["number"]) if "number" in found else None
        units = found.get("units", 1)
        return Matter(PAPERS[ladder], found["subject_id"], task_id=found["task_id"], tasks=1, units=units, order=order, **common)
    counts = {"tasks": found["tasks"], "units": found["units"]}
    if ladder is Ladder.DUE:
        return Matter("task", found["task_id"], task_id=found["task_id"], **counts, **common)
    only_task = found["task_id"] if found["tasks"] == 1 else None
    return Matter("plan", found["plan_id"], task_id=only_task, **counts, **common)


def _shares(where: list[ColumnElement[bool]], each: InstrumentedAttribute[int], *, for_office: bool) -> Query:
    """Open shares counted by `each` (a task, a plan) and, but for the office, by unit; with the first task and unit of each."""
    groups = (each,) if for_office else (each, Assignment.unit_id)
    counted = (
        select(
            func.min(Task.id).label("task_id"), func.min(Assignment.unit_id).label("unit_id"),
            func.count(Task.id.distinct()).label("tasks"), func.count(Assignment.unit_id.distinct()).label("units"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(*where, *open_and_followed())
        .group_by(*groups)
        .subquery()
    )  # fmt: skip
    return (
        select(
            counted, Task.title, Task.plan_id, Plan.title.label("plan_title"), Plan.jurisdiction_id, Unit.name.label("unit_name"),
        )
        .join(Task, Task.id == counted.c.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == counted.c.unit_id)
        .order_by(counted.c.task_id, counted.c.unit_id)
    )  # fmt: skip


def _days(session: Session, day: InstrumentedAttribute[date | None], where: list[ColumnElement[bool]]) -> Sequence[date]:
    query = (
        select(day)
        .join_from(Assignment, Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(day.is_not(None), *where, *open_and_followed())
        .distinct()
        .order_by(day)
    )
    return [found for found in session.scalars(query) if found]


def _due() -> list[ColumnElement[bool]]:
    return [Task.is_ongoing.is_(False), Assignment.state.in_(OWING_ASSIGNMENT_STATES)]


def _pending() -> list[ColumnElement[bool]]:
    return [Assignment.state == AssignmentState.PENDING]


def _told_by(step_day: date) -> list[ColumnElement[bool]]:
    return [Plan.supervised_from <= step_day, Assignment.issued_on <= step_day]


def _report_owed() -> list[ColumnElement[bool]]:
    return [
        Occurrence.state.in_(OWED_OCCURRENCE_STATES), Plan.state == PlanState.ISSUED, Plan.supervised_from.is_not(None)
    ]  # fmt: skip


def open_and_followed() -> list[ColumnElement[bool]]:
    """Conditions on Task joined to Plan: it is being carried out, and followed."""
    return [Task.state.in_(OPEN_TASK_STATES), Plan.supervised_from.is_not(None)]
