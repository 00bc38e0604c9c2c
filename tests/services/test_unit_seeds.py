"""Loading the units of a seed file: into an empty register, after plans were read, and again."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory, parsed_measure
from tracker.models import Jurisdiction, ReadingIssue, Unit, UnitMember, UnitName
from tracker.queries.unit_members import members_on
from tracker.rules.permissions import SYSTEM
from tracker.services.registry import Registry
from tracker.services.unit_seeds import load_units

FILE: list[dict[str, Any]] = [
    {"name": "县发展和改革局", "aliases": ["县发改局"], "official_name": "示例县发展和改革局", "kind": "department"},
    {"name": "县税务局", "official_name": "国家税务总局示例县税务局", "kind": "vertical"},
    {"name": "县文化旅游局", "kind": "department", "to": "2024-12-31", "successor": "县文化体育和旅游局"},
    {"name": "县文化体育和旅游局", "kind": "department", "from": "2025-01-01"},
    {
        "name": "托育联席会议",
        "kind": "collective",
        "members": ["县税务局", {"name": "县发展和改革局", "from": "2025-01-01", "to": "2025-06-30"}],
    },
]


def load(factory: Factory, items: list[dict[str, Any]] = FILE) -> int:
    with factory.database.transaction() as session:
        return load_units(session, session.get_one(Jurisdiction, factory.cast.place_id), items, actor=SYSTEM, now=NOW)


def rows(session: Session) -> list[int | None]:
    return [session.scalar(select(func.count()).select_from(table)) for table in (Unit, UnitName, UnitMember)]


def find(session: Session, factory: Factory, name: str) -> Unit:
    unit = Registry(session, session.get_one(Jurisdiction, factory.cast.place_id)).find(name)
    assert unit is not None
    return unit


def test_units_are_entered_with_their_days_successors_and_dated_members(factory: Factory) -> None:
    assert load(factory) == 5
    with factory.database.reading() as session:
        ended = find(session, factory, "县文化旅游局")
        assert (ended.to_on, ended.successor and ended.successor.name) == (date(2024, 12, 31), "县文化体育和旅游局")
        assert find(session, factory, "国家税务总局示例县税务局").kind == "vertical"
        group = find(session, factory, "托育联席会议").id
        assert len(members_on(session, group, date(2025, 3, 1))) == 2
        assert len(members_on(session, group, date(2025, 7, 1))) == 1


def test_loading_again_changes_nothing(factory: Factory) -> None:
    load(factory)
    with factory.database.reading() as session:
        before = rows(session)
    assert load(factory) == 0
    with factory.database.reading() as session:
        assert rows(session) == before


def test_after_an_import_units_are_found_by_rule_and_completed(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=("县发改委",), responsible=("示例县税务局",)), issue_at=None)
    assert load(factory) == 3
    with factory.database.reading() as session:
        assert find(session, factory, "县发改委") is find(session, factory, "县发展和改革局") is find(session, factory, "县发改局")
        assert find(session, factory, "县发改委").official_name == "示例县发展和改革局"
        assert find(session, factory, "示例县税务局") is find(session, factory, "县税务局")


def test_two_rows_that_an_import_made_of_one_body_become_one(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=("县教育体育局",), responsible=("县体育教育局",)), issue_at=None)
    assert load(factory, [{"name": "县教育体育局", "aliases": ["县体育教育局"], "kind": "department"}]) == 0
    with factory.database.reading() as session:
        assert find(session, factory, "县体育教育局") is find(session, factory, "县教育体育局")


def test_bodies_that_the_office_keeps_apart_stay_two(factory: Factory) -> None:
    factory.plan(parsed_measure(lead=("县教育体育局",), responsible=("县体育教育局",)), issue_at=None)
    with factory.database.transaction() as session:
        for issue in session.scalars(select(ReadingIssue).where(ReadingIssue.code == "unit_like")):
            issue.answer, issue.settled_at = "other_unit", NOW
    load(factory, [{"name": "县教育体育局", "aliases": ["县体育教育局"], "kind": "department"}])
    with factory.database.reading() as session:
        assert find(session, factory, "县体育教育局") is not find(session, factory, "县教育体育局")


def test_what_the_office_entered_is_not_written_over(factory: Factory) -> None:
    load(factory)
    with factory.database.transaction() as session:
        find(session, factory, "县税务局").official_name = "国家税务总局示例县税务局（改）"
    load(factory)
    with factory.database.reading() as session:
        assert find(session, factory, "县税务局").official_name == "国家税务总局示例县税务局（改）"
