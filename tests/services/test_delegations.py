"""Standing in for somebody: who arranges it, what the deputy may do then, and what nobody may."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once, refused
from tests.orders import issue
from tests.services.test_ad_hoc import entered
from tests.services.test_instructions import given
from tracker.errors import InvalidInput
from tracker.models import Delegation, Event, Extension, Instruction, Membership, Notice, Task, Unit, Update, User
from tracker.rules.permissions import SYSTEM, Actor, Permission
from tracker.rules.statuses import Role, UpdateState
from tracker.services import accounts, ad_hoc, audit, delegations, extensions, instructions, updates
from tracker.services.delegations import Term
from tracker.services.extensions import Application

TODAY = NOW.date()
WEEK = Term(TODAY, TODAY + timedelta(days=6))


def post_of(factory: Factory, who: str) -> int:
    with factory.database.reading() as session:
        user_id = getattr(factory.cast, who).user_id
        return session.scalars(select(Membership.id).where(Membership.user_id == user_id)).one()


def second(factory: Factory, role: Role = Role.LIAISON, whose: str = "liaison") -> Actor:
    """One more person in the unit of that one."""
    with factory.database.transaction() as session:
        user = accounts.create_user(
            session, f"second-{whose}", "钱副职", "Shili-2025-demo", actor=SYSTEM, now=NOW, must_change=False
        )
        unit = session.get_one(Unit, factory.cast.unit_id(whose))
        accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=NOW, from_on=date(2025, 1, 1))
        user_id = user.id
    return acting(factory, user_id)


def acting(factory: Factory, user_id: int | None, on: date = TODAY) -> Actor:
    with factory.database.reading() as session:
        actor = accounts.actor_of(session, user_id or 0, on)
        assert actor is not None
        return actor


def stand_in(factory: Factory, who: str, deputy: Actor, term: Term = WEEK, *, by: Actor | None = None) -> int:
    with factory.database.transaction() as session:
        post, person = session.get_one(Membership, post_of(factory, who)), session.get_one(User, deputy.user_id)
        actor = by or getattr(factory.cast, who)
        return delegations.stand_in(session, post, person, term, "赴省里培训", actor=actor, now=NOW).id


def waiting(factory: Factory) -> int:
    """A report that waits for the head of 县卫健局."""
    update_id = factory.draft(factory.acknowledged())
    with factory.database.transaction() as session:
        updates.send(session, session.get_one(Update, update_id), actor=factory.cast.liaison, now=NOW)
    return update_id


def approve(factory: Factory, update_id: int, actor: Actor) -> None:
    with factory.database.transaction() as session:
        updates.approve(session, session.get_one(Update, update_id), actor=actor, now=NOW)


def test_the_deputy_signs_for_the_head_on_these_days_and_the_history_names_both(factory: Factory) -> None:
    deputy = second(factory)
    update_id = waiting(factory)
    stand_in(factory, "unit_head", deputy)
    approve(factory, update_id, acting(factory, deputy.user_id))
    with factory.database.reading() as session:
        assert session.get_one(Update, update_id).state is UpdateState.SUBMITTED
        event = session.scalars(select(Event).where(Event.subject == "update", Event.action == "approve")).one()
        assert (event.actor_id, event.actor_name) == (deputy.user_id, "钱副职（代吴局长）")
        assert event.data is not None
        assert event.data["on_behalf_of"] == [factory.cast.unit_head.user_id]
        assert audit.verify(session)[1] == []


def test_from_its_first_day_to_its_last_and_no_longer(factory: Factory) -> None:
    deputy = second(factory)
    stand_in(factory, "unit_head", deputy, Term(TODAY + timedelta(days=1), TODAY + timedelta(days=2)))
    unit_id = factory.cast.unit_id("unit_head")
    held = [
        unit_id in acting(factory, deputy.user_id, TODAY + timedelta(days=n)).units(Permission.UPDATE_APPROVE) for n in range(4)
    ]
    assert held == [False, True, True, False]


def test_who_wrote_a_report_does_not_sign_it_in_the_heads_place(factory: Factory) -> None:
    update_id = waiting(factory)
    stand_in(factory, "unit_head", factory.cast.liaison)
    with refused("own_work_by_delegation"):
        approve(factory, update_id, acting(factory, factory.cast.liaison.user_id))
    approve(factory, update_id, factory.cast.unit_head)


def test_nor_does_what_the_deputy_sends_leave_the_unit_unsigned(factory: Factory) -> None:
    stand_in(factory, "unit_head", factory.cast.liaison)
    update_id = factory.draft(factory.acknowledged())
    with factory.database.transaction() as session:
        update = session.get_one(Update, update_id)
        updates.send(session, update, actor=acting(factory, factory.cast.liaison.user_id), now=NOW)
        assert update.state is UpdateState.UNIT_REVIEW


def test_what_the_director_entered_is_not_confirmed_in_the_directors_own_name(factory: Factory) -> None:
    stand_in(factory, "director", factory.cast.clerk)
    task_id = entered(factory, who="director", at_once=False)
    with factory.database.transaction() as session, refused("own_work_by_delegation"):
        actor = acting(factory, factory.cast.clerk.user_id)
        ad_hoc.confirm_task(session, session.get_one(Task, task_id), actor=actor, now=NOW)


def test_what_only_the_director_grants_the_clerk_grants_in_his_place_under_both_names(factory: Factory) -> None:
    task_id = factory.acknowledged()
    with factory.database.transaction() as session:
        said = Application(date(2026, 6, 30), "场地未落实。", "已完成选址。")
        row = extensions.draft_extension(session, session.get_one(Task, task_id), said, actor=factory.cast.unit_head, now=NOW)
        extensions.send(session, row, actor=factory.cast.unit_head, now=NOW)
        row_id = row.id
    stand_in(factory, "director", factory.cast.clerk)
    with factory.database.transaction() as session:
        actor = acting(factory, factory.cast.clerk.user_id)
        extensions.grant(session, session.get_one(Extension, row_id), date(2026, 6, 30), "同意", actor=actor, now=NOW)
        event = session.scalars(select(Event).where(Event.subject == "extension", Event.action == "grant")).one()
        assert event.actor_name == "陈经办（代林主任）"


@pytest.mark.parametrize("by", ["unit_head", "liaison", "security_admin"])
def test_the_holder_the_head_of_the_unit_and_the_security_administrator_arrange_it(factory: Factory, by: str) -> None:
    assert stand_in(factory, "liaison", factory.cast.unit_head, by=getattr(factory.cast, by))


@pytest.mark.parametrize("by", ["clerk", "director", "other_liaison", "joint_liaison", "system_admin", "auditor", "leader"])
def test_nobody_else_does(factory: Factory, by: str) -> None:
    with refused("delegation_not_yours"):
        stand_in(factory, "liaison", factory.cast.unit_head, by=getattr(factory.cast, by))


def test_a_deputy_names_no_deputy(factory: Factory) -> None:
    deputy, third = second(factory), second(factory, whose="unit_head")
    stand_in(factory, "unit_head", deputy)
    with refused("delegation_not_yours"):
        stand_in(factory, "unit_head", third, by=acting(factory, deputy.user_id))


def test_somebody_of_another_unit_does_not_stand_in(factory: Factory) -> None:
    with refused("delegation_of_others"):
        stand_in(factory, "unit_head", factory.cast.joint_liaison)


def test_of_two_deputies_named_at_once_for_one_post_one_is_entered(factory: Factory) -> None:
    first, other = second(factory), second(factory, whose="unit_head")
    results = at_once(lambda: stand_in(factory, "unit_head", first), lambda: stand_in(factory, "unit_head", other))
    assert sorted(type(result).__name__ for result in results) == ["RuleViolation", "int"]


def test_both_are_told_and_the_deputy_gets_what_the_absent_one_gets(factory: Factory) -> None:
    deputy = second(factory, Role.UNIT_HEAD)
    stand_in(factory, "liaison", deputy, by=factory.cast.unit_head)
    task_id = factory.acknowledged()
    issue(factory, task_id)
    with factory.database.reading() as session:
        told = set(session.scalars(select(Notice.user_id).where(Notice.title == "已安排代理")))
        assert told == {factory.cast.liaison.user_id, deputy.user_id}
        about = set(session.scalars(select(Notice.user_id).where(Notice.task_id == task_id)))
        assert {factory.cast.liaison.user_id, deputy.user_id} <= about


def test_it_is_ended_by_hand_at_once_and_only_once(factory: Factory) -> None:
    deputy = second(factory)
    row_id = stand_in(factory, "unit_head", deputy)
    with factory.database.transaction() as session:
        delegations.end(session, session.get_one(Delegation, row_id), actor=factory.cast.unit_head, now=NOW)
    assert acting(factory, deputy.user_id).stands_for == ()
    with factory.database.transaction() as session, pytest.raises(InvalidInput, match="已经结束"):
        delegations.end(session, session.get_one(Delegation, row_id), actor=factory.cast.unit_head, now=NOW)
    stand_in(factory, "unit_head", deputy)


@pytest.mark.parametrize("who", ["unit_head", "second"])
def test_it_ends_with_the_post_of_either(factory: Factory, who: str) -> None:
    deputy = second(factory)
    row_id = stand_in(factory, "unit_head", deputy)
    user_id = deputy.user_id if who == "second" else factory.cast.unit_head.user_id
    with factory.database.transaction() as session:
        post = session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
        accounts.end_membership(session, post, TODAY + timedelta(days=1), actor=factory.cast.security_admin, now=NOW)
        assert session.get_one(Delegation, row_id).to_on == TODAY + timedelta(days=1)
    assert acting(factory, deputy.user_id, TODAY + timedelta(days=2)).stands_for == ()


def test_the_deputy_answers_an_instruction_in_the_heads_place(factory: Factory) -> None:
    instruction_id = given(factory, factory.acknowledged())
    deputy = second(factory)
    stand_in(factory, "unit_head", deputy)
    with factory.database.transaction() as session:
        actor = acting(factory, deputy.user_id)
        instructions.answer(session, session.get_one(Instruction, instruction_id), "已完成选址。", actor=actor, now=NOW)
        event = session.scalars(select(Event).where(Event.subject == "instruction", Event.action == "answer")).one()
        assert event.actor_name == "钱副职（代吴局长）"


def test_a_deputy_is_not_told_of_what_the_deputy_did(factory: Factory) -> None:
    """A liaison who stands in for the head gives a report back: the other one, who wrote it, hears of it."""
    update_id, deputy = waiting(factory), second(factory)
    stand_in(factory, "unit_head", deputy)
    with factory.database.transaction() as session:
        acts = acting(factory, deputy.user_id)
        updates.send_back(session, session.get_one(Update, update_id), "请补充数字", actor=acts, now=NOW)
    with factory.database.reading() as session:
        told = set(session.scalars(select(Notice.user_id).where(Notice.title.startswith("单位负责人退回"))))
    assert told == {factory.cast.liaison.user_id}
