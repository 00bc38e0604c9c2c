"""The same indicator in several plans, on both databases."""

from dataclasses import replace

import pytest

from tests.factories import NOW, Factory, parsed_measure
from tests.services.test_indicator_readings import PLACES, SHARE
from tracker.errors import InvalidInput
from tracker.intake.model import Target
from tracker.models import Indicator, IndicatorAlias
from tracker.queries import indicator_comparison as queries
from tracker.rules.permissions import Actor
from tracker.services import indicator_aliases

WIDER = Target("全县每千人口婴幼儿托位数", 5.0, ">=", "个", "2025-12-31", None, "")
ALONE = Target("建成托育园", 2.0, "=", None, "2025-12-31", None, "")


def names(factory: Factory, who: Actor, words: str = "") -> list[tuple[str, str, int]]:
    with factory.database.reading() as session:
        return [(row.key, row.quantity_unit, row.plans) for row in queries.groups(session, who, words).rows]


def values(factory: Factory, who: Actor, key: str, unit: str) -> list[int]:
    with factory.database.reading() as session:
        found: list[Indicator] = list(queries.indicators_of_group(session, who, key, unit).rows)
        return [int(item.value * 10) for item in found if item.value is not None]


def test_indicators_of_one_name_and_unit_stand_together(factory: Factory) -> None:
    for _ in range(2):
        factory.plan(parsed_measure(targets=(PLACES, SHARE)))
    factory.plan(parsed_measure(targets=(WIDER, ALONE)))
    factory.plan(parsed_measure(targets=(PLACES,)), outside=True)
    clerk, outside = factory.cast.clerk, factory.cast.outside_clerk
    assert names(factory, clerk) == [("产前筛查率", "%", 2), ("每千人口托位数", "个", 2)]
    assert names(factory, outside) == []
    assert names(factory, clerk, "托育园") == [("建成托育园", "", 1)]
    assert values(factory, clerk, "每千人口托位数", "个") == [45, 45]


def test_what_an_office_takes_for_one_is_one_for_it_alone(factory: Factory) -> None:
    factory.plan(parsed_measure(targets=(PLACES,)))
    factory.plan(parsed_measure(targets=(WIDER,)))
    for _ in range(2):
        factory.plan(parsed_measure(targets=(PLACES,)), outside=True)
    clerk, outside = factory.cast.clerk, factory.cast.outside_clerk
    with factory.database.transaction() as session:
        indicator_aliases.join(session, "每千人口婴幼儿托位数", "每千人口托位数", actor=clerk, now=NOW)
    assert values(factory, clerk, "每千人口托位数", "个") == [45, 50]
    assert values(factory, outside, "每千人口托位数", "个") == [45, 45]
    with factory.database.transaction() as session:
        found = queries.aliases(session, clerk, "每千人口托位数")
        assert [(alias.row.name_key, alias.who) for alias in found] == [("每千人口婴幼儿托位数", "陈经办")]
        assert queries.aliases(session, outside, "每千人口托位数") == []
        indicator_aliases.part(session, session.get_one(IndicatorAlias, found[0].row.id), actor=clerk, now=NOW)
    assert values(factory, clerk, "每千人口托位数", "个") == [45]
    with factory.database.reading() as session:
        assert queries.names_beside(session, clerk, "每千人口托位数", "个") == ["全县每千人口婴幼儿托位数"]


def test_a_chain_of_joins_ends_at_one_name(factory: Factory) -> None:
    factory.plan(parsed_measure(targets=(PLACES,)))
    factory.plan(parsed_measure(targets=(WIDER,)))
    factory.plan(parsed_measure(targets=(replace(WIDER, indicator="婴幼儿托位数"),)))
    with factory.database.transaction() as session:
        for name, other in (("每千人口婴幼儿托位数", "婴幼儿托位数"), ("婴幼儿托位数", "每千人口托位数")):
            indicator_aliases.join(session, name, other, actor=factory.cast.clerk, now=NOW)
    assert values(factory, factory.cast.clerk, "每千人口托位数", "个") == [45, 50, 50]


def test_a_name_that_no_plan_has_is_not_joined(factory: Factory) -> None:
    factory.plan(parsed_measure(targets=(PLACES,)))
    with pytest.raises(InvalidInput, match="没有名称为“每千人口托位书”的指标"), factory.database.transaction() as session:
        indicator_aliases.join(session, "每千人口托位书", "每千人口托位数", actor=factory.cast.clerk, now=NOW)
