"""Consolidated reports of joint tasks (汇总报告) and the shares behind them, within what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Consolidation, Evidence, Plan, Task, Update
from tracker.queries.own_reports import own_update
from tracker.queries.scope import found, in_region, visible_task
from tracker.queries.tasks import SENT_STATES
from tracker.rules.joint_report_facts import JointFacts, JointShare
from tracker.rules.joint_statuses import ConsolidationState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentState, UpdateState


@dataclass(frozen=True)
class SharePeriod:
    """One unit's part in a joint task, and its newest report for the period as far as the actor may read it."""

    share: Assignment
    update: Update | None


def shares_of_period(session: Session, actor: Actor, task: Task, period: str, *, sees_all: bool) -> list[SharePeriod]:
    """Every standing share of the task with its report for the period; who does not see all, only its own. Two statements."""
    own = Assignment.unit_id.in_(sorted(actor.units(Permission.EVIDENCE_READ)))
    readable = or_(own, Update.state.in_(SENT_STATES)) if sees_all else own
    reports = _newest(session, task.id, period, readable)
    return [SharePeriod(share, reports.get(share.id)) for share in standing_shares(task)]


def standing_shares(task: Task) -> list[Assignment]:
    """The shares that have begun and not ended."""
    return [share for share in task.assignments if share.state not in (AssignmentState.DRAFT, AssignmentState.ENDED)]


def _newest(session: Session, task_id: int, period: str, condition: ColumnElement[bool]) -> dict[int, Update]:
    newest = (
        select(Update.assignment_id, func.max(Update.version).label("version"))
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task_id, Update.period == period, condition)
        .group_by(Update.assignment_id)
        .subquery()
    )
    is_newest = and_(newest.c.assignment_id == Update.assignment_id, newest.c.version == Update.version)
    query = select(Update).join(newest, is_newest).where(Update.period == period)
    query = query.options(selectinload(Update.evidence).joinedload(Evidence.file))
    return {update.assignment_id: update for update in session.scalars(query)}


def joint_facts(session: Session, task: Task, period: str) -> JointFacts:
    """What a consolidated report for the period may say: the accepted reports of all units."""
    accepted = _newest(session, task.id, period, Update.state == UpdateState.ACCEPTED)
    return JointFacts(task.title, period, task.percent, tuple(_joint_shares(standing_shares(task), accepted)))


def _joint_shares(shares: Iterable[Assignment], accepted: dict[int, Update]) -> Iterable[JointShare]:
    for share in shares:
        update = accepted.get(share.id)
        clause = share.clause.text if share.clause else None
        yield JointShare(share.unit.name, share.role, clause, share.percent, own_update(update) if update else None)


def visible_consolidation(actor: Actor) -> ColumnElement[bool]:
    """A condition on Consolidation joined to Task and Plan: its own unit; once it has left the unit, who may see the task, for
    its units are to say what they think of it."""
    own = Consolidation.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(own, and_(Consolidation.submitted_at.is_not(None), visible_task(actor)))


def the_consolidation(session: Session, actor: Actor, consolidation_id: int) -> Consolidation:
    """The consolidated report with its task, plan and unit; NotFound where the actor may not see it."""
    query = (
        select(Consolidation)
        .join(Task, Task.id == Consolidation.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Consolidation.id == consolidation_id, visible_consolidation(actor))
        .options(joinedload(Consolidation.task).joinedload(Task.plan).joinedload(Plan.jurisdiction), joinedload(Consolidation.unit))
    )
    return found(session.scalar(query))


def consolidation_of(session: Session, actor: Actor, task_id: int, period: str) -> Consolidation | None:
    """The consolidated report of the task for the period, as far as the actor may see it."""
    query = (
        select(Consolidation)
        .join(Task, Task.id == Consolidation.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Consolidation.task_id == task_id, Consolidation.period == period, visible_consolidation(actor))
        .options(joinedload(Consolidation.unit))
    )
    return session.scalar(query)


def consolidations_of(session: Session, actor: Actor, task_id: int, limit: int = 6) -> list[Consolidation]:
    """The newest consolidated reports of the task that the actor may see; one statement."""
    query = (
        select(Consolidation)
        .join(Task, Task.id == Consolidation.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Consolidation.task_id == task_id, visible_consolidation(actor))
        .options(joinedload(Consolidation.unit))
        .order_by(Consolidation.period.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def consolidation_waits_for_head(actor: Actor) -> ColumnElement[bool]:
    """A condition on Consolidation: it waits for the actor as head of the unit."""
    own = Consolidation.unit_id.in_(sorted(actor.units(Permission.UPDATE_APPROVE)))
    return and_(own, Consolidation.state == ConsolidationState.UNIT_REVIEW)


def waiting_consolidations(session: Session, actor: Actor, limit: int = 20) -> list[Consolidation]:
    """The consolidated reports that wait for the actor: for the office to decide, for the head of the unit to sign, the oldest
    first; one statement."""
    waits = or_(
        and_(Consolidation.state == ConsolidationState.SUBMITTED, in_region(actor, Permission.UPDATE_REVIEW)),
        consolidation_waits_for_head(actor),
    )
    query = (
        select(Consolidation)
        .join(Task, Task.id == Consolidation.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(waits)
        .options(joinedload(Consolidation.task), joinedload(Consolidation.unit))
        .order_by(Consolidation.submitted_at, Consolidation.id)
        .limit(limit)
    )
    return list(session.scalars(query))
