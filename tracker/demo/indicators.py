"""Readings of indicators in the play: some on their curve, one behind it, one missed, one still waiting when the curtain falls."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Assignment, Indicator, IndicatorReading, Task
from tracker.queries.indicators import task_of
from tracker.rules.curves import Point
from tracker.rules.indicators import IndicatorKind, IndicatorReadingState
from tracker.rules.statuses import SIGNED_ASSIGNMENT_STATES
from tracker.services import indicator_courses, indicator_files, indicator_readings
from tracker.services.indicator_courses import Course
from tracker.services.indicator_readings import ReadingSaid
from tracker.storage import Storage

# Name as the sample plan has it → working day of the reading and its value.
_READ: dict[str, tuple[tuple[date, str], ...]] = {
    "新增普惠托位": (
        (date(2025, 3, 27), "12"), (date(2025, 5, 29), "16"), (date(2025, 7, 30), "18"), (date(2025, 9, 29), "20"),
    ),
    "每千人口托位数": (
        (date(2025, 3, 27), "3.8"), (date(2025, 6, 27), "4.05"), (date(2025, 9, 29), "4.3"), (date(2025, 11, 21), "4.4"),
    ),
    "保育人员持证上岗率": ((date(2025, 4, 28), "58"), (date(2025, 7, 30), "69"), (date(2025, 10, 30), "77")),
    "产前筛查率": ((date(2025, 4, 28), "79.5"), (date(2025, 8, 28), "83"), (date(2025, 10, 30), "85.6")),
    "设立联办窗口": ((date(2025, 4, 28), "4"), (date(2025, 6, 27), "8")),
    "培训家庭照护指导员": ((date(2025, 5, 29), "22"), (date(2025, 8, 28), "45"), (date(2025, 10, 30), "63")),
    "开通女职工维权热线": ((date(2025, 4, 28), "1"),),
    "每千人口婴幼儿托位数": ((date(2025, 11, 21), "4.4"),),
    "普惠托位占全部托位的比例": ((date(2025, 6, 27), "54"), (date(2025, 10, 30), "58")),
    "改扩建公办幼儿园": ((date(2025, 8, 28), "3"),),
}  # fmt: skip
_COURSES = {
    "每千人口托位数": Course(
        IndicatorKind.LEVEL, Decimal("3.6"), date(2024, 12, 31),
        (Point(date(2025, 6, 30), Decimal("4.0")), Point(date(2025, 9, 30), Decimal("4.3"))),
    ),
    "产前筛查率": Course(IndicatorKind.LEVEL, Decimal(78), date(2024, 12, 31)),
    "普惠托位占全部托位的比例": Course(IndicatorKind.LEVEL, Decimal(51), date(2024, 12, 31)),
}  # fmt: skip
COURSES_ON = date(2025, 2, 14)
_DAYS = {day for readings in _READ.values() for day, _ in readings}
SOURCE = "据本单位统计月报。"


def read_indicators(session: Session, storage: Storage, cast: Cast, plan_id: int, day: date, last_day: date) -> None:
    """What is read of the indicators of the plan on the day, signed and accepted the same day; on the last one it still waits."""
    if day == COURSES_ON:
        for indicator in _named(session, plan_id, _COURSES):
            course = _COURSES[indicator.name]
            indicator_courses.set_course(session, indicator, course, "年度工作计划", actor=cast.clerk, now=at(day, 15))
    if day not in _DAYS:
        return
    for indicator in _named(session, plan_id, _READ):
        value = dict(_READ[indicator.name]).get(day)
        if value is not None:
            _read(session, storage, cast, indicator, Decimal(value), day, last_day)


def _named(session: Session, plan_id: int, names: Iterable[str]) -> list[Indicator]:
    query = select(Indicator).where(Indicator.plan_id == plan_id, Indicator.name.in_(list(names)))
    return list(session.scalars(query.order_by(Indicator.id)))


def _read(session: Session, storage: Storage, cast: Cast, indicator: Indicator, value: Decimal, day: date, last_day: date) -> None:
    task = task_of(session, indicator)
    share = _reporter(task, cast)
    actor = cast.liaisons[share.unit_id] if share else cast.clerk
    if indicator_readings.obstacle(indicator, task, actor=actor) is not None:
        return
    reading = indicator_readings.enter(session, indicator, ReadingSaid(value, day, SOURCE), actor=actor, now=at(day, 10, 20))
    table = f"{indicator.name}统计表\r\n截至,{day.isoformat()}\r\n数值,{value}{indicator.quantity_unit or ''}\r\n"
    data = b"\xef\xbb\xbf" + table.encode()
    indicator_files.attach(session, storage, reading, f"{indicator.name}统计表.csv", data, actor=actor, now=at(day, 10, 25))
    if day != last_day:
        _accept(session, cast, reading, day)


def _accept(session: Session, cast: Cast, reading: IndicatorReading, day: date) -> None:
    if reading.state is IndicatorReadingState.UNIT_REVIEW and reading.unit_id is not None:
        indicator_readings.approve(session, reading, actor=cast.heads[reading.unit_id], now=at(day, 14, 10))
    judge = cast.director if reading.unit_id is None else cast.clerk
    indicator_readings.accept(session, reading, actor=judge, now=at(day, 15, 45))


def _reporter(task: Task | None, cast: Cast) -> Assignment | None:
    """The first unit of the task that has signed for its share and has a liaison."""
    shares = task.assignments if task else ()
    signed = (share for share in shares if share.state in SIGNED_ASSIGNMENT_STATES and share.unit_id in cast.liaisons)
    return next(signed, None)
