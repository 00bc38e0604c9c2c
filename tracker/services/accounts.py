"""People: accounts, passwords, memberships, and the limit on failed log-ins."""

import re
import secrets
from datetime import date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import LoginAttempt, Membership, Unit, User
from tracker.queries.delegations import posts_stood_in_for
from tracker.rules.delegations import colleagues
from tracker.rules.permissions import Actor, Permission, Post, Principal, holds, may_touch
from tracker.rules.phones import tidy_phone
from tracker.rules.posts import is_held_on, may_stand_beside
from tracker.rules.statuses import Role
from tracker.services.delegations import end_with
from tracker.services.events import NO_PLAN, Entry, record

# GB/T 22239 gives no numbers; these are the defaults of domain.md e1.
FAILURES_BY_LOGIN = 5
FAILURES_BY_ADDRESS = 30  # a whole office shares one address behind its gateway
FAILURE_WINDOW = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=30)
PASSWORD_MIN_LENGTH = 10
PASSWORD_MIN_CLASSES = 3

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """Verified against when the login is unknown, so that the time of the answer does not tell which logins exist."""
    return _hasher.hash(secrets.token_hex(16))


def create_user(
    session: Session,
    login: str,
    name: str,
    password: str,
    *,
    actor: Actor,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
    must_change: bool = True,
) -> User:
    """A new account. Raises InvalidInput for a taken login, a weak password, or a number that is no mobile's."""
    _require(actor, Permission.USER_MANAGE)
    if not re.fullmatch(r"[a-z0-9._-]{2,60}", login):
        raise InvalidInput("登录名须为 2 至 60 位小写字母、数字、点、下划线或短横。")
    if session.scalar(select(User.id).where(User.login == login)):
        raise InvalidInput("登录名“%(login)s”已被使用，请换一个。", login=login)
    check_password(password, login)
    user = User(login=login, name=name, password_hash=_hasher.hash(password), must_change_password=must_change)
    user.email, user.phone = email or None, _phone(phone)
    session.add(user)
    session.flush()
    record(session, NO_PLAN, [Entry("user", user.id, "create", data={"login": login})], actor=actor, now=now)
    return user


def set_contact(session: Session, user: User, *, email: str | None, phone: str | None, actor: Actor, now: datetime) -> None:
    """Where the person is reached; empty: not that way. The history says what was changed, not to what: it is kept for good."""
    _require_over(actor, Permission.USER_MANAGE, user)
    wanted = {"email": email or None, "phone": _phone(phone)}
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    if not changed:
        return
    user.email, user.phone = wanted["email"], wanted["phone"]
    record(session, NO_PLAN, [Entry("user", user.id, "set_contact", data={"changed": changed})], actor=actor, now=now)


