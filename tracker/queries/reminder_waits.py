"""What waits for an act: of the office, reports not reviewed and applications not decided; of the head of a unit, papers beside
the reports that are not signed (`queries/waiting_papers.py` lists them for the head). Sources as in `queries/reminder_matters.py`.

The basis is the day on which it reached the office, or the head. Of the former nobody but the office hears.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from tracker.models import (
    Adjustment,
    Assignment,
    Consolidation,
    CoordinationItem,
    Dispute,
    Event,
    Extension,
    Indicator,
    IndicatorReading,
    Objection,
    Plan,
    Task,
    Update,
)
from tracker.queries.reminder_matters import OPEN, shares
from tracker.queries.reminder_sources import Source, beside_index, day_of_instant
from tracker.rules.adjustments import AdjustmentState
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.joint_statuses import ConsolidationState, CoordinationState
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import AssignmentState, ExtensionState, ObjectionState, PlanState, TaskState, UpdateState
from tracker.rules.transitions import Subject

REVIEW = Source(
    ladder=Ladder.REVIEW,
    subject="plan",
    rows=shares().join(Update, Update.assignment_id == Assignment.id).where(Update.state == UpdateState.SUBMITTED),
    of_one=shares().join(Update, Update.assignment_id == Assignment.id).where(beside_index(Update.state) == UpdateState.SUBMITTED),
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


_UNSIGNED = UpdateState.UNIT_REVIEW.value  # every kind of paper calls it so


def handed_in(subject: Any, paper_id: Any) -> ColumnElement[Any]:
    """When the paper was last put to the head of its unit; the history tells, for a paper may be given back and come again."""
    return (
        select(func.max(Event.at))
        .where(Event.subject == subject, Event.subject_id == paper_id, Event.new == _UNSIGNED)
        .scalar_subquery()
    )


def _unsigned(subject: Subject, model: Any) -> Select[*tuple[Any, ...]]:
    """The papers of one kind that lie before the head of their unit."""
    return select(
        literal(subject.value).label("subject"), model.id.label("paper_id"), model.task_id.label("task_id"),
        model.unit_id.label("unit_id"), handed_in(subject, model.id).label("since"),
    ).where(model.state == _UNSIGNED)  # fmt: skip


_accepted = aliased(Update)
_was_accepted = exists().where(
    _accepted.assignment_id == Update.assignment_id, _accepted.period == Update.period, _accepted.state == UpdateState.ACCEPTED
)
# Of a report that is owed, or was returned, its own ladder speaks; of the correction of an accepted one there is no other.
_corrections = (
    select(literal(Subject.UPDATE.value), Update.id, Assignment.task_id, Assignment.unit_id, handed_in(Subject.UPDATE, Update.id))
    .join(Assignment, Assignment.id == Update.assignment_id)
    .where(Update.state == _UNSIGNED, _was_accepted)
)
_signatures = union_all(
    _unsigned(Subject.EXTENSION, Extension),
    _unsigned(Subject.ADJUSTMENT, Adjustment),
    _unsigned(Subject.OBJECTION, Objection),
    _unsigned(Subject.COORDINATION, CoordinationItem),
    _unsigned(Subject.CONSOLIDATION, Consolidation),
    _corrections,
).subquery("signatures")

PAPER_SIGNING = Source(
    ladder=Ladder.HEAD_WAIT,
    subject=_signatures.c.subject,
    rows=select()
    .select_from(_signatures)
    .join(Task, Task.id == _signatures.c.task_id)
    .join(Plan, Plan.id == Task.plan_id)
    # What was concluded may be objected to when the task is over.
    .where(or_(OPEN, _signatures.c.subject == Subject.OBJECTION.value)),
    basis=day_of_instant(_signatures.c.since),
    subject_id=_signatures.c.paper_id,
    unit_id=_signatures.c.unit_id,
    paper_id=_signatures.c.paper_id,
)

# Apart, for what it is about is an indicator, which need not be a task's.
READING_SIGNING = Source(
    ladder=Ladder.HEAD_WAIT,
    subject=Subject.INDICATOR_READING.value,
    rows=select()
    .select_from(IndicatorReading)
    .join(Indicator, Indicator.id == IndicatorReading.indicator_id)
    .join(Plan, Plan.id == Indicator.plan_id)
    .where(IndicatorReading.state == IndicatorReadingState.UNIT_REVIEW, Plan.state == PlanState.ISSUED),
    basis=day_of_instant(handed_in(Subject.INDICATOR_READING, IndicatorReading.id)),
    subject_id=IndicatorReading.id.expression,
    unit_id=IndicatorReading.unit_id.expression,
    task_id=func.coalesce(IndicatorReading.task_id, 0),
    title=Indicator.name.expression,
    title_id=Indicator.id.expression,
    titled_by="paper_id",
    paper_id=Indicator.id.expression,
)
