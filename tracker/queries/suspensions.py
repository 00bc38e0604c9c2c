"""How a task rests, and which task stands for which."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Measure, Merging, Plan, Suspension, Task
from tracker.queries.scope import visible_task
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_TASK_STATES


@dataclass(frozen=True)
class Standing:
    """The times in which the task rested, newest first; what it was merged into; what was merged into it."""

    suspensions: tuple[Suspension, ...]
    merged: Merging | None
    taken_in: tuple[Merging, ...]


def standing(session: Session, task: Task) -> Standing:
    """The standing of a task that the actor may see; two statements."""
    rests = session.scalars(select(Suspension).where(Suspension.task_id == task.id).order_by(Suspension.id.desc())).all()
    query = select(Merging).where((Merging.task_id == task.id) | (Merging.successor_id == task.id)).order_by(Merging.id)
    found = session.scalars(query.options(joinedload(Merging.task), joinedload(Merging.successor))).all()
    merged = next((item for item in found if item.task_id == task.id), None)
    return Standing(tuple(rests), merged, tuple(item for item in found if item.successor_id == task.id))


def possible_successors(session: Session, actor: Actor, task: Task) -> list[tuple[int, str]]:
    """The other tasks of the plan that are being carried out, in its order: id, number and title."""
    query = (
        select(Task.id, Measure.label, Task.title)
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == task.plan_id, Task.id != task.id, Task.state.in_(OPEN_TASK_STATES), visible_task(actor))
        .order_by(Measure.ordinal, Task.id)
    )
    return [(row.id, f"{row.label or ''}{row.title}") for row in session.execute(query)]
