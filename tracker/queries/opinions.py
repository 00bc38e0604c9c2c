"""What units beside the lead think (配合单位意见), within what the actor may see."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.models import Assignment, Consolidation, Opinion, Plan, Task
from tracker.queries.scope import found, in_region, visible_task
from tracker.queries.sql import Page, page_of
from tracker.rules.joint_statuses import SENT_CONSOLIDATION_STATES, OpinionState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentRole, AssignmentState, TaskState


def newest_round() -> ColumnElement[bool]:
    """A condition on Opinion: it is of the newest round asked for on its matter."""
    later = aliased(Opinion)
    same = and_(
        later.task_id == Opinion.task_id,
        later.consolidation_id.is_not_distinct_from(Opinion.consolidation_id),
        later.round > Opinion.round,
    )
    return ~select(later.id).where(same).exists()


def opinions_on(session: Session, task_id: int, consolidation_id: int | None = None) -> list[Opinion]:
    """The newest round of opinions on the consolidated report or, without one, on the last request to close; one statement."""
    query = (
        select(Opinion)
        .where(
            Opinion.task_id == task_id, Opinion.consolidation_id.is_not_distinct_from(consolidation_id), newest_round()
        )
        .options(joinedload(Opinion.unit), joinedload(Opinion.consolidation))
        .order_by(Opinion.id)
    )  # fmt: skip
    return list(session.scalars(query))


def last_round(session: Session, task_id: int, consolidation_id: int | None) -> int:
    """The number of the newest round on the matter; 0 where nobody was asked yet."""
    query = select(func.max(Opinion.round)).where(
        Opinion.task_id == task_id, Opinion.consolidation_id.is_not_distinct_from(consolidation_id)
    )
    return session.scalar(query) or 0


def unsettled(session: Session, task_id: int) -> list[Opinion]:
    """The opinions that keep the task from being closed: dissent that the office has not dealt with, and the silence of units
    that carry a part of it. A supporting unit that says nothing holds nothing up (domain.md a8)."""
    carries = select(Assignment.id).where(
        Assignment.task_id == Opinion.task_id,
        Assignment.unit_id == Opinion.unit_id,
        Assignment.role != AssignmentRole.SUPPORTING,
        Assignment.state != AssignmentState.ENDED,
    )
    silent = and_(Opinion.state == OpinionState.PENDING, carries.exists())
    query = select(Opinion).where(Opinion.task_id == task_id, Opinion.consolidation_id.is_(None), newest_round())
    return list(session.scalars(query.where(or_(Opinion.state == OpinionState.DISSENTED, silent)).order_by(Opinion.id)))


def the_opinion(session: Session, actor: Actor, opinion_id: int) -> Opinion:
    """The opinion with its matter; NotFound where the actor may not see its task. Who has a part in a task sees what all say."""
    query = (
        select(Opinion)
        .join(Task, Task.id == Opinion.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Opinion.id == opinion_id, visible_task(actor))
        .options(
            joinedload(Opinion.task).joinedload(Task.plan).joinedload(Plan.jurisdiction), joinedload(Opinion.unit),
            joinedload(Opinion.consolidation),
        )
    )  # fmt: skip
    return found(session.scalar(query))


def waiting(actor: Actor) -> ColumnElement[bool]:
    """A condition on Opinion joined to Task and Plan: it waits for the actor to speak, or for the office to deal with it."""
    own = Opinion.unit_id.in_(sorted(actor.units(Permission.OPINION_STATE)))
    sent = select(Consolidation.id).where(
        Consolidation.id == Opinion.consolidation_id, Consolidation.state.in_(SENT_CONSOLIDATION_STATES)
    )
    on_closure = and_(Opinion.consolidation_id.is_(None), Task.state == TaskState.CLOSURE_REQUESTED)
    is_open = or_(on_closure, and_(Task.state.in_(OPEN_TASK_STATES), sent.exists()))
    speaks = and_(Opinion.state == OpinionState.PENDING, own)
    deals = and_(Opinion.state == OpinionState.DISSENTED, in_region(actor, Permission.TASK_CLOSE))
    return and_(newest_round(), is_open, or_(speaks, deals))


def opinions(session: Session, actor: Actor, state: OpinionState | None = None, number: int = 1) -> Page[Opinion]:
    """One page of the opinions that units were asked for: of the actor's unit, for the office those of the place; what waits
    for the actor first, then the newest. Two statements."""
    own = Opinion.unit_id.in_(sorted(actor.units(Permission.OPINION_STATE)))
    query = (
        select(Opinion, waiting(actor).label("waits"))
        .join(Task, Task.id == Opinion.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(newest_round(), or_(own, in_region(actor, Permission.TASK_READ)))
        .options(joinedload(Opinion.task), joinedload(Opinion.unit), joinedload(Opinion.consolidation))
        .order_by(waiting(actor).desc(), Opinion.id.desc())
    )
    if state:
        query = query.where(Opinion.state == state)
    rows, number, total = page_of(session, query, number)
    return Page([row[0] for row in rows], number, total)


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for the actor."""
    query = select(func.count()).select_from(Opinion).join(Task, Task.id == Opinion.task_id).join(Plan, Plan.id == Task.plan_id)
    return query.where(waiting(actor))


def dissents_on_reports(session: Session, task_id: int, limit: int = 5) -> list[Opinion]:
    """What units said last against consolidated reports of the task, dealt with or not, newest first; one statement."""
    query = (
        select(Opinion)
        .where(
            Opinion.task_id == task_id, Opinion.consolidation_id.is_not(None), newest_round(),
            Opinion.state.in_((OpinionState.DISSENTED, OpinionState.NOTED)),
        )
        .options(joinedload(Opinion.unit), joinedload(Opinion.consolidation))
        .order_by(Opinion.id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(session.scalars(query))
