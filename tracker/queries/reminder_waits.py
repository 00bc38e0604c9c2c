"""What waits for the office: reports not reviewed, applications not decided. Sources as in `queries/reminder_matters.py`.

The basis is the day on which it reached the office; nobody but the office hears of it.
"""

from typing import Any

from sqlalchemy import func, literal, select, union_all

from tracker.models import (
    Adjustment,
    Assignment,
    Consolidation,
    CoordinationItem,
    Dispute,
    Event,
    Extension,
    Objection,
    Plan,
    Task,
    Update,
)
from tracker.queries.reminder_matters import OPEN, shares
from tracker.queries.reminder_sources import Source, day_of_instant
from tracker.rules.adjustments import AdjustmentState
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import AssignmentState, ExtensionState, ObjectionState, TaskState, UpdateState
from tracker.rules.transitions import Subject

REVIEW = Source(
    ladder=Ladder.REVIEW,
    subject="plan",
    rows=shares().join(Update, Update.assignment_id == Assignment.id).where(Update.state == UpdateState.SUBMITTED),
    basis=day_of_instant(Update.submitted_at),
    subject_id=Plan.id.expression,
    unit_id=Assignment.unit_id.expression,
    counts_tasks=True,
)

EXTENSION = Source(
    ladder=Ladder.EXTENSION,
    subject="extension",
    rows=select()
    .select_from(Extension)
    .join(Task, Task.id == Extension.task_id)
    .join(Plan, Plan.id == Task.plan_id)
    .where(Extension.state == ExtensionState.SUBMITTED, OPEN),
    basis=day_of_instant(Extension.submitted_at),
    subject_id=Extension.id.expression,
    unit_id=Extension.unit_id.expression,
)


def _paper(subject: str, model: type[Any], *states: str) -> Any:
    """The papers of one kind that have reached the office and are not decided."""
    return select(
        literal(subject).label("subject"), model.id.label("paper_id"), model.task_id.label("task_id"),
        model.unit_id.label("unit_id"), model.submitted_at.label("since"),
    ).where(model.state.in_(states))  # fmt: skip


_disputes = (
    select(literal("dispute"), Dispute.id, Assignment.task_id, Assignment.unit_id, Dispute.raised_at)
    .join(Assignment, Assignment.id == Dispute.assignment_id)
    .where(Dispute.outcome.is_(None), Assignment.state == AssignmentState.OBJECTED)
)
# A request to strike a task off is a state of the task; its history tells since when.
_asked = (
    select(Event.subject_id, func.max(Event.at).label("at"))
    .where(Event.subject == Subject.TASK, Event.action == "request_closure")
    .group_by(Event.subject_id)
    .subquery("asked")
)
_closings = (
    select(literal("closing"), Task.id, Task.id, literal(0), _asked.c.at)
    .join(_asked, _asked.c.subject_id == Task.id)
    .where(Task.state == TaskState.CLOSURE_REQUESTED)
)
_waits = union_all(
    _paper("objection", Objection, ObjectionState.SUBMITTED),
    _paper("coordination", CoordinationItem, CoordinationState.SUBMITTED, CoordinationState.TAKEN_UP),
    _paper("consolidation", Consolidation, ConsolidationState.SUBMITTED),
    _paper("adjustment", Adjustment, AdjustmentState.SUBMITTED, AdjustmentState.REVIEWED),
    _disputes,
    _closings,
).subquery("waits")

OFFICE_WAIT = Source(
    ladder=Ladder.OFFICE_WAIT,
    subject=_waits.c.subject,
    rows=select().select_from(_waits).join(Task, Task.id == _waits.c.task_id).join(Plan, Plan.id == Task.plan_id),
    basis=day_of_instant(_waits.c.since),
    subject_id=_waits.c.paper_id,
    unit_id=_waits.c.unit_id,
)
