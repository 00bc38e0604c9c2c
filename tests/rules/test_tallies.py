from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.statuses import UpdateState
from tracker.rules.tallies import ReportingRow, ReportingTally, rate, shares, tally

CUTOFF = date(2025, 3, 25)
COUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10**7), max_size=12)
ROWS = st.lists(
    st.builds(
        ReportingRow,
        unit=st.sampled_from(["示例县教育局", "示例县财政局"]),
        cutoff=st.just(CUTOFF),
        submitted_on=st.none() | st.dates(date(2025, 3, 1), date(2025, 4, 30)),
        state=st.none() | st.sampled_from(UpdateState),
        is_exempt=st.booleans(),
    )
)


def row(state, day=None):
    return ReportingRow("示例县教育局", CUTOFF, day, state)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({"red": 1, "yellow": 1, "green": 1}, ["33.4", "33.3", "33.3"], id="the first of equals takes the rest"),
        pytest.param({"red": 1, "green": 5}, ["16.7", "83.3"], id="the largest remainder takes the rest"),
        pytest.param({"red": 0, "green": 7}, ["0.0", "100.0"], id="all of one"),
        pytest.param({"red": 0, "green": 0}, ["0.0", "0.0"], id="nothing to share"),
        pytest.param({}, [], id="no names"),
    ],
)
def test_shares_in_percent(counts, expected):
    assert shares(counts) == dict(zip(counts, map(Decimal, expected), strict=True))
    assert [str(share) for share in shares(counts).values()] == expected


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        shares({"red": -1, "green": 2})


@given(COUNTS)
def test_shares_add_up_to_a_hundred_and_stay_within_a_tenth_of_the_truth(counts):
    total = sum(counts.values())
    found = shares(counts)
    assert sum(found.values()) == (100 if total else 0)
    assert all(abs(found[name] * total - count * 100) < total * Decimal("0.1") for name, count in counts.items() if total)


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        pytest.param(11, 66, 0, "17", id="two thirds of a percent are rounded up"),
        pytest.param(1, 8, 0, "13", id="a half is rounded up"),
        pytest.param(3, 8, 0, "38", id="a half is rounded up after an odd number, too"),
        pytest.param(1, 3, 1, "33.3", id="less than a half is left off"),
        pytest.param(999, 1000, 0, "99", id="a hundred only where all is there"),
        pytest.param(5, 5, 1, "100.0", id="all"),
        pytest.param(0, 5, 1, "0.0", id="nothing"),
    ],
)
def test_a_rate_is_rounded_as_people_round(part, whole, places, expected):
    assert str(rate(part, whole, places)) == expected


def test_a_tally_of_every_kind_of_report():
    rows = [
        row(UpdateState.ACCEPTED, date(2025, 3, 25)),
        row(UpdateState.ACCEPTED, date(2025, 3, 26)),
        row(UpdateState.SUBMITTED, date(2025, 3, 20)),
        row(UpdateState.RETURNED, date(2025, 3, 20)),
        row(UpdateState.UNIT_REVIEW),
        row(UpdateState.DRAFT),
        row(None),
    ]
    result = tally(rows)
    assert result == ReportingTally(expected=7, received=3, on_time=1, accepted=2, returned=1, missing=3, late=1)
    assert result.reported_rate == Decimal("28.6")
    assert result.on_time_rate == Decimal("14.3")


def test_where_nothing_was_expected_there_is_no_rate():
    assert tally([]) == ReportingTally(0, 0, 0, 0, 0, 0)
    assert tally([]).reported_rate is None
    assert tally([]).on_time_rate is None


def test_a_rate_reads_a_hundred_only_where_nothing_is_missing():
    everything = [row(UpdateState.ACCEPTED, CUTOFF)] * 1999
    assert tally(everything).reported_rate == 100
    assert tally([*everything, row(None)]).reported_rate == Decimal("99.9")


@given(ROWS)
def test_no_tally_passes_a_hundred_percent(rows):
    result = tally(rows)
    assert result.expected == result.received + result.returned + result.missing
    assert 0 <= result.on_time <= result.accepted <= result.received <= result.expected
    assert result.on_time + result.late <= result.received
    assert result.expected + result.exempt == len(rows)
    assert result.missing >= 0
    assert (result.reported_rate or 0) <= 100


def test_a_waived_report_is_expected_only_where_it_came_all_the_same():
    rows = [
        replace(row(state, CUTOFF if state else None), is_exempt=True)
        for state in (None, UpdateState.RETURNED, UpdateState.ACCEPTED)
    ]
    found = tally(rows)
    assert (found.expected, found.accepted, found.returned, found.missing, found.exempt) == (1, 1, 0, 0, 2)
    assert found.reported_rate == 100
