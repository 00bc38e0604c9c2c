"""Since when an indicator has lain behind its planned curve: the day from which its ladder of reminders is counted."""

from datetime import date, timedelta

from tracker.rules.curves import IndicatorFacts, IndicatorStanding, status_on
from tracker.rules.lights import LightPolicy

BEHIND = frozenset({IndicatorStanding.BEHIND, IndicatorStanding.FAR_BEHIND, IndicatorStanding.MISSED})


def behind_since(facts: IndicatorFacts, today: date, policy: LightPolicy) -> date | None:
    """The first day from its newest reading on at which it is behind, or missed, as it still is today; None where it is not.

    That day stays the same until a new reading is accepted or the curve is set anew, so that the ladder is climbed once.
    """
    now = status_on(facts, today, policy)
    if now.standing not in BEHIND or now.read_on is None:
        return None
    first, last = now.read_on, today
    while first < last:  # what is planned does not fall back, so once behind it stays so
        middle = first + timedelta(days=(last - first).days // 2)
        if status_on(facts, middle, policy).standing in BEHIND:
            last = middle
        else:
            first = middle + timedelta(days=1)
    return first
