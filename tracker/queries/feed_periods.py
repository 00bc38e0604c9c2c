"""The days by which reports of a period are owed, for a calendar: those owed now, and the next ones to come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Plan
from tracker.queries.reminder_matters import shares
from tracker.queries.rhythms import exempted_periods, rhythm_groups, rhythm_in
from tracker.queries.scope import in_region
from tracker.rules.calendar_feeds import DayKind, DueDay
from tracker.rules.periods import Period, Rhythm, open_periods
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import REPORTING_ASSIGNMENT_STATES, PlanState

AHEAD = 2  # periods after the running one
MOST_PLANS = 200


def cutoffs_of_units(session: Session, units: Sequence[int], today: date) -> Iterator[DueDay]:
    """One day for each plan, unit and period for which some share still owes its report (rules/periods.py); three statements."""
    query = (
        shares()
        .where(Assignment.unit_id.in_(units), Plan.supervised_from.is_not(None))
        .where(Assignment.state.in_(REPORTING_ASSIGNMENT_STATES), Assignment.issued_on.is_not(None))
        .add_columns(
            Assignment.id, Assignment.unit_id, Assignment.issued_on, Assignment.reported_through,
            Plan.id.label("plan_id"), Plan.title, Plan.supervised_from, Plan.cycle, Plan.cutoff_day,
        )
        .order_by(Plan.id, Assignment.id)
    )  # fmt: skip
    rows, groups = session.execute(query).all(), rhythm_groups(session)
    waived = exempted_periods(session, [row.id for row in rows])
    found: dict[tuple[int, int, str], DueDay] = {}
    for row in rows:
        rhythm = rhythm_in(groups, row.plan_id, row.cycle, row.cutoff_day)
        owed = open_periods(max(row.issued_on, row.supervised_from), row.reported_through, today, rhythm)
        for period in [*owed, *_coming(rhythm, today)]:
            if period.key not in waived.get(row.id, ()):
                found[row.plan_id, row.unit_id, period.key] = _day((row.plan_id, row.unit_id), period, row.title, "/mine")
    return iter(found.values())


def cutoffs_of_places(session: Session, actor: Actor, today: date) -> Iterator[DueDay]:
    """One day for each followed plan of the actor's places and period, the running one and those to come; two statements."""
    query = (
        select(Plan.id, Plan.title, Plan.cycle, Plan.cutoff_day)
        .where(Plan.supervised_from.is_not(None), Plan.state == PlanState.ISSUED, in_region(actor, Permission.TASK_READ))
        .order_by(Plan.id.desc())
        .limit(MOST_PLANS)
    )
    groups = rhythm_groups(session)
    for row in session.execute(query):
        rhythm = rhythm_in(groups, row.id, row.cycle, row.cutoff_day)
        for period in (rhythm.period_on(today), *_coming(rhythm, today)):
            yield _day((row.id,), period, row.title, f"/plans/{row.id}/reporting")


def _coming(rhythm: Rhythm, today: date) -> list[Period]:
    periods, last = [], rhythm.period_on(today)
    for _ in range(AHEAD):
        last = rhythm.after(last)
        periods.append(last)
    return periods


def _day(of: Iterable[int], period: Period, plan: str, path: str) -> DueDay:
    """`of`: the plan and, where the day is one unit's, the unit."""
    ids = tuple(of)
    key = "-".join([DayKind.REPORT, *map(str, ids), period.key])
    return DueDay(DayKind.REPORT, key, ("plan", ids[0]), period.cutoff, plan, path, period=period.key)
