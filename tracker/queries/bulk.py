"""The tasks of a choice of many, with what each act on them has to look at; a fixed number of statements."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Measure, Plan, SupervisionOrder, Task
from tracker.queries.scope import visible_task
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OrderState


def chosen_tasks(session: Session, actor: Actor, task_ids: Collection[int]) -> list[Task]:
    """Those of the tasks that the actor may see, plan by plan in the order of the text, with their units."""
    query = (
        select(Task)
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.id.in_(sorted(task_ids)), visible_task(actor))
        .order_by(Task.plan_id, Measure.ordinal, Task.id)
        .options(
            joinedload(Task.plan).joinedload(Plan.jurisdiction), joinedload(Task.measure),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
    )  # fmt: skip
    return list(session.scalars(query))


def plans_of_tasks(session: Session, task_ids: Collection[int]) -> list[int]:
    """The plans of the tasks by id: the order in which whoever acts on several plans holds them."""
    return list(session.scalars(select(Task.plan_id).where(Task.id.in_(sorted(task_ids))).distinct().order_by(Task.plan_id)))


def open_orders(session: Session, task_ids: Collection[int]) -> dict[int, list[SupervisionOrder]]:
    """The orders about each task that are not closed, with their items."""
    query = select(SupervisionOrder).where(
        SupervisionOrder.task_id.in_(sorted(task_ids)), SupervisionOrder.state != OrderState.CLOSED
    )
    found: dict[int, list[SupervisionOrder]] = {}
    for order in session.scalars(query.options(selectinload(SupervisionOrder.items)).order_by(SupervisionOrder.id)):
        found.setdefault(order.task_id, []).append(order)
    return found
