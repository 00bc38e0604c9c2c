"""The register of units (单位名录): the list, one unit with all that belongs to it, and who a collective unit stands for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.models import Assignment, Jurisdiction, Membership, Task, Unit, UnitMember, UnitName, User
from tracker.queries.scope import found
from tracker.queries.sql import Page, page_of
from tracker.queries.terms import holds_on, not_ended
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState, Role
from tracker.rules.unit_names import UnitKind

CHOICES = 300


@dataclass(frozen=True)
class UnitFilter:
    """What the list is narrowed to; empty means no limit. `show` is collective, current, ended or unmanned (without a liaison)."""

    text: str = ""
    kind: str = ""
    place_id: int | None = None
    show: str = ""


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list; `members` and `liaisons` as of today, `open_tasks` those not struck off in which it has a share."""

    id: int
    name: str
    place: str
    kind: UnitKind
    to_on: date | None
    successor: str | None
    members: int
    open_tasks: int
    liaisons: int


@dataclass(frozen=True)
class Person:
    """Somebody who holds, or will hold, a post in the unit."""

    user_id: int
    name: str
    role: Role
    from_on: date
    to_on: date | None
    is_active: bool


def unit_rows(session: Session, actor: Actor, chosen: UnitFilter, today: date, number: int = 1) -> Page[UnitRow]:
    """One page of the units of the actor's places, by place and in the order in which they were entered; two statements."""
    successor = aliased(Unit)
    query = (
        select(
            Unit.id, Unit.name, Jurisdiction.name, Unit.kind, Unit.to_on, successor.name,
            _number_of_members(today), _number_of_open_tasks(), _number_of_liaisons(today),
        )
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .outerjoin(successor, successor.id == Unit.successor_id)
        .where(kept_by(actor), *_conditions(chosen, today))
        .order_by(Jurisdiction.path, Unit.id)
    )  # fmt: skip
    rows, number, total = page_of(session, query, number)
    return Page([_row(*row) for row in rows], number, total)


