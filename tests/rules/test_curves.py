"""The planned curve of an indicator, and how it stands beside it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.curves import IndicatorFacts, IndicatorStanding, Point, check_points, curve_of, planned_on, status_on
from tracker.rules.indicators import IndicatorKind, Reading, Target
from tracker.rules.lights import LightPolicy
from tracker.rules.refusals import RuleViolation

START, DUE = date(2025, 1, 1), date(2025, 12, 31)
MIDDLE = date(2025, 7, 2)  # as many days after the start as before the end
AUTUMN = date(2025, 9, 30)
POLICY = LightPolicy()
AT_LEAST = Target(Decimal(100), None, ">=")
AT_MOST = Target(Decimal(10), None, "<=")
DUTY = Target(None, None, None)


def facts(*read, target=AT_LEAST, **over):
    readings = tuple(Reading(n, Decimal(value), day) for n, (day, value) in enumerate(read, start=1))
    given = {
        "id": 1, "name": "托位数", "quantity_unit": "个", "target": target, "kind": IndicatorKind.LEVEL,
        "start_on": START, "due_on": DUE, "readings": readings, **over,
    }  # fmt: skip
    return IndicatorFacts(**given)


def standing(day, *read, **over):
    return status_on(facts(*read, **over), day, POLICY).standing


def test_the_curve_is_a_straight_line_from_start_to_target():
    curve = curve_of(facts())
    assert [planned_on(curve, day) for day in (date(2024, 6, 1), START, MIDDLE, DUE, date(2026, 6, 1))] == [0, 0, 50, 100, 100]


def test_it_begins_at_the_baseline_and_comes_down_to_a_ceiling():
    assert planned_on(curve_of(facts(baseline=Decimal(60))), MIDDLE) == 80
    assert planned_on(curve_of(facts(target=AT_MOST, baseline=Decimal(20))), MIDDLE) == 15
    assert planned_on(curve_of(facts(target=AT_MOST)), START) == 10


def test_there_is_no_curve_without_a_day_or_a_number():
    assert curve_of(facts(due_on=None)) == curve_of(facts(target=DUTY)) == ()
    assert planned_on((), MIDDLE) is None


def test_a_start_after_the_day_of_the_target_leaves_the_target():
    assert curve_of(facts(start_on=DUE + timedelta(days=3))) == (Point(DUE, Decimal(100)),)


DAYS = st.lists(st.integers(1, 363), unique=True, max_size=6)
VALUES = st.decimals(0, 200, places=2)


@given(DAYS.flatmap(lambda days: st.tuples(*(st.tuples(st.just(day), VALUES) for day in days))))
def test_the_curve_passes_through_its_points_and_stays_between_them(given_points):
    points = tuple(Point(START + timedelta(days=days), value) for days, value in given_points)
    curve = curve_of(facts(points=points))
    assert all(planned_on(curve, point.day) == point.value for point in points)
    for left, right in pairwise(curve):
        between = planned_on(curve, left.day + (right.day - left.day) / 2)
        assert min(left.value, right.value) <= between <= max(left.value, right.value)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        pytest.param([(START, 10)], "curve_point_outside", id="on the first day"),
        pytest.param([(DUE, 90)], "curve_point_outside", id="on the day of the target, which is the plan's to say"),
        pytest.param([(MIDDLE, 40), (MIDDLE, 50)], "curve_point_twice", id="two for one day"),
        pytest.param([(MIDDLE, 101)], "curve_point_beyond", id="past the target before its day"),
        pytest.param([(MIDDLE, -1)], "curve_point_beyond", id="behind the start"),
        pytest.param([(MIDDLE, 40), (AUTUMN, 39)], "curve_point_back", id="going back"),
        pytest.param([(AUTUMN, 39), (MIDDLE, 40)], "curve_point_back", id="going back, entered the other way round"),
    ],
)
def test_points_that_make_no_curve_are_refused(points, code):
    with pytest.raises(RuleViolation) as refusal:
        check_points(planned(*points), facts())
    assert refusal.value.code == code


def planned(*points):
    return [Point(day, Decimal(value)) for day, value in points]


@pytest.mark.parametrize(
    ("target", "baseline", "low", "high"),
    [
        pytest.param(AT_LEAST, None, 0, 100, id="up from nought"),
        pytest.param(AT_LEAST, 60, 60, 100, id="up from the baseline"),
        pytest.param(AT_MOST, 20, 10, 20, id="down from the baseline"),
        pytest.param(AT_MOST, None, 10, 10, id="never higher than the ceiling"),
        pytest.param(Target(Decimal(1), Decimal(2), None), None, 0, 2, id="into a range"),
    ],
)
def test_points_lie_between_start_and_target(target, baseline, low, high):
    indicator = facts(target=target, baseline=None if baseline is None else Decimal(baseline))
    check_points(planned((MIDDLE, low), (AUTUMN, low)), indicator)
    check_points(planned((MIDDLE, high), (AUTUMN, high)), indicator)
    for value in (low - 1, high + 1):
        with pytest.raises(RuleViolation):
            check_points(planned((MIDDLE, value)), indicator)


def test_points_need_a_start_and_a_day_to_lie_between():
    with pytest.raises(RuleViolation):
        check_points(planned((MIDDLE, 40)), facts(due_on=None))
    check_points([], facts(start_on=None, due_on=None))


@pytest.mark.parametrize(
    ("day", "read", "expected"),
    [
        pytest.param(MIDDLE, (), IndicatorStanding.UNREAD, id="nothing read"),
        pytest.param(MIDDLE, ((MIDDLE, 50),), IndicatorStanding.ON_COURSE, id="on the curve"),
        pytest.param(MIDDLE, ((MIDDLE, 41),), IndicatorStanding.ON_COURSE, id="nine points behind"),
        pytest.param(MIDDLE, ((MIDDLE, 40),), IndicatorStanding.BEHIND, id="ten points behind"),
        pytest.param(MIDDLE, ((MIDDLE, 20),), IndicatorStanding.BEHIND, id="thirty points behind"),
        pytest.param(MIDDLE, ((MIDDLE, 19),), IndicatorStanding.FAR_BEHIND, id="more than thirty"),
        pytest.param(MIDDLE, ((START, 40), (MIDDLE, 100)), IndicatorStanding.ATTAINED, id="attained before its day"),
        pytest.param(DUE, ((MIDDLE, 95),), IndicatorStanding.ON_COURSE, id="on its day nothing is missed yet"),
        pytest.param(DUE + timedelta(days=1), ((MIDDLE, 95),), IndicatorStanding.MISSED, id="its day has passed"),
        pytest.param(DUE + timedelta(days=1), (), IndicatorStanding.UNREAD_DUE, id="its day has passed and nothing was read"),
    ],
)
def test_how_an_indicator_stands(day, read, expected):
    assert standing(day, *read) is expected


def test_a_duty_is_done_or_waits_for_its_day():
    done = ((MIDDLE, 1),)
    assert standing(MIDDLE, *done, target=DUTY) is IndicatorStanding.ATTAINED
    assert standing(MIDDLE, (MIDDLE, 0), target=DUTY) is IndicatorStanding.ON_COURSE
    assert standing(DUE + timedelta(days=1), (MIDDLE, 0), target=DUTY) is IndicatorStanding.MISSED


def test_without_a_day_there_is_nothing_to_be_behind():
    assert standing(MIDDLE, (MIDDLE, 5), due_on=None) is IndicatorStanding.OPEN


def test_nothing_is_judged_of_a_plan_that_is_not_supervised():
    assert standing(DUE + timedelta(days=1), is_supervised=False) is IndicatorStanding.UNJUDGED


def test_the_figures_of_the_verdict():
    status = status_on(facts((MIDDLE, 30), baseline=Decimal(20)), MIDDLE, POLICY)
    assert (status.value, status.read_on, status.attainment) == (30, MIDDLE, 12)
    assert (status.planned, status.planned_attainment, status.behind) == (60, 50, 38)
