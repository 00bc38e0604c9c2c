from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.periods import (
    Period,
    Rhythm,
    Stage,
    closed_periods,
    is_late,
    next_stage,
    open_periods,
    period_named,
    period_of,
    periods_between,
    rhythm_of,
)
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
    rhythm = Rhythm(Cycle.MONTH, 31)
    february = rhythm.period_on(date(2025, 2, 3))
    assert rhythm.after(february).cutoff == date(2025, 3, 31)
    assert rhythm.before(february).cutoff == date(2025, 1, 31)


@given(DAYS, CYCLES, CUTOFFS)
def test_a_key_names_its_period(day, cycle, cutoff_day):
    period = period_of(day, cycle, cutoff_day)
    assert period.cycle is cycle
    assert period.start <= day <= period.end
    assert period.start <= period.cutoff <= period.end
    assert period_named(period.key, cutoff_day) == period


@given(DAYS, CYCLES, CUTOFFS)
def test_neighbours_touch_and_their_keys_sort_in_order_of_time(day, cycle, cutoff_day):
    rhythm = Rhythm(cycle, cutoff_day)
    period = rhythm.period_on(day)
    later = rhythm.after(period)
    assert later.start == period.end + timedelta(days=1)
    assert period.key < later.key
    assert rhythm.before(later) == period


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
    assert [period.key for period in closed_periods(since, today, Rhythm(cycle))] == expected


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
    assert [period.key for period in open_periods(since, reported_through, today, Rhythm(Cycle.MONTH))] == expected


@pytest.mark.parametrize(
    ("cycle", "cutoff_day", "today", "new_cycle", "new_day", "from_on"),
    [
        pytest.param(Cycle.MONTH, 25, date(2025, 3, 10), Cycle.MONTH, 20, date(2025, 4, 1), id="another day, from next month"),
        pytest.param(Cycle.MONTH, 25, date(2025, 3, 28), Cycle.MONTH, 20, date(2025, 4, 1), id="the closed month stays as it was"),
        pytest.param(Cycle.MONTH, 25, date(2025, 2, 10), Cycle.QUARTER, 25, date(2025, 4, 1), id="quarters from the next quarter"),
        pytest.param(Cycle.MONTH, 25, date(2025, 2, 10), Cycle.YEAR, 25, date(2026, 1, 1), id="years from the new year"),
        pytest.param(Cycle.QUARTER, 25, date(2025, 2, 10), Cycle.MONTH, 25, date(2026, 1, 1), id="back to months, with the year"),
        pytest.param(Cycle.HALF_YEAR, 25, date(2025, 2, 10), Cycle.QUARTER, 25, date(2025, 7, 1), id="quarters after half a year"),
    ],
)
def test_a_change_of_rhythm_begins_with_a_period_to_come(cycle, cutoff_day, today, new_cycle, new_day, from_on):
    assert next_stage(Rhythm(cycle, cutoff_day), today, new_cycle, new_day) == Stage(from_on, new_cycle, new_day)


def test_a_changed_rhythm_leaves_the_periods_before_it_alone():
    rhythm = rhythm_of(Cycle.MONTH, 25, [(date(2025, 4, 1), Cycle.QUARTER, 20)])
    found = periods_between(rhythm, date(2025, 2, 5), date(2025, 7, 1))
    assert [(period.key, period.cutoff) for period in found] == [
        ("2025-02", date(2025, 2, 25)), ("2025-03", date(2025, 3, 25)), ("2025-Q2", date(2025, 6, 20)),
        ("2025-Q3", date(2025, 9, 20)),
    ]  # fmt: skip
    assert rhythm.before(found[2]) == found[1]
    assert [period.key for period in open_periods(date(2025, 2, 5), "2025-03", date(2025, 7, 1), rhythm)] == ["2025-Q2", "2025-Q3"]
    assert rhythm.named("2025-05") is None
    assert rhythm.named("2025-Q2") == found[2]


def test_a_later_decision_replaces_one_that_has_not_begun():
    decided = [(date(2025, 7, 1), Cycle.QUARTER, 25), (date(2025, 4, 1), Cycle.MONTH, 20)]
    assert rhythm_of(Cycle.MONTH, 25, decided).stages == (Stage(date(2025, 4, 1), Cycle.MONTH, 20),)


@given(DAYS, st.lists(st.tuples(st.integers(0, 400), CYCLES, CUTOFFS), max_size=4))
def test_however_often_the_rhythm_is_changed_periods_touch_and_their_keys_sort(day, changes):
    rhythm, today = Rhythm(Cycle.MONTH), day
    for later, cycle, cutoff_day in changes:
        today += timedelta(days=later)
        settled = periods_between(rhythm, day, today)
        rhythm = rhythm.changed(next_stage(rhythm, today, cycle, cutoff_day))
        assert periods_between(rhythm, day, today) == settled  # what is past or running stays as it was
    periods = periods_between(rhythm, day, today + timedelta(days=900))
    for one, other in zip(periods, periods[1:], strict=False):
        assert other.start == one.end + timedelta(days=1)
        assert one.key < other.key
        assert rhythm.before(other) == one


def test_a_report_is_late_from_the_day_after_the_cutoff_and_a_correction_never_is():
    cutoff = date(2025, 3, 25)
    assert not is_late(cutoff, cutoff, corrects_accepted=False)
    assert is_late(date(2025, 3, 26), cutoff, corrects_accepted=False)
    assert not is_late(date(2025, 3, 26), cutoff, corrects_accepted=True)
