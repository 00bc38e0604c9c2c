"""Accounts and their posts, for the system administrator, who sees people and units and nothing of the plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Jurisdiction, Membership, Unit, UnitName, User
from tracker.queries.scope import found
from tracker.queries.sql import Page, page_of

UNITS_FOUND = 20


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose for a post; units of several places share a name."""

    id: int
    name: str
    place: str


def people(session: Session, text: str = "", number: int = 1) -> Page[User]:
    """One page of the accounts, by login, whose login, name or unit holds the text; four statements."""
    query = select(User).options(selectinload(User.memberships).joinedload(Membership.unit)).order_by(User.login)
    if text:
        of_unit = exists().where(
            Membership.user_id == User.id, Unit.id == Membership.unit_id, Unit.name.contains(text, autoescape=True)
        )
        query = query.where(or_(User.login.contains(text, autoescape=True), User.name.contains(text, autoescape=True), of_unit))
    rows, number, total = page_of(session, query, number)
    return Page([row.User for row in rows], number, total)


def the_person(session: Session, user_id: int) -> User:
    """The account with its posts; NotFound where there is none."""
    posts = selectinload(User.memberships).joinedload(Membership.unit).joinedload(Unit.jurisdiction)
    return found(session.scalar(select(User).where(User.id == user_id).options(posts)))


def the_membership(session: Session, membership_id: int) -> Membership:
    """The post with its holder; NotFound where there is none."""
    query = select(Membership).where(Membership.id == membership_id).options(joinedload(Membership.user))
    return found(session.scalar(query))


def units_named(session: Session, text: str) -> Sequence[UnitChoice]:
    """The first few units known by a name that holds the text; single bodies, for nobody holds a post in a collective."""
    if not text:
        return ()
    known = exists().where(UnitName.unit_id == Unit.id, UnitName.name.contains(text, autoescape=True))
    query = (
        select(Unit.id, Unit.name, Jurisdiction.name)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(known, Unit.is_collective.is_(False))
        .order_by(Jurisdiction.path, Unit.name)
        .limit(UNITS_FOUND)
    )
    return [UnitChoice(*row) for row in session.execute(query)]
