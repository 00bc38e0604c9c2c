"""Handing a post over: who proposes, who carries it out, what goes along, who signs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, Factory, at_once, refused
from tests.orders import issue
from tests.services.test_delegations import acting, post_of, second, stand_in
from tracker.errors import Conflict, InvalidInput
from tracker.models import Event, Handover, Membership, Notice, User
from tracker.queries.handovers import kept_matters
from tracker.queries.inbox import unread_query
from tracker.rules.handovers import HandoverState, OpenMatter
from tracker.rules.permissions import Actor, Permission
from tracker.services import accounts, audit, handovers

TODAY = NOW.date()


def newcomer(factory: Factory) -> Actor:
    """Somebody with an account and no post."""
    with factory.database.transaction() as session:
        user = accounts.create_user(session, "newcomer", "孙接任", "Shili-2025-demo", actor=factory.cast.system_admin, now=NOW)
        return Actor(user.id, user.name)


def propose(factory: Factory, receiver: Actor, *, on: date = TODAY, by: str = "unit_head", whose: str = "liaison") -> int:
    with factory.database.transaction() as session:
        post = session.get_one(Membership, post_of(factory, whose))
        person = session.get_one(User, receiver.user_id)
        return handovers.propose(session, post, person, on, "岗位调整", actor=getattr(factory.cast, by), now=NOW).id


def act(factory: Factory, verb: Callable[..., None], row_id: int, actor: Actor | str) -> None:
    actor = getattr(factory.cast, actor) if isinstance(actor, str) else actor
    with factory.database.transaction() as session:
        verb(session, session.get_one(Handover, row_id), actor=actor, now=NOW)


def row_of(factory: Factory, row_id: int) -> Handover:
    with factory.database.reading() as session:
        return session.get_one(Handover, row_id)


def carried_out(factory: Factory, receiver: Actor) -> int:
    row_id = propose(factory, receiver)
    act(factory, handovers.carry_out, row_id, "security_admin")
    return row_id


def test_the_post_and_the_unread_messages_go_to_the_receiver(factory: Factory) -> None:
    receiver, giver = newcomer(factory), factory.cast.liaison
    issue(factory, factory.acknowledged())
    with factory.database.reading() as session:
        waiting = session.scalar(unread_query(giver))
    assert waiting
    carried_out(factory, receiver)
    unit_id = factory.cast.unit_id("liaison")
    tomorrow = TODAY + timedelta(days=1)
    assert unit_id in acting(factory, receiver.user_id).units(Permission.UPDATE_WRITE)
    assert unit_id not in acting(factory, giver.user_id, tomorrow).units(Permission.UPDATE_WRITE)
    with factory.database.reading() as session:
        assert session.scalar(unread_query(acting(factory, receiver.user_id))) >= waiting


def test_the_list_of_what_is_open_is_kept_as_it_stood(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.draft(task_id)
    factory.returned(factory.acknowledged())
    issue(factory, task_id)
    factory.task()
    row = row_of(factory, carried_out(factory, newcomer(factory)))
    kinds = [matter.kind for matter in kept_matters(row)]
    assert kinds == [
        OpenMatter.DRAFT,
        OpenMatter.RETURNED,
        OpenMatter.ACKNOWLEDGE,
        OpenMatter.ORDER,
        OpenMatter.TASK,
        OpenMatter.TASK,
    ]


def test_who_stood_in_for_the_one_does_so_no_more(factory: Factory) -> None:
    deputy = second(factory)
    stand_in(factory, "liaison", deputy)
    carried_out(factory, newcomer(factory))
    assert acting(factory, deputy.user_id, TODAY + timedelta(days=1)).stands_for == ()


def test_both_sign_once_and_the_history_keeps_it(factory: Factory) -> None:
    receiver = newcomer(factory)
    row_id = carried_out(factory, receiver)
    act(factory, handovers.sign, row_id, "liaison")
    act(factory, handovers.sign, row_id, receiver)
    row = row_of(factory, row_id)
    assert (row.given_at, row.received_at) == (NOW, NOW)
    with pytest.raises(Conflict, match="已经确认"):
        act(factory, handovers.sign, row_id, "liaison")
    with factory.database.reading() as session:
        query = select(Event.action).where(Event.subject == "handover").order_by(Event.id)
        assert list(session.scalars(query)) == ["propose", "carry_out", "give", "receive"]
        assert audit.verify(session)[1] == []


@pytest.mark.parametrize("who", ["unit_head", "security_admin", "clerk", "joint_liaison"])
def test_nobody_signs_for_another(factory: Factory, who: str) -> None:
    row_id = carried_out(factory, newcomer(factory))
    with refused("handover_not_yours"):
        act(factory, handovers.sign, row_id, who)


@pytest.mark.parametrize("by", ["liaison", "clerk", "director", "joint_liaison", "system_admin", "auditor"])
def test_only_the_head_of_the_unit_and_the_security_administrator_propose(factory: Factory, by: str) -> None:
    with refused("handover_not_yours"):
        propose(factory, newcomer(factory), by=by)


@pytest.mark.parametrize("who", ["unit_head", "liaison", "clerk", "system_admin", "auditor"])
def test_only_the_security_administrator_carries_out(factory: Factory, who: str) -> None:
    row_id = propose(factory, newcomer(factory))
    with refused("handover_not_yours"):
        act(factory, handovers.carry_out, row_id, who)


def test_it_is_carried_out_once_and_not_when_withdrawn(factory: Factory) -> None:
    row_id = propose(factory, newcomer(factory))
    done = at_once(*[lambda: act(factory, handovers.carry_out, row_id, "security_admin")] * 2)
    assert sorted(type(result).__name__ for result in done) == ["NoneType", "RuleViolation"]
    with refused("handover_over"):
        act(factory, handovers.withdraw, row_id, "unit_head")


def test_a_withdrawn_one_leaves_the_posts_and_makes_room_for_another(factory: Factory) -> None:
    receiver = newcomer(factory)
    row_id = propose(factory, receiver)
    act(factory, handovers.withdraw, row_id, "unit_head")
    assert row_of(factory, row_id).state is HandoverState.WITHDRAWN
    assert acting(factory, receiver.user_id).posts == frozenset()
    assert propose(factory, receiver)
    with pytest.raises(Conflict):
        propose(factory, receiver)


@pytest.mark.parametrize(
    ("whose", "on", "code"),
    [
        pytest.param("liaison", TODAY - timedelta(days=1), "handover_day", id="yesterday"),
        pytest.param("clerk", TODAY, "handover_role", id="a post of the office"),
    ],
)
def test_what_is_not_handed_over_this_way(factory: Factory, whose: str, on: date, code: str) -> None:
    with refused(code):
        propose(factory, newcomer(factory), on=on, by="security_admin", whose=whose)


def test_not_to_oneself_and_not_to_whom_the_account_is_closed(factory: Factory) -> None:
    with refused("handover_to_self"):
        propose(factory, factory.cast.liaison)
    receiver: Any = newcomer(factory)
    with factory.database.transaction() as session:
        accounts.set_active(session, session.get_one(User, receiver.user_id), False, actor=factory.cast.system_admin, now=NOW)
    with pytest.raises(InvalidInput, match="已启用"):
        propose(factory, receiver)


def test_a_second_liaison_gets_no_second_post(factory: Factory) -> None:
    receiver = second(factory)
    carried_out(factory, receiver)
    with factory.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Membership).where(Membership.user_id == receiver.user_id)) == 1
        assert session.scalars(select(Notice).where(Notice.title == "工作移交已办理")).first() is not None
