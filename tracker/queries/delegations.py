"""Who stands in for whom (AB角): on a day, and as a list within what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.models import Delegation, Handover, Jurisdiction, Membership, Unit, User
from tracker.queries.scope import found, unit_within
from tracker.queries.sql import Page, page_of
from tracker.queries.terms import holds_on
from tracker.rules.delegations import DelegationState, colleagues, state_on
from tracker.rules.handovers import HandoverState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role


@dataclass(frozen=True)
class DelegationRow:
    """One line of the list: whose post in which unit is with whom, for which days, and how it stands today."""

    id: int
    unit: str
    role: Role
    holder_id: int
    holder: str
    deputy_id: int
    deputy: str
    from_on: date
    to_on: date
    reason: str
    state: DelegationState


def runs_on(day: date) -> ColumnElement[bool]:
    """A condition on Delegation: it holds on the day."""
    return and_(Delegation.from_on <= day, Delegation.to_on >= day)


def posts_stood_in_for(session: Session, user_id: int, today: date) -> Sequence[Membership]:
    """The posts of others, with holder and place, that the user has by delegation on the day; one statement."""
    query = (
        select(Membership)
        .join(Delegation, Delegation.membership_id == Membership.id)
        .where(Delegation.deputy_id == user_id, runs_on(today), holds_on(today))
        .options(joinedload(Membership.user), joinedload(Membership.unit).joinedload(Unit.jurisdiction))
    )
    return session.scalars(query).all()


def delegations(session: Session, actor: Actor, today: date, number: int = 1) -> Page[DelegationRow]:
    """One page of the delegations in the actor's units or place, the latest first; two statements."""
    query = _rows().where(unit_within(actor, Permission.DELEGATION_MAKE)).order_by(Delegation.to_on.desc(), Delegation.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page([_row(row, today) for row in rows], number, total)


def delegations_of(session: Session, user_id: int, today: date) -> list[DelegationRow]:
    """Those that run or are to come in which the user is absent or stands in; the next first."""
    mine = or_(Membership.user_id == user_id, Delegation.deputy_id == user_id)
    rows = session.execute(_rows().where(mine, Delegation.to_on >= today).order_by(Delegation.from_on, Delegation.id))
    return [_row(row, today) for row in rows]


def delegations_in(session: Session, unit_id: int, today: date) -> list[DelegationRow]:
    """Who stands in for whom in the unit today."""
    rows = session.execute(_rows().where(Membership.unit_id == unit_id, runs_on(today), holds_on(today)).order_by(Delegation.id))
    return [_row(row, today) for row in rows]


def _rows() -> Select[*tuple[Any, ...]]:
    deputy = aliased(User)
    return (
        select(
            Delegation, Unit.name.label("unit"), Membership.role, User.id.label("holder_id"), User.name.label("holder"),
            deputy.name.label("deputy"),
        )
        .join(Membership, Membership.id == Delegation.membership_id)
        .join(User, User.id == Membership.user_id)
        .join(deputy, deputy.id == Delegation.deputy_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
    )  # fmt: skip


def _row(row: Any, today: date) -> DelegationRow:
    entered: Delegation = row.Delegation
    return DelegationRow(
        entered.id, row.unit, row.role, row.holder_id, row.holder, entered.deputy_id, row.deputy, entered.from_on, entered.to_on,
        entered.reason, state_on(entered.from_on, entered.to_on, entered.ended_at is not None, today),
    )  # fmt: skip


def the_delegation(session: Session, actor: Actor, delegation_id: int) -> Delegation:
    """The delegation, or NotFound where there is none in the actor's units or place."""
    query = (
        select(Delegation)
        .join(Membership)
        .join(Unit)
        .join(Jurisdiction)
        .where(Delegation.id == delegation_id, unit_within(actor, Permission.DELEGATION_MAKE))
    )
    return found(session.scalar(query))


def the_post(session: Session, actor: Actor, membership_id: int) -> Membership:
    """The post with its holder and unit, or NotFound where it is not one of the actor's units or place."""
    query = (
        select(Membership)
        .join(Unit)
        .join(Jurisdiction)
        .where(Membership.id == membership_id, unit_within(actor, Permission.DELEGATION_MAKE))
    )
    return found(session.scalar(query.options(joinedload(Membership.user), joinedload(Membership.unit))))


def posts_to_hand_on(session: Session, actor: Actor, today: date) -> Sequence[Membership]:
    """The posts for which the actor may name a deputy: one's own, and as head of a unit or of an office all of it."""
    mine = Membership.user_id == (actor.user_id or 0)
    headed = or_(_headed(actor, Role.UNIT_HEAD, UNIT_ROLES), _headed(actor, Role.DIRECTOR, OFFICE_ROLES))
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(or_(mine, headed), Membership.role.in_(UNIT_ROLES | OFFICE_ROLES), holds_on(today))
        .where(User.is_active)
        .options(joinedload(Membership.user), joinedload(Membership.unit))
        .order_by(~mine, Membership.unit_id, Membership.role, Membership.id)
    )
    return session.scalars(query).all()


def _headed(actor: Actor, head: Role, family: frozenset[Role]) -> ColumnElement[bool]:
    units = sorted(post.unit_id for post in actor.own.posts if post.role is head)
    return and_(Membership.unit_id.in_(units), Membership.role.in_(family))


def deputies_for(session: Session, post: Membership, today: date) -> list[tuple[int, str]]:
    """Who may stand in for the post: the other people of its unit who hold such a post today and are not handing it over."""
    leaves = exists().where(Handover.membership_id == Membership.id, Handover.state != HandoverState.WITHDRAWN)
    query = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.unit_id == post.unit_id, Membership.role.in_(colleagues(post.role)), holds_on(today), User.is_active,
            User.id != post.user_id, ~leaves,
        )
        .distinct()
        .order_by(User.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(query)]
