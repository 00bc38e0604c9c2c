from datetime import date

import pytest

from tests.rules.calendars import OFFICIAL
from tracker.rules.deadlines import Deadline, DeadlineKind, Timeliness, days_late, resolve, timeliness
from tracker.rules.refusals import RuleViolation


@pytest.mark.parametrize(
    ("kind", "base", "expected"),
    [
        (DeadlineKind.DATE, date(2025, 12, 1), date(2025, 12, 1)),
        (DeadlineKind.MONTH_END, date(2024, 2, 5), date(2024, 2, 29)),
        (DeadlineKind.QUARTER_END, date(2025, 4, 1), date(2025, 6, 30)),
        (DeadlineKind.YEAR_END, date(2025, 4, 1), date(2025, 12, 31)),
        (DeadlineKind.ONGOING, None, None),
    ],
    ids=lambda value: value.value if isinstance(value, DeadlineKind) else str(value),
)
def test_what_the_words_of_a_plan_come_to(kind, base, expected):
    assert resolve(kind, base) == Deadline(expected)


@pytest.mark.parametrize(
    ("base", "days", "expected"),
    [
        pytest.param(date(2025, 9, 30), 5, Deadline(date(2025, 10, 14)), id="holiday and make-up day"),
        pytest.param(date(2026, 12, 25), 10, Deadline(date(2027, 1, 8), provisional=True), id="into a year without notice"),
        pytest.param(date(2019, 12, 25), 10, Deadline(date(2020, 1, 9), provisional=True), id="out of a year without notice"),
    ],
)
def test_working_days_after_an_event(base, days, expected):
    assert resolve(DeadlineKind.WORKING_DAYS, base, working_days=days, calendar=OFFICIAL) == expected


@pytest.mark.parametrize(
    ("kind", "given_facts"),
    [
        pytest.param(DeadlineKind.DATE, {}, id="a date without its day"),
        pytest.param(DeadlineKind.YEAR_END, {}, id="year end without a year"),
        pytest.param(DeadlineKind.WORKING_DAYS, {"working_days": 5, "calendar": OFFICIAL}, id="no event"),
        pytest.param(DeadlineKind.WORKING_DAYS, {"base": date(2025, 3, 3), "calendar": OFFICIAL}, id="no number"),
        pytest.param(
            DeadlineKind.WORKING_DAYS, {"base": date(2025, 3, 3), "working_days": 0, "calendar": OFFICIAL}, id="nought days"
        ),
        pytest.param(DeadlineKind.WORKING_DAYS, {"base": date(2025, 3, 3), "working_days": 5}, id="no calendar"),
    ],
)
def test_a_deadline_with_a_missing_part_is_refused(kind, given_facts):
    with pytest.raises(RuleViolation) as refusal:
        resolve(kind, **given_facts)
    assert refusal.value.code == "deadline_incomplete"


@pytest.mark.parametrize(
    ("today", "expected", "late"),
    [
        pytest.param(date(2025, 9, 26), Timeliness.ON_TIME_LEFT, 0, id="six working days before"),
        pytest.param(
            date(2025, 9, 28), Timeliness.DUE_SOON, 0, id="five working days before, a worked Sunday and the holiday between"
        ),
        pytest.param(date(2025, 10, 11), Timeliness.DUE_TODAY, 0, id="on the day, a worked Saturday"),
        pytest.param(date(2025, 10, 13), Timeliness.OVERDUE, 2, id="two days of the calendar late"),
    ],
)
def test_how_a_matter_stands_with_its_due_date(today, expected, late):
    due_on = date(2025, 10, 11)
    assert timeliness(due_on, today, OFFICIAL) is expected
    assert days_late(due_on, today) == late


@pytest.mark.parametrize(
    ("due_on", "closed", "ongoing"),
    [(None, False, False), (date(2025, 1, 1), True, False), (date(2025, 1, 1), False, True)],
    ids=["no due date", "closed", "ongoing"],
)
def test_what_cannot_be_late_is_not_judged(due_on, closed, ongoing):
    assert timeliness(due_on, date(2025, 6, 1), OFFICIAL, closed, ongoing) is Timeliness.NONE


def test_no_due_date_is_never_late():
    assert days_late(None, date(2025, 6, 1)) == 0
