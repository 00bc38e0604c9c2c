"""Until when an adjustment is filed in the ordinary way, and who decides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import refused
from tracker.rules.adjustments import AdjustmentPolicy, check_change, is_for_director, is_late, last_day

POLICY = AdjustmentPolicy()


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        pytest.param(date(2025, 12, 31), date(2025, 10, 31), id="the same day of the month"),
        pytest.param(date(2025, 4, 30), date(2025, 2, 28), id="the end of a shorter month"),
        pytest.param(date(2026, 1, 15), date(2025, 11, 15), id="in the year before"),
        pytest.param(date(2026, 2, 10), date(2025, 12, 10), id="December of the year before"),
    ],
)
def test_an_adjustment_is_filed_two_months_before_the_end(due_on: date, last: date) -> None:
    assert last_day(due_on, POLICY) == last
    assert not is_late(due_on, last, POLICY)
    assert is_late(due_on, date.fromordinal(last.toordinal() + 1), POLICY)


def test_what_has_no_due_date_is_never_late() -> None:
    assert not is_late(None, date(2030, 1, 1), POLICY)


@given(st.dates(date(2000, 3, 1), date(2100, 1, 1)))
def test_there_are_some_two_months_left_then(due_on: date) -> None:
    assert 59 <= (due_on - last_day(due_on, POLICY)).days <= 62


@pytest.mark.parametrize(
    ("touches_goal", "late", "director"), [(False, False, False), (True, False, True), (False, True, True), (True, True, True)]
)
def test_the_overall_goal_and_late_ones_are_for_the_director(touches_goal: bool, late: bool, director: bool) -> None:
    assert is_for_director(touches_goal, late) is director


@pytest.mark.parametrize("after", ["", "  ", "4.5个", " 4.5个 "])
def test_a_change_changes_something(after: str) -> None:
    with refused("adjustment_changes_nothing"):
        check_change("4.5个", after)
