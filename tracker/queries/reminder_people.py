"""Who is to be told of a matter, joined to it: the people of a unit, the leaders in charge of it, the office of its place.

As `services.notices._holders`: whoever holds the post on the day, and whoever stands in for the absent. Joined row by row along
the indexes and not as one list of everybody, for the planner cannot foresee how many matters there are. So a person who holds two
of the posts is found twice; the key of the message lets one in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    join,
    literal,
    or_,
    outerjoin,
    select,
    true,
)
from sqlalchemy.orm import aliased

from tracker.models import Delegation, Membership, Notice, Unit, UnitCharge, User
from tracker.queries.delegations import runs_on
from tracker.queries.reminder_sources import Column, Side
from tracker.queries.terms import holds_on
from tracker.rules.statuses import Role


@dataclass(frozen=True)
class Readers:
    """Matters joined to their readers: a SELECT without columns, the unit in whose name and the person who is told.

    `to_head`: 1 where it is told to the head of the unit.

    The person is null where a unit has nobody in the posts: the unit's own inbox. A leader who is not named, or an office without
    people, gets nothing.
    """

    rows: Select[*tuple[Any, ...]]
    unit_id: Column
    user_id: Column
    to_head: Column = literal(0)


def readers(matter: Subquery, side: Side, today: date) -> Readers:
    """Who reads of the matters; `matter` as `reminder_sources.matters` gives it."""
    if side is Side.LEADER:
        return _leaders(matter, today)
    return _of_units(matter, today) if side is Side.UNIT else _of_offices(matter, today)


def _of_units(matter: Subquery, today: date) -> Readers:
    held = _held(today)
    # What the liaison has done, and only the head has yet to agree to, is the head's alone.
    is_left = matter.c.left > 0
    to_liaison = and_(Membership.role == Role.LIAISON, matter.c.liaison == 1, is_left)
    to_head = and_(Membership.role == Role.UNIT_HEAD, or_(matter.c.unit_head == 1, ~is_left))
    asked = or_(to_liaison, to_head)
    rows = select().select_from(outerjoin(matter, held, and_(Membership.unit_id == matter.c.unit_id, asked)))
    to_head = case((Membership.role == Role.UNIT_HEAD, 1), else_=0)
    return Readers(rows, matter.c.unit_id, User.id.expression, to_head)


def _of_offices(matter: Subquery, today: date) -> Readers:
    office = aliased(Unit)
    asked = _asked(matter, ((Role.CLERK, "clerk"), (Role.DIRECTOR, "director")))
    within = join(matter, office, office.jurisdiction_id == matter.c.jurisdiction_id)
    rows = select().select_from(join(within, _held(today), and_(Membership.unit_id == office.id, asked)))
    return Readers(rows, Membership.unit_id.expression, User.id.expression)


def _leaders(matter: Subquery, today: date) -> Readers:
    rows = (
        select()
        .select_from(matter)
        .join(UnitCharge, and_(UnitCharge.unit_id == matter.c.unit_id, holds_on(today, UnitCharge)))
        .join(Membership, and_(Membership.id == UnitCharge.membership_id, Membership.role == Role.LEADER, holds_on(today)))
        .join(User, and_(User.id == Membership.user_id, User.is_active))
    )
    return Readers(rows, matter.c.unit_id, User.id.expression)


def _held(today: date) -> FromClause:
    """Posts of the day with the people who act in them: the holder, and the deputy of the absent one."""
    stood_in = outerjoin(Membership, Delegation, and_(Delegation.membership_id == Membership.id, runs_on(today)))
    # Twice, for the holder and for the deputy, and not `id IN (holder, deputy)`, which no database can look up in one go.
    twice = select(literal(0).label("n")).union_all(select(literal(1))).subquery("twice")
    acts = case((twice.c.n == 0, Membership.user_id), else_=Delegation.deputy_id)
    people = and_(User.id == acts, User.is_active, holds_on(today))
    return join(join(stood_in, twice, true()), User, people)


def _asked(matter: Subquery, posts: Iterable[tuple[Role, str]]) -> ColumnElement[bool]:
    return or_(*(and_(matter.c[flag] == 1, Membership.role == role) for role, flag in posts))


def has_left(today: date) -> ColumnElement[bool]:
    """A condition on Notice: it is about a plan, and its reader, who had a post in the unit, has none there on the day.

    Nor stands in for anybody there. Who never had one, as the leader in charge of the unit, has not left it.
    """
    in_unit = Membership.unit_id == Notice.unit_id
    own = exists().where(in_unit, Membership.user_id == Notice.user_id)
    stood_in = exists().where(in_unit, Delegation.membership_id == Membership.id, Delegation.deputy_id == Notice.user_id)
    had = or_(own, stood_in)
    stays = or_(own.where(holds_on(today)), stood_in.where(holds_on(today), runs_on(today)))
    as_leader = func.coalesce(Notice.audience, "") == Side.LEADER
    return and_(Notice.plan_id.is_not(None), ~as_leader, had, ~stays)
