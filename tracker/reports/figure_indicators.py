"""One line for each indicator: target, reading as of the day, share of the way, and how it stands beside its curve."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.curves import IndicatorFacts, IndicatorStanding, status_on
from tracker.rules.indicators import IndicatorKind, Target, standing_readings
from tracker.rules.lights import LightPolicy
from tracker.rules.report_facts import ReportFacts


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator as the report shows it. `position`: that of its task in the plan's order, None for the plan's own.

    `value` and `read_on`: None where no reading had been accepted. `planned`: None where there is no curve. `behind`: in points.
    `reading_ids`: the readings that the value is made of; `files`: how many files bear them out.
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
    )
