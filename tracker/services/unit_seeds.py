"""Bring the units of a seed file into a register that may know some of them already, from plans read before.

A unit of the file is the one that bears any of its names, or that a name of it certainly means; only then is it new. What the
office has entered or corrected by hand is never written over: blanks are filled, names and members are added.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Jurisdiction, ReadingIssue, Unit, UnitMember
from tracker.queries.unit_joins import objection_to_joining
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer
from tracker.services import units
from tracker.services.registry import Registry


def load_units(session: Session, place: Jurisdiction, items: Sequence[Mapping[str, Any]], *, actor: Actor, now: datetime) -> int:
    """Enter or complete the units of one place, in the shape of seeds/README.md; how many were new. Twice changes nothing."""
    for item in items:
        _join_known(session, place, item, actor, now)
    registry = Registry(session, place)
    known = [(item, registry.find_certain(_names(item))) for item in items]
    new = [item for item, unit in known if unit is None]
    for item, unit in known:
        if unit is not None:
            _complete(registry, unit, item)
    for item in new:
        names = _names(item)
        registry.enter(names[0], aliases=names[1:], official_name=item.get("official_name"), kind=item["kind"])
    session.flush()
    for item in items:
        _complete_terms(registry, item)
        _enter_members(session, registry, item)
    session.flush()
    return len(new)


def _names(item: Mapping[str, Any]) -> tuple[str, ...]:
    official = (item["official_name"],) if item.get("official_name") else ()
    return (item["name"], *item.get("aliases", ()), *official)


def _join_known(session: Session, place: Jurisdiction, item: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Make one of the units that bear the names of this one, where a plan read before had entered it under several."""
    registry = Registry(session, place)
    bearers = list(dict.fromkeys(unit for name in _names(item) if (unit := registry.find(name)) is not None))
    for other in bearers[1:]:
        if not objection_to_joining(session, other, bearers[0]) and not _are_kept_apart(session, bearers[0], other):
            units.join_units(session, other, bearers[0], actor=actor, now=now)


def _are_kept_apart(session: Session, one: Unit, other: Unit) -> bool:
    """True where the office has answered that the two are different bodies."""
    query = select(ReadingIssue.unit_id, ReadingIssue.candidates).where(
        ReadingIssue.unit_id.in_((one.id, other.id)), ReadingIssue.answer == Answer.OTHER_UNIT
    )
    return any({one.id, other.id} <= {unit_id, *candidates} for unit_id, candidates in session.execute(query))


def _complete(registry: Registry, unit: Unit, item: Mapping[str, Any]) -> None:
    unit.official_name = unit.official_name or item.get("official_name")
    registry.add_names(unit, _names(item))


def _complete_terms(registry: Registry, item: Mapping[str, Any]) -> None:
    unit = registry.find_certain(_names(item))
    if unit is None or not item.keys() & {"level", "from", "to", "successor"}:
        return
    unit.level = unit.level or item.get("level")
    unit.from_on = unit.from_on or _day(item.get("from"))
    if unit.to_on is None:
        unit.to_on = _day(item.get("to"))
        after = registry.find_certain((item["successor"],)) if item.get("successor") else None
        unit.successor_id = after.id if after and after is not unit else None


def _enter_members(session: Session, registry: Registry, item: Mapping[str, Any]) -> None:
    """The members, as long as none are entered: a name, or {name, from, to}."""
    unit = registry.find_certain(_names(item))
    if unit is None or not item.get("members"):
        return
    if session.scalar(select(UnitMember.member_id).where(UnitMember.collective_id == unit.id).limit(1)) is not None:
        return
    for member in item["members"]:
        given = {"name": member} if isinstance(member, str) else member
        body = registry.resolve(given["name"])
        session.merge(
            UnitMember(collective_id=unit.id, member_id=body.id, from_on=_day(given.get("from")), to_on=_day(given.get("to")))
        )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
