"""Finding, or entering, the places and units that a document names."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import Factory
from tracker.models import Jurisdiction
from tracker.services import registry
from tracker.services.registry import Registry


def here(session: Session, factory: Factory) -> Registry:
    return Registry(session, session.get_one(Jurisdiction, factory.cast.place_id))


@pytest.mark.parametrize("printed", ["县卫健局", "县卫生健康局", "县 卫健局"])
def test_a_unit_is_found_under_each_of_its_names(factory: Factory, printed: str) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        assert known.resolve(printed).id == factory.cast.unit_id("liaison")
        assert known.entered == []


def test_the_same_name_in_another_county_is_another_unit(factory: Factory) -> None:
    with factory.database.transaction() as session:
        outside = Registry(session, session.get_one(Jurisdiction, factory.cast.outside_place_id))
        assert outside.resolve("县卫健局").id == factory.cast.unit_id("outside_liaison")


def test_an_unknown_name_is_entered_once_and_reported(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        assert known.resolve("县数据局") is known.resolve("县数据局")
        assert [unit.name for unit in known.entered] == ["县数据局"]
        assert here(session, factory).find("县数据局") is not None


def test_a_name_that_certainly_means_a_known_unit_is_remembered_as_its_name(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        unit = known.resolve("示例县卫生健康委员会")
        assert unit.id == factory.cast.unit_id("liaison")
        assert (known.entered, known.matched) == ([], {"示例县卫生健康委员会": unit})
        assert [(issue["severity"], issue["code"]) for issue in known.issues()] == [("note", "unit_matched")]
        assert here(session, factory).find("示例县卫生健康委员会") is unit


def test_a_name_without_its_place_is_matched_but_not_remembered(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        assert known.resolve("卫健局").id == factory.cast.unit_id("liaison")
        assert known.find("卫健局") is None
        assert known.resolve("卫健局", beside=("市住建局", "卫健局")).name == "卫健局"


def test_a_name_that_only_may_mean_a_known_unit_is_a_new_unit_and_asked_about(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        unit = known.resolve("县教育体育局")
        assert unit.id != factory.cast.unit_id("other_liaison")
        assert [(issue["severity"], issue["code"]) for issue in known.issues()] == [("doubt", "unit_like")]
        assert "“县教育局”" in str(known.issues()[0]["message"])


def test_a_body_of_another_level_is_another_unit_without_a_question(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        known.resolve("市卫健委")
        assert [issue["code"] for issue in known.issues()] == ["unit_entered"]


def test_a_collective_name_is_known_as_one(factory: Factory) -> None:
    with factory.database.transaction() as session:
        assert here(session, factory).resolve("县直各部门").is_collective


def test_a_name_that_another_unit_bears_stays_with_that_one(factory: Factory) -> None:
    with factory.database.transaction() as session:
        known = here(session, factory)
        known.enter("县卫生监督所", aliases=("县卫健局",))
        assert known.resolve("县卫健局").id == factory.cast.unit_id("liaison")


def test_a_place_is_entered_once_below_its_parent(factory: Factory) -> None:
    with factory.database.transaction() as session:
        city = registry.place(session, "示范市", "city")
        assert registry.place(session, "示例县", "county", city).id == factory.cast.place_id
        assert registry.place(session, "示例县", "county").path.startswith(city.path)


def test_of_two_places_of_one_name_none_is_guessed(factory: Factory) -> None:
    with factory.database.transaction() as session:
        for name in ("甲市", "乙市"):
            registry.place(session, "城关区", "district", registry.place(session, name, "city"))
        asked = registry.place(session, "城关区", "district")
        assert asked.parent_id == registry.root(session).id
