"""Where the measures of a plan stand in its document, and which of their tasks the reader may open."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Measure, Plan, Task
from tracker.queries.scope import visible_task
from tracker.rules.permissions import Actor


@dataclass(frozen=True)
class Place:
    """A measure of the document with its task; `span` is None where only the facts of the plan were loaded."""

    task_id: int
    label: str
    title: str
    span: tuple[int, int] | None
    is_open: bool


def places_of(session: Session, actor: Actor, plan_id: int) -> list[Place]:
    """Every measure of the plan, in the order of the text; `is_open` where the actor may see its task. Two statements."""
    mine = set(session.scalars(select(Task.id).join(Plan, Plan.id == Task.plan_id).where(Plan.id == plan_id, visible_task(actor))))
    query = (
        select(Task.id, Measure.label, Task.title, Measure.span_from, Measure.span_to)
        .join(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id)
        .order_by(Measure.ordinal)
    )
    return [
        Place(row.id, row.label, row.title, _span(row.span_from, row.span_to), row.id in mine) for row in session.execute(query)
    ]


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)
