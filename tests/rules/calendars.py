"""The calendars that the tests of the rules work with."""

from datetime import date
from pathlib import Path

import yaml
from hypothesis import strategies as st

from tracker.rules.workdays import WorkCalendar, calendar_from, year_notice

FOLDER = Path(__file__).parents[2] / "seeds" / "workdays"
YEARS = range(2020, 2027)
RECORDS = {year: yaml.safe_load((FOLDER / f"{year}.yaml").read_text(encoding="utf-8")) for year in YEARS}
OFFICIAL = calendar_from(map(year_notice, RECORDS.values()))

DAYS = st.dates(date(2020, 3, 1), date(2026, 10, 31))
WORKDAYS = DAYS.map(OFFICIAL.first_on_or_after)


def plain(*holidays: date) -> WorkCalendar:
    """A calendar of 2025 with no swaps: Monday to Friday, without the given holidays."""
    return WorkCalendar(frozenset(holidays), frozenset(), frozenset({2025}))
