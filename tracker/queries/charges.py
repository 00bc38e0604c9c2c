"""分管领导: who is in charge of a unit, and whom the office may name."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Jurisdiction, Membership, Unit, UnitCharge, User
from tracker.queries.delegations import holds_on
from tracker.queries.scope import found, unit_within
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import Role


def charges_of(session: Session, unit_id: int, today: date) -> Sequence[UnitCharge]:
    """Who is in charge of the unit today, with the posts and people; one statement."""
    runs = or_(UnitCharge.to_on.is_(None), UnitCharge.to_on >= today)
    query = (
        select(UnitCharge)
        .where(UnitCharge.unit_id == unit_id, UnitCharge.from_on <= today, runs)
        .options(joinedload(UnitCharge.membership).joinedload(Membership.user))
        .order_by(UnitCharge.id)
    )
    return session.scalars(query).all()


def leaders_for(session: Session, unit: Unit, today: date) -> list[tuple[int, str]]:
    """The leaders of the unit's place, and of the places above it, by the id of the post."""
    places = [int(part) for part in unit.jurisdiction.path.split("/") if part]
    query = (
        select(Membership.id, User.name, Unit.name)
        .join(User, User.id == Membership.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.role == Role.LEADER, holds_on(today), User.is_active, Unit.jurisdiction_id.in_(places))
        .order_by(Membership.id)
    )
    return [(row[0], f"{row[1]}（{row[2]}）") for row in session.execute(query)]


def the_charge(session: Session, actor: Actor, charge_id: int) -> UnitCharge:
    """The entry, or NotFound where it is not of a unit in the actor's place."""
    query = (
        select(UnitCharge)
        .join(Unit, Unit.id == UnitCharge.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(UnitCharge.id == charge_id, unit_within(actor, Permission.CHARGE_SET))
    )
    return found(session.scalar(query))
