"""Reporting periods of a plan: opened and locked by the scheduler, their rhythm changed by the office.

Which periods there are and who owes a report for one follows from the plan's rhythm, whether or not a scheduler runs. What is
stored is what was done: when a period was opened and its units told, when its cut-off had passed (docs/decisions/0019).
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.errors import InvalidInput, NotAllowed
from tracker.labels import label, period_title
from tracker.models import Assignment, Plan, ReportingPeriod, RhythmChange, Task, Unit
from tracker.queries.held import Wrote, told
from tracker.queries.rhythms import exempted
from tracker.rules.days import official_day
from tracker.rules.periods import Period, next_stage, periods_between
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import OPEN_TASK_STATES, OWING_ASSIGNMENT_STATES, Cycle, PlanState
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record


def plans_to_turn(session: Session, today: date) -> list[int]:
    """The followed plans of which a period is to be opened or locked by the day; the statements do not grow with the tasks."""
    last = select(func.max(ReportingPeriod.cutoff_on)).where(ReportingPeriod.plan_id == Plan.id).scalar_subquery()
    unlocked = exists().where(
        ReportingPeriod.plan_id == Plan.id, ReportingPeriod.locked_at.is_(None), ReportingPeriod.cutoff_on < today
    )
    query = (
        select(Plan, last, unlocked)
        .where(Plan.state == PlanState.ISSUED, Plan.supervised_from <= today)
        .options(selectinload(Plan.rhythm_changes))
        .order_by(Plan.id)
    )  # fmt: skip
    return [plan.id for plan, opened, is_due in session.execute(query) if is_due or _to_open(plan, opened, today)]


def turn_periods(session: Session, plan: Plan, today: date, *, actor: Actor, now: datetime) -> tuple[int, int]:
    """Open the periods of the plan that have begun, oldest first, and lock those whose cut-off has passed: how many of either.

    A second run does nothing. The units are told of a period that they can still report on in time, once, and of no older one.
    Only the system, and whoever issues the plan, does this (NotAllowed).
    """
    hold_chain(session, plan.id)
    if not may_touch(actor, Permission.PLAN_ISSUE, region=plan.jurisdiction.path):
        raise NotAllowed("填报期由系统按方案的填报周期开始和截止，不需要手工办理。")
    last = session.scalar(select(func.max(ReportingPeriod.cutoff_on)).where(ReportingPeriod.plan_id == plan.id))
    begun = _to_open(plan, last, today)
    opened = [ReportingPeriod(plan_id=plan.id, key=one.key, cutoff_on=one.cutoff, opened_at=now) for one in begun]
    session.add_all(opened)
    session.flush()
    over = session.scalars(
        select(ReportingPeriod)
        .where(ReportingPeriod.plan_id == plan.id, ReportingPeriod.locked_at.is_(None), ReportingPeriod.cutoff_on < today)
        .order_by(ReportingPeriod.cutoff_on)
    ).all()
    for row in over:
        row.locked_at = now
    entries = [_entry(row, "open_period", told(row)) for row in opened]
    entries += [_entry(row, "lock_period", told(row, "locked_at")) for row in over]
    record(session, plan.id, entries, actor=actor, now=now)
    for one, row in zip(begun, opened, strict=True):
        if one.cutoff >= max(today, official_day(now)):  # of a day made up late the cut-off may have passed by now
            _tell(session, plan, one, row.id, now)
    return len(begun), len(over)


def _to_open(plan: Plan, last_cutoff: date | None, today: date) -> list[Period]:
    assert plan.supervised_from is not None
    begun = periods_between(plan.rhythm, plan.supervised_from, today)
    return [one for one in begun if plan.supervised_from < one.cutoff and (last_cutoff is None or last_cutoff < one.cutoff)]


def _entry(row: ReportingPeriod, action: str, wrote: Wrote) -> Entry:
    data = {"period": row.key, "cutoff_on": row.cutoff_on.isoformat()}
    return Entry("plan", row.plan_id, action, data=data, wrote=wrote)


def _tell(session: Session, plan: Plan, period: Period, row_id: int, now: datetime) -> None:
    owing = and_(_reporting(plan), Assignment.issued_on < period.cutoff, ~exempted(period.key))
    name, limit = period_title(period.key), period.cutoff
    for unit, tasks in _units(session, owing):
        notices.tell(
            session, unit, key=f"period:{plan.id}:{period.key}:{unit.id}", title=f"请填报{name}进展", path="/mine",
            body=f"《{plan.title}》{name}填报已经开始，贵单位有{tasks}项任务，请于{limit.month}月{limit.day}日前报送进展。",
            plan_id=plan.id, due_on=limit, about=(ReportingPeriod.__tablename__, row_id), now=now,
        )  # fmt: skip


def _reporting(plan: Plan) -> ColumnElement[bool]:
    return and_(
        Task.plan_id == plan.id, Task.state.in_(OPEN_TASK_STATES), Assignment.state.in_(OWING_ASSIGNMENT_STATES)
    )  # fmt: skip


def _units(session: Session, condition: ColumnElement[bool]) -> Iterable[tuple[Unit, int]]:
    """The units with such shares, and in how many tasks."""
    query = (
        select(Unit, func.count(Task.id.distinct()))
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Task, Task.id == Assignment.task_id)
        .where(condition)
        .group_by(Unit.id)
        .order_by(Unit.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def change_rhythm(
    session: Session, plan: Plan, cycle: Cycle, cutoff_day: int, reason: str, *, actor: Actor, now: datetime
) -> RhythmChange:
    """From a period to come, have the units report in this cycle by this day of its last month; they are told.

    What runs or is past stays as it was (`rules.periods.next_stage`). A decision that has not begun yet is replaced.
    """
    require_plan(actor, Permission.RHYTHM_CHANGE, plan)
    hold_chain(session, plan.id)
    if plan.state is not PlanState.ISSUED or plan.supervised_from is None:
        raise InvalidInput("方案交办并纳入督办、仍然有效的，才能调整填报周期。")
    if not 1 <= cutoff_day <= 31:
        raise InvalidInput("截止日须在 1 到 31 之间。")
    if not reason.strip():
        raise InvalidInput("请写明调整填报周期的理由。")
    stage = next_stage(plan.rhythm, official_day(now), cycle, cutoff_day)
    if not plan.rhythm.is_changed_by(stage):
        raise InvalidInput("与现在的填报周期、截止日相同，不需要调整。")
    change = RhythmChange(
        plan_id=plan.id, from_on=stage.from_on, cycle=cycle, cutoff_day=cutoff_day, reason=reason.strip(), decided_at=now,
        decided_by_id=actor.user_id,
    )  # fmt: skip
    plan.rhythm_changes.append(change)
    session.flush()
    facts = {"from_on": stage.from_on.isoformat(), "cycle": cycle.value, "cutoff_day": cutoff_day}
    entry = Entry("plan", plan.id, "change_rhythm", reason=reason, data=facts, wrote=told(change))
    record(session, plan.id, [entry], actor=actor, now=now)
    first = plan.rhythm.period_on(stage.from_on)
    for unit, _ in _units(session, _reporting(plan)):
        notices.tell(
            session, unit, key=f"rhythm:{change.id}:{unit.id}", title="填报周期有调整", path="/mine", plan_id=plan.id, now=now,
            body=f"《{plan.title}》自{period_title(first.key)}起改为{label(cycle)}填报，该期于{first.cutoff.month}月{first.cutoff.day}日截止。",
        )  # fmt: skip
    return change


def take_over_rhythm(old: Plan, new: Plan) -> None:
    """Let the units report on the plan's next edition as they did, with the changes that have not begun yet."""
    new.cycle, new.cutoff_day = old.cycle, old.cutoff_day
    new.rhythm_changes = [
        RhythmChange(
            from_on=row.from_on, cycle=row.cycle, cutoff_day=row.cutoff_day, reason=row.reason,
            decided_at=row.decided_at, decided_by_id=row.decided_by_id,
        )
        for row in old.rhythm_changes
    ]  # fmt: skip
