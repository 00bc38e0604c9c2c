"""分管领导: who is in charge of a unit, and whom the office may name; which units have nobody."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Jurisdiction, Membership, Unit, UnitCharge, User
from tracker.queries.scope import found, unit_within
from tracker.queries.sql import Page, page_of
from tracker.queries.terms import holds_on, not_ended
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import Role


@dataclass(frozen=True)
class ChargeFilter:
    """What the overview is narrowed to; `text` is a part of the name of a unit or a leader, `is_set` whether there is one."""

    text: str = ""
    is_set: bool | None = None


@dataclass(frozen=True)
class ChargeRow:
    """A unit with the leaders in charge of it; none: nobody hears of it before the office."""

    unit_id: int
    unit: str
    place: str
    leaders: Sequence[str]


def charge_rows(session: Session, actor: Actor, chosen: ChargeFilter, today: date, number: int = 1) -> Page[ChargeRow]:
    """One page of the units of the actor's places that stand today, those without a leader in charge first; three statements."""
    has_leader = exists().where(*_leads(today), UnitCharge.unit_id == Unit.id).correlate(Unit)
    query = (
        select(Unit.id, Unit.name, Jurisdiction.name.label("place"))
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(unit_within(actor, Permission.CHARGE_SET), Unit.is_collective.is_(False), not_ended(today, Unit))
        .order_by(has_leader, Jurisdiction.path, Unit.id)
    )
    if chosen.is_set is not None:
        query = query.where(has_leader if chosen.is_set else ~has_leader)
    if chosen.text:
        led = exists().where(*_leads(today), UnitCharge.unit_id == Unit.id, User.name.contains(chosen.text, autoescape=True))
        query = query.where(or_(Unit.name.contains(chosen.text, autoescape=True), led.correlate(Unit)))
    rows, number, total = page_of(session, query, number)
    leaders = _leaders_of(session, [row.id for row in rows], today)
    return Page([ChargeRow(row.id, row.name, row.place, leaders[row.id]) for row in rows], number, total)


def _leaders_of(session: Session, unit_ids: Collection[int], today: date) -> dict[int, list[str]]:
    query = select(UnitCharge.unit_id, User.name).where(*_leads(today), UnitCharge.unit_id.in_(unit_ids)).order_by(UnitCharge.id)
    found: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in session.execute(query):
        found[unit_id].append(name)
    return found


def _leads(today: date) -> list[ColumnElement[bool]]:
    """Conditions that join a charge to the post and the person who hears by it today (as `reminder_people`)."""
    return [
        holds_on(today, UnitCharge),
        and_(Membership.id == UnitCharge.membership_id, Membership.role == Role.LEADER, holds_on(today)),
        and_(User.id == Membership.user_id, User.is_active),
    ]


def charges_of(session: Session, unit_id: int, today: date) -> Sequence[UnitCharge]:
    """Who is in charge of the unit today, with the posts and people; one statement."""
    query = (
        select(UnitCharge)
        .where(UnitCharge.unit_id == unit_id, holds_on(today, UnitCharge))
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
