from datetime import date

import pytest

from tracker.rules.deadlines import days_late

DUE = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("due_on", "today", "late"),
    [
        pytest.param(DUE, date(2025, 6, 29), 0, id="the day before"),
        pytest.param(DUE, DUE, 0, id="on the day"),
        pytest.param(DUE, date(2025, 7, 1), 1, id="the day after"),
        pytest.param(DUE, date(2026, 6, 30), 365, id="a year after"),
        pytest.param(None, date(2025, 7, 1), 0, id="no due date"),
    ],
)
def test_a_matter_is_late_from_the_day_after_its_due_date(due_on, today, late):
    assert days_late(due_on, today) == late
