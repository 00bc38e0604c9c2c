"""Accounts, passwords, posts, and the limit on failed log-ins."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories import NOW, PASSWORD, Factory, at_once
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, LoginAttempt, Membership, Unit, User
from tracker.rules.permissions import SYSTEM, Actor, Permission
from tracker.rules.statuses import Role
from tracker.services import accounts

ADDRESS = "192.0.2.7"


def log_in(factory: Factory, password: str = PASSWORD, login: str = "liaison", now: datetime = NOW, address: str = ADDRESS) -> bool:
    with factory.database.transaction() as session:
        return accounts.authenticate(session, login, password, address, now=now) is not None


def create(factory: Factory, login: str = "newcomer", password: str = PASSWORD, actor: Actor | None = None) -> int:
    with factory.database.transaction() as session:
        actor = actor or factory.cast.system_admin
        return accounts.create_user(session, login, "新同志", password, actor=actor, now=NOW).id


def test_a_new_account_logs_in_and_must_change_its_password(factory: Factory) -> None:
    user_id = create(factory)
    assert log_in(factory, login="newcomer")
    with factory.database.reading() as session:
        user = session.get_one(User, user_id)
        assert user.must_change_password
        assert PASSWORD not in user.password_hash


@pytest.mark.parametrize("who", ["clerk", "director", "liaison", "security_admin", "auditor"])
def test_only_the_system_administrator_manages_accounts(factory: Factory, who: str) -> None:
    actor, user_id = getattr(factory.cast, who), factory.cast.other_liaison.user_id
    with pytest.raises(NotAllowed):
        create(factory, actor=actor)
    with factory.database.transaction() as session:
        user = session.get_one(User, user_id)
        with pytest.raises(NotAllowed):
            accounts.set_active(session, user, False, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            accounts.change_password(session, user, "Another-2025-word", actor=actor, now=NOW)


@pytest.mark.parametrize("who", ["clerk", "director", "liaison", "system_admin", "auditor"])
def test_only_the_security_administrator_gives_posts(factory: Factory, who: str) -> None:
    with factory.database.transaction() as session:
        user = session.get_one(User, factory.cast.other_liaison.user_id)
        unit = session.get_one(Unit, factory.cast.unit_id("liaison"))
        with pytest.raises(NotAllowed):
            accounts.add_membership(session, user, unit, Role.CLERK, actor=getattr(factory.cast, who), now=NOW, from_on=NOW.date())


@pytest.mark.parametrize("password", ["Short-1", "alllowercaseletters", "newcomer-2025-A", "1234567890123"])
def test_a_weak_password_is_refused(factory: Factory, password: str) -> None:
    with pytest.raises(InvalidInput, match="密码"):
        create(factory, password=password)


@pytest.mark.parametrize("login", ["clerk", "A", "王 五", "x" * 61])
def test_a_login_is_free_and_plain(factory: Factory, login: str) -> None:
    with pytest.raises(InvalidInput, match="登录名"):
        create(factory, login=login)


def test_of_two_accounts_of_one_name_at_once_one_is_made(factory: Factory) -> None:
    results = at_once(*[lambda: create(factory)] * 2)
    assert sum(isinstance(result, int) for result in results) == 1


def test_a_password_changed_by_its_owner_need_not_be_changed_again(factory: Factory) -> None:
    liaison, admin = factory.cast.liaison, factory.cast.system_admin
    with factory.database.transaction() as session:
        user = session.get_one(User, liaison.user_id)
        accounts.change_password(session, user, "Reset-2025-word", actor=admin, now=NOW)
        assert user.must_change_password
        accounts.change_password(session, user, "Chosen-2025-word", actor=liaison, now=NOW)
        assert not user.must_change_password
    assert log_in(factory, "Chosen-2025-word")
    assert not log_in(factory, PASSWORD)


def test_unknown_switched_off_and_wrong_are_all_refused_alike(factory: Factory) -> None:
    with factory.database.transaction() as session:
        user = session.get_one(User, factory.cast.liaison.user_id)
        accounts.set_active(session, user, False, actor=factory.cast.system_admin, now=NOW)
    assert not log_in(factory)
    assert not log_in(factory, login="nobody")
    assert not log_in(factory, "Wrong-2025-word", login="clerk")


def test_after_five_failures_nobody_gets_in_for_half_an_hour(factory: Factory) -> None:
    for minute in range(5):
        assert not log_in(factory, "wrong", now=NOW + timedelta(minutes=minute))
    last = NOW + timedelta(minutes=4)
    assert not log_in(factory, now=last + timedelta(minutes=29), address="192.0.2.99")
    assert log_in(factory, now=last + timedelta(minutes=70))


def test_many_failures_from_one_address_lock_it_for_every_account(factory: Factory) -> None:
    for number in range(accounts.FAILURES_BY_ADDRESS):
        log_in(factory, "wrong", login=f"guess{number}")
    assert not log_in(factory)
    assert log_in(factory, address="192.0.2.99")


def test_a_success_forgets_the_failures_before_it(factory: Factory) -> None:
    for _round in range(2):
        for _failure in range(4):
            log_in(factory, "wrong")
        assert log_in(factory, now=NOW + timedelta(minutes=1))


def test_log_ins_and_failures_are_kept(factory: Factory) -> None:
    log_in(factory, "wrong")
    log_in(factory)
    with factory.database.reading() as session:
        assert [attempt.succeeded for attempt in session.query(LoginAttempt).order_by(LoginAttempt.id)] == [False, True]
        assert session.query(Event).filter(Event.action == "log_in", Event.chain == 0).count() == 1


def test_a_post_is_held_from_its_first_day_to_its_last(factory: Factory) -> None:
    user_id, unit_id = factory.cast.other_liaison.user_id, factory.cast.unit_id("liaison")
    admin = factory.cast.security_admin
    with factory.database.transaction() as session:
        user, unit = session.get_one(User, user_id), session.get_one(Unit, unit_id)
        post = accounts.add_membership(session, user, unit, Role.LIAISON, actor=admin, now=NOW, from_on=date(2025, 4, 1))
        accounts.end_membership(session, post, date(2025, 4, 30), actor=admin, now=NOW)
    held = []
    for on in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 30), date(2025, 5, 1)):
        with factory.database.reading() as session:
            actor = accounts.actor_of(session, user_id or 0, on)
            held.append(actor is not None and unit_id in actor.units(Permission.UPDATE_WRITE))
    assert held == [False, True, True, False]


def test_the_same_post_is_not_given_twice(factory: Factory) -> None:
    with factory.database.transaction() as session:
        [post] = session.query(Membership).filter(Membership.user_id == factory.cast.liaison.user_id)
        with pytest.raises(InvalidInput, match="无须重复"):
            accounts.add_membership(
                session, post.user, post.unit, post.role, actor=factory.cast.security_admin, now=NOW, from_on=post.from_on
            )


def give(factory: Factory, who: str, role: Role, *, whose: str = "clerk", by: str = "security_admin") -> None:
    with factory.database.transaction() as session:
        user = session.get_one(User, getattr(factory.cast, who).user_id)
        unit = session.get_one(Unit, factory.cast.unit_id(whose))
        accounts.add_membership(session, user, unit, role, actor=getattr(factory.cast, by), now=NOW, from_on=NOW.date())


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("system_admin", Role.SECURITY_ADMIN),
        ("auditor", Role.SYSTEM_ADMIN),
        ("security_admin", Role.CLERK),
        ("clerk", Role.AUDITOR),
    ],
)
def test_the_three_administrators_are_three_people_and_none_works_on_plans(factory: Factory, who: str, role: Role) -> None:
    with pytest.raises(InvalidInput, match="不同的人"):
        give(factory, who, role)


def test_an_administrator_reaches_the_own_place_and_nobody_who_acts_beyond_it(factory: Factory) -> None:
    with pytest.raises(NotAllowed, match="地区"):
        give(factory, "clerk", Role.CLERK, whose="outside_clerk")
    for who in ("outside_clerk", "clerk"):
        with factory.database.transaction() as session:
            if who == "clerk":  # who acts for both places is no longer one of either
                unit = session.get_one(Unit, factory.cast.unit_id("outside_clerk"))
                user = session.get_one(User, factory.cast.clerk.user_id)
                accounts.add_membership(session, user, unit, Role.CLERK, actor=SYSTEM, now=NOW, from_on=NOW.date())
        with factory.database.transaction() as session:
            user = session.get_one(User, getattr(factory.cast, who).user_id)
            with pytest.raises(NotAllowed, match="地区"):
                accounts.change_password(session, user, "Another-2025-word", actor=factory.cast.system_admin, now=NOW)


def test_one_who_may_not_log_in_is_no_actor(factory: Factory) -> None:
    with factory.database.transaction() as session:
        user = session.get_one(User, factory.cast.liaison.user_id)
        accounts.set_active(session, user, False, actor=factory.cast.system_admin, now=NOW)
        assert accounts.actor_of(session, user.id, NOW.date()) is None
        assert accounts.actor_of(session, 99_999, NOW.date()) is None
