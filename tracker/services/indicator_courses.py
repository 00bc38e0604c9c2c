"""How an indicator is read: its kind, its baseline and the points of its planned curve, as the office sets them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Indicator, IndicatorCourse
from tracker.queries.indicator_facts import facts_before
from tracker.queries.indicators import task_of
from tracker.rules.curves import Point, check_points
from tracker.rules.days import end_of_day, official_day
from tracker.rules.indicators import IndicatorKind
from tracker.rules.permissions import Actor, Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import PlanState
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record
from tracker.services.indicators import LARGEST


@dataclass(frozen=True)
class Course:
    """Kind, value at the start with its day, and points of the curve between start and target; values in the indicator's unit."""

    kind: IndicatorKind
    baseline: Decimal | None = None
    baseline_on: date | None = None
    points: Sequence[Point] = ()


def set_course(session: Session, indicator: Indicator, course: Course, reason: str, *, actor: Actor, now: datetime) -> None:
    """Have the indicator read so from now on; what was set before stays, so that reports of past days stay as they were.

    InvalidInput without a reason, without a change, or for a baseline that makes no sense; RuleViolation for points that make no
    curve (`rules/curves.check_points`).
    """
    plan = indicator.plan
    require_plan(actor, Permission.INDICATOR_ADMINISTER, plan)
    hold_chain(session, plan.id)
    if plan.state is not PlanState.ISSUED:
        raise RuleViolation("indicator_not_followed")
    facts = facts_before(session, [indicator], end_of_day(official_day(now)))[0]
    points = tuple(sorted(course.points, key=lambda point: point.day))
    _check(course, reason, official_day(now))
    check_points(points, replace(facts, baseline=course.baseline))
    old = _written(Course(facts.kind, facts.baseline, facts.baseline_on, facts.points))
    new = _written(Course(course.kind, course.baseline, course.baseline_on, points))
    if old == new:
        raise InvalidInput("没有改动，不需要保存。")
    session.add(
        IndicatorCourse(
            indicator_id=indicator.id, kind=course.kind, baseline=course.baseline, baseline_on=course.baseline_on,
            points=new["points"], reason=reason.strip(), set_at=now, set_by_id=actor.user_id,
        )
    )  # fmt: skip
    session.flush()
    task = task_of(session, indicator)
    data = {"name": indicator.name, "before": old, "after": new}
    entry = Entry("indicator", indicator.id, "set_course", reason=reason, task_id=task.id if task else None, data=data)
    record(session, plan.id, [entry], actor=actor, now=now)


def _check(course: Course, reason: str, today: date) -> None:
    if not reason.strip():
        raise InvalidInput("请写明设定的依据，例如年度计划或者会议纪要的名称。")
    numbers = [point.value for point in course.points] + ([] if course.baseline is None else [course.baseline])
    if any(not number.is_finite() or abs(number) >= LARGEST for number in numbers):
        raise InvalidInput("基期值或者节点数值太大，或者不是数字，请改正。")
    if course.baseline_on is not None and course.baseline is None:
        raise InvalidInput("写了基期日期，还须填写基期值。")
    if course.baseline_on is not None and course.baseline_on > today:
        raise InvalidInput("基期日期不能晚于今天，请改正。")


def _written(course: Course) -> dict[str, Any]:
    """The course as an event and the table hold it."""
    return {
        "kind": course.kind.value,
        "baseline": None if course.baseline is None else f"{course.baseline.normalize():f}",
        "baseline_on": course.baseline_on.isoformat() if course.baseline_on else None,
        "points": [{"day": point.day.isoformat(), "value": f"{point.value.normalize():f}"} for point in course.points],
    }
