"""What the page of one task shows: its text, shares, reports, orders and history, within what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import (
    Assignment,
    Evidence,
    Measure,
    Plan,
    SupervisionOrder,
    Task,
    Update,
    User,
)
from tracker.queries.rhythms import follows_accepted
from tracker.queries.scope import visible_task
from tracker.queries.signers import signer
from tracker.queries.sql import Page, page_of
from tracker.rules.days import official_day
from tracker.rules.joint_statuses import Rating
from tracker.rules.periods import Rhythm
from tracker.rules.periods import is_late as is_late_on
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import UpdateState
from tracker.rules.transitions import Subject

SENT_STATES = (UpdateState.SUBMITTED, UpdateState.ACCEPTED, UpdateState.RETURNED)
UNITS_ON_A_PAGE = 10
REPORTS_OF_A_UNIT = 6


@dataclass(frozen=True)
class EvidenceRow:
    id: int
    name: str
    size: int
    fact_on: date | None


@dataclass(frozen=True)
class UpdateRow:
    """One report of one unit. `reason` and `mend_by` are the office's, where it was returned or accepted with a note."""

    id: int
    assignment_id: int
    period: str
    version: int
    kind: Any
    state: UpdateState
    percent: int
    narrative: str
    problems: str
    next_step: str
    by: str
    submitted_at: datetime | None
    reason: str
    mend_by: date | None
    evidence: tuple[EvidenceRow, ...]
    self_rating: Rating | None = None
    verified_rating: Rating | None = None
    is_late: bool = False  # 迟报


@dataclass(frozen=True)
class UnitReports:
    """What one share has reported: the newest, the few before it, and how many there are in all."""

    assignment_id: int
    unit: str
    clause: int | None
    latest: UpdateRow
    earlier: tuple[UpdateRow, ...]
    total: int


def task_in_full(session: Session, actor: Actor, task_id: int) -> Task | None:
    """The task with its plan, measure, clauses, indicators and shares read with it; None where the actor may not see it."""
    query = (
        select(Task)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Task.id == task_id, visible_task(actor))
        .options(
            joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Task.measure).options(
                joinedload(Measure.section), selectinload(Measure.clauses), selectinload(Measure.indicators)
            ),
            selectinload(Task.assignments).options(
                joinedload(Assignment.unit), joinedload(Assignment.via_unit), joinedload(Assignment.clause)
            ),
        )
    )
    return session.scalar(query)


def sees_every_unit(actor: Actor, task: Task, consolidating: Iterable[int]) -> bool:
    """True where the actor may read the reports of all the task's units: office, leaders, and who consolidates it."""
    region = task.plan.jurisdiction.path
    units = (None, *consolidating)
    return any(may_touch(actor, Permission.EVIDENCE_READ, region=region, unit_id=unit) for unit in units)


def unit_reports(session: Session, actor: Actor, task: Task, number: int = 1, *, sees_all: bool) -> Page[UnitReports]:
    """The reports of the task by unit, newest sender first, in pages of units; three statements."""
    shares = (
        select(Update.assignment_id, func.count().label("total"))
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task.id, _readable(actor, sees_all))
        .group_by(Update.assignment_id)
        .order_by(func.max(Update.period).desc(), Update.assignment_id)
    )
    rows, number, total = page_of(session, shares, number, UNITS_ON_A_PAGE)
    totals = {row.assignment_id: row.total for row in rows}
    reports = _newest(session, actor, totals, task.plan.rhythm, sees_all)
    by_id = {share.id: share for share in task.assignments}
    found = [_unit_reports(by_id[share_id], reports[share_id], total) for share_id, total in totals.items()]
    return Page(found, number, total, UNITS_ON_A_PAGE)


def _readable(actor: Actor, sees_all: bool) -> ColumnElement[bool]:
    """A unit reads its own reports in every state, others only what has left its unit."""
    own = Assignment.unit_id.in_(sorted(actor.units(Permission.EVIDENCE_READ)))
    return or_(own, Update.state.in_(SENT_STATES)) if sees_all else own


def _newest(session: Session, actor: Actor, share_ids: Iterable[int], rhythm: Rhythm, sees_all: bool) -> dict[int, list[UpdateRow]]:
    newest = (Update.period.desc(), Update.version.desc())
    place = func.row_number().over(partition_by=Update.assignment_id, order_by=newest).label("place")
    ranked = (
        select(Update.id, place)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Update.assignment_id.in_(list(share_ids)), _readable(actor, sees_all))
        .subquery()
    )
    query = (
        select(Update, signer(Subject.UPDATE, Update.id, User.id, Update.submitted_at), follows_accepted())
        .join(ranked, and_(ranked.c.id == Update.id, ranked.c.place <= REPORTS_OF_A_UNIT))
        .outerjoin(User, User.id == func.coalesce(Update.submitted_by_id, Update.drafted_by_id))
        .options(selectinload(Update.evidence).joinedload(Evidence.file))
        .order_by(*newest)
    )
    found: dict[int, list[UpdateRow]] = {}
    for update, by, corrects in session.execute(query):
        is_late = update.submitted_at is not None and is_late_on(
            official_day(update.submitted_at), rhythm.cutoff_of(update.period), corrects_accepted=corrects
        )
        found.setdefault(update.assignment_id, []).append(_update_row(update, by, is_late=is_late))
    return found


def _unit_reports(share: Assignment, reports: Sequence[UpdateRow], total: int) -> UnitReports:
    clause = share.clause.ordinal if share.clause else None
    return UnitReports(share.id, share.unit.name, clause, reports[0], tuple(reports[1:]), total)


def _update_row(update: Update, by: str, *, is_late: bool) -> UpdateRow:
    return UpdateRow(
        id=update.id,
        assignment_id=update.assignment_id,
        period=update.period,
        version=update.version,
        kind=update.kind,
        state=update.state,
        percent=update.percent,
        narrative=update.narrative,
        problems=update.problems,
        next_step=update.next_step,
        by=by,
        submitted_at=update.submitted_at,
        reason=update.decision_reason,
        mend_by=update.mend_by,
        evidence=tuple(EvidenceRow(item.id, item.name, item.file.size, item.fact_on) for item in update.evidence),
        self_rating=update.self_rating,
        verified_rating=update.verified_rating,
        is_late=is_late,
    )


def orders_of(session: Session, actor: Actor, task: Task, *, sees_all: bool) -> list[SupervisionOrder]:
    """The orders about the task, newest first: all of them for the office, a unit's own for others."""
    own = SupervisionOrder.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    query = (
        select(SupervisionOrder)
        .options(joinedload(SupervisionOrder.unit))
        .where(SupervisionOrder.task_id == task.id, true() if sees_all else own)
        .order_by(SupervisionOrder.id.desc())
        .limit(UNITS_ON_A_PAGE)
    )
    return list(session.scalars(query))
