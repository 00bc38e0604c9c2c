"""What is known of indicators at an instant: target, course and accepted readings of then; what came later is left out.

Readings, courses and later targets are only ever added, each with its instant, so that a past day reads the same whenever it is
asked (design.md section 7). Five statements, however many indicators.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from tracker.models import Indicator, IndicatorCourse, IndicatorReading, IndicatorReadingFile, IndicatorTarget, Measure, Task
from tracker.queries.due_dates import days_before
from tracker.rules.curves import IndicatorFacts, Point
from tracker.rules.days import official_day
from tracker.rules.indicators import IndicatorReadingState, Reading, Target, kind_of
from tracker.rules.transitions import Subject


def facts_before(
    session: Session, indicators: Sequence[Indicator], end: datetime, moved: Mapping[int, Mapping[str, date | None]] | None = None
) -> list[IndicatorFacts]:
    """The facts of the indicators, in their order, as they were before the instant. Their plans are read with them.

    `moved`: by task, the due date that was put off after the instant (`days_before`); of the present day there is none.
    """
    if not indicators:
        return []
    ids = [indicator.id for indicator in indicators]
    courses = _newest(session, IndicatorCourse, IndicatorCourse.indicator_id, IndicatorCourse.set_at, ids, end)
    targets = _newest(session, IndicatorTarget, IndicatorTarget.indicator_id, IndicatorTarget.set_at, ids, end)
    readings = _readings(session, ids, end)
    tasks = _tasks(session, indicators, moved or {})
    return [
        _facts(item, courses.get(item.id), targets.get(item.id), readings.get(item.id, ()), tasks.get(item.measure_id or 0), end)
        for item in indicators
    ]


def indicators_before(session: Session, plan_id: int, end: datetime) -> tuple[IndicatorFacts, ...]:
    """The facts of all indicators of the plan before the instant: the plan's own, then those of its measures in their order."""
    query = select(Indicator).outerjoin(Measure, Measure.id == Indicator.measure_id).where(Indicator.plan_id == plan_id)
    query = query.order_by(Measure.ordinal.is_not(None), Measure.ordinal, Indicator.id).options(joinedload(Indicator.plan))
    moved = days_before(session, plan_id, end, Subject.TASK, "put_off")
    return tuple(facts_before(session, list(session.scalars(query)), end, moved))


def points_of(course: IndicatorCourse | None) -> tuple[Point, ...]:
    """The points that the office set, by day."""
    kept = course.points if course else ()
    return tuple(Point(date.fromisoformat(item["day"]), Decimal(item["value"])) for item in kept)


def _newest(
    session: Session, table: type[Any], of: InstrumentedAttribute[int], at: InstrumentedAttribute[datetime], ids: Sequence[int],
    end: datetime,
) -> dict[int, Any]:  # fmt: skip
    """The newest row of the table for each indicator before the instant."""
    last = select(func.max(table.id)).where(of.in_(ids), at < end).group_by(of)
    return {row.indicator_id: row for row in session.scalars(select(table).where(table.id.in_(last)))}


def _readings(session: Session, ids: Sequence[int], end: datetime) -> dict[int, list[Reading]]:
    files = select(func.count()).where(IndicatorReadingFile.reading_id == IndicatorReading.id).scalar_subquery()
    query = (
        select(
            IndicatorReading.indicator_id, IndicatorReading.id, IndicatorReading.value, IndicatorReading.fact_on,
            IndicatorReading.replaces_id, files,
        )
        .where(
            IndicatorReading.indicator_id.in_(ids),
            IndicatorReading.state == IndicatorReadingState.ACCEPTED,
            IndicatorReading.decided_at < end,
        )
        .order_by(IndicatorReading.id)
    )  # fmt: skip
    found: dict[int, list[Reading]] = {}
    for indicator_id, *columns in session.execute(query):
        found.setdefault(indicator_id, []).append(Reading(*columns))
    return found


def _tasks(session: Session, indicators: Sequence[Indicator], moved: Mapping[int, Mapping[str, date | None]]) -> Mapping[int, Any]:
    """By measure: its ordinal and label, and the due date of its task as printed and as it was before what has moved it since."""
    measures = [item.measure_id for item in indicators if item.measure_id is not None]
    query = (
        select(
            Measure.id, Measure.ordinal, Measure.label, Measure.title, Task.id.label("task_id"), Task.original_due_on, Task.due_on
        )
        .outerjoin(Task, Task.measure_id == Measure.id)
        .where(Measure.id.in_(measures))
    )
    return {
        row.id: (row.ordinal, row.label + row.title, row.original_due_on, moved.get(row.task_id, {}).get("due_on", row.due_on))
        for row in session.execute(query)
    }


def _facts(
    item: Indicator, course: IndicatorCourse | None, target: IndicatorTarget | None, readings: Sequence[Reading], task: Any,
    end: datetime,
) -> IndicatorFacts:  # fmt: skip
    plan, (ordinal, label, printed, due_on) = item.plan, task or (None, "", None, None)
    low, high = (target.value, target.value_high) if target else (item.value, item.value_high)
    issued_on = official_day(plan.issued_at) if plan.issued_at else None
    last_day = official_day(end - timedelta(microseconds=1))
    return IndicatorFacts(
        id=item.id,
        name=item.name,
        quantity_unit=item.quantity_unit,
        target=Target(low, high, item.comparison),
        kind=kind_of(item.name, course.kind if course else None),
        start_on=item.from_on or issued_on,
        # What is due with its task is put off with it.
        due_on=due_on if item.due_on is not None and item.due_on == printed else item.due_on,
        ordinal=ordinal,
        label=label,
        baseline=course.baseline if course else None,
        baseline_on=course.baseline_on if course else None,
        points=points_of(course),
        readings=tuple(readings),
        is_supervised=plan.supervised_from is not None and plan.supervised_from <= last_day,
    )
