"""Matters that the units of a joint task put to the office."""

from datetime import date

import pytest

from tests.factories import NOW, Factory, day, refused
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import CoordinationItem, Notice, Task
from tracker.queries.joint_history import joint_on
from tracker.rules.joint_statuses import CoordinationState
from tracker.services import audit, coordination
from tracker.services.coordination import Difference, Outcome

OUTCOME = Outcome("由民政部门发放。", "县政府专题会议", NOW.date())


def opened(factory: Factory, task_id: int, who: str = "unit_head", units: tuple[str, ...] = ("joint_liaison",)) -> int:
    said = Difference("补助由谁发放", "明确发放单位", [factory.cast.unit_id(name) for name in units])
    with factory.database.transaction() as session:
        return coordination.open_item(session, session.get_one(Task, task_id), said, actor=getattr(factory.cast, who), now=NOW).id


def settle(factory: Factory, number: int, outcome: Outcome = OUTCOME, who: str = "clerk") -> None:
    with factory.database.transaction() as session:
        item = session.get_one(CoordinationItem, number)
        if item.state is CoordinationState.SUBMITTED:
            coordination.take_up(session, item, actor=factory.cast.clerk, now=NOW)
        coordination.settle(session, item, outcome, actor=getattr(factory.cast, who), now=day(2025, 3, 12))


def test_who_decided_what_and_when_is_put_down_and_the_units_are_told(factory: Factory) -> None:
    task_id = factory.acknowledged()
    number = opened(factory, task_id)
    settle(factory, number)
    with factory.database.reading() as session:
        item = session.get_one(CoordinationItem, number)
        assert (item.outcome, item.decided_by, item.decided_on) == ("由民政部门发放。", "县政府专题会议", NOW.date())
        told = {notice.user_id for notice in session.query(Notice).filter(Notice.title == "协调事项已有结果")}
        assert told == {factory.cast.liaison.user_id, factory.cast.joint_liaison.user_id}
        assert audit.verify(session)[1] == []


def test_what_a_past_report_printed_of_a_matter_does_not_change(factory: Factory) -> None:
    task_id = factory.acknowledged()
    number = opened(factory, task_id)
    settle(factory, number)
    with factory.database.reading() as session:
        [then] = joint_on(session, factory.plan_of(task_id), day(2025, 3, 11)).coordination
        [now] = joint_on(session, factory.plan_of(task_id), day(2025, 3, 13)).coordination
    assert (then.state, then.outcome) == (CoordinationState.TAKEN_UP, "")
    assert (now.state, now.outcome) == (CoordinationState.SETTLED, "由民政部门发放。")


def test_a_matter_is_the_leads_to_put_and_concerns_units_of_the_task(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with pytest.raises(NotAllowed):
        opened(factory, task_id, "joint_liaison", ("liaison",))
    for units in ((), ("other_liaison",), ("liaison",)):
        with pytest.raises(InvalidInput):
            opened(factory, task_id, units=units)


def test_an_outcome_names_who_decided_and_is_no_day_to_come(factory: Factory) -> None:
    number = opened(factory, factory.acknowledged())
    for outcome in (Outcome("由民政部门发放。", " ", NOW.date()), Outcome("由民政部门发放。", "专题会议", date(2025, 4, 1))):
        with pytest.raises(InvalidInput):
            settle(factory, number, outcome)
    with refused("reason_missing"):
        settle(factory, number, Outcome(" ", "专题会议", NOW.date()))


def test_only_the_office_settles(factory: Factory) -> None:
    number = opened(factory, factory.acknowledged())
    for who in ("liaison", "leader", "outside_clerk"):
        with pytest.raises(NotAllowed):
            settle(factory, number, who=who)
