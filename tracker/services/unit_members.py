"""Who a collective unit stands for: its members with the days from which and until which they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Unit, UnitMember
from tracker.queries.unit_members import Offer
from tracker.rules.permissions import Actor
from tracker.services.events import NO_PLAN, Entry, record
from tracker.services.units import require_unit


@dataclass(frozen=True)
class MemberTerm:
    """A member of a collective unit, from one day to another, both included; None from the beginning, or until further notice."""

    unit_id: int
    from_on: date | None = None
    to_on: date | None = None


def set_members(session: Session, unit: Unit, members: Sequence[MemberTerm], *, actor: Actor, now: datetime) -> None:
    """Make these the members of the collective unit. Tasks that are issued already stay with whom they were given to."""
    require_unit(actor, unit)
    if not unit.is_collective:
        raise Conflict("“%(unit)s”不是统称，没有所含单位；如需登记，请先把类别改为统称。", unit=unit.name)
    _check(session, unit, members)
    held = {row.member_id: row for row in session.scalars(select(UnitMember).where(UnitMember.collective_id == unit.id))}
    old = [_text(MemberTerm(row.member_id, row.from_on, row.to_on)) for row in held.values()]
    wanted = {member.unit_id: member for member in members}
    for unit_id, row in held.items():
        if unit_id not in wanted:
            session.delete(row)
    for member in wanted.values():
        row = held.get(member.unit_id) or UnitMember(collective_id=unit.id, member_id=member.unit_id)
        row.from_on, row.to_on = member.from_on, member.to_on
        session.add(row)
    session.flush()
    data = {"old": old, "new": [_text(member) for member in wanted.values()]}
    record(session, NO_PLAN, [Entry("unit", unit.id, "set_members", data=data)], actor=actor, now=now)


def take_members(session: Session, unit: Unit, offer: Offer, *, actor: Actor, now: datetime) -> int:
    """Add the units of the offered list, from its day on, to the members; how many were new. Who is a member stays as entered."""
    held = [
        MemberTerm(row.member_id, row.from_on, row.to_on)
        for row in session.scalars(select(UnitMember).where(UnitMember.collective_id == unit.id))
    ]
    known = {member.unit_id for member in held}
    new = [MemberTerm(unit_id, offer.from_on) for unit_id, _ in offer.units if unit_id not in known]
    set_members(session, unit, [*held, *new], actor=actor, now=now)
    return len(new)


def _check(session: Session, unit: Unit, members: Sequence[MemberTerm]) -> None:
    found = {row.id: row for row in session.scalars(select(Unit).where(Unit.id.in_([member.unit_id for member in members])))}
    for member in members:
        body = found.get(member.unit_id)
        if body is None or body.jurisdiction_id != unit.jurisdiction_id:
            raise InvalidInput("所含单位须是同一地区名录中的单位，请重新选择。")
        if body.is_collective:
            raise InvalidInput("“%(body)s”本身是统称，请逐个登记其所含单位。", body=body.name)
        if member.from_on and member.to_on and member.to_on < member.from_on:
            raise InvalidInput("“%(body)s”的截止日期早于起始日期，请改正。", body=body.name)


def _text(member: MemberTerm) -> list[str | int | None]:
    return [member.unit_id, *(day.isoformat() if day else None for day in (member.from_on, member.to_on))]
