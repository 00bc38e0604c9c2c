"""Reporting periods: which stretch of time a report is about, and the day by which it is owed.

A period is a calendar month, quarter, half-year or year. Its cut-off is day `cutoff_day` (25 by default, as plans and
monthly notices commonly ask) of the period's own last month, clamped to the month's length: the office needs the days
left to draw up the report within the period.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from tracker.rules.statuses import Cycle

DEFAULT_CUTOFF_DAY = 25

_MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.YEAR: 12}
_KEY = re.compile(r"(?P<year>\d{4})(?:-(?P<letter>[QH]?)(?P<number>\d{1,2}))?")
_CYCLE_OF_LETTER = {None: Cycle.YEAR, "": Cycle.MONTH, "Q": Cycle.QUARTER, "H": Cycle.HALF_YEAR}


@dataclass(frozen=True)
class Period:
    """One reporting period, first and last day included.

    Keys are "2025-03", "2025-Q1", "2025-H1" or "2025"; those of one plan sort in order of time as text.
    """

    key: str
    start: date
    end: date
    cutoff: date

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


@dataclass(frozen=True)
class Stage:
    """From the day on, the first of a period, units report in this cycle with this cut-off day."""

    from_on: date
    cycle: Cycle
    cutoff_day: int


@dataclass(frozen=True)
class Rhythm:
    """The periods of a plan: those of the cycle at first, then those of each stage, from its day on; stages in order of time."""

    cycle: Cycle
    cutoff_day: int = DEFAULT_CUTOFF_DAY
    stages: tuple[Stage, ...] = ()

    def period_on(self, day: date) -> Period:
        """The period in which the day lies."""
        stage = self.stage_on(day)
        return period_of(day, stage.cycle, stage.cutoff_day)

    def stage_on(self, day: date) -> Stage:
        """The cycle and the cut-off day that hold on the day."""
        first = Stage(date.min, self.cycle, self.cutoff_day)
        return next((stage for stage in reversed(self.stages) if stage.from_on <= day), first)

    def named(self, key: str) -> Period | None:
        """The plan's period of that name; None where the plan has none, or the text is no key."""
        try:
            start = period_named(key).start
        except ValueError:
            return None
        period = self.period_on(start)
        return period if period.key == key else None

    def cutoff_of(self, key: str) -> date:
        """The day by which the report for the period of that name was owed, also where an earlier edition of the plan had asked
        for it in another cycle; ValueError for text that is no key.
        """
        return period_named(key, self.stage_on(period_named(key).start).cutoff_day).cutoff

    def after(self, period: Period) -> Period:
        """The period that begins the day after this one ends."""
        return self.period_on(period.end + timedelta(days=1))

    def before(self, period: Period) -> Period:
        """The period that ends the day before this one begins."""
        return self.period_on(period.start - timedelta(days=1))

    def last_closed(self, today: date) -> Period:
        """The newest period whose cut-off has passed."""
        running = self.period_on(today)
        return running if running.cutoff < today else self.before(running)

    def is_changed_by(self, stage: Stage) -> bool:
        """True where some period would be another with the stage than without."""
        known = self.stage_on(stage.from_on)
        return (known.cycle, known.cutoff_day) != (stage.cycle, stage.cutoff_day) or self.stage_on(date.max) != known

    def changed(self, stage: Stage) -> "Rhythm":
        """The rhythm with the stage; what had been decided for the time from its first day on no longer holds."""
        kept = tuple(other for other in self.stages if other.from_on < stage.from_on)
        return Rhythm(self.cycle, self.cutoff_day, (*kept, stage))


def rhythm_of(cycle: Cycle, cutoff_day: int, decided: Iterable[tuple[date, Cycle, int]]) -> Rhythm:
    """The rhythm that begins with this cycle and cut-off day; `decided` are its stages in the order in which they were decided."""
    return reduce(lambda rhythm, stage: rhythm.changed(Stage(*stage)), decided, Rhythm(cycle, cutoff_day))


def next_stage(rhythm: Rhythm, today: date, cycle: Cycle, cutoff_day: int) -> Stage:
    """The stage by which a change that is decided today begins: with the first period to come that begins together with one
    of the new cycle, for what is running or past stays as units were told. A new key has to sort after the old ones, so that
    from quarters back to months, say, one changes with the year.
    """
    before = rhythm.period_on(today)
    while True:
        after = rhythm.after(before)
        first = period_of(after.start, cycle, cutoff_day)
        if first.start == after.start and before.key < first.key:
            return Stage(first.start, cycle, cutoff_day)
        before = after


def periods_between(rhythm: Rhythm, first: date, last: date) -> list[Period]:
    """The periods in which the days lie, those of the first and of the last included, oldest first; none where last < first."""
    found = []
    period = rhythm.period_on(first)
    while period.start <= last:
        found.append(period)
        period = rhythm.after(period)
    return found if first <= last else []


def closed_periods(since: date, today: date, rhythm: Rhythm) -> list[Period]:
    """The periods for which a report has fallen due, oldest first.

    `since` is the day from which the plan is followed. A period is owed once its cut-off has passed, and only where the
    plan was followed before the day of that cut-off: nobody owes a report on the very day of being told of it.
    """
    return [period for period in periods_between(rhythm, since, today) if since < period.cutoff < today]


def open_periods(since: date, reported_through: str | None, today: date, rhythm: Rhythm) -> list[Period]:
    """The periods that a unit has still to report on, oldest first: those fallen due, and the running one before its cut-off.

    `since` as in `closed_periods`; periods up to `reported_through` are in.
    """
    asked = [period for period in periods_between(rhythm, since, today) if since < period.cutoff]
    return [period for period in asked if reported_through is None or period.key > reported_through]


def is_late(sent_on: date, cutoff: date, *, corrects_accepted: bool) -> bool:
    """True for a report that leaves its unit after the cut-off of its period (迟报).

    Putting right what the office had already accepted is a correction (更正), and no late report.
    """
    return sent_on > cutoff and not corrects_accepted


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
