"""The parts of a plan that a paper may be on: its sections, its units, its tasks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Measure, Section, Task, Unit
from tracker.rules.statuses import AssignmentState


def parts_of_plan(session: Session, plan_id: int) -> dict[str, list[tuple[int, str]]]:
    """(id, title) of each, in the plan's order, by the name of the field of `ReportScope`; three statements.

    Only what a report can be on: a section without tasks, such as 总体目标, has nothing to report.
    """
    held = select(Measure.section_id).join(Task, Task.measure_id == Measure.id).where(Task.plan_id == plan_id)
    sections = select(Section.id, Section.title).where(Section.plan_id == plan_id, Section.id.in_(held)).order_by(Section.position)
    given = (Assignment.state != AssignmentState.DRAFT, Task.plan_id == plan_id)
    units = (
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(Assignment.unit_id).join(Task, Task.id == Assignment.task_id).where(*given)))
        .order_by(Unit.id)
    )
    tasks = select(Task.id, Task.title).where(Task.plan_id == plan_id).order_by(Task.id)
    found = {"section_id": sections, "unit_id": units, "task_id": tasks}
    return {name: [(row[0], row[1]) for row in session.execute(query)] for name, query in found.items()}
