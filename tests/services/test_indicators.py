"""Correcting the figures of a draft's measure."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import NOW, Factory
from tests.readings import Desk
from tracker.errors import InvalidInput
from tracker.services.indicators import IndicatorCorrection, correct_indicators

END = date(2025, 12, 31)
PLACES = IndicatorCorrection("新增托位", Decimal(120), comparison=">=", quantity_unit="个", due_on=END)


def correct(desk: Desk, factory: Factory, *given: IndicatorCorrection) -> list[tuple[str, Decimal | None, Decimal | None]]:
    task = desk.tasks[0]
    correct_indicators(desk.session, task, given, actor=factory.cast.clerk, now=NOW)
    assert task.measure is not None
    return [(row.name, row.value, row.value_high) for row in task.measure.indicators]


def test_figures_are_added_corrected_and_taken_out(desk: Desk, factory: Factory) -> None:
    assert correct(desk, factory, PLACES, IndicatorCorrection("开放日", due_on=END)) == [
        ("新增托位", Decimal(120), None),
        ("开放日", None, None),
    ]
    first = desk.tasks[0].measure.indicators[0]  # type: ignore[union-attr]
    ranged = IndicatorCorrection("新增托位数", Decimal(100), Decimal(150), "=", "个", END, id=first.id)
    assert correct(desk, factory, ranged) == [("新增托位数", Decimal(100), Decimal(150))]
    data = desk.last_event().data or {}
    assert [item["value"] for item in data["old"]["indicators"]] == ["120", None]
    assert data["new"]["indicators"][0]["value_high"] == "150"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (IndicatorCorrection(" ", Decimal(1)), "名称"),
        (IndicatorCorrection("托位"), "既没有数值也没有日期"),
        (IndicatorCorrection("托位", Decimal(5), Decimal(4)), "上限不小于下限"),
        (IndicatorCorrection("托位", None, Decimal(4), due_on=END), "先填下限"),
        (IndicatorCorrection("托位", Decimal("NaN")), "不是数字"),
        (IndicatorCorrection("托位", Decimal(10) ** 15), "太大"),
        (IndicatorCorrection("托位", Decimal(1), comparison="≈"), "比较方式"),
        (IndicatorCorrection("托位", Decimal(1), due_on=date(2025, 1, 1), from_on=END), "早于开始日期"),
        (IndicatorCorrection("托位", Decimal(1), id=10**6), "刷新"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused(
    desk: Desk, factory: Factory, given: IndicatorCorrection, sentence: str
) -> None:  # fmt: skip
    with pytest.raises(InvalidInput, match=sentence):
        correct(desk, factory, given)
