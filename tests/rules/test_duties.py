"""When recurring duties fall due."""

from datetime import date

import pytest

from tracker.rules.duties import due_days, next_due_day

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("recurs", "month_day", "days"),
    [
        ("yearly", "12-25", ["2025-12-25"]),
        ("half-yearly", "12-25", ["2025-06-25", "2025-12-25"]),
        ("quarterly", "03-31", ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"]),
        ("none", "12-25", []),
        ("yearly", None, []),
    ],
)
def test_the_days_of_a_duty_in_a_year(recurs: str, month_day: str | None, days: list[str]) -> None:
    assert due_days(recurs, month_day, *YEAR) == [date.fromisoformat(day) for day in days]


def test_a_window_across_the_new_year_finds_the_day_after_it() -> None:
    assert due_days("yearly", "01-05", date(2025, 12, 10), date(2026, 1, 9)) == [date(2026, 1, 5)]


def test_a_monthly_duty_falls_due_each_month_and_both_ends_count() -> None:
    assert due_days("monthly", "01-31", date(2025, 1, 31), date(2025, 3, 31)) == [
        date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "due"),
    [
        pytest.param(date(2025, 12, 24), date(2025, 12, 25), id="the day before"),
        pytest.param(date(2025, 12, 25), date(2025, 12, 25), id="on the day"),
        pytest.param(date(2025, 12, 26), date(2026, 12, 25), id="the day after"),
    ],
)
def test_the_next_due_day_of_a_yearly_duty(today: date, due: date) -> None:
    assert next_due_day("12-25", today) == due


def test_a_day_that_a_year_does_not_have_is_the_last_of_its_month() -> None:
    assert next_due_day("02-29", date(2025, 1, 1)) == date(2025, 2, 28)
