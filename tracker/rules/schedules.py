"""When the scheduler's jobs are due, what a machine that was off has to make up, and when a failed run is tried again.

A job of the day is due on days (`Rule`) from a time of day on. Days that were missed are made up one by one, oldest first, and
across jobs in the order in which they would have run: what a later job builds on is there (docs/decisions/0029).
"""

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MOST_DAYS = 400  # what is older is not made up: nobody acts on a reminder of the year before last
# Waiting time after the first, second, … failed try; after the try that follows the last of them a run has failed for good.
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_TRIES = len(RETRY_AFTER) + 1

IsWorkday = Callable[[date], bool]


class Every(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    MONTH_START = "month_start"  # the first working day of a month


@dataclass(frozen=True)
class Rule:
    """On which days. `on`: the weekday (0: Monday) of a weekly rule; the day of a monthly one, its last where it is shorter."""

    every: Every
    on: int = 0

    def holds(self, day: date, is_workday: IsWorkday) -> bool:
        """True where the day is one of the rule's."""
        if self.every is Every.WORKING_DAY:
            return is_workday(day)
        if self.every is Every.MONTH_START:
            return is_workday(day) and not any(is_workday(day.replace(day=number)) for number in range(1, day.day))
        if self.every is Every.WEEK:
            return day.weekday() == self.on
        if self.every is Every.MONTH:
            return day.day == min(self.on, calendar.monthrange(day.year, day.month)[1])
        return True


class CatchUp(StrEnum):
    """What is made up of missed days: EACH where every day has its own work, LATEST where the newest run does for all."""

    EACH = "each"
    LATEST = "latest"


@dataclass(frozen=True)
class Timetable:
    """When a job of the day is due: on the rule's days, from a time of day in official time on."""

    job: str
    rule: Rule
    at: time
    catch_up: CatchUp = CatchUp.EACH


@dataclass(frozen=True)
class Unsettled:
    """A run that has not come to its end: it failed, or (`ended_at` None) its scheduler died meanwhile."""

    job: str
    due: date
    attempts: int
    ended_at: datetime | None


@dataclass(frozen=True, order=True)
class Due:
    """One run to make. Ordered by day and time of day, as it would have been run."""

    day: date
    at: time
    job: str


def due_days(rule: Rule, after: date, until: date, is_workday: IsWorkday) -> list[date]:
    """The rule's days after `after` up to and including `until`, oldest first; none more than MOST_DAYS before `until`."""
    first = max(after, until - timedelta(days=MOST_DAYS))
    days = (first + timedelta(days=number) for number in range(1, (until - first).days + 1))
    return [day for day in days if rule.holds(day, is_workday)]


def next_due(table: Timetable, day: date, time_of_day: time, is_workday: IsWorkday) -> tuple[date, time] | None:
    """The day and time of the first run after this moment; None where there is none within MOST_DAYS."""
    begin = day - timedelta(days=1) if time_of_day < table.at else day
    days = due_days(table.rule, begin, begin + timedelta(days=MOST_DAYS), is_workday)
    return (days[0], table.at) if days else None


def is_ready(run: Unsettled, now: datetime) -> bool:
    """True where the run is to be tried again: at once after its scheduler died, after a failure when the waiting time is over.

    An end in the future is that of a clock that has been set back since; nobody waits for it to come.
    """
    if run.ended_at is None or run.attempts == 0 or run.ended_at > now:
        return True
    return run.ended_at + RETRY_AFTER[min(run.attempts, len(RETRY_AFTER)) - 1] <= now


def runs_to_make(
    tables: Iterable[Timetable],
    last: Mapping[str, date],
    unsettled: Sequence[Unsettled],
    today: date,
    time_of_day: time,
    now: datetime,
    is_workday: IsWorkday,
) -> list[Due]:
    """What is to be run now, in order of day and time of day across the jobs.

    `last`: the newest day of each job that was run, or begun, up to today; a job without one is not looked at. A run that waits
    for its next try holds up the later days of its job, and of no other; of a job that makes up only the latest day, an older
    run is tried no more once a newer day has come.
    """
    found: list[Due] = []
    for table in tables:
        if table.job not in last:
            continue
        until = today if table.at <= time_of_day else today - timedelta(days=1)
        days = due_days(table.rule, last[table.job], until, is_workday)
        again = [run for run in unsettled if run.job == table.job]
        if table.catch_up is CatchUp.LATEST:
            days = days[-1:]
            again = [] if days else [run for run in again if run.due == last[table.job]]
        found += [Due(day, table.at, table.job) for day in _in_turn(again, days, now)]
    return sorted(found)


def _in_turn(again: Sequence[Unsettled], days: Sequence[date], now: datetime) -> list[date]:
    """The days to run up to the first that must still wait; days to try again lie before the new ones."""
    turn: list[date] = []
    for run in sorted(again, key=lambda run: run.due):
        if not is_ready(run, now):
            return turn
        turn.append(run.due)
    return [*turn, *days]
