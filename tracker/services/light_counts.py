"""Keep how many tasks stand under each light at the end of a day, for the board's trend (docs/decisions/0040).

Of the running day the database counts (`queries/lights.py`); a past day is told out of the history, as its report would be.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from tracker.models import LightCount, Plan, Task
from tracker.queries.lights import light_clock, reason_code
from tracker.queries.reporting import facts_on
from tracker.reports.figures import draw_figures
from tracker.rules.days import end_of_day
from tracker.rules.lights import REASONS, LightPolicy
from tracker.rules.statuses import DROPPED_TASK_STATES, Light
from tracker.services.calendars import work_calendar

PlanCounts = Mapping[tuple[int, Light], int]  # by plan and light


def counts_today(session: Session, today: date) -> PlanCounts:
    """How many tasks of each supervised plan stand under each light now; what has ended or was merged is left out. One statement
    beside the calendar's and the rhythms'.
    """
    policy = LightPolicy()
    clock = light_clock(session, today, work_calendar(session).add(today, policy.soon_workdays), policy)
    coded = (
        select(Task.plan_id, reason_code(clock).label("code"))
        .join(Plan, Plan.id == Task.plan_id)
        .where(Plan.supervised_from <= today, Task.state.not_in(DROPPED_TASK_STATES))
        .subquery()
    )
    found: Counter[tuple[int, Light]] = Counter()
    for plan_id, code, tasks in session.execute(
        select(coded.c.plan_id, coded.c.code, func.count()).group_by(coded.c.plan_id, coded.c.code)
    ):
        found[plan_id, REASONS[code]] += tasks
    return found


def plans_followed_on(session: Session, day: date) -> list[int]:
    """The plans that had been issued and were under supervision by the end of the day, also those that have ended since."""
    query = select(Plan.id).where(Plan.supervised_from <= day, Plan.issued_at < end_of_day(day)).order_by(Plan.id)
    return list(session.scalars(query))


def counts_on(session: Session, plan_id: int, day: date) -> PlanCounts:
    """The same of one plan as its history tells it for the end of a past day; about thirty statements."""
    figures = draw_figures(facts_on(session, plan_id, day), work_calendar(session))
    return Counter((plan_id, line.light) for line in figures.tasks if line.state not in DROPPED_TASK_STATES)


def keep_counts(session: Session, day: date, counts: Iterable[PlanCounts]) -> int:
    """Make these the counts of the day, in the place of any kept before; how many plans there are in them."""
    session.execute(delete(LightCount).where(LightCount.day == day))
    rows = [
        {"day": day, "plan_id": plan_id, "light": light, "tasks": tasks}
        for found in counts
        for (plan_id, light), tasks in found.items()
    ]
    if rows:
        session.execute(insert(LightCount), rows)
    return len({row["plan_id"] for row in rows})
