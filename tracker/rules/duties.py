"""When a recurring duty (每年12月25日前报送 …) falls due."""

from calendar import monthrange
from datetime import date, timedelta

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


def covered_since(recurs: str, month_day: str, due_on: date) -> date:
    """The first day of the stretch that the report owed on that day is about: it begins when the one before was owed.

    So the reports of several years leave no gap between them, whatever day of the year the plan has chosen.
    """
    before = due_days(recurs, month_day, date(due_on.year - 1, 1, 1), due_on - timedelta(days=1))
    return before[-1] + timedelta(days=1)


def days_to_open(recurs: str, month_day: str | None, after: date, today: date) -> list[date]:
    """The days after `after` for which units are to be asked by now: those that have passed, and the next one to come.

    None where the next one is asked for already, that is where `after` has not come yet.
    """
    if after >= today:
        return []
    days = due_days(recurs, month_day, after + timedelta(days=1), date(today.year + 1, 12, 31))
    return days[: sum(day < today for day in days) + 1]
