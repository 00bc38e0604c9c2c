"""Accounts as the security administrator looks them over: unused, without a post, holding posts that must be apart."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import LoginAttempt, Membership, User
from tracker.rules.posts import ADMINISTRATORS, may_stand_beside
from tracker.rules.statuses import Role


@dataclass(frozen=True)
class AccountCounts:
    """How many accounts are open, and of these: with the first password still, unused since a day, without a post today."""

    open: int
    first_password: int
    unused: int
    without_post: int


def account_counts(session: Session, today: date, unused_since: datetime) -> AccountCounts:
    """The counts of the open accounts; one statement."""
    used = exists().where(LoginAttempt.login == User.login, LoginAttempt.at >= unused_since, LoginAttempt.succeeded)
    held = exists().where(Membership.user_id == User.id, *_in_force(today))
    row = session.execute(
        select(
            func.count(),
            func.count().filter(User.must_change_password),
            func.count().filter(~used),
            func.count().filter(~held),
        ).where(User.is_active)
    ).one()
    return AccountCounts(*row)


def failures_since(session: Session, since: datetime) -> int:
    """How many attempts to log in have failed since then."""
    return session.scalar(select(func.count()).where(LoginAttempt.at >= since, LoginAttempt.succeeded.is_(False))) or 0


def administrators(session: Session, today: date) -> dict[Role, int]:
    """How many people with an open account hold each of the three administrators' roles today."""
    query = (
        select(Membership.role, func.count(Membership.user_id.distinct()))
        .join(User)
        .where(User.is_active, Membership.role.in_(ADMINISTRATORS), *_in_force(today))
        .group_by(Membership.role)
    )
    counts = dict.fromkeys(sorted(ADMINISTRATORS), 0)
    for role, number in session.execute(query):
        counts[role] = number
    return counts


def in_two_hats(session: Session, today: date) -> list[str]:
    """The log-in names of administrators who hold another kind of post beside: there should be none."""
    theirs = select(Membership.user_id).where(Membership.role.in_(ADMINISTRATORS), *_in_force(today))
    query = select(User.login, Membership.role).join(Membership).where(User.id.in_(theirs), *_in_force(today))
    held: dict[str, set[Role]] = defaultdict(set)
    for login, role in session.execute(query):
        held[login].add(role)
    return sorted(login for login, roles in held.items() if not all(may_stand_beside(role, roles) for role in roles))


def _in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    return Membership.from_on <= today, or_(Membership.to_on.is_(None), Membership.to_on >= today)
