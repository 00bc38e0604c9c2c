"""The register of units (单位名录): enter, name, correct and end a unit, and join two rows that are one body."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Jurisdiction, ReadingIssue, Unit, UnitMember, UnitName
from tracker.queries.unit_joins import objection_to_joining, plans_naming
from tracker.queries.unit_members import terms_of
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.unit_names import UnitKind, UnitLevel, comparable
from tracker.rules.unit_succession import would_turn_in_a_circle
from tracker.services.events import NO_PLAN, Entry, hold_chain, record
from tracker.services.registry import LONGEST_NAME, Registry
from tracker.services.unit_joining import carry_over, open_questions_about, settle_joined


@dataclass(frozen=True)
class Facts:
    """What the register says of a unit besides its names. `level` is None where it is that of its place."""

    kind: UnitKind
    official_name: str | None = None
    level: UnitLevel | None = None
    from_on: date | None = None


def enter_unit(
    session: Session, place: Jurisdiction, name: str, facts: Facts | None = None, *, actor: Actor, now: datetime
) -> Unit:
    """A new unit of the place. Without facts its kind and level are what its name tells; a name in use is refused."""
    require_place(actor, place.path)
    name = _free_name(session, place.id, name)
    unit = Registry(session, place).enter(name, kind=facts.kind if facts else None)
    if facts:
        unit.official_name, unit.level, unit.from_on = _official(facts.official_name), facts.level, facts.from_on
    session.flush()
    _record(session, unit, "enter", {"name": unit.name, "kind": unit.kind}, actor, now)
    return unit


def rename_unit(session: Session, unit: Unit, name: str, *, actor: Actor, now: datetime) -> None:
    """Give the unit another name to be shown by; the old one stays one of its names, so that older documents find it."""
    require_unit(actor, unit)
    name = _name(name)
    if name == unit.name:
        return
    if _holder(session, unit.jurisdiction_id, name) != unit.id:
        name = _free_name(session, unit.jurisdiction_id, name)
        session.add(UnitName(jurisdiction_id=unit.jurisdiction_id, unit_id=unit.id, name=name))
    old, unit.name = unit.name, name
    session.flush()
    _record(session, unit, "rename", {"old": old, "new": name}, actor, now)


def correct_unit(session: Session, unit: Unit, facts: Facts, *, actor: Actor, now: datetime) -> None:
    """Write over what the register says of the unit. Whether it is a collective goes with its kind, and must fit its members."""
    require_unit(actor, unit)
    is_collective = facts.kind is UnitKind.COLLECTIVE
    if unit.is_collective and not is_collective and _has_members(session, unit):
        raise Conflict("“%(unit)s”已登记所含单位，不能改为单个单位；请先清空所含单位。", unit=unit.name)
    if unit.to_on and facts.from_on and facts.from_on > unit.to_on:
        raise InvalidInput("成立日期不能晚于撤销日期，请改正。")
    old = {"kind": unit.kind, "official_name": unit.official_name, "level": unit.level, "from_on": _text(unit.from_on)}
    unit.kind, unit.is_collective, unit.level, unit.from_on = facts.kind, is_collective, facts.level, facts.from_on
    unit.official_name = _official(facts.official_name)
    session.flush()
    new = {"kind": unit.kind, "official_name": unit.official_name, "level": unit.level, "from_on": _text(unit.from_on)}
    _record(session, unit, "correct", {"old": old, "new": new}, actor, now)


def end_unit(
    session: Session, unit: Unit, to_on: date | None, successor: Unit | None = None, *, actor: Actor, now: datetime
) -> None:
    """The last day of the unit, and who takes over its duties; documents of a later day that name it mean the successor.

    What it was given until then stays with it. Without a day the unit stands again, and has no successor.
    """
    require_unit(actor, unit)
    if to_on is None:
        successor = None
    elif unit.from_on and to_on < unit.from_on:
        raise InvalidInput("撤销日期不能早于成立日期，请改正。")
    if successor is not None:
        _check_successor(session, unit, successor)
    old = {"to_on": _text(unit.to_on), "successor": unit.successor_id}
    unit.to_on, unit.successor_id = to_on, successor.id if successor else None
    session.flush()
    session.expire(unit, ["successor"])
    new = {"to_on": _text(to_on), "successor": unit.successor_id}
    _record(session, unit, "end" if to_on else "revive", {"old": old, "new": new}, actor, now)


def add_name(session: Session, unit: Unit, name: str, *, actor: Actor, now: datetime) -> None:
    """A further name under which documents print the unit; one that another unit bears is refused."""
    require_unit(actor, unit)
    name = _free_name(session, unit.jurisdiction_id, name)
    session.add(UnitName(jurisdiction_id=unit.jurisdiction_id, unit_id=unit.id, name=name))
    session.flush()
    _record(session, unit, "add_name", {"name": name}, actor, now)


def remove_name(session: Session, name: UnitName, *, actor: Actor, now: datetime) -> None:
    """Take a name from its unit, so that the next document that prints it is read anew. The unit's own name stays."""
    unit = session.get_one(Unit, name.unit_id)
    require_unit(actor, unit)
    if comparable(name.name) == comparable(unit.name):
        raise Conflict("这是单位现在使用的名称，不能删除；如有不符，请先更名。")
    session.delete(name)
    session.flush()
    _record(session, unit, "remove_name", {"name": name.name}, actor, now)


