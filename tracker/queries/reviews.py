"""Reports that wait: for the head of a unit, and for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Evidence, Measure, Plan, Task, Unit, Update, User
from tracker.queries.rhythms import RhythmGroup, follows_accepted, rhythm_groups, rhythm_in
from tracker.queries.scope import in_region, own_share
from tracker.queries.sql import Page, page_of
from tracker.rules.days import official_day
from tracker.rules.periods import is_late
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentRole, AssignmentState, UpdateKind, UpdateState

APPROVALS_ON_A_PAGE = 10  # each is shown whole


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; None means no limit."""

    plan_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class QueueRow:
    """One report that waits for the office."""

    update_id: int
    task: str
    label: str
    plan: str
    unit: str
    role: AssignmentRole
    period: str
    version: int
    kind: UpdateKind
    percent: int
    accepted_percent: int
    submitted_at: datetime
    files: int
    is_late: bool  # 迟报


def review_queue(session: Session, actor: Actor, chosen: QueueFilter, number: int = 1) -> Page[QueueRow]:
    """One page of the reports that wait for the actor's office, the oldest first; three statements."""
    files = select(func.count()).where(Evidence.update_id == Update.id).scalar_subquery()
    query = (
        _waiting(actor, chosen)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .with_only_columns(
            Update, Task.title, Measure.label, Plan, Unit.name, Assignment.role, Assignment.percent, files.label("files"),
            follows_accepted().label("corrects"),
        )
    )  # fmt: skip
    rows, number, total = page_of(session, query.order_by(Update.submitted_at, Update.id), number)
    groups = rhythm_groups(session)
    return Page([_row(row, groups) for row in rows], number, total)


def _row(row: Row[*tuple[Any, ...]], groups: Sequence[RhythmGroup]) -> QueueRow:
    update, plan = row.Update, row.Plan
    cutoff = rhythm_in(groups, plan.id, plan.cycle, plan.cutoff_day).cutoff_of(update.period)
    return QueueRow(
        update_id=update.id,
        task=row.title,
        label=row.label or "",
        plan=plan.title,
        unit=row.name,
        role=row.role,
        period=update.period,
        version=update.version,
        kind=update.kind,
        percent=update.percent,
        accepted_percent=row.percent,
        submitted_at=update.submitted_at,
        files=row.files,
        is_late=is_late(official_day(update.submitted_at), cutoff, corrects_accepted=row.corrects),
    )


def waiting_query(actor: Actor, chosen: QueueFilter) -> Select[int]:
    """Counts the reports that wait in the queue."""
    return select(func.count()).select_from(_waiting(actor, chosen).subquery())


def following(session: Session, actor: Actor, chosen: QueueFilter, update: Update) -> int | None:
    """The report that comes after this one in the queue, the first one after the last; None where no other waits."""
    since = update.submitted_at or update.drafted_at
    comes_after = or_(Update.submitted_at > since, and_(Update.submitted_at == since, Update.id > update.id))
    query = _waiting(actor, chosen).where(Update.id != update.id)
    return session.scalar(query.order_by(comes_after.desc(), Update.submitted_at, Update.id).limit(1))


def queue_plans(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The plans of which some report waits: id and title."""
    query = _waiting(actor, QueueFilter()).with_only_columns(Plan.id, Plan.title).distinct().order_by(Plan.id)
    return [(row.id, row.title) for row in session.execute(query)]


def queue_units(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The units of which some report waits: id and name."""
    query = _waiting(actor, QueueFilter()).join(Unit, Unit.id == Assignment.unit_id)
    rows = session.execute(query.with_only_columns(Unit.id, Unit.name).distinct().order_by(Unit.name, Unit.id))
    return [(row.id, row.name) for row in rows]


def _waiting(actor: Actor, chosen: QueueFilter) -> Select[*tuple[Any, ...]]:
    query = (
        select(Update.id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(
            Update.state == UpdateState.SUBMITTED,
            Assignment.state != AssignmentState.ENDED,
            in_region(actor, Permission.UPDATE_REVIEW),
        )
    )
    if chosen.plan_id:
        query = query.where(Task.plan_id == chosen.plan_id)
    return query.where(Assignment.unit_id == chosen.unit_id) if chosen.unit_id else query


@dataclass(frozen=True)
class Approval:
    """One report that waits for the head of its unit, whole, and the name of who wrote it."""

    update: Update
    by: str


def approvals(session: Session, actor: Actor, number: int = 1) -> Page[Approval]:
    """One page of the reports that wait for the actor to sign them off, the oldest first; three statements."""
    query = (
        select(Update, User.name)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(User, User.id == Update.drafted_by_id)
        .where(update_waits_for_head(actor))
        .options(
            joinedload(Update.assignment).options(
                joinedload(Assignment.unit),
                joinedload(Assignment.task).options(joinedload(Task.measure), joinedload(Task.plan).joinedload(Plan.jurisdiction)),
            ),
            selectinload(Update.evidence).joinedload(Evidence.file),
        )
        .order_by(Update.drafted_at, Update.id)
    )
    rows, number, total = page_of(session, query, number, APPROVALS_ON_A_PAGE)
    return Page([Approval(update, by) for update, by in rows], number, total, APPROVALS_ON_A_PAGE)


def update_waits_for_head(actor: Actor) -> ColumnElement[bool]:
    """A condition on Update joined to Assignment: it waits for the actor as head of the unit."""
    own = own_share(actor, Permission.UPDATE_APPROVE)
    return and_(Update.state == UpdateState.UNIT_REVIEW, Assignment.state != AssignmentState.ENDED, own)
