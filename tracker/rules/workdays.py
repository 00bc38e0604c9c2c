"""Working days as the State Council announces them: weekends, public holidays, and make-up days (调休上班).

The yearly notice of the State Council's general office is the only source of the swaps; a year without a notice can be
estimated (statutory holidays alone), and every day in it is provisional.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.rules.refusals import RuleViolation

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked.

    `holidays` need hold only days from Monday to Friday (a weekend day in it changes nothing), `makeup_days` the worked
    Saturdays and Sundays, `known_years` the years whose official notice has been read in.
    """

    holidays: frozenset[date]
    makeup_days: frozenset[date]
    known_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """True where people are at work on the day."""
        if day.weekday() >= _SATURDAY:
            return day in self.makeup_days
        return day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """True where the year's notice is not known: the answer about the day is an estimate."""
        return day.year not in self.known_years

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, where n is negative); `day` itself, worked or not, where n is 0.

        The day of the event is not counted, as 《民法典》 art. 201 has it for limits counted in days.
        """
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def count(self, start: date, end: date) -> int:
        """The number of working days after `start` up to and including `end`; `-count(end, start)` where end comes first."""
        if end < start:
            return -self.count(end, start)
        return sum(self.is_workday(day) for day in _days_after(start, end))

    def first_on_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return day if self.is_workday(day) else self.add(day, 1)

    def last_on_or_before(self, day: date) -> date:
        """The day itself where it is worked, else the working day before it."""
        return day if self.is_workday(day) else self.add(day, -1)


def calendar_from(records: Iterable[Mapping[str, Any]]) -> WorkCalendar:
    """One calendar out of several years' records.

    A record is the content of one file of `seeds/workdays`: `year`, `official` (false: an estimate, so its days stay
    provisional), `holidays` and `makeup_days` (lists of dates). Raises RuleViolation: `calendar_day_outside_year`,
    `calendar_day_twice` (both a holiday and a make-up day), `calendar_makeup_on_weekday`.
    """
    holidays: set[date] = set()
    makeup_days: set[date] = set()
    known: set[int] = set()
    for record in records:
        year, off, worked = record["year"], set(record["holidays"]), set(record["makeup_days"])
        _refuse_any("calendar_day_outside_year", year, [day for day in off | worked if day.year != year])
        _refuse_any("calendar_day_twice", year, off & worked)
        _refuse_any("calendar_makeup_on_weekday", year, [day for day in worked if day.weekday() < _SATURDAY])
        holidays |= off
        makeup_days |= worked
        if record["official"]:
            known.add(year)
    return WorkCalendar(frozenset(holidays), frozenset(makeup_days), frozenset(known))


def _refuse_any(code: str, year: int, days: Iterable[date]) -> None:
    for day in sorted(days):
        raise RuleViolation(code, year=year, day=day)


def _days_after(start: date, end: date) -> Iterator[date]:
    for offset in range(1, (end - start).days + 1):
        yield start + timedelta(days=offset)
