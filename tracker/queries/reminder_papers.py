"""What there is to remind of among the papers beside the work: orders, things to be put right, instructions, returned reports,
looks back. Sources as in `queries/reminder_matters.py`.
"""

from sqlalchemy import ColumnElement, Exists, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.models import Assignment, Indicator, Instruction, Plan, Recheck, RectificationItem, SupervisionOrder, Task, Update
from tracker.queries.reminder_matters import OPEN, STATE, shares
from tracker.queries.reminder_sources import Source, day_of_instant
from tracker.rules.closing import RecheckState
from tracker.rules.matter_statuses import InstructionState
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import (
    OWED_ITEM_STATES,
    REPLY_OWED_STATES,
    REPORTING_ASSIGNMENT_STATES,
    AssignmentRole,
    AssignmentState,
    ItemState,
    OrderState,
    PlanState,
    UpdateState,
)


def answers() -> ColumnElement[bool]:
    """A condition on Assignment: it is of a unit that consolidates the task (`services.moves.consolidating_units`)."""
    lead = aliased(Assignment)
    stands = Assignment.state != AssignmentState.ENDED
    has_lead = exists().where(
        lead.task_id == Assignment.task_id, lead.role == AssignmentRole.LEAD, lead.state != AssignmentState.ENDED
    )
    of_all = and_(Assignment.role == AssignmentRole.RESPONSIBLE, ~has_lead)
    return and_(stands, or_(Assignment.role == AssignmentRole.LEAD, of_all))


def _sent_again() -> ColumnElement[bool]:
    """A condition on Update: a later version of it has left the unit."""
    later = aliased(Update)
    return _later_version(later).where(later.submitted_at.is_not(None))


def _mended() -> ColumnElement[bool]:
    """A condition on Update: a later version of it lies before the head of the unit."""
    later = aliased(Update)
    return _later_version(later).where(later.state == UpdateState.UNIT_REVIEW)


def _later_version(later: type[Update]) -> Exists:
    return exists().where(
        later.assignment_id == Update.assignment_id, later.period == Update.period, later.version > Update.version
    )


_issued_by = day_of_instant(SupervisionOrder.issued_at)

ORDER = Source(
    ladder=Ladder.ORDER,
    subject="order",
    rows=select()
    .select_from(SupervisionOrder)
    .join(Task, Task.id == SupervisionOrder.task_id)
    .join(Plan, Plan.id == Task.plan_id)
    .where(SupervisionOrder.state.in_(REPLY_OWED_STATES), OPEN),
    basis=SupervisionOrder.reply_due_on.expression,
    subject_id=SupervisionOrder.id.expression,
    unit_id=SupervisionOrder.unit_id.expression,
    told=lambda step: (_issued_by <= step.c.step_on,),
    order_id=SupervisionOrder.id.expression,
    before_head=SupervisionOrder.state == OrderState.UNIT_REVIEW,
)

ITEM = Source(
    ladder=Ladder.ITEM,
    subject="item",
    rows=select()
    .select_from(RectificationItem)
    .join(SupervisionOrder, SupervisionOrder.id == RectificationItem.order_id)
    .join(Task, Task.id == SupervisionOrder.task_id)
    .join(Plan, Plan.id == Task.plan_id)
    .where(RectificationItem.state.in_(OWED_ITEM_STATES), SupervisionOrder.state != OrderState.CLOSED, OPEN),
    basis=RectificationItem.due_on.expression,
    subject_id=RectificationItem.id.expression,
    unit_id=SupervisionOrder.unit_id.expression,
    told=lambda step: (_issued_by <= step.c.step_on,),
    title=RectificationItem.text.expression,
    title_id=RectificationItem.id.expression,
    titled_by="subject_id",
    order_id=SupervisionOrder.id.expression,
    before_head=RectificationItem.state == ItemState.UNIT_REVIEW,
)

INSTRUCTION = Source(
    ladder=Ladder.INSTRUCTION,
    subject="instruction",
    rows=shares()
    .join(Instruction, Instruction.task_id == Task.id)
    .where(Instruction.state == InstructionState.GIVEN, Instruction.answer_due_on.is_not(None), answers()),
    basis=Instruction.answer_due_on.expression,
    subject_id=Instruction.id.expression,
    unit_id=Assignment.unit_id.expression,
    told=lambda step: (day_of_instant(Instruction.given_at) <= step.c.step_on,),
)

RETURNED = Source(
    ladder=Ladder.RETURNED,
    subject="update",
    rows=shares()
    .join(Update, Update.assignment_id == Assignment.id)
    .where(Update.state == UpdateState.RETURNED, STATE.in_(REPORTING_ASSIGNMENT_STATES), ~_sent_again()),
    basis=day_of_instant(Update.decided_at),
    subject_id=Update.id.expression,
    unit_id=Assignment.unit_id.expression,
    before_head=_mended(),
)

# Which indicators lie behind their curves, and since when, the steps say themselves.
INDICATOR = Source(
    ladder=Ladder.INDICATOR,
    subject="indicator",
    rows=select()
    .select_from(Indicator)
    .join(Plan, Plan.id == Indicator.plan_id)
    .outerjoin(Task, Task.measure_id == Indicator.measure_id)
    .outerjoin(Assignment, and_(Assignment.task_id == Task.id, answers()))
    .where(Plan.state == PlanState.ISSUED, or_(Task.id.is_(None), OPEN)),
    basis=None,
    subject_id=Indicator.id.expression,
    unit_id=Assignment.unit_id.expression,
    told=lambda step: (Plan.supervised_from <= step.c.step_on,),
    title=Indicator.name.expression,
    title_id=Indicator.id.expression,
    titled_by="subject_id",
)

# The office's own: no unit hears of them.
RECHECK = Source(
    ladder=Ladder.RECHECK,
    subject="recheck",
    rows=select()
    .select_from(Recheck)
    .join(Task, Task.id == Recheck.task_id)
    .join(Plan, Plan.id == Task.plan_id)
    .where(Recheck.state == RecheckState.PLANNED, Plan.state == PlanState.ISSUED),
    basis=Recheck.due_on.expression,
    subject_id=Recheck.id.expression,
    unit_id=literal(0),
    told=lambda step: (day_of_instant(Recheck.planned_at) <= step.c.step_on,),
)
