"""What an actor may see: the office and leaders whole plans of their jurisdiction, unit people the tasks of their units."""

from typing import TypeVar

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Assignment, Jurisdiction, Measure, Plan, Task, TaskCarry, Unit
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState, TaskState

Row = TypeVar("Row")


def in_region(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """A condition on Plan: it lies in a jurisdiction for which the actor holds the permission whole."""
    if actor.trusted:
        return true()
    paths = actor.regions(permission)
    if not paths:
        return false()
    inside = or_(*(Jurisdiction.path.startswith(path) for path in sorted(paths)))
    return Plan.jurisdiction_id.in_(select(Jurisdiction.id).where(inside))


def unit_within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """A condition on Unit joined to Jurisdiction: a unit of the actor's, or in a place for which the actor holds the permission."""
    if actor.trusted:
        return true()
    places = (Jurisdiction.path.startswith(path) for path in sorted(actor.regions(permission)))
    return or_(Unit.id.in_(sorted(actor.units(permission))), *places)


def own_share(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """A condition on Assignment: it is of a unit for which the actor acts."""
    units = sorted(actor.units(permission))
    return Assignment.unit_id.in_(units) if units else false()


def visible_task(actor: Actor) -> ColumnElement[bool]:
    """A condition on Task joined to Plan: the actor may read it. Units see nothing before it is issued."""
    own = select(Assignment.task_id).where(own_share(actor, Permission.TASK_READ))
    return _either(actor, Permission.TASK_READ, and_(Task.state != TaskState.DRAFT, Task.id.in_(own)))


def visible_plan(actor: Actor) -> ColumnElement[bool]:
    """A condition on Plan: the actor may read it, whole or because a unit of theirs has a task in it, or had one that a later
    edition took over."""
    mine = own_share(actor, Permission.PLAN_READ)
    own = select(Task.plan_id).join(Assignment, Assignment.task_id == Task.id).where(mine)
    handed_on = (
        select(Measure.plan_id)
        .join(TaskCarry, TaskCarry.from_measure_id == Measure.id)
        .join(Assignment, Assignment.task_id == TaskCarry.task_id)
        .where(mine)
    )
    return _either(actor, Permission.PLAN_READ, and_(Plan.state != PlanState.DRAFT, Plan.id.in_(own.union(handed_on))))


def _either(actor: Actor, permission: Permission, of_own_units: ColumnElement[bool]) -> ColumnElement[bool]:
    """Within the actor's regions, or of the actor's units; what an actor does not have is left out, for an index serves no OR."""
    if not actor.units(permission):
        return in_region(actor, permission)
    return or_(in_region(actor, permission), of_own_units) if actor.regions(permission) else of_own_units


def the_plan(session: Session, actor: Actor, plan_id: int) -> Plan:
    """The plan, or NotFound where there is none that the actor may see."""
    return found(session.scalar(select(Plan).where(Plan.id == plan_id, visible_plan(actor))))


def the_task(session: Session, actor: Actor, task_id: int) -> Task:
    """The task, or NotFound where there is none that the actor may see."""
    return found(session.scalar(select(Task).join(Plan).where(Task.id == task_id, visible_task(actor))))


def found(row: Row | None) -> Row:
    """The row, or NotFound: what the actor may not see looks as if it were not there."""
    if row is None:
        raise NotFound("没有找到这一页的内容，可能已被删除，或者您没有查看的权限。")
    return row
