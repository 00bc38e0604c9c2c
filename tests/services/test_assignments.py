"""A unit's answer to what it was given."""

import pytest

from tests.factories import NOW, Factory, at_once, refused
from tracker.errors import NotAllowed
from tracker.models import Assignment, Notice, Task
from tracker.rules.statuses import AssignmentState, TaskState
from tracker.services import assignments, disputes


def test_the_first_unit_to_sign_starts_the_task(factory: Factory) -> None:
    task_id = factory.acknowledged(who=["joint_liaison"])
    with factory.database.reading() as session:
        assert session.get_one(Task, task_id).state is TaskState.IN_PROGRESS
        signed = session.get_one(Assignment, factory.share(task_id, "joint_liaison"))
        assert (signed.state, signed.acknowledged_at) == (AssignmentState.ACKNOWLEDGED, NOW)
        assert session.get_one(Assignment, factory.share(task_id)).state is AssignmentState.PENDING


def test_two_units_may_sign_at_the_same_moment(factory: Factory) -> None:
    task_id = factory.task()
    results = at_once(*[lambda who=who: factory.acknowledge(task_id, who) for who in ("liaison", "joint_liaison")])  # type: ignore[misc]
    assert results == [factory.share(task_id), factory.share(task_id, "joint_liaison")]


def test_a_unit_signs_once(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with refused("wrong_state"):
        factory.acknowledge(task_id)


def test_what_is_not_issued_cannot_be_signed_for(factory: Factory) -> None:
    task_id = factory.task(issue_at=None)
    with refused("wrong_state"):
        factory.acknowledge(task_id)


@pytest.mark.parametrize("who", ["other_liaison", "joint_liaison", "clerk", "leader", "outside_liaison", "auditor"])
def test_only_the_units_own_people_sign_for_it(factory: Factory, issued_task: int, who: str) -> None:
    share_id = factory.share(issued_task)
    with factory.database.transaction() as session, pytest.raises(NotAllowed):
        assignments.acknowledge(session, session.get_one(Assignment, share_id), actor=getattr(factory.cast, who), now=NOW)


def test_an_objection_needs_a_reason(factory: Factory, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    with factory.database.transaction() as session, refused("reason_missing"):
        disputes.object_to(session, session.get_one(Assignment, share_id), " ", actor=factory.cast.liaison, now=NOW)


def test_an_objection_not_upheld_goes_back_to_the_unit_with_the_reason(factory: Factory, issued_task: int) -> None:
    share_id = factory.share(issued_task)
    with factory.database.transaction() as session:
        share = session.get_one(Assignment, share_id)
        disputes.object_to(session, share, "不属本单位职责", actor=factory.cast.liaison, now=NOW)
        assert share.state is AssignmentState.OBJECTED
        disputes.uphold(session, share, "三定规定明确由贵局承担", actor=factory.cast.clerk, now=NOW)
        assert share.state is AssignmentState.PENDING
        told = session.query(Notice).filter(Notice.user_id == factory.cast.liaison.user_id, Notice.key.not_like("issued:%")).all()
        assert len(told) == 1
        assert all("三定规定" in notice.body for notice in told)
