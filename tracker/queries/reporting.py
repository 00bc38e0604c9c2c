"""Everything that a report on a plan as of a day is drawn from: a fixed number of statements, whatever the plan's size."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    Event,
    Jurisdiction,
    Measure,
    Membership,
    Plan,
    Section,
    Task,
    TaskCarry,
    Unit,
)
from tracker.queries.accepted_history import evidence_at, exempt_at, texts_at
from tracker.queries.adjustment_history import adjustments_on
from tracker.queries.due_dates import days_before, extensions_on
from tracker.queries.faces import dated, face_of, face_of_share
from tracker.queries.history import PlanStates, head_on, in_plan, known_at, known_to, last_instant, states_on, updates_on
from tracker.queries.indicator_facts import indicators_before
from tracker.queries.joint_history import joint_on
from tracker.queries.occurrence_history import duties_of, duty_reports_on
from tracker.queries.order_history import orders_on
from tracker.queries.score_history import scores_on
from tracker.queries.terms import holds_on
from tracker.queries.unit_names import NO_NAMES, names_before
from tracker.rules.days import official_day
from tracker.rules.periods import Period, closed_periods
from tracker.rules.report_facts import (
    PlanRecord,
    ReportFacts,
    SectionRecord,
    ShareRecord,
    TaskRecord,
)
from tracker.rules.statuses import DROPPED_TASK_STATES, OFFICE_ROLES, AssignmentState, TaskState
from tracker.rules.transitions import Subject

OVER = (TaskState.CLOSED, *DROPPED_TASK_STATES, TaskState.SUSPENDED)


def facts_on(session: Session, plan_id: int, day: date, until: datetime | None = None) -> ReportFacts:
    """What is known of the issued plan at the end of the day, or at the instant `until` of it. Who may read it is the caller's to
    settle first. With the same instant it is the same for good, save the name of the office (`office_name`).
    """
    plan = _plan(session, plan_id, day, until)
    period = _newest_closed(plan, day)
    states = states_on(session, plan_id, day, until)
    end = last_instant(session, plan_id, day, until)
    at_cutoff = states_on(session, plan_id, period.cutoff, until) if period else None
    names = names_before(session, end)
    return ReportFacts(
        as_of=day,
        plan=plan,
        sections=_sections(session, plan_id),
        tasks=_tasks(session, plan_id, states, end),
        shares=shares_on(session, plan_id, states, at_cutoff, end, names),
        updates=tuple(updates_on(session, plan_id, day, until=until)),
        texts=texts_at(session, plan_id, end),
        evidence=evidence_at(session, plan_id, end),
        orders=orders_on(session, plan_id, end, names),
        duties=duties_of(session, plan_id) if end == known_at(day, until) else (),
        period=period,
        head=head_on(session, plan_id, day, until),
        duty_reports=duty_reports_on(session, plan_id, day, end, names),
        indicators=indicators_before(session, plan_id, end),
        joint=joint_on(session, plan_id, end, names),
        exempt=exempt_at(session, plan_id, end),
        adjustments=adjustments_on(session, plan_id, end),
        scores=scores_on(session, plan_id, end),
    )


def _newest_closed(plan: PlanRecord, day: date) -> Period | None:
    if plan.supervised_from is None:
        return None
    return next(reversed(closed_periods(plan.supervised_from, day, plan.rhythm)), None)


def _plan(session: Session, plan_id: int, day: date, until: datetime | None) -> PlanRecord:
    measures = select(func.count()).select_from(Measure).where(Measure.plan_id == Plan.id).scalar_subquery()
    query = select(Plan, Jurisdiction.name, measures.label("measures")).join(Jurisdiction).where(Plan.id == plan_id)
    plan, place, count = session.execute(query).one()
    return PlanRecord(
        id=plan.id,
        key=plan.key,
        title=plan.title,
        document_number=plan.document_number,
        document_date=plan.document_date,
        jurisdiction=place,
        issuers=tuple(plan.issuers),
        office=office_name(session, plan.jurisdiction_id, day),
        issued_on=official_day(plan.issued_at),
        supervised_from=plan.supervised_from,
        rhythm=plan.rhythm_at(known_at(day, until)),
        measures=count,
    )


def office_name(session: Session, jurisdiction_id: int, day: date) -> str | None:
    """The unit that holds the office of the place on the day, by its official name; None where nobody does."""
    query = (
        select(Unit.official_name, Unit.name)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(
            Unit.jurisdiction_id == jurisdiction_id,
            Membership.role.in_(OFFICE_ROLES),
            holds_on(day),
        )
        .order_by(Unit.id)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return (row.official_name or row.name) if row else None


def _sections(session: Session, plan_id: int) -> tuple[SectionRecord, ...]:
    query = select(Section.id, Section.number, Section.title).where(Section.plan_id == plan_id).order_by(Section.position)
    return tuple(SectionRecord(*row) for row in session.execute(query))


def _tasks(session: Session, plan_id: int, states: PlanStates, end: datetime) -> tuple[TaskRecord, ...]:
    """The tasks as the plan had them then: what the next edition took over bears the face that it had until then.

    Once any of them is given out, those are meant that are: what is entered beside the plans may be dropped while it is a draft.
    """
    given_out = any(state is not TaskState.DRAFT for state in states.tasks.values())
    put_off, limits = extensions_on(session, plan_id, end), days_before(session, plan_id, end, Subject.TASK, "put_off")
    own = select(TaskCarry.from_measure_id).where(TaskCarry.task_id == Task.id).correlate(Task)
    query = (
        select(Task, Measure.section_id, Measure.ordinal, Measure.label, Event.data)
        .select_from(Task)
        .outerjoin(Measure, and_(Measure.plan_id == plan_id, or_(Measure.id == Task.measure_id, Measure.id.in_(own))))
        .outerjoin(Event, _handing_on(plan_id, Subject.TASK, Task.id))
        .where(in_plan(plan_id))
        .order_by(Measure.ordinal.is_(None), Measure.ordinal, Task.id)
    )
    return tuple(
        TaskRecord(
            id=task.id,
            section_id=section_id,
            ordinal=ordinal,
            label=label or "",
            state=states.tasks.get(task.id, TaskState.DRAFT),
            original_due_on=task.original_due_on,
            extensions=put_off.get(task.id, 0),
            **(face_of(task) | dated(face or {}) | limits.get(task.id, {})),
        )
        for task, section_id, ordinal, label, face in session.execute(query)
        if states.tasks.get(task.id, TaskState.DRAFT) is not TaskState.DRAFT or not given_out
    )


def shares_on(
    session: Session, plan_id: int, states: PlanStates, at_cutoff: PlanStates | None, end: datetime,
    names: Mapping[int, str] = NO_NAMES,
) -> tuple[ShareRecord, ...]:  # fmt: skip
    """The shares that had been issued by the day, in the plan's order of units; before any was, all that the plan names.

    `names` as of `names_before`, here as below.
    """
    issues = days_before(session, plan_id, end, Subject.ASSIGNMENT, "reissue", "give_again")
    query = (
        select(Assignment, Unit.name, Event.data)
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Event, _handing_on(plan_id, Subject.ASSIGNMENT, Assignment.id))
        .where(in_plan(plan_id), known_to(plan_id))
        .order_by(Assignment.id)
    )
    return tuple(
        ShareRecord(
            id=share.id,
            task_id=share.task_id,
            unit_id=share.unit_id,
            unit=names.get(share.unit_id, unit),
            state=states.shares.get(share.id, AssignmentState.DRAFT),
            state_at_cutoff=_open_at(at_cutoff, share.id, share.task_id) if at_cutoff else None,
            **(face_of_share(share) | dated(face or {}) | issues.get(share.id, {})),
        )
        for share, unit, face in session.execute(query)
        if share.id in states.shares or not states.shares
    )


def _handing_on(plan_id: int, subject: Subject, subject_id: Any) -> ColumnElement[bool]:
    """The event by which the plan let go of a task or share, whose data hold its face of then (`queries/faces.py`)."""
    return and_(
        Event.chain == plan_id, Event.subject == subject, Event.subject_id == subject_id, Event.action.in_(("carry_out", "end"))
    )


def _open_at(states: PlanStates, share_id: int, task_id: int) -> AssignmentState | None:
    """The share's state then; None where it was not issued yet, or its task was over, so that nothing was owed."""
    return None if states.tasks.get(task_id) in OVER else states.shares.get(share_id)
