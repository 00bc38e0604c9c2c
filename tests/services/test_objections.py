"""Conclusions looked at again: who may ask and until when, and who may not decide."""

from datetime import datetime

import pytest

from tests.factories import NOW, Factory, day, refused
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Objection, Task
from tracker.rules.objections import decide_by, file_by
from tracker.rules.statuses import ObjectionState
from tracker.services import audit, closures, objections


@pytest.fixture
def returned(factory: Factory) -> int:
    """A task of which the clerk has returned the closure."""
    task_id = factory.closure_requested()
    with factory.database.transaction() as session:
        closures.return_closure(session, session.get_one(Task, task_id), "材料不足", actor=factory.cast.clerk, now=NOW)
    return task_id


def filed(factory: Factory, task_id: int, who: str = "joint_liaison", now: datetime = NOW) -> int:
    actor = getattr(factory.cast, who)
    with factory.database.transaction() as session:
        task = session.get_one(Task, task_id)
        key = next((item.key for item in objections.open_to(session, task, actor=actor, today=now.date())), "none")
        return objections.file_objection(session, task, key, "验收材料齐全。", actor=actor, now=now).id


def decide(factory: Factory, objection_id: int, name: str = "change", who: str = "director") -> None:
    with factory.database.transaction() as session:
        row = session.get_one(Objection, objection_id)
        objections.decide(session, row, name, "经复核，材料齐全。", actor=getattr(factory.cast, who), now=NOW)


def test_who_returned_the_closure_does_not_decide_about_it(factory: Factory, returned: int) -> None:
    objection_id = filed(factory, returned)
    with refused("took_part"):
        decide(factory, objection_id, who="clerk")
    decide(factory, objection_id)
    with factory.database.reading() as session:
        row = session.get_one(Objection, objection_id)
        assert (row.state, row.decided_by_id) == (ObjectionState.CHANGED, factory.cast.director.user_id)
        assert audit.verify(session)[1] == []


def test_the_head_of_the_unit_agrees_first(factory: Factory, returned: int) -> None:
    objection_id = filed(factory, returned, "liaison")
    with factory.database.transaction() as session:
        row = session.get_one(Objection, objection_id)
        assert (row.state, row.submitted_at) == (ObjectionState.UNIT_REVIEW, None)
        with refused("objection_too_late"):
            objections.approve(session, row, actor=factory.cast.unit_head, now=day(2025, 4, 10))
        objections.approve(session, row, actor=factory.cast.unit_head, now=NOW)
        assert (row.state, row.submitted_at) == (ObjectionState.SUBMITTED, NOW)


def test_it_is_asked_within_thirty_days_and_once(factory: Factory, returned: int) -> None:
    with pytest.raises(InvalidInput, match="三十日"):
        filed(factory, returned, now=day(2025, 4, 10))
    filed(factory, returned, now=day(2025, 4, 9))
    with pytest.raises(InvalidInput, match="没有申请过"):
        filed(factory, returned, now=day(2025, 4, 9))


def test_the_clocks_run_thirty_days_from_the_day_after() -> None:
    assert file_by(NOW.date()) == decide_by(NOW.date()) == day(2025, 4, 9).date()


@pytest.mark.parametrize("who", ["liaison", "leader", "outside_clerk"])
def test_only_the_office_of_the_place_decides(factory: Factory, returned: int, who: str) -> None:
    objection_id = filed(factory, returned)
    with pytest.raises(NotAllowed):
        decide(factory, objection_id, who=who)


def test_a_decision_gives_its_reason(factory: Factory, returned: int) -> None:
    objection_id = filed(factory, returned)
    with factory.database.transaction() as session, refused("reason_missing"):
        row = session.get_one(Objection, objection_id)
        objections.decide(session, row, "uphold", " ", actor=factory.cast.director, now=NOW)
