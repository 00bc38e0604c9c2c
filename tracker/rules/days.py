"""The day of an instant. All of China keeps one official time, so the day of an act never depends on where a server stands."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICIAL_ZONE = ZoneInfo("Asia/Shanghai")


def official_day(instant: datetime) -> date:
    """The day, in official time, on which an aware instant falls."""
    return instant.astimezone(OFFICIAL_ZONE).date()


def end_of_day(day: date) -> datetime:
    """The first instant after the day, in official time: what lies before it happened by the end of the day."""
    return datetime.combine(day + timedelta(days=1), time(), OFFICIAL_ZONE)
