"""What the applications of units about a task (延期、调整) have in common: who sees them, and the lists they stand in."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Adjustment, Extension, Plan, Task, Unit
from tracker.queries.scope import in_region
from tracker.queries.updates import consolidates
from tracker.rules.permissions import Actor, Permission

Application = TypeVar("Application", Extension, Adjustment)


def visible_application(actor: Actor, model: type[Application]) -> ColumnElement[bool]:
    """A condition on the model joined to Task and Plan: its own unit; once it has left the unit, who answers for the task with
    it, the office and leaders."""
    own = model.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    others = or_(in_region(actor, Permission.TASK_READ), consolidates(actor))
    return or_(own, and_(model.submitted_at.is_not(None), others))


def placed(query: Select[*tuple[Any, ...]], model: type[Application]) -> Select[*tuple[Any, ...]]:
    """The query on the model joined to its task and plan, which say who sees it."""
    return query.join(Task, Task.id == model.task_id).join(Plan, Plan.id == Task.plan_id)


def application_rows(model: type[Application], waits: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The model with the titles of its task and plan, its unit's name, and whether it waits for the reader, by these names."""
    query = select(
        model, Task.title.label("task"), Plan.title.label("plan"), Unit.name.label("unit"),
        case((waits, literal(True)), else_=literal(False)).label("waits"),
    )  # fmt: skip
    return placed(query, model).join(Unit, Unit.id == model.unit_id)


def applications_of(session: Session, actor: Actor, task: Task, model: type[Application], limit: int = 10) -> list[Application]:
    """The applications of the kind about the task that the actor may see, newest first."""
    query = (
        placed(select(model), model)
        .where(model.task_id == task.id, visible_application(actor, model))
        .options(joinedload(model.unit))
        .order_by(model.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))
