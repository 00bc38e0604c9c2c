from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.periods import Period, closed_periods, next_period, open_periods, period_named, period_of, previous_period
from tracker.rules.statuses import Cycle

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
CYCLES = st.sampled_from(Cycle)
CUTOFFS = st.integers(1, 31)


@pytest.mark.parametrize(
    ("day", "cycle", "expected"),
    [
        pytest.param(
            date(2025, 3, 31), Cycle.MONTH,
            Period("2025-03", date(2025, 3, 1), date(2025, 3, 31), date(2025, 3, 25)), id="month",
        ),
        pytest.param(
            date(2025, 3, 31), Cycle.QUARTER,
            Period("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), date(2025, 3, 25)), id="quarter",
        ),
        pytest.param(
            date(2025, 7, 1), Cycle.HALF_YEAR,
            Period("2025-H2", date(2025, 7, 1), date(2025, 12, 31), date(2025, 12, 25)), id="half-year",
        ),
        pytest.param(
            date(2024, 2, 29), Cycle.YEAR,
            Period("2024", date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 25)), id="year",
        ),
    ],
)  # fmt: skip
def test_the_period_of_a_day(day, cycle, expected):
    assert period_of(day, cycle) == expected


@pytest.mark.parametrize(
    ("day", "cutoff"),
    [(date(2025, 2, 3), date(2025, 2, 28)), (date(2024, 2, 3), date(2024, 2, 29)), (date(2025, 4, 3), date(2025, 4, 30))],
    ids=["February", "February of a leap year", "April"],
)
def test_a_short_month_ends_the_period_on_its_last_day(day, cutoff):
    assert period_of(day, Cycle.MONTH, 31).cutoff == cutoff


def test_the_cutoff_day_survives_a_short_month():
    february = period_of(date(2025, 2, 3), Cycle.MONTH, 31)
    assert next_period(february).cutoff == date(2025, 3, 31)
    assert previous_period(february).cutoff == date(2025, 1, 31)


@given(DAYS, CYCLES, CUTOFFS)
def test_a_key_names_its_period(day, cycle, cutoff_day):
    period = period_of(day, cycle, cutoff_day)
    assert period.cycle is cycle
    assert period.start <= day <= period.end
    assert period.start <= period.cutoff <= period.end
    assert period_named(period.key, cutoff_day) == period


@given(DAYS, CYCLES, CUTOFFS)
def test_neighbours_touch_and_their_keys_sort_in_order_of_time(day, cycle, cutoff_day):
    period = period_of(day, cycle, cutoff_day)
    later = next_period(period)
    assert later.start == period.end + timedelta(days=1)
    assert period.key < later.key
    assert previous_period(later) == period


@pytest.mark.parametrize("key", ["", "2025-", "2025-13", "2025-00", "2025-3", "2025-Q5", "2025-H3", "2025-Q01", "0000", "2025年"])
def test_text_that_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="not the key"):
        period_named(key)


@pytest.mark.parametrize("cutoff_day", [0, 32])
def test_a_day_that_no_month_has_is_refused_as_cutoff(cutoff_day):
    with pytest.raises(ValueError, match="between 1 and 31"):
        period_of(date(2025, 1, 1), Cycle.MONTH, cutoff_day)


@pytest.mark.parametrize(
    ("since", "today", "cycle", "expected"),
    [
        pytest.param(date(2025, 3, 3), date(2025, 3, 25), Cycle.MONTH, [], id="on the cut-off itself nothing is late"),
        pytest.param(date(2025, 3, 3), date(2025, 3, 26), Cycle.MONTH, ["2025-03"], id="the day after, the month is owed"),
        pytest.param(date(2025, 3, 24), date(2025, 3, 26), Cycle.MONTH, ["2025-03"], id="followed since the day before"),
        pytest.param(date(2025, 3, 25), date(2025, 4, 26), Cycle.MONTH, ["2025-04"], id="issued on the cut-off: not that month"),
        pytest.param(date(2024, 11, 4), date(2025, 2, 10), Cycle.MONTH, ["2024-11", "2024-12", "2025-01"], id="over the new year"),
        pytest.param(date(2025, 2, 1), date(2025, 7, 1), Cycle.QUARTER, ["2025-Q1", "2025-Q2"], id="quarters"),
        pytest.param(date(2025, 2, 1), date(2025, 12, 20), Cycle.YEAR, [], id="the year is not yet over"),
        pytest.param(date(2025, 6, 1), date(2025, 5, 1), Cycle.MONTH, [], id="not followed yet"),
    ],
)
def test_the_periods_that_are_owed(since, today, cycle, expected):
    assert [period.key for period in closed_periods(since, today, cycle)] == expected


@pytest.mark.parametrize(
    ("since", "reported_through", "today", "expected"),
    [
        pytest.param(date(2025, 1, 6), None, date(2025, 3, 10), ["2025-01", "2025-02", "2025-03"], id="nothing in yet"),
        pytest.param(date(2025, 1, 6), "2025-02", date(2025, 3, 10), ["2025-03"], id="the running one only"),
        pytest.param(date(2025, 1, 6), "2025-03", date(2025, 3, 10), [], id="the running one is in early"),
        pytest.param(date(2025, 1, 6), "2025-02", date(2025, 3, 28), ["2025-03"], id="past the cut-off, once"),
        pytest.param(date(2025, 3, 25), None, date(2025, 3, 26), [], id="told on the day of the cut-off"),
    ],
)
def test_periods_still_open_to_a_unit(since, reported_through, today, expected):
    assert [period.key for period in open_periods(since, reported_through, today, Cycle.MONTH)] == expected
