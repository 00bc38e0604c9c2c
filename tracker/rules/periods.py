"""Reporting periods: which stretch of time a report is about, and the day by which it is owed.

A period is a calendar month, quarter, half-year or year. Its cut-off is day `cutoff_day` (25 by default, as plans and
monthly notices commonly ask) of the period's own last month, clamped to the month's length: the office needs the days
left to draw up the report within the period.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.rules.statuses import Cycle

DEFAULT_CUTOFF_DAY = 25

_MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.YEAR: 12}
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?P<letter>[QH]?)(?P<number>\d{1,2}))?")
_CYCLE_OF_LETTER = {None: Cycle.YEAR, "": Cycle.MONTH, "Q": Cycle.QUARTER, "H": Cycle.HALF_YEAR}


@dataclass(frozen=True)
class Period:
    """One reporting period, first and last day included.

    Keys are "2025-03", "2025-Q1", "2025-H1" or "2025"; those of one cycle sort in order of time as text.
    `cutoff_day` is the day asked for; a short month's `cutoff` does not tell it, and the neighbours need it.
    """

    key: str
    start: date
    end: date
    cutoff: date
    cutoff_day: int = DEFAULT_CUTOFF_DAY

    @property
    def cycle(self) -> Cycle:
        """The cycle that the key is written in."""
        return _read_key(self.key)[0]


def period_of(day: date, cycle: Cycle, cutoff_day: int = DEFAULT_CUTOFF_DAY) -> Period:
    """The period of the cycle in which the day lies, also where the day is past the period's cut-off."""
    return _period(day.year, (day.month - 1) // _MONTHS[cycle] + 1, cycle, cutoff_day)


def period_named(key: str, cutoff_day: int = DEFAULT_CUTOFF_DAY) -> Period:
    """The period with the key; ValueError for text that is no key."""
    cycle, year, number = _read_key(key)
    return _period(year, number, cycle, cutoff_day)


def next_period(period: Period) -> Period:
    """The period that begins the day after this one ends."""
    return period_of(period.end + timedelta(days=1), period.cycle, period.cutoff_day)


def previous_period(period: Period) -> Period:
    """The period that ends the day before this one begins."""
    return period_of(period.start - timedelta(days=1), period.cycle, period.cutoff_day)


def closed_periods(since: date, today: date, cycle: Cycle, cutoff_day: int = DEFAULT_CUTOFF_DAY) -> list[Period]:
    """The periods for which a report has fallen due, oldest first.

    `since` is the day from which the plan is followed. A period is owed once its cut-off has passed, and only where the
    plan was followed before the day of that cut-off: nobody owes a report on the very day of being told of it.
    """
    owed = []
    period = period_of(since, cycle, cutoff_day)
    while period.cutoff < today:
        if since < period.cutoff:
            owed.append(period)
        period = next_period(period)
    return owed


def open_periods(
    since: date, reported_through: str | None, today: date, cycle: Cycle, cutoff_day: int = DEFAULT_CUTOFF_DAY
) -> list[Period]:
    """The periods that a unit has still to report on, oldest first: those fallen due, and the running one before its cut-off.

    `since` as in `closed_periods`; periods up to `reported_through` are in.
    """
    running = period_of(today, cycle, cutoff_day)
    asked = closed_periods(since, today, cycle, cutoff_day)
    if since < running.cutoff and running not in asked:
        asked.append(running)
    return [period for period in asked if reported_through is None or period.key > reported_through]


def _period(year: int, number: int, cycle: Cycle, cutoff_day: int) -> Period:
    if not 1 <= cutoff_day <= 31:
        raise ValueError(f"cutoff_day must lie between 1 and 31, not {cutoff_day}")
    months = _MONTHS[cycle]
    last_month = number * months
    length = monthrange(year, last_month)[1]
    return Period(
        key=_write_key(year, number, cycle),
        start=date(year, last_month - months + 1, 1),
        end=date(year, last_month, length),
        cutoff=date(year, last_month, min(cutoff_day, length)),
        cutoff_day=cutoff_day,
    )


def _write_key(year: int, number: int, cycle: Cycle) -> str:
    tails = {Cycle.MONTH: f"-{number:02d}", Cycle.QUARTER: f"-Q{number}", Cycle.HALF_YEAR: f"-H{number}", Cycle.YEAR: ""}
    return f"{year:04d}{tails[cycle]}"


def _read_key(key: str) -> tuple[Cycle, int, int]:
    match = _KEY.fullmatch(key)
    if match:
        cycle = _CYCLE_OF_LETTER[match["letter"]]
        year, number = int(match["year"]), int(match["number"] or 1)
        if year >= 1 and 1 <= number <= 12 // _MONTHS[cycle] and _write_key(year, number, cycle) == key:
            return cycle, year, number
    raise ValueError(f"not the key of a reporting period: {key!r}")
