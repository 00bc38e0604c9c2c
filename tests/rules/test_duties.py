"""When recurring duties fall due."""

from datetime import date

import pytest

from tracker.rules.duties import covered_since, days_to_open, due_days

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


def test_a_day_that_a_year_does_not_have_is_the_last_of_its_month() -> None:
    assert due_days("yearly", "02-29", *YEAR) == [date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("after", "today", "days"),
    [
        pytest.param("2025-03-02", "2025-03-03", ["2025-12-25"], id="at the issue: the first one to come"),
        pytest.param("2024-12-25", "2025-12-25", ["2025-12-25"], id="on the day: that one, not the next"),
        pytest.param("2025-12-25", "2025-12-26", ["2026-12-25"], id="the day after: the next"),
        pytest.param("2025-12-25", "2025-06-01", [], id="asked for already"),
        pytest.param("2023-12-25", "2026-01-02", ["2024-12-25", "2025-12-25", "2026-12-25"], id="what was missed is caught up"),
        pytest.param("2025-12-31", "2026-01-01", ["2026-12-25"], id="issued after the day of the year"),
    ],
)
def test_the_days_for_which_units_are_to_be_asked_by_now(after: str, today: str, days: list[str]) -> None:
    asked = days_to_open("yearly", "12-25", date.fromisoformat(after), date.fromisoformat(today))
    assert [day.isoformat() for day in asked] == days


@pytest.mark.parametrize(("recurs", "month_day"), [("none", "12-25"), ("yearly", None)])
def test_a_duty_without_a_recurring_day_asks_for_nothing(recurs: str, month_day: str | None) -> None:
    assert days_to_open(recurs, month_day, date(2025, 1, 1), date(2025, 6, 1)) == []


@pytest.mark.parametrize(
    ("recurs", "month_day", "due", "since"),
    [
        ("yearly", "12-01", "2025-12-01", "2024-12-02"),
        ("half-yearly", "12-25", "2025-06-25", "2024-12-26"),
        ("monthly", "01-31", "2025-03-31", "2025-03-01"),
    ],
)
def test_a_report_is_about_the_time_since_the_one_before(recurs: str, month_day: str, due: str, since: str) -> None:
    assert covered_since(recurs, month_day, date.fromisoformat(due)).isoformat() == since
