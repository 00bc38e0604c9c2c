"""Accounts as the security administrator looks them over: unused, without a post, holding posts that must be apart."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from tracker.models import LoginAttempt, Membership, User
from tracker.queries.terms import holds_on
from tracker.rules.posts import ADMINISTRATORS, may_stand_beside
from tracker.rules.statuses import Role


def open_accounts(session: Session) -> tuple[int, int]:
    """How many accounts are open, and how many of these have their first password still."""
    query = select(func.count(), func.count().filter(User.must_change_password)).where(User.is_active)
    return session.execute(query).one()._tuple()


def unused_accounts(session: Session, since: datetime) -> int:
    """How many open accounts nobody has logged in to since then."""
    used = exists().where(LoginAttempt.login == User.login, LoginAttempt.at >= since, LoginAttempt.succeeded)
    return session.scalar(select(func.count()).where(User.is_active, ~used)) or 0


def accounts_without_post(session: Session, today: date) -> int:
    """How many open accounts hold no post on the day."""
    held = exists().where(Membership.user_id == User.id, holds_on(today))
    return session.scalar(select(func.count()).where(User.is_active, ~held)) or 0


def failures_since(session: Session, since: datetime) -> int:
    """How many attempts to log in have failed since then."""
    return session.scalar(select(func.count()).where(LoginAttempt.at >= since, LoginAttempt.succeeded.is_(False))) or 0


def administrators(session: Session, today: date) -> dict[Role, int]:
    """How many people with an open account hold each of the three administrators' roles today."""
    query = (
        select(Membership.role, func.count(Membership.user_id.distinct()))
        .join(User)
        .where(User.is_active, Membership.role.in_(ADMINISTRATORS), holds_on(today))
        .group_by(Membership.role)
    )
    counts = dict.fromkeys(sorted(ADMINISTRATORS), 0)
    for role, number in session.execute(query):
        counts[role] = number
    return counts


def in_two_hats(session: Session, today: date) -> list[str]:
    """The log-in names of administrators who hold another kind of post beside: there should be none."""
    theirs = select(Membership.user_id).where(Membership.role.in_(ADMINISTRATORS), holds_on(today))
    query = select(User.login, Membership.role).join(Membership).where(User.id.in_(theirs), holds_on(today))
    held: dict[str, set[Role]] = defaultdict(set)
    for login, role in session.execute(query):
        held[login].add(role)
    return sorted(login for login, roles in held.items() if not all(may_stand_beside(role, roles) for role in roles))