def _phone(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    found = tidy_phone(text)
    if found is None:
        raise InvalidInput("手机号须是 11 位数字，以 1 开头，例如 13800001234；不发短信的可以不填。")
    return found


def check_password(password: str, login: str) -> None:
    """Nothing for a password that may be used; otherwise InvalidInput. Length, character classes, not the login."""
    classes = sum(bool(re.search(pattern, password)) for pattern in (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]"))
    if len(password) < PASSWORD_MIN_LENGTH or classes < PASSWORD_MIN_CLASSES or login in password.lower():
        raise InvalidInput("密码至少 10 位，须含大写字母、小写字母、数字、符号中的三类，且不能包含登录名。")


def initial_password(login: str) -> str:
    """A random password to hand to the user, to be changed at the first log-in; no signs that are mistaken for others."""
    letters, figures = "abcdefghjkmnpqrstuvwxyz", "23456789"
    while True:
        words = ["".join(secrets.choice(letters) for _ in range(4)).capitalize() for _ in range(2)]
        password = "-".join([*words, "".join(secrets.choice(figures) for _ in range(4))])
        if login not in password.lower():  # a short login may turn up by chance, and check_password refuses that
            return password


def change_password(session: Session, user: User, password: str, *, actor: Actor, now: datetime) -> None:
    """A new password, set by its owner or by an administrator; set by another, it must be changed at the next log-in."""
    own = actor.user_id == user.id
    if not own:
        _require_over(actor, Permission.USER_MANAGE, user)
    check_password(password, user.login)
    user.password_hash, user.must_change_password = _hasher.hash(password), not own
    record(session, NO_PLAN, [Entry("user", user.id, "change_password")], actor=actor, now=now)


def add_membership(
    session: Session, user: User, unit: Unit, role: Role, *, actor: Actor, now: datetime, from_on: date
) -> Membership:
    """A role for the user in a unit of the actor's place from a day on.

    Refused where the user holds a post that must be another person's (`rules/posts.py`), and for the same post twice.
    """
    _require_in(actor, Permission.ROLE_GRANT, unit)
    held = [post.role for post in user.memberships if post.to_on is None or post.to_on >= from_on]
    if not may_stand_beside(role, held):
        raise InvalidInput("系统、安全、审计管理员须由不同的人担任，也不能兼任办理方案的岗位。请先结束原任职，或者另选一人。")
    given = (Membership.user_id == user.id, Membership.unit_id == unit.id, Membership.role == role, Membership.from_on == from_on)
    if session.scalar(select(Membership.id).where(*given)):
        raise InvalidInput(
            "%(user)s从%(from_on)s起在该单位已有这一角色，无须重复添加。", user=user.name, from_on=from_on.isoformat()
        )
    membership = Membership(user_id=user.id, unit_id=unit.id, role=role, from_on=from_on)
    session.add(membership)
    session.flush()
    entry = Entry("user", user.id, "add_membership", new=role, data={"unit": unit.id, "from": from_on.isoformat()})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
    return membership


def end_membership(session: Session, membership: Membership, to_on: date, *, actor: Actor, now: datetime) -> None:
    """The last day of a role; the row stays, for history names its holder."""
    _require_in(actor, Permission.ROLE_GRANT, membership.unit)
    membership.to_on = max(to_on, membership.from_on)
    end_with(session, membership, actor=actor, now=now)
    entry = Entry("user", membership.user_id, "end_membership", old=membership.role, data={"unit": membership.unit_id})
    record(session, NO_PLAN, [entry], actor=actor, now=now)


def set_active(session: Session, user: User, is_active: bool, *, actor: Actor, now: datetime) -> None:
    """Let an account log in, or no longer."""
    _require_over(actor, Permission.USER_MANAGE, user)
    user.is_active = is_active
    record(session, NO_PLAN, [Entry("user", user.id, "activate" if is_active else "deactivate")], actor=actor, now=now)


def authenticate(session: Session, login: str, password: str, address: str, *, now: datetime) -> User | None:
    """The user, or None; the attempt is kept. After too many failures nobody gets in for a while, right password or not."""
    user = session.scalar(select(User).where(User.login == login))
    right = _matches(user.password_hash if user else _nobody(), password)
    allowed = user is not None and user.is_active and right and not _is_locked(session, login, address, now)
    session.add(LoginAttempt(login=login[:60], address=address[:60], at=now, succeeded=allowed))
    if allowed and user is not None:
        record(session, NO_PLAN, [Entry("user", user.id, "log_in")], actor=Actor(user.id, user.name), now=now)
    return user if allowed else None


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _is_locked(session: Session, login: str, address: str, now: datetime) -> bool:
    """True for LOCKED_FOR after the last of too many failures within FAILURE_WINDOW, by account or by address.

    A success clears the account's failures; it does not clear the address's, or one good account would open all others to guessing.
    """
    success = select(func.max(LoginAttempt.at)).where(LoginAttempt.login == login, LoginAttempt.succeeded.is_(True))
    since = session.scalar(success) or now - LOCKED_FOR - FAILURE_WINDOW
    by_login = (LoginAttempt.login == login) & (LoginAttempt.at > since)
    by_address = LoginAttempt.address == address
    return any(
        _too_many(session, condition, allowed, now)
        for condition, allowed in ((by_login, FAILURES_BY_LOGIN), (by_address, FAILURES_BY_ADDRESS))
    )


def _too_many(session: Session, condition: ColumnElement[bool], allowed: int, now: datetime) -> bool:
    query = (
        select(LoginAttempt.at)
        .where(condition, LoginAttempt.at > now - LOCKED_FOR - FAILURE_WINDOW, LoginAttempt.succeeded.is_(False))
        .order_by(LoginAttempt.at.desc())
        .limit(allowed)
    )
    failures = list(session.scalars(query))
    return len(failures) == allowed and failures[0] > now - LOCKED_FOR and failures[0] - failures[-1] <= FAILURE_WINDOW


def actor_of(session: Session, user_id: int, today: date) -> Actor | None:
    """The user as an actor with the posts held on the day, one's own and by delegation; None for one who may not log in."""
    user = session.get(
        User, user_id, options=[joinedload(User.memberships).joinedload(Membership.unit).joinedload(Unit.jurisdiction)]
    )
    if user is None or not user.is_active:
        return None
    held = [m for m in user.memberships if is_held_on(m.from_on, m.to_on, today)]
    own = {Post(m.role, m.unit_id, m.unit.jurisdiction.path) for m in held}
    lent = {
        Post(post.role, post.unit_id, post.unit.jurisdiction.path, Principal(post.user_id, post.user.name))
        for post in posts_stood_in_for(session, user.id, today)
        if any(m.unit_id == post.unit_id and m.role in colleagues(post.role) for m in held)
    }
    return Actor(user.id, user.name, frozenset(own | lent))


def _require(actor: Actor, permission: Permission) -> None:
    if not holds(actor, permission):
        raise NotAllowed("账号由系统管理员管理，任职由安全管理员管理；您没有办理这一项的权限。")


def _require_in(actor: Actor, permission: Permission, unit: Unit) -> None:
    _require(actor, permission)
    if not may_touch(actor, permission, region=unit.jurisdiction.path):
        raise NotAllowed("%(unit)s不在您管理的地区，请由该地区的管理员办理。", unit=unit.name)


def _require_over(actor: Actor, permission: Permission, user: User) -> None:
    """All posts of the user stand in places that the actor looks after; who has none yet is anybody's.

    Otherwise the administrator of a county could take over the account of somebody who also acts for the city.
    """
    _require(actor, permission)
    for post in user.memberships:
        _require_in(actor, permission, post.unit)
