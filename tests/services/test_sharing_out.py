"""Tasks of a collective unit whose members were registered after the plan had gone out."""

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, parsed_measure
from tracker.errors import Conflict, NotAllowed
from tracker.models import Assignment, IssueNotice, Plan, Unit, UnitMember
from tracker.queries.unit_members import stranded
from tracker.rules.statuses import AssignmentState
from tracker.services.audit import verify
from tracker.services.sharing_out import share_out


@pytest.fixture
def plan_id(factory: Factory) -> int:
    """A plan one of whose tasks went out to 各园区管委会, which has no members, and to 县民政局."""
    return factory.plan(parsed_measure(responsible=("各园区管委会", "县民政局")))


def register(factory: Factory, *who: str) -> None:
    with factory.database.transaction() as session:
        collective = session.scalars(select(Unit).where(Unit.name == "各园区管委会")).one()
        collective.is_collective = True
        for name in who:
            session.add(UnitMember(collective_id=collective.id, member_id=factory.cast.unit_id(name)))


def shared_out(factory: Factory, plan_id: int, who: str = "clerk") -> int:
    with factory.database.transaction() as session:
        return share_out(session, session.get_one(Plan, plan_id), actor=getattr(factory.cast, who), now=NOW)


def test_each_member_that_has_no_part_gets_one_with_a_notice_and_the_collective_none(factory: Factory, plan_id: int) -> None:
    register(factory, "other_liaison", "joint_liaison")
    with factory.database.reading() as session:
        (seen,) = stranded(session, plan_id, NOW.date())
        assert (seen.name, seen.shares, seen.members) == ("各园区管委会", 1, 2)
        before = len(session.scalars(select(IssueNotice)).all())
    assert shared_out(factory, plan_id) == 1
    with factory.database.reading() as session:
        shares = session.scalars(select(Assignment).order_by(Assignment.id)).all()
        states = {(share.unit.name, share.state) for share in shares}
        assert ("各园区管委会", AssignmentState.ENDED) in states
        assert ("县教育局", AssignmentState.PENDING) in states
        assert shares[-1].via_unit_id is not None
        assert len(session.scalars(select(IssueNotice)).all()) == before + 1
        assert stranded(session, plan_id, NOW.date()) == []
        assert verify(session)[1] == []


def test_without_members_there_is_nothing_to_share_out(factory: Factory, plan_id: int) -> None:
    register(factory)
    with factory.database.reading() as session:
        assert stranded(session, plan_id, NOW.date()) == []
    with pytest.raises(Conflict, match="没有可以拆分的任务"):
        shared_out(factory, plan_id)


def test_only_the_office_shares_out(factory: Factory, plan_id: int) -> None:
    register(factory, "other_liaison")
    with pytest.raises(NotAllowed):
        shared_out(factory, plan_id, who="liaison")
