from datetime import date, datetime, time, timedelta

import pytest

from tests.factories import day
from tracker.rules.schedules import (
    MOST_DAYS,
    CatchUp,
    Due,
    Every,
    Rule,
    Timetable,
    Unsettled,
    due_days,
    is_ready,
    next_due,
    runs_to_make,
)

FRIDAY = date(2025, 9, 19)
DAILY = Rule(Every.DAY)


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (DAILY, [17, 18, 19, 20, 21, 22]),
        (Rule(Every.WORKING_DAY), [17, 18, 19, 22]),
        (Rule(Every.WEEK, on=0), [22]),
        (Rule(Every.MONTH, on=20), [20]),
    ],
)
def test_the_days_of_a_rule_after_a_day_up_to_another(rule: Rule, days: list[int]):
    found = due_days(rule, date(2025, 9, 16), date(2025, 9, 22), is_weekday)
    assert found == [date(2025, 9, number) for number in days]


def test_the_first_working_day_of_a_month_is_found_after_a_weekend_and_after_a_holiday():
    found = due_days(Rule(Every.MONTH_START), date(2025, 7, 31), date(2025, 9, 30), is_weekday)
    assert found == [date(2025, 8, 1), date(2025, 9, 1)]
    after_holiday = due_days(Rule(Every.MONTH_START), date(2025, 9, 30), date(2025, 10, 31), lambda day: day >= date(2025, 10, 9))
    assert after_holiday == [date(2025, 10, 9)]


def test_a_monthly_rule_of_the_31st_holds_on_the_last_day_of_a_short_month():
    found = due_days(Rule(Every.MONTH, on=31), date(2025, 1, 1), date(2025, 4, 30), is_weekday)
    assert found == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


def test_what_is_older_than_400_days_is_not_made_up():
    found = due_days(DAILY, date(2020, 1, 1), FRIDAY, is_weekday)
    assert (len(found), found[-1]) == (MOST_DAYS, FRIDAY)


def made(tables, last, unsettled=(), *, now: datetime | None = None, at: int = 12) -> list[Due]:
    now = now or day(2025, 9, 19, at)
    return runs_to_make(tables, last, list(unsettled), FRIDAY, time(at), now, is_weekday)


PERIODS = Timetable("periods", DAILY, time(0, 30))
SWEEP = Timetable("sweep", Rule(Every.WORKING_DAY), time(8, 40))
BACKUP = Timetable("backup", DAILY, time(1, 30), CatchUp.LATEST)


def test_missed_days_are_made_up_across_jobs_in_the_order_of_day_and_time():
    wednesday, thursday = date(2025, 9, 17), date(2025, 9, 18)
    found = made([SWEEP, PERIODS], {"periods": date(2025, 9, 16), "sweep": wednesday})
    assert [(due.day, due.job) for due in found] == [
        (wednesday, "periods"), (thursday, "periods"), (thursday, "sweep"), (FRIDAY, "periods"), (FRIDAY, "sweep"),
    ]  # fmt: skip


def test_before_its_time_of_day_a_job_is_not_due():
    last = {"periods": date(2025, 9, 18), "sweep": date(2025, 9, 18)}
    assert [due.job for due in made([PERIODS, SWEEP], last, at=8)] == ["periods"]


def test_of_a_job_for_which_the_latest_run_does_only_that_is_made():
    assert [due.day for due in made([BACKUP], {"backup": date(2025, 9, 1)})] == [FRIDAY]


def test_a_failed_run_waits_for_its_next_try_and_holds_up_the_later_days_of_its_job_only():
    failed = Unsettled("periods", date(2025, 9, 18), 1, day(2025, 9, 19, 12) - timedelta(minutes=3))
    last = {"periods": date(2025, 9, 18), "sweep": date(2025, 9, 18)}
    assert [due.job for due in made([PERIODS, SWEEP], last, [failed])] == ["sweep"]
    later = day(2025, 9, 19, 12) + timedelta(minutes=2)
    assert [(due.day.day, due.job) for due in made([PERIODS, SWEEP], last, [failed], now=later)] == [
        (18, "periods"), (19, "periods"), (19, "sweep"),
    ]  # fmt: skip


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 5), (2, 30), (3, 120)])
def test_waiting_grows_from_try_to_try(attempts: int, minutes: int):
    ended = day(2025, 9, 19)
    run = Unsettled("sweep", FRIDAY, attempts, ended)
    assert not is_ready(run, ended + timedelta(minutes=minutes) - timedelta(seconds=1))
    assert is_ready(run, ended + timedelta(minutes=minutes))


def test_a_run_whose_scheduler_died_is_taken_up_at_once():
    assert is_ready(Unsettled("sweep", FRIDAY, 1, None), day(2025, 9, 19))


def test_after_the_clock_was_set_back_nobody_waits_for_the_time_that_it_had_shown():
    assert is_ready(Unsettled("sweep", FRIDAY, 2, day(2026, 9, 19)), day(2025, 9, 19))


def test_when_a_job_runs_next():
    assert next_due(SWEEP, FRIDAY, time(8, 0), is_weekday) == (FRIDAY, time(8, 40))
    assert next_due(SWEEP, FRIDAY, time(9, 0), is_weekday) == (date(2025, 9, 22), time(8, 40))
