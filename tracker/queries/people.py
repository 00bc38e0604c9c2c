"""Accounts and their posts, for the administrators of a place, who see people and units and nothing of the plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Jurisdiction, Membership, Unit, UnitName, User
from tracker.queries.scope import found, unit_within
from tracker.queries.sql import Page, page_of
from tracker.queries.terms import not_ended
from tracker.rules.permissions import Actor, Permission

UNITS_FOUND = 20


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose for a post; units of several places share a name."""

    id: int
    name: str
    place: str


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on User: holds, or held, a post in a place whose accounts the actor sees; or none yet, wherever opened."""
    here = (
        select(Unit.id).join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id).where(unit_within(actor, Permission.USER_READ))
    )
    posts = exists().where(Membership.user_id == User.id)
    return or_(~posts, posts.where(Membership.unit_id.in_(here)))


def people(session: Session, actor: Actor, text: str = "", number: int = 1) -> Page[User]:
    """One page of the accounts of the actor's place, by login, whose login, name or unit holds the text; four statements."""
    query = select(User).where(kept_by(actor)).order_by(User.login)
    query = query.options(selectinload(User.memberships).joinedload(Membership.unit))
    if text:
        of_unit = exists().where(
            Membership.user_id == User.id, Unit.id == Membership.unit_id, Unit.name.contains(text, autoescape=True)
        )
        query = query.where(or_(User.login.contains(text, autoescape=True), User.name.contains(text, autoescape=True), of_unit))
    rows, number, total = page_of(session, query, number)
    return Page([row.User for row in rows], number, total)


def receivers(session: Session, post: Membership, text: str) -> list[tuple[int, str]]:
    """Who may be given the post, active and without it: the people of its unit, and by name or login those without any post."""
    others: ColumnElement[bool] = exists().where(Membership.user_id == User.id, Membership.unit_id == post.unit_id)
    if text:
        free = ~exists().where(Membership.user_id == User.id)
        named = or_(User.name.contains(text, autoescape=True), User.login.contains(text, autoescape=True))
        others = and_(or_(others, free), named)
    query = select(User.id, User.name).where(others, User.is_active, User.id != post.user_id).order_by(User.name, User.id)
    return [(row[0], row[1]) for row in session.execute(query.limit(UNITS_FOUND))]


def the_person(session: Session, actor: Actor, user_id: int) -> User:
    """The account with its posts; NotFound where there is none of the actor's place."""
    posts = selectinload(User.memberships).joinedload(Membership.unit).joinedload(Unit.jurisdiction)
    return found(session.scalar(select(User).where(User.id == user_id, kept_by(actor)).options(posts)))


def the_membership(session: Session, actor: Actor, membership_id: int) -> Membership:
    """The post with its holder and place; NotFound where there is none of the actor's place."""
    query = (
        select(Membership)
        .join(Unit)
        .join(Jurisdiction)
        .where(Membership.id == membership_id, unit_within(actor, Permission.USER_READ))
    )
    return found(session.scalar(query.options(joinedload(Membership.user))))


def units_named(session: Session, actor: Actor, text: str, today: date) -> Sequence[UnitChoice]:
    """The first few units of the actor's place known by a name that holds the text; single bodies that stand today, for nobody
    holds a post in a collective, or takes one up in a body that a reform has ended.
    """
    if not text:
        return ()
    known = exists().where(UnitName.unit_id == Unit.id, UnitName.name.contains(text, autoescape=True))
    query = (
        select(Unit.id, Unit.name, Jurisdiction.name)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(
            known,
            Unit.is_collective.is_(False),
            not_ended(today, Unit),
            unit_within(actor, Permission.USER_READ),
        )
        .order_by(Jurisdiction.path, Unit.name)
        .limit(UNITS_FOUND)
    )
    return [UnitChoice(*row) for row in session.execute(query)]
