"""How things stood at the end of a past day, out of the history: events for states, an update's own times for reports.

An event is never changed, and a report's times are written once, so what these queries say of a day is the same whenever
they are asked (design.md section 7). Each is one statement, whatever the size of the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Assignment, Event, Measure, Task, TaskCarry, Update
from tracker.rules.days import end_of_day, official_day
from tracker.rules.report_facts import HistoryHead, UpdateRecord
from tracker.rules.statuses import ENDED_PLAN_STATES, AssignmentState, TaskState, UpdateState
from tracker.rules.transitions import Subject

WORK = tuple(subject for subject in Subject if subject is not Subject.REPORT)


@dataclass(frozen=True)
class PlanStates:
    """States by id; a task or assignment that nothing had happened to yet is not in it."""

    tasks: Mapping[int, TaskState]
    shares: Mapping[int, AssignmentState]


def states_on(session: Session, plan_id: int, day: date, until: datetime | None = None) -> PlanStates:
    """The state of every task and assignment of the plan at the end of the day, official time."""
    subjects = (Subject.TASK, Subject.ASSIGNMENT)
    last = (
        select(func.max(Event.seq).label("seq"))
        .where(Event.chain == plan_id, Event.subject.in_(subjects), Event.new.is_not(None), Event.at < known_at(day, until))
        .group_by(Event.subject, Event.subject_id)
        .subquery()
    )
    rows = session.execute(
        select(Event.subject, Event.subject_id, Event.new).join(last, and_(Event.chain == plan_id, Event.seq == last.c.seq))
    ).all()
    return PlanStates(
        tasks={row.subject_id: TaskState(row.new) for row in rows if row.subject == Subject.TASK},
        shares={row.subject_id: AssignmentState(row.new) for row in rows if row.subject == Subject.ASSIGNMENT},
    )


def in_plan(plan_id: int) -> ColumnElement[bool]:
    """A condition on Task: it is the plan's, or was until the next edition took it over."""
    before = aliased(Measure)
    handed_on = select(TaskCarry.task_id).join(before, before.id == TaskCarry.from_measure_id).where(before.plan_id == plan_id)
    return or_(Task.plan_id == plan_id, Task.id.in_(handed_on))


def known_to(plan_id: int) -> ColumnElement[bool]:
    """A condition on Assignment: the plan's chain tells of it. A unit that only the next edition names is none of the plan's."""
    told = aliased(Event)
    return exists().where(
        told.subject == Subject.ASSIGNMENT, told.subject_id == Assignment.id, told.chain == plan_id, told.new.is_not(None)
    )


def known_at(day: date, until: datetime | None) -> datetime:
    """The end of the day, or `until` where that comes first: what is asked at ten o'clock knows nothing of the afternoon."""
    return min(end_of_day(day), until or end_of_day(day))


def last_instant(session: Session, plan_id: int, day: date, until: datetime | None = None) -> datetime:
    """The same, or the instant at which the plan ended if that came first: of what came later it knows nothing."""
    query = select(func.min(Event.at)).where(
        Event.subject == "plan", Event.subject_id == plan_id, Event.chain == plan_id, Event.new.in_(ENDED_PLAN_STATES)
    )
    ended_at = session.scalar(query)
    end = known_at(day, until)
    return ended_at if ended_at is not None and ended_at < end else end


def updates_on(
    session: Session, plan_id: int, day: date, period: str | None = None, until: datetime | None = None
) -> list[UpdateRecord]:
    """Every report, or those for one period, that had left its unit by the end of the day, with the state that it had then.

    What the office decided later was still `submitted`. Order: assignment, period, version.
    """
    end = last_instant(session, plan_id, day, until)
    query = (
        select(
            Update.id, Update.assignment_id, Update.period, Update.version, Update.kind, Update.state, Update.percent,
            Update.submitted_at, Update.decided_at, Update.self_rating, Update.verified_rating,
        )
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(in_plan(plan_id), known_to(plan_id), Update.submitted_at < end, *([Update.period == period] if period else []))
        .order_by(Update.assignment_id, Update.period, Update.version)
    )  # fmt: skip
    return [
        UpdateRecord(
            id=row.id,
            share_id=row.assignment_id,
            period=row.period,
            version=row.version,
            kind=row.kind,
            state=row.state if _before(row.decided_at, end) else UpdateState.SUBMITTED,
            percent=row.percent,
            submitted_on=official_day(row.submitted_at),
            decided_at=row.decided_at if _before(row.decided_at, end) else None,
            self_rating=row.self_rating,
            verified_rating=row.verified_rating if _before(row.decided_at, end) else None,
        )
        for row in session.execute(query)
    ]


def head_on(session: Session, plan_id: int, day: date, until: datetime | None = None) -> HistoryHead | None:
    """The last change of a state in the plan's work by the end of the day, in its chain; reading, exporting, and what is written
    of the work, change none.
    """
    query = (
        select(Event.seq, Event.hash)
        .where(Event.chain == plan_id, Event.subject.in_(WORK), Event.new.is_not(None), Event.at < known_at(day, until))
        .order_by(Event.seq.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return HistoryHead(row.seq, row.hash) if row else None


def _before(instant: datetime | None, end: datetime) -> bool:
    return instant is not None and instant < end
