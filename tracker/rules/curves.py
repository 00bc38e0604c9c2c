"""序时进度 of an indicator: the curve that it is to follow from the start to the target, and how it stands beside it on a day.

A straight line unless the office has set points in between. The thresholds are those of the lights (rules/lights.py), so that
a task and its indicators are behind by one measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.rules.indicators import IndicatorKind, Reading, Target, attained, attainment, ceiling_start, floor_start, values
from tracker.rules.lights import LightPolicy
from tracker.rules.quantities import half_up
from tracker.rules.refusals import RuleViolation


class IndicatorStanding(StrEnum):
    """How an indicator stands on a day, the worst of what holds."""

    ATTAINED = "attained"  # 已达标
    MISSED = "missed"  # 到期未达标
    UNREAD_DUE = "unread_due"  # 到期无读数, which is not to say that it was missed
    FAR_BEHIND = "far_behind"  # 严重落后
    BEHIND = "behind"  # 落后序时
    UNREAD = "unread"  # 尚无读数
    OPEN = "open"  # 未达标, with no date and so no curve
    ON_COURSE = "on_course"  # 符合序时
    UNJUDGED = "unjudged"  # 未纳入督办


@dataclass(frozen=True)
class Point:
    """What is planned for a day."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class IndicatorFacts:
    """What is known of an indicator at the end of a day; `readings` are those accepted by then, `points` the office's own.

    `ordinal` and `label` (number and title) are those of its measure, None and empty for the plan's own. `start_on`: from when its
    text counts, or the day of issue. `is_supervised`: its plan was under supervision (纳入督办).
    """

    id: int
    name: str
    quantity_unit: str | None
    target: Target
    kind: IndicatorKind
    start_on: date | None
    due_on: date | None
    ordinal: int | None = None
    label: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    points: tuple[Point, ...] = ()
    readings: tuple[Reading, ...] = ()
    is_supervised: bool = True


@dataclass(frozen=True)
class IndicatorStatus:
    """How it stands on a day: its value and since when, what was planned for the day, and the share of the way of both.

    `behind`: points by which it falls short of the curve, never negative. What cannot be said is None.
    """

    standing: IndicatorStanding
    value: Decimal | None
    read_on: date | None
    attainment: int | None
    planned: Decimal | None
    planned_attainment: int | None
    behind: int


def curve_of(facts: IndicatorFacts) -> tuple[Point, ...]:
    """The points of its curve by day, from the start to the target; none for a duty and for what has no date.

    A ceiling without a baseline is to be kept from the first day. A start after the target's day gives way to that.
    """
    target = facts.target
    if facts.due_on is None or target.is_duty:
        return ()
    end = Point(facts.due_on, target.floor)
    if facts.start_on is None or facts.start_on >= facts.due_on:
        return (end,)
    start = _start_value(target, facts.baseline)
    between = sorted(facts.points, key=lambda point: point.day)
    inside = (point for point in between if facts.start_on < point.day < facts.due_on)
    return (Point(facts.start_on, start), *inside, end)


def planned_on(curve: Sequence[Point], day: date) -> Decimal | None:
    """What is planned for the day, to four places: on the line between the points beside it, level before and after them all."""
    if not curve:
        return None
    for left, right in pairwise(curve):
        if left.day <= day < right.day:
            share = Decimal((day - left.day).days) / (right.day - left.day).days
            return half_up(left.value + (right.value - left.value) * share)
    return curve[0].value if day < curve[0].day else curve[-1].value


def check_points(points: Sequence[Point], facts: IndicatorFacts) -> None:
    """Nothing for points that make a curve of the indicator; RuleViolation otherwise, which names the point and why.

    They lie between start and target, by day (`curve_without_dates`, `curve_point_outside`), one a day (`curve_point_twice`), and
    by value (`curve_point_beyond`): what is planned on the way to a target is not past it already, nor behind where the way
    begins. Progress planned in step with time (序时进度) never goes back (`curve_point_back`).
    """
    if not points:
        return
    start_on, due_on = facts.start_on, facts.due_on
    if start_on is None or due_on is None or start_on >= due_on:
        raise RuleViolation("curve_without_dates")
    outside = next((point.day for point in points if not start_on < point.day < due_on), None)
    if outside is not None:
        raise RuleViolation("curve_point_outside", day=outside, start=start_on, due=due_on)
    in_order = sorted(points, key=lambda point: point.day)
    twice = next((later.day for earlier, later in pairwise(in_order) if earlier.day == later.day), None)
    if twice is not None:
        raise RuleViolation("curve_point_twice", day=twice)
    _check_values(in_order, facts.target, facts.baseline)


def _check_values(points: Sequence[Point], target: Target, baseline: Decimal | None) -> None:
    start = _start_value(target, baseline)
    end = target.floor if target.high is None else target.high
    beyond = next((point for point in points if not min(start, end) <= point.value <= max(start, end)), None)
    if beyond is not None:
        raise RuleViolation("curve_point_beyond", day=beyond.day, value=beyond.value, start=start, target=end)
    for earlier, later in pairwise(points):
        if abs(end - later.value) > abs(end - earlier.value):
            raise RuleViolation("curve_point_back", day=later.day, value=later.value, before=earlier.value, before_day=earlier.day)


def _start_value(target: Target, baseline: Decimal | None) -> Decimal:
    return ceiling_start(target, baseline) if target.is_ceiling else floor_start(target, baseline)


def status_on(facts: IndicatorFacts, day: date, policy: LightPolicy) -> IndicatorStatus:
    """How the indicator stands at the end of the day, by the facts of then.

    It is behind where its share of the way falls short of what was planned for the day by so many points as a task would be;
    missed once its day has passed and it was read to fall short. Nothing is judged of a plan that is not supervised.
    """
    read = values(facts.kind, facts.baseline, facts.readings)
    read_on, value = read[-1] if read else (None, None)
    done = None if value is None else attainment(facts.target, facts.baseline, value)
    planned = planned_on(curve_of(facts), day)
    wanted = None if planned is None else attainment(facts.target, facts.baseline, planned)
    behind = max((wanted or 0) - (done or 0), 0) if value is not None else 0
    standing = _standing(facts, day, value, behind, policy)
    return IndicatorStatus(standing, value, read_on, done, planned, wanted, behind)


def _standing(facts: IndicatorFacts, day: date, value: Decimal | None, behind: int, policy: LightPolicy) -> IndicatorStanding:
    is_past = facts.due_on is not None and facts.due_on < day
    tests = (
        (not facts.is_supervised, IndicatorStanding.UNJUDGED),
        (value is not None and attained(facts.target, value), IndicatorStanding.ATTAINED),
        (value is None, IndicatorStanding.UNREAD_DUE if is_past else IndicatorStanding.UNREAD),
        (is_past, IndicatorStanding.MISSED),
        (behind > policy.behind_red, IndicatorStanding.FAR_BEHIND),
        (behind >= policy.behind_yellow, IndicatorStanding.BEHIND),
        (facts.due_on is None, IndicatorStanding.OPEN),
    )
    return next((standing for holds, standing in tests if holds), IndicatorStanding.ON_COURSE)
