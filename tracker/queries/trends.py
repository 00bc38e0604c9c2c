"""How the lights have moved: the counts that the nightly job kept (`services/light_counts.py`), of the plans that the actor sees
whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import LightCount, Plan
from tracker.queries.scope import in_region
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import Light

MONTHS = 11  # before the running one: with it a year
WEEK_REACH, MONTH_REACH = 3, 6  # days by which a counted day may lie before the one that is looked for, where that was missed


@dataclass(frozen=True)
class DayCounts:
    """How many tasks stood under each light at the end of the day; every light is there."""

    day: date
    tasks: Mapping[Light, int]


@dataclass(frozen=True)
class LightTrend:
    """A week ago, a month ago, and the ends of the months before, oldest first; days that were never counted are left out."""

    week: DayCounts | None = None
    month: DayCounts | None = None
    month_ends: Sequence[DayCounts] = ()


def light_trend(session: Session, actor: Actor, today: date) -> LightTrend:
    """The trend up to the day; two statements. Where no day was counted, or the actor sees no plan whole, it is empty."""
    ends = _month_ends(today)
    wanted = [(today - timedelta(days=7), WEEK_REACH), (_month_before(today), MONTH_REACH), *((end, MONTH_REACH) for end in ends)]
    newest = (
        select(func.max(LightCount.day)).where(LightCount.day.between(day - timedelta(days=reach), day)) for day, reach in wanted
    )
    days = session.execute(select(*(query.scalar_subquery() for query in newest))).one()
    found = _counts(session, actor, {day for day in days if day})
    week, month, *counted = (found.get(day) for day in days)
    return LightTrend(week, month, [one for one in counted if one])


def _counts(session: Session, actor: Actor, days: set[date]) -> dict[date, DayCounts]:
    query = (
        select(LightCount.day, LightCount.light, func.sum(LightCount.tasks))
        .join(Plan, Plan.id == LightCount.plan_id)
        .where(LightCount.day.in_(sorted(days)), in_region(actor, Permission.TASK_READ))
        .group_by(LightCount.day, LightCount.light)
    )
    tasks: dict[date, dict[Light, int]] = {}
    for day, light, number in session.execute(query):
        tasks.setdefault(day, dict.fromkeys(Light, 0))[light] = int(number)
    return {day: DayCounts(day, own) for day, own in tasks.items()}


def _month_before(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _month_ends(today: date) -> list[date]:
    """The last days of the months before, oldest first."""
    ends = [today.replace(day=1) - timedelta(days=1)]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]
