"""Write the office's reading of a measure's figures over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Indicator, Task
from tracker.rules.permissions import Actor
from tracker.rules.reading import Part, settled_by
from tracker.services import reading_rows
from tracker.services.drafts import require_draft

COMPARISONS = (">=", "<=", "=")
LONGEST_NAME, LONGEST_UNIT = 120, 20
LARGEST = Decimal(10) ** 14  # what the column holds with four places behind the point
_FIELDS = ("name", "value", "value_high", "comparison", "quantity_unit", "due_on", "from_on")


@dataclass(frozen=True)
class IndicatorCorrection:
    """One figure as it should read; `id` that of the indicator it corrects, None for one that was not read.

    A range has `value` and `value_high`; a dated duty without a number neither.
    """

    name: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    comparison: str | None = None
    quantity_unit: str | None = None
    due_on: date | None = None
    from_on: date | None = None
    id: int | None = None


def correct_indicators(
    session: Session, task: Task, indicators: Sequence[IndicatorCorrection], *, actor: Actor, now: datetime
) -> None:
    """Make these the indicators of the task's measure: those with an id are corrected, those without are new, others go."""
    plan, measure = task.plan, task.measure
    require_draft(session, plan, actor=actor)
    assert measure is not None  # a task of a draft is one of its document
    known = {row.id: row for row in measure.indicators}
    for given in indicators:
        _require_sense(given)
        if given.id is not None and given.id not in known:
            raise InvalidInput("没有找到要更正的指标“%(name)s”，可能已被去掉，请刷新页面后再试。", name=given.name)
    old = [_values(row) for row in measure.indicators]
    kept = {given.id for given in indicators}
    for row in known.values():
        if row.id not in kept:
            session.delete(row)
    for given in indicators:
        row = known[given.id] if given.id is not None else Indicator(plan_id=plan.id, measure_id=measure.id)
        for name in _FIELDS:
            setattr(row, name, getattr(given, name))
        row.name, row.quantity_unit = given.name.strip(), (given.quantity_unit or "").strip() or None
        session.add(row)
    session.flush()
    session.expire(measure, ["indicators"])
    asked = reading_rows.asking(session, plan.id, settled_by(Part.INDICATORS), task)
    reading_rows.settle_corrected(asked, actor=actor, now=now)
    new = [_values(row) for row in measure.indicators]
    change = reading_rows.Change("correct_indicators", {"indicators": old}, {"indicators": new})
    reading_rows.write_change(session, plan, task, change, actor=actor, now=now)


def _require_sense(given: IndicatorCorrection) -> None:
    said = given.name.strip()
    if not 0 < len(said) <= LONGEST_NAME:
        raise InvalidInput("指标名称须有内容且不超过 %(limit)s 字，请改正。", limit=LONGEST_NAME)
    if len((given.quantity_unit or "").strip()) > LONGEST_UNIT:
        raise InvalidInput("指标“%(name)s”的计量单位不能超过 %(limit)s 字，请缩短。", said=said, limit=LONGEST_UNIT)
    if given.comparison is not None and given.comparison not in COMPARISONS:
        raise InvalidInput("指标“%(name)s”的比较方式只能是不少于、不超过或等于，请重新选择。", name=said)
    _require_numbers(said, given)
    if given.from_on and given.due_on and given.due_on < given.from_on:
        raise InvalidInput("指标“%(name)s”的完成日期早于开始日期，请改正。", name=said)


def _require_numbers(said: str, given: IndicatorCorrection) -> None:
    if any(number is not None and (not number.is_finite() or abs(number) >= LARGEST) for number in (given.value, given.value_high)):
        raise InvalidInput("指标“%(name)s”的数值太大或不是数字，请改正。", name=said)
    if given.value_high is not None and (given.value is None or given.value_high < given.value):
        raise InvalidInput("指标“%(name)s”的区间须先填下限，且上限不小于下限，请改正。", name=said)
    if given.value is None and given.due_on is None:
        raise InvalidInput("指标“%(name)s”既没有数值也没有日期，请至少填一项，或去掉这个指标。", name=said)


def _values(row: Indicator) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _FIELDS}
    return {name: value if value is None or isinstance(value, str) else _printed(value) for name, value in values.items()}


def _printed(value: Decimal | date) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()
