"""One line for each indicator: target, reading as of the day, share of the way, and how it stands beside its curve."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.curves import IndicatorFacts, IndicatorStanding, curve_of, planned_on, status_on
from tracker.rules.indicators import IndicatorKind, Target, standing_readings, values
from tracker.rules.lights import LightPolicy
from tracker.rules.report_facts import ReportFacts


@dataclass(frozen=True)
class CoursePoint:
    """One day of an indicator's way; None where there is no curve, or nothing had been read yet or the day is to come."""

    day: date
    planned: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator as the report shows it. `position`: that of its task in the plan's order, None for the plan's own.

    `value` and `read_on`: None where no reading had been accepted. `planned`: None where there is no curve. `behind`: in points.
    `reading_ids`: the readings that the value is made of; `files`: how many files bear them out. `course`: the days of its curve
    and of its readings up to the day, each with what was planned and what had been read by then.
    """

    id: int
    position: int | None
    name: str
    quantity_unit: str | None
    target: Target
    kind: IndicatorKind
    due_on: date | None
    standing: IndicatorStanding
    value: Decimal | None
    read_on: date | None
    attainment: int | None
    planned: Decimal | None
    behind: int
    reading_ids: tuple[int, ...]
    files: int
    course: tuple[CoursePoint, ...]


def indicator_lines(facts: ReportFacts, policy: LightPolicy) -> tuple[IndicatorLine, ...]:
    """The lines of all indicators: the plan's own, then those of the measures in their order."""
    numbered = enumerate(facts.tasks, start=1)
    positions: dict[int | None, int] = {task.ordinal: number for number, task in numbered if task.ordinal is not None}
    return tuple(_line(item, facts.as_of, positions.get(item.ordinal), policy) for item in facts.indicators)


def _line(item: IndicatorFacts, day: date, position: int | None, policy: LightPolicy) -> IndicatorLine:
    status = status_on(item, day, policy)
    counted = standing_readings(item.readings)
    counted = counted if item.kind is IndicatorKind.ADDED else counted[-1:]
    return IndicatorLine(
        id=item.id,
        position=position,
        name=item.name,
        quantity_unit=item.quantity_unit,
        target=item.target,
        kind=item.kind,
        due_on=item.due_on,
        standing=status.standing,
        value=status.value,
        read_on=status.read_on,
        attainment=status.attainment,
        planned=status.planned,
        behind=status.behind,
        reading_ids=tuple(reading.id for reading in counted),
        files=sum(reading.files for reading in counted),
        course=_course(item, day),
    )


def _course(item: IndicatorFacts, day: date) -> tuple[CoursePoint, ...]:
    """Plan and fact on the days on which either turns, and on the day of the report."""
    curve = curve_of(item)
    read = dict(values(item.kind, item.baseline, item.readings))
    days = sorted({point.day for point in curve} | read.keys() | {day})
    actual: Decimal | None = None
    points = []
    for each in days:
        actual = read.get(each, actual)
        points.append(CoursePoint(each, planned_on(curve, each), actual if each <= day else None))
    return tuple(points)
