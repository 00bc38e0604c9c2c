"""What happens at random to the indicators of a plan: read, corrected, accepted, returned, held to another curve."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import Factory
from tracker.intake.model import Target
from tracker.models import Indicator, IndicatorReading
from tracker.rules.curves import Point
from tracker.rules.days import official_day
from tracker.rules.indicators import IndicatorKind, IndicatorReadingState
from tracker.services import indicator_courses, indicator_readings
from tracker.services.indicator_courses import Course
from tracker.services.indicator_readings import ReadingSaid

TARGETS = (
    Target("新增普惠托位", 120, "=", "个", "2025-06-30", None, "新增普惠托位120个"),
    Target("每千人口托位数", 4.5, ">=", "个", "2025-12-31", None, "每千人口托位数达到4.5个"),
)


def indicate(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    """One step: a new reading, a verdict on one that waits, or another course."""
    indicators = list(session.scalars(select(Indicator).where(Indicator.plan_id == plan_id).order_by(Indicator.id)))
    indicator, dice = chance.choice(indicators), chance.random()
    if dice < 0.1:
        _steer(session, factory, indicator, chance, now)
    elif dice < 0.5:
        _judge(session, factory, indicator, chance, now)
    else:
        _read(session, factory, indicator, chance, now)


def _read(session: Session, factory: Factory, indicator: Indicator, chance: random.Random, now: datetime) -> None:
    accepted = select(IndicatorReading.id).where(
        IndicatorReading.indicator_id == indicator.id, IndicatorReading.state == IndicatorReadingState.ACCEPTED
    )
    known = list(session.scalars(accepted.order_by(IndicatorReading.id)))
    replaces_id = chance.choice(known) if known and chance.random() < 0.3 else None
    fact_on = official_day(now) - timedelta(days=chance.choice((0, 3, 20)))
    said = ReadingSaid(Decimal(chance.randint(1, 60)), fact_on, replaces_id=replaces_id)
    actor = chance.choice((factory.cast.liaison, factory.cast.joint_liaison, factory.cast.director))
    reading = indicator_readings.enter(session, indicator, said, actor=actor, now=now)
    if reading.state is IndicatorReadingState.UNIT_REVIEW:
        indicator_readings.approve(session, reading, actor=factory.cast.unit_head, now=now)


def _judge(session: Session, factory: Factory, indicator: Indicator, chance: random.Random, now: datetime) -> None:
    query = select(IndicatorReading).where(
        IndicatorReading.indicator_id == indicator.id, IndicatorReading.state == IndicatorReadingState.SUBMITTED
    )
    reading = chance.choice(list(session.scalars(query.order_by(IndicatorReading.id))))
    if chance.random() < 0.2:
        indicator_readings.return_reading(session, reading, "与统计数不符", actor=factory.cast.clerk, now=now)
    else:
        indicator_readings.accept(session, reading, actor=factory.cast.clerk, now=now)


def _steer(session: Session, factory: Factory, indicator: Indicator, chance: random.Random, now: datetime) -> None:
    baseline = chance.randint(0, 3)
    highest = min(60, int(indicator.value or 60))  # a point lies on the way from the baseline to the target
    points = (Point(official_day(now) + timedelta(days=5), Decimal(chance.randint(baseline, highest))),)
    course = Course(chance.choice(list(IndicatorKind)), Decimal(baseline), None, points)
    indicator_courses.set_course(session, indicator, course, "年度计划", actor=factory.cast.clerk, now=now)
