"""The work calendar of this installation: the yearly notices in `seeds/workdays`, and those loaded since, which stand before them.

Nothing that may change is kept in the process: what is loaded by one counts for all at once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import yaml
from sqlalchemy.orm import Session

from tracker.marking import N_, sentence
from tracker.queries.calendars import loaded_notices
from tracker.resources import resource_dir
from tracker.rules.workdays import SATURDAY, WorkCalendar, YearNotice, calendar_from, missing_year, year_notice

ESTIMATED_YEARS = 2
KEPT = "work_calendar"  # in `session.info`


def work_calendar(session: Session) -> WorkCalendar:
    """Which days are worked: the State Council's notices as far as they are known here, estimates for the two years after them.

    An estimated year has the statutory holidays alone, for the swaps (调休) stand only in the notice; its days are provisional
    (`WorkCalendar.is_provisional`). One small statement in a session, the first time.
    """
    kept = session.info.get(KEPT)
    if kept is None:
        loaded = loaded_notices(session)
        kept = session.info[KEPT] = calendar_with(loaded) if loaded else shipped_calendar()
    assert isinstance(kept, WorkCalendar)
    return kept


@lru_cache(maxsize=1)
def shipped_calendar() -> WorkCalendar:
    """The calendar of the files that the product brings along, which do not change while it runs."""
    return calendar_with({})


@lru_cache(maxsize=1)
def shipped_notices() -> Mapping[int, YearNotice]:
    """The notices in the files, by year."""
    files = sorted((resource_dir("seeds") / "workdays").glob("*.yaml"))
    found = [year_notice(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    return {notice.year: notice for notice in found}


def calendar_with(loaded: Mapping[int, YearNotice]) -> WorkCalendar:
    """The calendar of the files with these years in the place of theirs, and estimates for the years without a notice."""
    return calendar_from(years_with(loaded).values())


def years_with(loaded: Mapping[int, YearNotice]) -> dict[int, YearNotice]:
    """Every year of the calendar, in order: as loaded, else as in the files, else estimated."""
    known = {**shipped_notices(), **loaded}
    return {year: known.get(year) or _estimate(year) for year in range(min(known), max(known) + ESTIMATED_YEARS + 1)}


@lru_cache(maxsize=32)
def _estimate(year: int) -> YearNotice:
    # Imported here: it takes longer to load than all the rest, and few commands ask for a calendar.
    from holidays import country_holidays

    # As in the files: how long the rests will be is not known before the notice.
    days = [day for day in sorted(country_holidays("CN", years=year)) if day.weekday() < SATURDAY]
    return year_notice({"year": year, "official": False, "holidays": days, "makeup_days": []})


def calendar_warning(session: Session, today: date, translate: Callable[[str], str] = str) -> str | None:
    """One sentence where the notice of a year that ought to be known is not; None where nothing is missing.

    For the board, `tracker doctor` and the daily check.
    """
    year = missing_year(today, work_calendar(session))
    if year is None:
        return None
    said = N_("%(year)s年的放假安排还没有载入，落在这一年的工作日期限暂按法定节日预估，载入后会重新计算。")
    return sentence(said, {"year": year}, translate)
