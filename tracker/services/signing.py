"""Who signs what leaves a unit: its head, where it has one."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Membership, User
from tracker.queries.delegations import holds_on
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import Role


def goes_straight(session: Session, unit_id: int, permission: Permission, *, actor: Actor, now: datetime) -> bool:
    """True where what the actor sends needs nobody else's signature: the actor may sign for the unit, or it has no head.

    Who stands in for the head does not sign what he writes himself.
    """
    return unit_id in actor.own.units(permission) or not has_head(session, unit_id, official_day(now))


def speaks(session: Session, unit_id: int, permission: Permission, *, actor: Actor, now: datetime) -> bool:
    """True where the actor may say what only the head says: as the head, in the head's place, or where the unit has none."""
    return unit_id in actor.units(permission) or not has_head(session, unit_id, official_day(now))


def has_head(session: Session, unit_id: int, today: date) -> bool:
    """True where somebody signs for the unit what leaves it."""
    query = select(Membership.id).join(User, User.id == Membership.user_id)
    query = query.where(
        Membership.unit_id == unit_id,
        Membership.role == Role.UNIT_HEAD,
        User.is_active,
        holds_on(today),
    )
    return session.scalar(query.limit(1)) is not None
