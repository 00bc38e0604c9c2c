"""Due dates: from what a plan says to a day, and from a day to how it stands with it.

A deadline is a kind, a base day and, for working days, a number (domain.md a9).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.rules.periods import period_of
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import Cycle
from tracker.rules.workdays import WorkCalendar

SOON_WORKDAYS = 5


class DeadlineKind(StrEnum):
    """How a plan words its deadline."""

    DATE = "date"  # 固定日
    MONTH_END = "month_end"  # 月底
    QUARTER_END = "quarter_end"  # 季度末
    YEAR_END = "year_end"  # 年底
    WORKING_DAYS = "working_days"  # 若干工作日内
    ONGOING = "ongoing"  # 长期坚持


class Timeliness(StrEnum):
    """How a matter stands with its due date; computed, never stored."""

    ON_TIME_LEFT = "on_time_left"  # 未到期
    DUE_SOON = "due_soon"  # 临期
    DUE_TODAY = "due_today"  # 今日到期
    OVERDUE = "overdue"  # 逾期
    NONE = "none"  # closed, ongoing, or without a due date


@dataclass(frozen=True)
class Deadline:
    """The day (None: 长期坚持), and whether it rests on a year whose working days are not announced yet."""

    due_on: date | None
    provisional: bool = False


_ENDS = {
    DeadlineKind.MONTH_END: Cycle.MONTH,
    DeadlineKind.QUARTER_END: Cycle.QUARTER,
    DeadlineKind.YEAR_END: Cycle.YEAR,
}


def resolve(
    kind: DeadlineKind,
    base: date | None = None,
    *,
    working_days: int | None = None,
    calendar: WorkCalendar | None = None,
) -> Deadline:
    """The deadline that the plan's words come to.

    `base` is the day itself for DATE, any day of the month, quarter or year for the three ends, and the day of the event
    for WORKING_DAYS, which also needs `working_days` (at least 1) and `calendar`. Raises RuleViolation
    `deadline_incomplete` where the kind needs something that is missing.
    """
    if kind is DeadlineKind.ONGOING:
        return Deadline(None)
    if base is None:
        raise RuleViolation("deadline_incomplete", kind=kind)
    if kind is DeadlineKind.WORKING_DAYS:
        return _after_working_days(base, working_days, calendar)
    if kind is DeadlineKind.DATE:
        return Deadline(base)
    return Deadline(period_of(base, _ENDS[kind]).end)


def timeliness(
    due_on: date | None,
    today: date,
    calendar: WorkCalendar,
    closed: bool = False,
    ongoing: bool = False,
    soon_workdays: int = SOON_WORKDAYS,
) -> Timeliness:
    """How an open matter stands with its due date; NONE where there is nothing to be late for.

    Due soon means at most `soon_workdays` working days away; the due day itself is still in time.
    """
    if closed or ongoing or due_on is None:
        return Timeliness.NONE
    if due_on <= today:
        return Timeliness.DUE_TODAY if due_on == today else Timeliness.OVERDUE
    return Timeliness.DUE_SOON if due_on <= calendar.add(today, soon_workdays) else Timeliness.ON_TIME_LEFT


def days_late(due_on: date | None, today: date) -> int:
    """Days of the calendar since the due date, 0 while it is not past."""
    return max((today - due_on).days, 0) if due_on else 0


def _after_working_days(base: date, working_days: int | None, calendar: WorkCalendar | None) -> Deadline:
    if working_days is None or working_days < 1 or calendar is None:
        raise RuleViolation("deadline_incomplete", kind=DeadlineKind.WORKING_DAYS)
    due_on = calendar.add(base, working_days)
    years = range(base.year, due_on.year + 1)
    return Deadline(due_on, provisional=any(year not in calendar.known_years for year in years))
