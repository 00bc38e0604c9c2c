"""Amounts in one unit and in another."""

from decimal import Decimal

import pytest

from tracker.rules.quantities import choices, converted
from tracker.rules.refusals import RuleViolation


@pytest.mark.parametrize(
    ("value", "given", "wanted", "expected"),
    [
        pytest.param("4.5", "‰", "%", "0.45", id="thousandths as hundredths"),
        pytest.param("0.45", "％", "‰", "4.5", id="and back, the sign written wide"),
        pytest.param("12000", "元", "万元", "1.2", id="money by the ten thousand"),
        pytest.param("2", "亿元", "万元", "20000", id="money by the hundred million"),
        pytest.param("0.02", "万元/人", "元/人", "200", id="money for each person"),
        pytest.param("1.5", "万人", "人", "15000", id="people"),
        pytest.param("120", "个", "个", "120", id="the same unit"),
        pytest.param("7", None, None, "7", id="no unit"),
        pytest.param("1", "元", "亿元", "0", id="less than four places can hold"),
    ],
)
def test_an_amount_in_another_unit_of_its_kind(value, given, wanted, expected):
    assert converted(Decimal(value), given, wanted) == Decimal(expected)


@pytest.mark.parametrize(("given", "wanted"), [("元", "%"), ("元/人", "元/月"), ("个", None), ("个", "所")])
def test_units_of_different_kinds_are_refused(given, wanted):
    with pytest.raises(RuleViolation) as refusal:
        converted(Decimal(1), given, wanted)
    assert refusal.value.code == "quantity_unit_differs"


def test_the_units_to_choose_from_begin_with_that_of_the_target():
    assert choices("万元") == ("万元", "元", "亿元")
    assert choices("‰") == ("‰", "%")
    assert choices("元/人") == ("元/人", "万元/人", "亿元/人")
    assert choices("个") == ("个",)
    assert choices(None) == ()
    assert all(converted(Decimal(1), name, "万元") > 0 for name in choices("万元"))