def _row(unit_id: int, name: str, place: str, kind: str, *rest: Any) -> UnitRow:
    return UnitRow(unit_id, name, place, kind_named(kind), *rest)


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Unit: it stands in a place whose register the actor keeps."""
    if actor.trusted:
        return true()
    paths = actor.regions(Permission.UNIT_MANAGE)
    if not paths:
        return false()
    inside = or_(*(Jurisdiction.path.startswith(path) for path in sorted(paths)))
    return Unit.jurisdiction_id.in_(select(Jurisdiction.id).where(inside))


def _conditions(chosen: UnitFilter, today: date) -> list[ColumnElement[bool]]:
    named = exists().where(UnitName.unit_id == Unit.id, UnitName.name.contains(chosen.text, autoescape=True))
    shown: dict[str, list[ColumnElement[bool]]] = {
        "collective": [Unit.is_collective.is_(True)],
        "ended": [Unit.to_on < today],
        "current": [not_ended(today, Unit)],
        "unmanned": [not_ended(today, Unit), Unit.is_collective.is_(False), _number_of_liaisons(today) == 0],
    }
    return [
        *([named] if chosen.text else []),
        *([Unit.kind == chosen.kind] if chosen.kind else []),
        *([Unit.jurisdiction_id == chosen.place_id] if chosen.place_id else []),
        *shown.get(chosen.show, []),
    ]


def _number_of_members(today: date) -> ColumnElement[int]:
    query = select(func.count()).select_from(UnitMember).where(UnitMember.collective_id == Unit.id, member_on(today))
    return query.correlate(Unit).scalar_subquery()


def _number_of_open_tasks() -> ColumnElement[int]:
    carried = and_(Assignment.unit_id == Unit.id, Assignment.state != AssignmentState.ENDED)
    query = select(func.count(Assignment.task_id.distinct())).join(Task, Task.id == Assignment.task_id)
    return query.where(carried, Task.state.in_(OPEN_TASK_STATES)).correlate(Unit).scalar_subquery()


def _number_of_liaisons(today: date) -> ColumnElement[int]:
    query = select(func.count()).select_from(Membership).join(User, User.id == Membership.user_id)
    can_log_in = and_(Membership.role == Role.LIAISON, User.is_active)
    return query.where(Membership.unit_id == Unit.id, can_log_in, holds_on(today)).correlate(Unit).scalar_subquery()


def member_on(day: date) -> ColumnElement[bool]:
    """A condition on UnitMember: the membership holds on that day."""
    begun = or_(UnitMember.from_on.is_(None), UnitMember.from_on <= day)
    return and_(begun, not_ended(day, UnitMember))


def the_unit(session: Session, actor: Actor, unit_id: int) -> Unit:
    """The unit with its place and successor, or NotFound where it is not of a place whose register the actor keeps."""
    options = [joinedload(Unit.jurisdiction), joinedload(Unit.successor)]
    return found(session.scalar(select(Unit).where(Unit.id == unit_id, kept_by(actor)).options(*options)))


def names_of(session: Session, unit_id: int) -> Sequence[UnitName]:
    """Every name of the unit, in the order in which they were kept."""
    return session.scalars(select(UnitName).where(UnitName.unit_id == unit_id).order_by(UnitName.id)).all()


def members_of(session: Session, unit_id: int) -> list[tuple[UnitMember, Unit]]:
    """The members of a collective unit, whenever they were, in the order in which they were entered as units."""
    query = select(UnitMember, Unit).join(Unit, Unit.id == UnitMember.member_id).where(UnitMember.collective_id == unit_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Unit.id))]


def groups_of(session: Session, unit_id: int) -> list[tuple[UnitMember, Unit]]:
    """The collective units to which the unit belongs, or did."""
    query = select(UnitMember, Unit).join(Unit, Unit.id == UnitMember.collective_id).where(UnitMember.member_id == unit_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Unit.id))]


def predecessors_of(session: Session, unit_id: int) -> Sequence[Unit]:
    """The units that ended and whose duties this one took over."""
    return session.scalars(select(Unit).where(Unit.successor_id == unit_id).order_by(Unit.id)).all()


def people_of(session: Session, unit_id: int, today: date) -> list[Person]:
    """Who holds a post in the unit today or will; by role and name."""
    query = (
        select(Membership)
        .where(Membership.unit_id == unit_id, not_ended(today, Membership))
        .options(joinedload(Membership.user))
        .order_by(Membership.role, Membership.id)
    )
    return [
        Person(held.user_id, held.user.name, held.role, held.from_on, held.to_on, held.user.is_active)
        for held in session.scalars(query)
    ]


def open_tasks_of(session: Session, unit_id: int) -> int:
    """How many tasks that are not struck off the unit has a share in."""
    return session.scalar(select(_number_of_open_tasks()).where(Unit.id == unit_id)) or 0


def place_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The places whose registers the actor keeps, from the top down, that have a unit."""
    query = (
        select(Jurisdiction.id, Jurisdiction.name)
        .where(Jurisdiction.id.in_(select(Unit.jurisdiction_id).where(kept_by(actor))))
        .order_by(Jurisdiction.path)
        .limit(CHOICES)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def units_like(session: Session, actor: Actor, place_id: int, text: str, but: Collection[int] = ()) -> list[tuple[int, str]]:
    """The first units of the place known by a name that holds the text, for a choice."""
    if not text:
        return []
    named = exists().where(UnitName.unit_id == Unit.id, UnitName.name.contains(text, autoescape=True))
    query = select(Unit.id, Unit.name).where(named, Unit.jurisdiction_id == place_id, kept_by(actor), Unit.id.not_in(but))
    return [(row[0], row[1]) for row in session.execute(query.order_by(Unit.id).limit(CHOICES))]


def kind_named(word: str) -> UnitKind:
    """The kind of that word; OTHER for one that an older register may hold."""
    return UnitKind(word) if word in set(UnitKind) else UnitKind.OTHER
