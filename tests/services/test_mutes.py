"""Wishes to be left in peace."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Mute, Task
from tracker.rules.refusals import RuleViolation
from tracker.services import mutes

TODAY = NOW.date()


def wish(factory: Factory, task_id: int, to_on: date = TODAY, reason: str = "已在办理", *, whole_plan: bool = False) -> int:
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        made = mutes.mute(session, task.plan, None if whole_plan else task, to_on, reason, actor=factory.cast.liaison, now=NOW)
        return made.id


def acts(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        return list(session.scalars(select(Event.action).where(Event.subject == "mute").order_by(Event.id)))


def test_a_wish_has_an_end_and_a_reason(factory: Factory) -> None:
    task_id = factory.task()
    wish(factory, task_id, TODAY + timedelta(days=60))
    with pytest.raises(RuleViolation, match="mute_days"):
        wish(factory, factory.task(), TODAY + timedelta(days=61))
    with pytest.raises(RuleViolation, match="mute_days"):
        wish(factory, factory.task(), TODAY - timedelta(days=1))
    with pytest.raises(InvalidInput):
        wish(factory, factory.task(), reason=" ")
    assert acts(factory) == ["begin"]


def test_the_same_is_not_wished_twice_but_the_plan_beside_the_task_is(factory: Factory) -> None:
    task_id = factory.task()
    wish(factory, task_id)
    with pytest.raises(RuleViolation, match="mute_running"):
        wish(factory, task_id)
    wish(factory, task_id, whole_plan=True)


def test_it_is_ended_by_whose_it_is(factory: Factory) -> None:
    mute_id = wish(factory, factory.task())
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        mutes.end(session, session.get_one(Mute, mute_id), actor=factory.cast.clerk, now=NOW)
    with factory.database.transaction() as session:
        mutes.end(session, session.get_one(Mute, mute_id), actor=factory.cast.liaison, now=NOW)
    with factory.database.reading() as session:
        assert session.get(Mute, mute_id) is None
    assert acts(factory) == ["begin", "end"]
