"""What the board shows besides the ledger: what waits for the office, who has not signed or reported, how plans stand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, CoordinationItem, Extension, IssueRequest, Plan, SupervisionOrder, Task, Unit, Update
from tracker.queries.lights import LightClock
from tracker.queries.rhythms import RhythmGroup, exempted
from tracker.queries.scope import in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.periods import Period
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    OWING_ASSIGNMENT_STATES,
    AssignmentState,
    ExtensionState,
    OrderState,
    TaskState,
    UpdateState,
)

UNITS_SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """How many things wait for an act of the office."""

    reports: int
    closures: int
    objections: int
    answered_orders: int
    extensions: int
    coordination: int
    issues: int


@dataclass(frozen=True)
class UnitCount:
    unit_id: int
    name: str
    count: int


@dataclass(frozen=True)
class UnitReporting:
    """How a unit stands with the reports of the current period: owed, in, and still missing."""

    unit_id: int
    name: str
    expected: int
    received: int

    @property
    def missing(self) -> int:
        return self.expected - self.received


def waiting(session: Session, actor: Actor) -> Waiting:
    """What waits for the office in the plans that the actor sees whole; one statement."""
    seen = in_region(actor, Permission.TASK_READ)
    tasks = select(func.count()).select_from(Task).join(Plan, Plan.id == Task.plan_id)
    shares = tasks.join(Assignment, Assignment.task_id == Task.id)
    of_updates = shares.join(Update, Update.assignment_id == Assignment.id)
    orders = tasks.join(SupervisionOrder, SupervisionOrder.task_id == Task.id)
    row = session.execute(
        select(
            of_updates.where(
                seen, Update.state == UpdateState.SUBMITTED, Assignment.state != AssignmentState.ENDED
            ).scalar_subquery(),
            tasks.where(seen, Task.state == TaskState.CLOSURE_REQUESTED).scalar_subquery(),
            shares.where(seen, Assignment.state == AssignmentState.OBJECTED).scalar_subquery(),
            orders.where(seen, SupervisionOrder.state == OrderState.REPLIED).scalar_subquery(),
            tasks.join(Extension, Extension.task_id == Task.id)
            .where(seen, Extension.state == ExtensionState.SUBMITTED)
            .scalar_subquery(),
            tasks.join(CoordinationItem, CoordinationItem.task_id == Task.id)
            .where(seen, CoordinationItem.state == CoordinationState.SUBMITTED)
            .scalar_subquery(),
            select(func.count())
            .select_from(IssueRequest)
            .join(Plan, Plan.id == IssueRequest.plan_id)
            .where(in_region(actor, Permission.PLAN_ISSUE), IssueRequest.state == IssueRequestState.SUBMITTED)
            .scalar_subquery(),
        )
    ).one()
    return Waiting(*row)


def unsigned_units(session: Session, actor: Actor, limit: int = UNITS_SHOWN) -> tuple[list[UnitCount], int]:
    """The units with the most assignments not signed for in supervised plans, and the number of such assignments in all."""
    query = (
        select(Unit.id, Unit.name, func.count(), func.sum(func.count()).over())
        .select_from(Assignment)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(in_region(actor, Permission.TASK_READ), Plan.supervised_from.is_not(None))
        .where(Assignment.state == AssignmentState.PENDING, Task.state.in_(OPEN_TASK_STATES))
        .group_by(Unit.id, Unit.name)
        .order_by(func.count().desc(), Unit.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    return [UnitCount(*row[:3]) for row in rows], int(rows[0][3]) if rows else 0


def reporting_by_unit(session: Session, actor: Actor, clock: LightClock, number: int = 1) -> Page[UnitReporting]:
    """Units by how many reports of the current period are still missing; two statements, in pages."""
    received = case((or_(false(), *(_has_reported(group, clock.today) for group in clock.rhythms)), 1), else_=0)
    missing = (func.count() - func.sum(received)).label("missing")
    query = (
        select(Unit.id, Unit.name, func.count(), func.sum(received), missing)
        .select_from(Assignment)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(in_region(actor, Permission.TASK_READ), Assignment.state.in_(OWING_ASSIGNMENT_STATES))
        .where(or_(false(), *(_owed(group, clock.today) for group in clock.rhythms)))
        .group_by(Unit.id, Unit.name)
        .order_by(missing.desc(), Unit.id)
    )
    rows, number, total = page_of(session, query, number, UNITS_SHOWN)
    return Page([UnitReporting(row[0], row[1], row[2], int(row[3])) for row in rows], number, total, UNITS_SHOWN)


def current_periods(clock: LightClock) -> list[Period]:
    """The periods that units report on now, each once."""
    return list(dict.fromkeys(group.rhythm.period_on(clock.today) for group in clock.rhythms))


def _owed(group: RhythmGroup, today: date) -> ColumnElement[bool]:
    period = group.rhythm.period_on(today)
    return and_(
        Plan.supervised_from.is_not(None),
        group.holds(),
        Assignment.issued_on < period.cutoff,
        ~exempted(period.key),
        Task.state.in_(OPEN_TASK_STATES),
    )


def _has_reported(group: RhythmGroup, today: date) -> ColumnElement[bool]:
    return and_(group.holds(), Assignment.reported_through >= group.rhythm.period_on(today).key)
