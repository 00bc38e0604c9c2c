"""Matters to coordinate (协调事项), within what the actor may see."""

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import CoordinationItem, CoordinationUnit, Plan, Task
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.queries.updates import consolidates
from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.permissions import Actor, Permission


def visible_item(actor: Actor) -> ColumnElement[bool]:
    """A condition on CoordinationItem joined to Task and Plan: its own unit; once it has left the unit, the units that it
    concerns, who answers for the task, the office and leaders."""
    units = sorted(actor.units(Permission.TASK_READ))
    concerned = select(CoordinationUnit.item_id).where(CoordinationUnit.unit_id.in_(units))
    others = or_(CoordinationItem.id.in_(concerned), in_region(actor, Permission.TASK_READ), consolidates(actor))
    return or_(CoordinationItem.unit_id.in_(units), and_(CoordinationItem.submitted_at.is_not(None), others))


def the_item(session: Session, actor: Actor, item_id: int) -> CoordinationItem:
    """The matter with its task, plan and units; NotFound where the actor may not see it."""
    query = (
        select(CoordinationItem)
        .join(Task, Task.id == CoordinationItem.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(CoordinationItem.id == item_id, visible_item(actor))
        .options(
            joinedload(CoordinationItem.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(CoordinationItem.unit),
            selectinload(CoordinationItem.concerned).joinedload(CoordinationUnit.unit),
        )
    )
    return found(session.scalar(query))


def items_of(session: Session, actor: Actor, task_id: int, limit: int = 10) -> list[CoordinationItem]:
    """The matters about the task that the actor may see, newest first; two statements."""
    query = (
        select(CoordinationItem)
        .join(Task, Task.id == CoordinationItem.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(CoordinationItem.task_id == task_id, visible_item(actor))
        .options(
            joinedload(CoordinationItem.unit), selectinload(CoordinationItem.concerned).joinedload(CoordinationUnit.unit)
        )
        .order_by(CoordinationItem.id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(session.scalars(query))


def items(session: Session, actor: Actor, state: CoordinationState | None = None, number: int = 1) -> Page[CoordinationItem]:
    """One page of the matters: the open first, the oldest of them on top. Two statements, and one for the units concerned."""
    is_over = CoordinationItem.state.in_((CoordinationState.SETTLED, CoordinationState.WITHDRAWN))
    open_since = case((~is_over, CoordinationItem.opened_at))
    query = (
        select(CoordinationItem)
        .join(Task, Task.id == CoordinationItem.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(visible_item(actor))
        .options(joinedload(CoordinationItem.task), joinedload(CoordinationItem.unit))
        .order_by(open_since.is_(None), open_since, CoordinationItem.id.desc())
    )
    if state:
        query = query.where(CoordinationItem.state == state)
    rows, number, total = page_of(session, query, number)
    return Page([row[0] for row in rows], number, total)


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for the actor."""
    query = select(func.count()).select_from(CoordinationItem).join(Task, Task.id == CoordinationItem.task_id)
    return query.join(Plan, Plan.id == Task.plan_id).where(waits_for(actor))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """A condition on CoordinationItem joined to Task and Plan: it waits for the office to take up or settle, or for the head of
    the unit to sign."""
    heads = sorted(actor.units(Permission.COORDINATION_APPROVE))
    open_to_office = (CoordinationState.SUBMITTED, CoordinationState.TAKEN_UP)
    return or_(
        and_(CoordinationItem.state.in_(open_to_office), in_region(actor, Permission.COORDINATION_SETTLE)),
        and_(CoordinationItem.state == CoordinationState.UNIT_REVIEW, CoordinationItem.unit_id.in_(heads)),
    )
