"""Working days as the State Council announces them: weekends, public holidays, and make-up days (调休上班).

The yearly notice of the State Council's general office is the only source of the swaps; a year without a notice can be
estimated (statutory holidays alone), and every day in it is provisional.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.rules.refusals import RuleViolation

NOTICE_MONTH = 11  # by the beginning of which, as a rule, the next year's notice is out (domain.md a8, source S33)

_DAY = timedelta(days=1)
SATURDAY = 5
_KEYS = {"year", "document", "official", "holidays", "makeup_days"}


@dataclass(frozen=True)
class YearNotice:
    """What is known of one year, as a file of `seeds/workdays` has it. `official` False: an estimate, its days stay provisional.

    `document` is the number of the notice; `holidays` the days off, `makeup_days` the worked Saturdays and Sundays, both in order.
    The files list days off from Monday to Friday; a notice also names the weekends of each festival, which tells how long it is.
    """

    year: int
    document: str
    official: bool
    holidays: tuple[date, ...]
    makeup_days: tuple[date, ...]

    def to_content(self) -> dict[str, Any]:
        """The same as plain values, in the shape of the files."""
        return {
            "year": self.year, "document": self.document, "official": self.official,
            "holidays": list(self.holidays), "makeup_days": list(self.makeup_days),
        }  # fmt: skip


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
        if day.weekday() >= SATURDAY:
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


@dataclass(frozen=True)
class Stretch:
    """Days on end that are off, weekends with them, or one weekend day that is worked."""

    first: date
    last: date
    is_off: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def stretches(notice: YearNotice) -> list[Stretch]:
    """What the notice changes against plain weeks, in order: each rest that it makes, and each weekend day that is worked.

    A rest has as many days as the notice gives it (共9天): a plain weekend beside it is not of it where the notice names the
    weekends that are. Where no weekend is named, as in the files, those beside it are counted in.
    """
    calendar = calendar_from([notice])
    found = [Stretch(day, day, is_off=False) for day in notice.makeup_days]
    last: date | None = None
    for day in notice.holidays:
        if last is None or day > last:
            before, last = calendar.last_on_or_before(day), calendar.first_on_or_after(day) - _DAY
            rest = [one for one in _days_after(before, last) if _is_of_rest(notice, one)]
            found.append(Stretch(rest[0], rest[-1], is_off=True))
    return sorted(found, key=lambda stretch: stretch.first)


def _is_of_rest(notice: YearNotice, day: date) -> bool:
    """False for a weekend day that the notice could have named with the others, and did not; no notice names another year's."""
    names_weekends = any(one.weekday() >= SATURDAY for one in notice.holidays)
    return day in notice.holidays or not names_weekends or day.year != notice.year


@dataclass(frozen=True)
class DayChange:
    """A day that is worked under one notice of a year and off under another; `is_off`: under the latter."""

    day: date
    is_off: bool

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() >= SATURDAY


def day_changes(before: YearNotice, after: YearNotice) -> list[DayChange]:
    """The days that `after` has otherwise than `before`, in order; a weekend off that only one of them names is none."""
    old, new = calendar_from([before]), calendar_from([after])
    days = {day for notice in (before, after) for day in (*notice.holidays, *notice.makeup_days)}
    return [DayChange(day, not new.is_workday(day)) for day in sorted(days) if old.is_workday(day) != new.is_workday(day)]


def calendar_from(notices: Iterable[YearNotice]) -> WorkCalendar:
    """One calendar out of several years' notices; of two for one year, the days of both count, so give one."""
    given = list(notices)
    return WorkCalendar(
        holidays=frozenset(day for notice in given for day in notice.holidays),
        makeup_days=frozenset(day for notice in given for day in notice.makeup_days),
        known_years=frozenset(notice.year for notice in given if notice.official),
    )


def year_notice(content: Mapping[str, Any]) -> YearNotice:
    """The notice out of the content of one file (`year`, `document`, `official`, `holidays`, `makeup_days`), checked.

    Days off at a weekend of another year are left out, for they change nothing. Raises RuleViolation: `calendar_key` (a name
    that is missing or unknown), `calendar_year_bad`, `calendar_document_missing`, `calendar_not_a_day`,
    `calendar_no_holidays`, `calendar_day_outside_year`, `calendar_day_twice` (both off and worked),
    `calendar_makeup_on_weekday`.
    """
    for key in sorted({"year", "holidays", "makeup_days"} - set(content)) + sorted(map(str, set(content) - _KEYS)):
        raise RuleViolation("calendar_key", key=key)
    year, official = content["year"], content.get("official", True)
    if not isinstance(year, int) or not 1949 <= year <= 9998:
        raise RuleViolation("calendar_year_bad", year=_shown(year))
    document = content.get("document") or ""
    if not isinstance(document, str) or (official and not document.strip()):
        raise RuleViolation("calendar_document_missing", year=year)
    off, worked = _days(content["holidays"]), _days(content["makeup_days"])
    if not off:
        raise RuleViolation("calendar_no_holidays", year=year)
    _refuse_any("calendar_day_twice", year, off & worked)
    _refuse_any("calendar_makeup_on_weekday", year, [day for day in worked if day.weekday() < SATURDAY])
    off = {day for day in off if day.year == year or day.weekday() < SATURDAY}
    _refuse_any("calendar_day_outside_year", year, [day for day in off | worked if day.year != year])
    return YearNotice(year, document.strip(), bool(official), tuple(sorted(off)), tuple(sorted(worked)))


def missing_year(today: date, calendar: WorkCalendar) -> int | None:
    """The year whose notice ought to be known and is not: this one, or from 1 November on the coming one; None where both are.

    The State Council's general office publishes the notice of a year at the end of October or in November of the year before.
    """
    expected = [today.year] if today.month < NOTICE_MONTH else [today.year, today.year + 1]
    return next((year for year in expected if year not in calendar.known_years), None)


def _days(values: object) -> set[date]:
    """The days of a list; an empty entry of the file is an empty list."""
    listed = [] if values is None else values if isinstance(values, list | tuple) else [values]
    for value in listed:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise RuleViolation("calendar_not_a_day", value=_shown(value))
    return set(listed)


def _shown(value: object) -> str:
    """What a refusal repeats of a value; of a whole list only that it is one, for lists may refer to themselves without end."""
    return str(value)[:40] if isinstance(value, str | int | float | date) else "…"


def _refuse_any(code: str, year: int, days: Iterable[date]) -> None:
    for day in sorted(days):
        raise RuleViolation(code, year=year, day=day)


def _days_after(start: date, end: date) -> Iterator[date]:
    for offset in range(1, (end - start).days + 1):
        yield start + timedelta(days=offset)
