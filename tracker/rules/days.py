"""The day of an instant. All of China keeps one official time, so the day of an act never depends on where a server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

OFFICIAL_ZONE = ZoneInfo("Asia/Shanghai")


def official_day(instant: datetime) -> date:
    """The day, in official time, on which an aware instant falls."""
    return instant.astimezone(OFFICIAL_ZONE).date()
