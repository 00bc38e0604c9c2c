"""Views of the ledger kept under a name: one's own, shared with the office, at the start, and bounded."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once
from tracker.errors import InvalidInput, NotAllowed, NotFound
from tracker.models import Event, SavedView
from tracker.queries.saved_views import ViewRow, own_view, views_for
from tracker.services import saved_views


def kept(factory: Factory, name: str = "红灯", query: str = "light=red", *, who: str = "clerk", **how: Any) -> int:
    with factory.database.transaction() as session:
        return saved_views.save(session, name, query, actor=getattr(factory.cast, who), now=NOW, **how).id


def listed(factory: Factory, who: str = "clerk") -> list[ViewRow]:
    with factory.database.reading() as session:
        return views_for(session, getattr(factory.cast, who))


def test_a_view_is_listed_for_its_owner_alone(factory: Factory) -> None:
    kept(factory)
    assert [(view.name, view.query, view.owner) for view in listed(factory)] == [("红灯", "light=red", "")]
    assert listed(factory, "director") == []


def test_a_shared_view_is_listed_in_the_office_and_nowhere_else(factory: Factory) -> None:
    kept(factory, shared=True)
    assert [view.owner for view in listed(factory, "director")] == [factory.cast.clerk.name]
    for who in ("liaison", "outside_clerk"):
        assert listed(factory, who) == []


def test_a_unit_keeps_views_but_shares_none(factory: Factory) -> None:
    kept(factory, who="liaison")
    with pytest.raises(NotAllowed):
        kept(factory, who="liaison", shared=True)


def test_a_view_saved_under_a_known_name_takes_its_place(factory: Factory) -> None:
    first = kept(factory)
    assert kept(factory, "  红灯 ", "light=yellow") == first
    assert [view.query for view in listed(factory)] == ["light=yellow"]


def test_there_is_one_start(factory: Factory) -> None:
    kept(factory, "甲", start=True)
    kept(factory, "乙", start=True)
    kept(factory, "丙", who="director", start=True)
    assert [(view.name, view.is_start) for view in listed(factory)] == [("乙", True), ("甲", False)]


def test_names_and_numbers_are_bounded(factory: Factory) -> None:
    for name in ("", " ", "长" * 41):
        with pytest.raises(InvalidInput):
            kept(factory, name)
    for number in range(saved_views.MOST):
        kept(factory, f"视图{number}")
    with pytest.raises(InvalidInput, match="最多保存 20 个"):
        kept(factory, "再一个")
    kept(factory, "视图3", "light=green")


def test_two_clicks_at_once_keep_one(factory: Factory) -> None:
    at_once(lambda: kept(factory), lambda: kept(factory))
    assert len(listed(factory)) == 1


def test_only_the_owner_changes_and_removes(factory: Factory) -> None:
    view_id, director = kept(factory, shared=True), factory.cast.director
    with factory.database.transaction() as session, pytest.raises(NotFound):
        own_view(session, director, view_id)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        saved_views.remove(session, session.get_one(SavedView, view_id), actor=director, now=NOW)


def test_a_view_is_renamed_and_removed_and_the_history_says_so(factory: Factory) -> None:
    view_id, clerk = kept(factory, shared=True), factory.cast.clerk
    kept(factory, "另一个")
    with factory.database.transaction() as session:
        view = own_view(session, clerk, view_id)
        with pytest.raises(InvalidInput, match="另一个"):
            saved_views.change(session, view, "另一个", actor=clerk, now=NOW)
        saved_views.change(session, view, "亮红灯的", start=True, actor=clerk, now=NOW)
    assert listed(factory, "director") == []
    with factory.database.transaction() as session:
        saved_views.remove(session, own_view(session, clerk, view_id), actor=clerk, now=NOW)
    assert [view.name for view in listed(factory)] == ["另一个"]
    with factory.database.reading() as session:
        acts = session.scalars(
            select(Event.action).where(Event.subject == "saved_view", Event.subject_id == view_id).order_by(Event.id)
        )
        assert list(acts) == ["save", "change", "remove"]
