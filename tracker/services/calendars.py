"""The work calendar of this installation, read from the yearly notices in `seeds/workdays`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import yaml

from tracker.resources import resource_dir
from tracker.rules.workdays import WorkCalendar, calendar_from

ESTIMATED_YEARS = 2


@lru_cache(maxsize=1)
def work_calendar() -> WorkCalendar:
    """Which days are worked: the State Council's notices as far as they are out, estimates for the two years after them.

    An estimated year has the statutory holidays alone, for the swaps (调休) stand only in the notice; its days are provisional
    (`WorkCalendar.is_provisional`). Read once in a process: a new year's file counts from the next start.
    """
    files = sorted((resource_dir("seeds") / "workdays").glob("*.yaml"))
    records = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    last = max(record["year"] for record in records)
    return calendar_from([*records, *_estimates(range(last + 1, last + 1 + ESTIMATED_YEARS))])


def _estimates(years: Iterable[int]) -> list[dict[str, Any]]:
    # Imported here: it takes longer to load than all the rest, and few commands ask for a calendar.
    from holidays import country_holidays

    return [
        {"year": year, "official": False, "makeup_days": [], "holidays": sorted(country_holidays("CN", years=year))}
        for year in years
    ]
