"""The days of a plan: from when to when its tasks run, what they pass on the way, when reports are owed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.models import Measure, Obligation, Occurrence, Plan, Task
from tracker.queries.occurrences import visible_occurrence
from tracker.queries.scope import visible_task
from tracker.rules.days import official_day
from tracker.rules.matter_statuses import SENT_OCCURRENCE_STATES
from tracker.rules.permissions import Actor

MOST_DUTIES = 60


@dataclass(frozen=True)
class Stretch:
    """The first and the last day on which anything of the plan stands; None where no task has one."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Milestone:
    """A day that the measure itself names beside the due date, with the words in which it does."""

    on: date
    words: str


@dataclass(frozen=True)
class TaskDays:
    """What the ledger's row of a task does not tell: when it was struck off or ended, and its milestones in order."""

    closed_on: date | None
    ended_on: date | None
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True)
class DutyDay:
    """A day by which a recurring report is owed: of how many units, and how many have sent it."""

    on: date
    what: str
    obligation_id: int
    owed: int
    sent: int


def stretch_of(session: Session, actor: Actor, plan_id: int, section_id: int | None = None) -> Stretch:
    """From the first issue to the last due date of the tasks that the actor sees."""
    query = (
        select(func.min(Task.issued_on), func.max(Task.due_on), func.max(Task.original_due_on))
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id, visible_task(actor))
    )
    first, *last = session.execute(query if section_id is None else query.where(Measure.section_id == section_id)).one()
    return Stretch(first, max((day for day in last if day), default=None))


def days_of_tasks(session: Session, task_ids: Iterable[int]) -> Mapping[int, TaskDays]:
    """The days of each of the tasks, which the caller has settled that the reader may see; one statement."""
    query = (
        select(Task.id, Task.closed_at, Task.ended_on, Task.due_on, Task.original_due_on, Measure.deadlines)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.id.in_(list(task_ids)))
    )
    return {
        row.id: TaskDays(
            official_day(row.closed_at) if row.closed_at else None,
            row.ended_on,
            _milestones(row.deadlines or (), {row.due_on, row.original_due_on}),
        )
        for row in session.execute(query)
    }


def _milestones(deadlines: Sequence[Mapping[str, object]], already: set[date | None]) -> tuple[Milestone, ...]:
    """`deadlines` as the reader keeps them (`intake.model.Deadline`); those without a day of their own are left out."""
    found = {date.fromisoformat(str(one["due"])): str(one.get("quote") or "") for one in deadlines if one.get("due")}
    return tuple(Milestone(on, words) for on, words in sorted(found.items()) if on not in already)


def duty_days(session: Session, actor: Actor, plan_id: int) -> list[DutyDay]:
    """The days on which recurring reports were or are owed, in order; one statement."""
    sent = func.sum(case((Occurrence.state.in_(sorted(SENT_OCCURRENCE_STATES)), 1), else_=0))
    query = (
        select(Occurrence.due_on, Obligation.what, Obligation.id, func.count(), sent)
        .join(Obligation, Obligation.id == Occurrence.obligation_id)
        .join(Plan, Plan.id == Occurrence.plan_id)
        .where(Occurrence.plan_id == plan_id, visible_occurrence(actor))
        .group_by(Occurrence.due_on, Obligation.id, Obligation.what)
        .order_by(Occurrence.due_on.desc(), Obligation.id)
        .limit(MOST_DUTIES)
    )
    rows = session.execute(query).all()
    return [DutyDay(on, what, duty, owed, int(came)) for on, what, duty, owed, came in reversed(rows)]
