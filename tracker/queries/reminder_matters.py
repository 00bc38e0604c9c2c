"""What there is to remind of in tasks and plans: due dates, signatures, reports of a period, recurring reports.

Only plans that are followed (`supervised_from`), and only steps of a ladder that fell after the matter was given out: nobody is
chased for a day that had passed before they were told. What is asked of a unit in all its tasks alike, to sign and to report,
is one matter for each plan and unit; a due date is a matter of its own task.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CTE, Date, exists, literal, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Obligation, Occurrence, Plan, Task, Update
from tracker.queries.reminder_sources import Column, Query, Source, beside_index
from tracker.queries.rhythms import RhythmGroup, owes
from tracker.rules.matter_statuses import OWED_OCCURRENCE_STATES, OccurrenceState
from tracker.rules.periods import Period
from tracker.rules.reminders import Ladder
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    OWING_ASSIGNMENT_STATES,
    REPORTING_ASSIGNMENT_STATES,
    AssignmentState,
    PlanState,
    UpdateState,
)

STATE = beside_index(Assignment.state)
OPEN = Task.state.in_(OPEN_TASK_STATES)


def shares() -> Query:
    """The shares of tasks that are being carried out, joined to task and plan."""
    return (
        select().select_from(Assignment).join(Task, Task.id == Assignment.task_id).join(Plan, Plan.id == Task.plan_id).where(OPEN)
    )


def _given_out(step: CTE) -> tuple[Column, ...]:
    return (Plan.supervised_from <= step.c.step_on, beside_index(Assignment.issued_on) <= step.c.step_on)


DUE = Source(
    ladder=Ladder.DUE,
    subject="task",
    rows=shares().where(Task.is_ongoing.is_(False), STATE.in_(OWING_ASSIGNMENT_STATES)),
    basis=Task.due_on.expression,
    subject_id=Task.id.expression,
    unit_id=Assignment.unit_id.expression,
    told=_given_out,
)

ACKNOWLEDGE = Source(
    ladder=Ladder.ACKNOWLEDGE,
    subject="plan",
    rows=shares().where(Assignment.state == AssignmentState.PENDING),
    of_one=shares().where(STATE == AssignmentState.PENDING),
    basis=Assignment.acknowledge_by.expression,
    subject_id=Plan.id.expression,
    unit_id=Assignment.unit_id.expression,
    told=_given_out,
    counts_tasks=True,
)

OBLIGATION = Source(
    ladder=Ladder.OBLIGATION,
    subject="obligation",
    rows=select()
    .select_from(Occurrence)
    .join(Plan, Plan.id == Occurrence.plan_id)
    .where(Occurrence.state.in_(OWED_OCCURRENCE_STATES), Plan.state == PlanState.ISSUED),
    basis=Occurrence.due_on.expression,
    subject_id=Occurrence.obligation_id.expression,
    task_id=literal(0),
    unit_id=Occurrence.unit_id.expression,
    told=lambda step: (Occurrence.opened_on <= step.c.step_on,),
    title=Obligation.what.expression,
    title_id=Obligation.id.expression,
    titled_by="subject_id",
    paper_id=Occurrence.id.expression,
    before_head=Occurrence.state == OccurrenceState.UNIT_REVIEW,
)


def period_source(group: RhythmGroup, period: Period) -> Source:
    """The shares of plans in the rhythm with no report received for the period, as one matter for each plan and unit.

    Owed only where the plan was followed, and the share given out, before the day of the cut-off (rules/periods.py). A report that
    the office returned is asked for by a ladder of its own, which knows more of it, and not by this one too.
    """
    return Source(
        ladder=Ladder.PERIOD,
        subject="plan",
        rows=shares().where(
            group.holds(),
            Plan.supervised_from < period.cutoff,
            STATE.in_(REPORTING_ASSIGNMENT_STATES),
            owes(period),
            ~_reports(period, UpdateState.RETURNED),
        ),
        basis=literal(period.cutoff, Date()),
        subject_id=Plan.id.expression,
        unit_id=Assignment.unit_id.expression,
        told=_given_out,
        counts_tasks=True,
        before_head=_reports(period, UpdateState.UNIT_REVIEW),
    )


def _reports(period: Period, state: UpdateState) -> Column:
    """A condition on Assignment: a report for the period is in the state."""
    return exists().where(Update.assignment_id == Assignment.id, Update.period == period.key, Update.state == state)


def due_days(session: Session) -> list[date]:
    """The due dates of tasks that are being carried out."""
    return _days(session, select(Task.due_on).where(OPEN, Task.is_ongoing.is_(False)))


def sign_days(session: Session) -> list[date]:
    """The days by which shares are to be signed for that are not signed for yet."""
    return _days(session, select(Assignment.acknowledge_by).where(Assignment.state == AssignmentState.PENDING))


def basis_days(session: Session, source: Source) -> list[date]:
    """The days on which something of the source is based; one statement."""
    assert source.basis is not None
    return _days(session, source.rows.add_columns(source.basis))


def _days(session: Session, query: Query) -> list[date]:
    found: Iterable[date | None] = session.scalars(query.distinct())
    return sorted(day for day in found if day is not None)
