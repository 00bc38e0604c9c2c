"""When a recurring duty (每年12月25日前报送 …) falls due."""

from calendar import monthrange
from datetime import date

_MONTHS_APART = {"yearly": 12, "half-yearly": 6, "quarterly": 3, "monthly": 1}


def due_days(recurs: str, month_day: str | None, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, on which the duty falls due, in order.

    `month_day` is "12-25"; what recurs more often than yearly falls due on the same day of the month every six, three or
    one months counted from it. None, for a duty without a day or one that does not recur: no day can be told from the
    words. A day that a month does not have is its last.
    """
    apart = _MONTHS_APART.get(recurs)
    if month_day is None or apart is None:
        return []
    month, day = (int(part) for part in month_day.split("-"))
    days = (
        date(year, number, min(day, monthrange(year, number)[1]))
        for year in range(first.year, last.year + 1)
        for number in range(1, 13)
        if (number - month) % apart == 0
    )
    return [found for found in days if first <= found <= last]


def next_due_day(month_day: str, today: date) -> date:
    """The first day on or after today on which a yearly duty of that day of the year falls due."""
    return due_days("yearly", month_day, today, date(today.year + 1, 12, 31))[0]
