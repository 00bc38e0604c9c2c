"""What a unit owes: its assignments, those that wait for something first, and what each waits for."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, nulls_last, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Assignment, Clause, IssueNoticeItem, Measure, Plan, Task, Unit, Update
from tracker.queries.ledger import TaskRow, task_rows
from tracker.queries.lights import LightClock
from tracker.queries.rhythms import exempted_periods, owes, rhythm_in
from tracker.queries.scope import own_share
from tracker.queries.sql import PAGE_SIZE, Page
from tracker.queries.updates import Version, newest_versions, sent_back_because
from tracker.rules.periods import Period, Rhythm, open_periods
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_ASSIGNMENT_STATES,
    OPEN_TASK_STATES,
    REPORTING_ASSIGNMENT_STATES,
    SETTLED_ASSIGNMENT_STATES,
    AssignmentRole,
    AssignmentState,
    TaskState,
    UpdateState,
)


class Need(StrEnum):
    """What an assignment waits for from its unit, the most pressing first."""

    MEND = "mend"  # a report was returned
    REWRITE = "rewrite"  # the head of the unit gave a draft back
    ACKNOWLEDGE = "acknowledge"
    REPORT = "report"
    CLOSE = "close"  # every share is done: who answers for the whole may ask for it to be struck off
    NOTHING = "nothing"


@dataclass(frozen=True)
class OwedRow:
    """One line of the list. `returned` are the reports to be mended, `periods` those to be reported, oldest first, `waived` those
    for which the office asks no report (免报).

    `sent_back` are the drafts that the head of the unit gave back; `in_hand` tells the state of a period's report that exists
    already: a draft, or one that waits for the head of the unit.
    """

    assignment_id: int
    task: TaskRow
    unit: str
    role: AssignmentRole
    clause: str | None
    state: AssignmentState
    percent: int
    acknowledge_by: date | None
    need: Need
    returned: tuple[Version, ...]
    sent_back: tuple[Version, ...]
    periods: tuple[Period, ...]
    waived: tuple[Period, ...]
    in_hand: dict[str, UpdateState]


@dataclass(frozen=True)
class Owed:
    """One page of the list, and how many lines of the whole list have each need."""

    page: Page[OwedRow]
    counts: dict[Need, int]


def owed(session: Session, actor: Actor, clock: LightClock, number: int = 1, need: Need | None = None) -> Owed:
    """What the actor's units owe, the most pressing first; six statements whatever the size."""
    query = _open_shares(actor)
    wanted = need_of(clock)
    counts = _counts(session, query, wanted)
    chosen = query.where(wanted == need.value) if need else query
    total = counts[need] if need else sum(counts.values())
    number = max(1, min(number, -(-total // PAGE_SIZE) or 1))
    order = case({need.value: place for place, need in enumerate(Need)}, value=wanted, else_=len(Need))
    rows = session.execute(
        chosen.add_columns(wanted.label("need"))
        .order_by(order, nulls_last(Task.due_on), Task.plan_id, Measure.ordinal, Assignment.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Owed(Page(_rows(session, actor, rows, clock), number, total), counts)


def finished(session: Session, actor: Actor, clock: LightClock, number: int = 1) -> Page[OwedRow]:
    """The assignments of the actor's units that the office has accepted as done, or whose task is closed; in pages."""
    over = or_(Assignment.state == AssignmentState.DONE, Task.state == TaskState.CLOSED)
    query = _shares(actor).where(Assignment.state.not_in((AssignmentState.DRAFT, AssignmentState.ENDED)), over)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE) or 1))
    rows = session.execute(
        query.add_columns(literal(Need.NOTHING.value).label("need"))
        .order_by(Assignment.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(_rows(session, actor, rows, clock), number, total)


def pending_ids(session: Session, actor: Actor, notice_id: int | None = None) -> list[int]:
    """The assignments that the actor's units have still to sign for; with `notice_id` those alone that the notice gave out."""
    query = _open_shares(actor).where(Assignment.state == AssignmentState.PENDING).order_by(Assignment.id)
    if notice_id is not None:
        query = query.where(Assignment.id.in_(select(IssueNoticeItem.assignment_id).where(IssueNoticeItem.notice_id == notice_id)))
    return list(session.scalars(query.with_only_columns(Assignment.id)))


def need_of(clock: LightClock) -> ColumnElement[Any]:
    """The most pressing need of an assignment, in SQL. The query must join Task and Plan."""
    return case(
        (_has_returned(), Need.MEND.value),
        (_has_sent_back(), Need.REWRITE.value),
        (Assignment.state == AssignmentState.PENDING, Need.ACKNOWLEDGE.value),
        (and_(Assignment.state.in_(REPORTING_ASSIGNMENT_STATES), _owes_report(clock)), Need.REPORT.value),
        (_may_close(), Need.CLOSE.value),
        else_=Need.NOTHING.value,
    )


def _has_returned() -> ColumnElement[bool]:
    """Some period's newest report, drafts of the next left out, was returned."""
    returned, newer = aliased(Update), aliased(Update)
    return exists().where(
        returned.assignment_id == Assignment.id,
        returned.state == UpdateState.RETURNED,
        ~exists().where(
            newer.assignment_id == returned.assignment_id,
            newer.period == returned.period,
            newer.version > returned.version,
            newer.state != UpdateState.DRAFT,
        ),
    )


def _has_sent_back() -> ColumnElement[bool]:
    """Some draft was given back by the head of the unit, and is written on."""
    return exists().where(Update.assignment_id == Assignment.id, sent_back_because().is_not(None))


def _owes_report(clock: LightClock) -> ColumnElement[bool]:
    """Some report up to the running period of the plan's cycle is not in; one that waits for the head of the unit is not owed."""
    conditions = []
    for group in clock.rhythms:
        running = group.rhythm.period_on(clock.today)
        waits = exists().where(
            Update.assignment_id == Assignment.id, Update.period == running.key, Update.state == UpdateState.UNIT_REVIEW
        )
        asked = or_(and_(owes(running), ~waits), owes(group.rhythm.before(running)))
        conditions.append(and_(group.holds(), asked))
    return or_(false(), *conditions)


def _may_close() -> ColumnElement[bool]:
    """The share of a unit that answers for the whole task, of which nothing is open any more (domain.md a8)."""
    other, lead = aliased(Assignment), aliased(Assignment)
    is_open = exists().where(
        other.task_id == Task.id, other.role != AssignmentRole.SUPPORTING, other.state.not_in(SETTLED_ASSIGNMENT_STATES)
    )
    has_lead = exists().where(lead.task_id == Task.id, lead.role == AssignmentRole.LEAD, lead.state != AssignmentState.ENDED)
    answers = or_(Assignment.role == AssignmentRole.LEAD, and_(Assignment.role == AssignmentRole.RESPONSIBLE, ~has_lead))
    begun = Task.state.in_((TaskState.ISSUED, TaskState.IN_PROGRESS))
    return and_(begun, ~Task.is_ongoing, Assignment.state == AssignmentState.DONE, answers, ~is_open)


def _open_shares(actor: Actor) -> Select[*tuple[Any, ...]]:
    done_but = and_(Assignment.state == AssignmentState.DONE, or_(_has_returned(), _has_sent_back(), _may_close()))
    is_open = or_(Assignment.state.in_(OPEN_ASSIGNMENT_STATES), done_but)
    return _shares(actor).where(Task.state.in_(OPEN_TASK_STATES), Plan.supervised_from.is_not(None), is_open)


def _shares(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Assignment, Unit.name.label("unit"), Clause.text.label("clause"), Task.plan_id, Plan.cycle, Plan.cutoff_day)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .outerjoin(Clause, Clause.id == Assignment.clause_id)
        .where(own_share(actor, Permission.ASSIGNMENT_ANSWER))
    )


def _counts(session: Session, query: Select[*tuple[Any, ...]], wanted: ColumnElement[Any]) -> dict[Need, int]:
    inner = query.with_only_columns(wanted.label("need")).subquery()
    counts = dict.fromkeys(Need, 0)
    for need, number in session.execute(select(inner.c.need, func.count()).group_by(inner.c.need)):
        counts[Need(need)] = number
    return counts


def _rows(session: Session, actor: Actor, rows: Sequence[Any], clock: LightClock) -> list[OwedRow]:
    tasks = task_rows(session, actor, {row.Assignment.task_id for row in rows}, clock)
    share_ids = [row.Assignment.id for row in rows]
    versions, waived = newest_versions(session, share_ids), exempted_periods(session, share_ids)
    found = []
    for row in rows:
        share: Assignment = row.Assignment
        asked = _asked(share, rhythm_in(clock.rhythms, row.plan_id, row.cycle, row.cutoff_day), clock.today)
        found.append(_row(row, tasks[share.task_id], versions.get(share.id, []), asked, waived.get(share.id, set())))
    return found


def _asked(share: Assignment, rhythm: Rhythm, today: date) -> list[Period]:
    if share.state not in REPORTING_ASSIGNMENT_STATES or share.issued_on is None:
        return []
    return open_periods(share.issued_on, share.reported_through, today, rhythm)


def _row(row: Any, task: TaskRow, versions: Sequence[Version], asked: Sequence[Period], waived: Set[str]) -> OwedRow:
    share: Assignment = row.Assignment
    in_hand = {version.period: version.state for version in versions}
    returned = tuple(v for v in versions if v.was_returned and v.state is not UpdateState.UNIT_REVIEW)
    sent_back = tuple(version for version in versions if version.sent_back)
    on_its_way = {key for key, state in in_hand.items() if state is UpdateState.UNIT_REVIEW}
    settled = {version.period for version in (*returned, *sent_back)} | on_its_way
    return OwedRow(
        assignment_id=share.id,
        task=task,
        unit=row.unit,
        role=share.role,
        clause=row.clause,
        state=share.state,
        percent=share.percent,
        acknowledge_by=share.acknowledge_by,
        need=Need(row.need),
        returned=returned,
        sent_back=sent_back,
        periods=tuple(period for period in asked if period.key not in settled | waived),
        waived=tuple(period for period in asked if period.key in waived),
        in_hand=in_hand,
    )