def join_units(session: Session, unit: Unit, into: Unit, *, asked: ReadingIssue | None = None, actor: Actor, now: datetime) -> None:
    """Make two rows that are one body one: names, draft shares, duties and questions of `unit` become `into`'s, and it is gone.

    Its names are kept as answered, so that the next document that prints one of them finds `into` without a question. A unit
    that stands twice in one stretch of a task is there once afterwards, as the lead where either was. What history has seen
    (issued tasks, orders, messages, posts) is never moved: then Conflict, whose sentence names the way, to end the unit with
    `into` as its successor.

    Questions about `unit` (ReadingIssue.unit_id, candidates) are from now on about `into`; where that answers them they are
    settled, all but `asked`, which the caller answers itself. The chains of all the drafts that name the unit are held: call
    it before holding that of one of them, lest two callers wait for each other.
    """
    require_unit(actor, unit)
    require_unit(actor, into)
    plans = plans_naming(session, unit.id)
    for plan_id in plans:
        hold_chain(session, plan_id)
    against = objection_to_joining(session, unit, into)
    if against:
        raise against
    names = list(session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id).order_by(UnitName.id)))
    gone = {"id": unit.id, "name": unit.name, "names": names, "plans": list(plans)}
    asked_before = open_questions_about(session, unit)
    carry_over(session, unit, into)
    settle_joined(session, into, asked_before, asked, actor=actor, now=now)
    session.delete(unit)
    session.flush()
    _record(session, into, "join", gone, actor, now)


def require_unit(actor: Actor, unit: Unit) -> None:
    """Nothing where the actor keeps the register of the unit's place; otherwise NotAllowed."""
    require_place(actor, unit.jurisdiction.path)


def require_place(actor: Actor, region: str) -> None:
    """Nothing where the actor keeps the register of the place with that path; otherwise NotAllowed."""
    if not may_touch(actor, Permission.UNIT_MANAGE, region=region):
        raise NotAllowed("您没有管理这一地区单位名录的权限。单位名录由领导小组办公室和系统管理员维护。")


def _check_successor(session: Session, unit: Unit, successor: Unit) -> None:
    if successor.jurisdiction_id != unit.jurisdiction_id:
        raise InvalidInput("承接单位须与原单位属于同一地区，请另选。")
    if successor.is_collective and not unit.is_collective:
        raise InvalidInput("统称不能承接单个单位的职责，请选择具体单位。")
    if would_turn_in_a_circle(unit.id, successor.id, terms_of(session, [unit.id])):
        raise InvalidInput(
            "“%(successor)s”的职责又由“%(unit)s”承接，会首尾相连，请另选承接单位。", successor=successor.name, unit=unit.name
        )


def _has_members(session: Session, unit: Unit) -> bool:
    return session.scalar(select(UnitMember.member_id).where(UnitMember.collective_id == unit.id).limit(1)) is not None


def _name(name: str) -> str:
    name = "".join(name.split())
    if not 2 <= len(name) <= LONGEST_NAME:
        raise InvalidInput("单位名称须为 2 至 %(limit)s 字，请改正。", limit=LONGEST_NAME)
    return name


def _free_name(session: Session, place_id: int, name: str) -> str:
    """The name, which nobody else can take until this transaction ends; InvalidInput where a unit bears it."""
    name = _name(name)
    hold_chain(session, NO_PLAN)
    holder = _holder(session, place_id, name)
    if holder is not None:
        unit = session.get_one(Unit, holder)
        raise InvalidInput("“%(name)s”已是“%(unit)s”的名称；如为同一单位，请到该单位页面合并。", name=name, unit=unit.name)
    return name


def _holder(session: Session, place_id: int, name: str) -> int | None:
    """The unit of the place that bears the name, alike but for width and white space; also one whose own name it is."""
    names = session.execute(select(UnitName.name, UnitName.unit_id).where(UnitName.jurisdiction_id == place_id))
    known = {comparable(row[0]): row[1] for row in names}
    own = select(Unit.id).where(Unit.jurisdiction_id == place_id, Unit.name == name)
    return known.get(comparable(name)) or session.scalar(own)


def _official(name: str | None) -> str | None:
    return "".join((name or "").split()) or None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record(session: Session, unit: Unit, action: str, data: dict[str, Any], actor: Actor, now: datetime) -> None:
    record(session, NO_PLAN, [Entry("unit", unit.id, action, data=data)], actor=actor, now=now)
