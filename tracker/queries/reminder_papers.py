"""What there is to remind of among the papers beside the work: things to be put right, instructions to be answered, looks back.

As `queries/reminder_matters.py`: for each its days, and what hangs on one of them, in one SELECT each.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Assignment, Instruction, Plan, Recheck, RectificationItem, SupervisionOrder, Task, Unit
from tracker.queries.reminder_matters import Query, open_and_followed
from tracker.rules.closing import RecheckState
from tracker.rules.days import end_of_day
from tracker.rules.matter_statuses import InstructionState
from tracker.rules.statuses import OWED_ITEM_STATES, AssignmentRole, AssignmentState, OrderState, PlanState


def item_days(session: Session) -> Sequence[date]:
    """The days by which things are to be put right that are not."""
    query = select(RectificationItem.due_on).where(RectificationItem.state.in_(OWED_ITEM_STATES)).distinct()
    return session.scalars(query.order_by(RectificationItem.due_on)).all()


def answer_days(session: Session) -> Sequence[date]:
    """The days by which instructions are to be answered that are not."""
    query = select(Instruction.answer_due_on).where(*_unanswered()).distinct().order_by(Instruction.answer_due_on)
    return [day for day in session.scalars(query) if day is not None]


def recheck_days(session: Session) -> Sequence[date]:
    """The days of the looks back that are not made."""
    query = select(Recheck.due_on).where(Recheck.state == RecheckState.PLANNED).distinct().order_by(Recheck.due_on)
    return session.scalars(query).all()


def unmended(due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The things to be put right by the day, each by itself; the office hears of the same."""
    return (
        select(
            RectificationItem.id.label("subject_id"), *_of_task(), RectificationItem.text.label("title"),
            SupervisionOrder.unit_id, Unit.name.label("unit_name"),
            SupervisionOrder.kind, SupervisionOrder.year, SupervisionOrder.number,
        )
        .join(SupervisionOrder, SupervisionOrder.id == RectificationItem.order_id)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == SupervisionOrder.unit_id)
        .where(
            RectificationItem.state.in_(OWED_ITEM_STATES),
            RectificationItem.due_on == due_on,
            SupervisionOrder.state != OrderState.CLOSED,
            SupervisionOrder.issued_at < end_of_day(step_day),
            *open_and_followed(),
        )
        .order_by(RectificationItem.id)
    )  # fmt: skip


def unheeded(answer_due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The instructions to be answered by the day, for each unit that answers for the task; for the office each once."""
    groups = (Instruction.id,) if for_office else (Instruction.id, Assignment.unit_id)
    counted = (
        select(
            Instruction.id.label("subject_id"), func.min(Assignment.unit_id).label("unit_id"),
            func.count(Assignment.unit_id.distinct()).label("units"),
        )
        .join(Assignment, Assignment.task_id == Instruction.task_id)
        .where(
            *_unanswered(), Instruction.answer_due_on == answer_due_on, Instruction.given_at < end_of_day(step_day), _answers()
        )
        .group_by(*groups)
        .subquery()
    )  # fmt: skip
    return (
        select(counted, *_of_task(), Task.title, Unit.name.label("unit_name"))
        .join(Instruction, Instruction.id == counted.c.subject_id)
        .join(Task, Task.id == Instruction.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == counted.c.unit_id)
        .where(*open_and_followed())
        .order_by(counted.c.subject_id, counted.c.unit_id)
    )


def unrevisited(due_on: date, step_day: date, *, for_office: bool) -> Query:
    """The looks back planned for the day; they are the office's own, and no unit hears of them."""
    return (
        select(Recheck.id.label("subject_id"), *_of_task(), Task.title, literal(0).label("unit_id"), literal("").label("unit_name"))
        .join(Task, Task.id == Recheck.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(
            Recheck.state == RecheckState.PLANNED,
            Recheck.due_on == due_on,
            Recheck.planned_at < end_of_day(step_day),
            Plan.state == PlanState.ISSUED,
        )
        .order_by(Recheck.id)
    )


def _of_task() -> tuple[Any, ...]:
    return (Task.plan_id, Plan.title.label("plan_title"), Plan.jurisdiction_id, Task.id.label("task_id"))


def _unanswered() -> list[ColumnElement[bool]]:
    return [
        Instruction.state == InstructionState.GIVEN, Instruction.answer_due_on.is_not(None), Instruction.task_id.is_not(None)
    ]  # fmt: skip


def _answers() -> ColumnElement[bool]:
    """A condition on Assignment: it is of a unit that consolidates the task (`services.moves.consolidating_units`)."""
    lead = aliased(Assignment)
    stands = Assignment.state != AssignmentState.ENDED
    has_lead = exists().where(
        lead.task_id == Assignment.task_id, lead.role == AssignmentRole.LEAD, lead.state != AssignmentState.ENDED
    )
    of_all = and_(Assignment.role == AssignmentRole.RESPONSIBLE, ~has_lead)
    return and_(stands, or_(Assignment.role == AssignmentRole.LEAD, of_all))
