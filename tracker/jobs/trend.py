"""The job that counts the lights at the end of each day, for the board's trend."""

from datetime import date

from tracker.config import Settings
from tracker.fencing import Fence
from tracker.jobs.care import Skipped
from tracker.jobs.work import Counts
from tracker.rules.days import official_day
from tracker.services.light_counts import PlanCounts, counts_on, counts_today, keep_counts, plans_followed_on

# A past day costs a reading of every plan's history: for a county seconds, for a province the night. A gap in a trend does no harm.
MOST_PAST_PLANS = 200
TOO_MANY = "当天没有统计，补算需要逐个方案查阅 %(n)s 份历史记录，用时过长，趋势图缺这一天。"


def count_lights(fence: Fence, settings: Settings, day: date) -> Counts:
    """Keep how many tasks stood under each light at the end of the day; of a day that was missed where its plans are few enough."""
    found = _now(fence, day) if official_day(settings.clock.now()) <= day else _past(fence, day)
    with fence.transaction() as session:
        return {"plans": keep_counts(session, day, found)}


def _now(fence: Fence, day: date) -> list[PlanCounts]:
    with fence.reading() as session:
        return [counts_today(session, day)]


def _past(fence: Fence, day: date) -> list[PlanCounts]:
    with fence.reading() as session:
        plans = plans_followed_on(session, day)
    if len(plans) > MOST_PAST_PLANS:
        raise Skipped(TOO_MANY % {"n": len(plans)})
    counted = []
    for plan_id in plans:
        fence.check()
        with fence.reading() as session:
            counted.append(counts_on(session, plan_id, day))
    return counted
