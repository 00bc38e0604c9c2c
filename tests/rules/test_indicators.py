"""What a target asks for, and how far its readings have come."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.indicators import IndicatorKind, Reading, Target, attained, attainment, kind_of, name_key, values

AT_LEAST = Target(Decimal("4.5"), None, ">=")
BARE = Target(Decimal(120), None, "=")
AT_MOST = Target(Decimal(10), None, "<=")
RANGE = Target(Decimal(2), Decimal(3), "=")
DUTY = Target(None, None, None)
AMOUNTS = st.decimals(-1000, 1000, places=2)
POSITIVE = st.decimals("0.01", 1000, places=2)


@pytest.mark.parametrize(
    ("target", "baseline", "value", "expected"),
    [
        pytest.param(AT_LEAST, None, "4.5", 100, id="at least: just reached"),
        pytest.param(AT_LEAST, None, "2.25", 50, id="at least: half way from nought"),
        pytest.param(AT_LEAST, "3.5", "4.0", 50, id="at least: half way from where it began"),
        pytest.param(AT_LEAST, "3.5", "3.0", 0, id="at least: back behind where it began"),
        pytest.param(AT_LEAST, None, "4.4999", 99, id="at least: not quite is not all"),
        pytest.param(AT_LEAST, "5", "2.25", 0, id="at least: fallen below a beginning that was above"),
        pytest.param(BARE, None, "130", 100, id="a bare figure passed"),
        pytest.param(BARE, None, "90", 75, id="a bare figure on the way"),
        pytest.param(AT_MOST, None, "8", 100, id="at most: below"),
        pytest.param(AT_MOST, None, "12.5", 80, id="at most: above"),
        pytest.param(AT_MOST, "20", "15", 50, id="at most: half way down"),
        pytest.param(AT_MOST, "20", "25", 0, id="at most: worse than it began"),
        pytest.param(RANGE, None, "2", 100, id="range: its lower bound"),
        pytest.param(RANGE, None, "3", 100, id="range: its upper bound"),
        pytest.param(RANGE, None, "1", 50, id="range: below"),
        pytest.param(RANGE, None, "4", 75, id="range: above"),
        pytest.param(DUTY, None, "1", 100, id="a duty done"),
        pytest.param(DUTY, None, "0", 0, id="a duty not done"),
    ],
)
def test_the_share_of_the_way_to_the_target(target, baseline, value, expected):
    assert attainment(target, None if baseline is None else Decimal(baseline), Decimal(value)) == expected


@given(AMOUNTS, st.none() | AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_is_never_less_attained_where_a_floor_is_to_be_reached(floor, baseline, one, other):
    target = Target(floor, None, ">=")
    assert attainment(target, baseline, min(one, other)) <= attainment(target, baseline, max(one, other))


@given(POSITIVE, st.none() | AMOUNTS, AMOUNTS, AMOUNTS)
def test_less_is_never_less_attained_where_a_ceiling_is_to_be_kept(ceiling, baseline, one, other):
    target = Target(ceiling, None, "<=")
    assert attainment(target, baseline, min(one, other)) >= attainment(target, baseline, max(one, other))


@given(st.sampled_from([AT_LEAST, BARE, AT_MOST, RANGE, DUTY]), st.none() | AMOUNTS, AMOUNTS)
def test_all_of_the_way_is_done_exactly_where_the_target_is_attained(target, baseline, value):
    share = attainment(target, baseline, value)
    assert 0 <= share <= 100
    assert (share == 100) == attained(target, value)


READINGS = (
    Reading(1, Decimal(30), date(2025, 3, 20)),
    Reading(3, Decimal(50), date(2025, 9, 20)),
    Reading(2, Decimal(40), date(2025, 6, 20)),
)


def test_of_a_level_the_newest_reading_counts():
    assert values(IndicatorKind.LEVEL, None, READINGS)[-1] == (date(2025, 9, 20), Decimal(50))


def test_what_was_added_is_summed_up_on_what_there_was():
    assert [value for _, value in values(IndicatorKind.ADDED, None, READINGS)] == [30, 70, 120]
    assert values(IndicatorKind.ADDED, Decimal(200), READINGS)[-1][1] == 320


def test_a_corrected_reading_counts_no_more_but_its_correction_does():
    corrected = (*READINGS, Reading(4, Decimal(45), date(2025, 6, 20), replaces_id=2))
    again = (*corrected, Reading(5, Decimal(35), date(2025, 6, 20), replaces_id=4))
    assert values(IndicatorKind.ADDED, None, corrected)[-1][1] == 125
    assert values(IndicatorKind.ADDED, None, again)[-1][1] == 115


def test_nothing_was_read():
    assert values(IndicatorKind.ADDED, Decimal(200), ()) == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("新增普惠托位", IndicatorKind.ADDED), ("累计培训人次", IndicatorKind.ADDED), ("每千人口托位数", IndicatorKind.LEVEL)],
)
def test_what_is_added_is_told_by_the_name_unless_the_office_says_otherwise(name, kind):
    assert kind_of(name) is kind
    assert kind_of(name, IndicatorKind.LEVEL) is IndicatorKind.LEVEL


def test_names_that_differ_in_marks_and_lead_in_are_one():
    assert name_key("全县每千人口托位数") == name_key(" 每千人口 托位数") == name_key("“每千人口托位数”")
    assert name_key("每千人口托位数") != name_key("每千人口婴幼儿托位数")
    assert name_key("全县") == "全县"
