"""Who a collective unit (各乡镇人民政府, 领导小组成员单位) stands for on a day, and where a list of members can be taken from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Plan, Task, Unit, UnitMember, UnitName
from tracker.queries.units import member_on
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState
from tracker.rules.unit_forms import Place, is_of_leaders
from tracker.rules.unit_matching import Certainty, match
from tracker.rules.unit_names import comparable, names_the_leading_group, town_class, town_classes
from tracker.rules.unit_succession import Standing, Term, on_day

PLANS_OFFERED = 5


@dataclass(frozen=True)
class Offer:
    """A list from which members can be taken: `units` are (id, name) of those in the register, `strangers` the names of the rest.

    `key` names the list, `from_on` is the day from which it holds: that of the document that sets the group up.
    """

    key: str
    title: str
    from_on: date | None
    units: tuple[tuple[int, str], ...]
    strangers: tuple[str, ...] = ()


def members_on(session: Session, unit_id: int, day: date) -> list[int]:
    """The ids of the units that answer for the collective unit on that day; see `members_by_unit`."""
    return members_by_unit(session, [unit_id], day).get(unit_id, [])


def members_by_unit(session: Session, unit_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    """The members of each of these collective units on that day, in the order of the register; those without any are left out.

    A member that had ended by then is replaced by its successor; one that ended without a successor, or that the register says
    begins later, stands for nobody. Two statements.
    """
    query = (
        select(UnitMember.collective_id, UnitMember.member_id)
        .where(UnitMember.collective_id.in_(list(unit_ids)), member_on(day))
        .order_by(UnitMember.collective_id, UnitMember.member_id)
    )
    rows = session.execute(query).all()
    terms = terms_of(session, {row[1] for row in rows})
    found: dict[int, dict[int, None]] = {}
    for collective_id, member_id in rows:
        answer = on_day(member_id, terms, day)
        if answer.standing in (Standing.IN_FORCE, Standing.SUCCEEDED):
            found.setdefault(collective_id, {})[answer.key] = None
    return {unit_id: list(members) for unit_id, members in found.items()}


def terms_of(session: Session, unit_ids: Iterable[int]) -> dict[int, Term[int]]:
    """From when to when the units of the same places stand, and who follows them."""
    places = select(Unit.jurisdiction_id).where(Unit.id.in_(list(unit_ids)))
    query = select(Unit.id, Unit.from_on, Unit.to_on, Unit.successor_id).where(Unit.jurisdiction_id.in_(places))
    return {row[0]: Term(*row[1:]) for row in session.execute(query)}


def offers(session: Session, unit: Unit, today: date) -> list[Offer]:
    """Where the members of this collective unit may be taken from: the towns of the place, or a plan's own leading group."""
    classes = town_classes(unit.name)
    if classes:
        return [_towns(session, unit, classes, today)]
    return _leading_groups(session, unit) if names_the_leading_group(unit.name) else []


def _towns(session: Session, unit: Unit, classes: frozenset[str], today: date) -> Offer:
    query = select(Unit).where(Unit.jurisdiction_id == unit.jurisdiction_id, Unit.is_collective.is_(False)).order_by(Unit.id)
    towns = [
        (town.id, town.name)
        for town in session.scalars(query)
        if town_class(town.name) in classes and (town.to_on is None or town.to_on >= today)
    ]
    return Offer("towns", "", None, tuple(towns))


def _leading_groups(session: Session, unit: Unit) -> list[Offer]:
    """The leading groups of the plans that name the unit, the newest first; without the bodies of those who lead them."""
    naming = select(Task.plan_id).join(Assignment, Assignment.task_id == Task.id)
    used = naming.where((Assignment.unit_id == unit.id) | (Assignment.via_unit_id == unit.id))
    query = (
        select(Plan.id, Plan.title, Plan.document_date, Plan.leading_group)
        .where(Plan.jurisdiction_id == unit.jurisdiction_id, Plan.id.in_(used))
        .order_by(Plan.id.desc())
        .limit(PLANS_OFFERED)
    )
    plans = [row for row in session.execute(query) if row.leading_group]
    names = _known_names(session, unit.jurisdiction_id) if plans else {}
    place = Place(unit.jurisdiction.name, unit.jurisdiction.level)
    found = []
    for plan_id, title, day, group in plans:
        printed = [name for name in _bodies_of(group.get("members", ())) if not is_of_leaders(name, place)]
        meant = {name: _meant(name, names, place) for name in printed}
        units = dict.fromkeys(known for known in meant.values() if known)
        strangers = tuple(name for name, known in meant.items() if known is None)
        found.append(Offer(f"plan-{plan_id}", title, day, tuple(units), strangers))
    return found


def _bodies_of(members: Sequence[dict[str, Any]]) -> list[str]:
    """The bodies that the members of a leading group come from, as printed, each once."""
    printed = [part.get("unit") for member in members for part in (member, *member.get("also", ()))]
    return list(dict.fromkeys(name for name in printed if name))


def _meant(printed: str, names: dict[str, tuple[int, str]], place: Place) -> tuple[int, str] | None:
    """The unit of that name, or the one that it certainly means; None where that would be a guess."""
    exact = names.get(comparable(printed))
    if exact:
        return exact
    by_rule = match(printed, names, place)
    return by_rule.keys[0] if by_rule.certainty is Certainty.CERTAIN else None


def _known_names(session: Session, place_id: int) -> dict[str, tuple[int, str]]:
    query = (
        select(UnitName.name, Unit.id, Unit.name)
        .join(Unit, Unit.id == UnitName.unit_id)
        .where(UnitName.jurisdiction_id == place_id, Unit.is_collective.is_(False))
    )
    return {comparable(row[0]): (row[1], row[2]) for row in session.execute(query)}


@dataclass(frozen=True)
class Stranded:
    """A collective unit whose tasks in a plan wait to be signed for, though its members are known by now."""

    unit_id: int
    name: str
    shares: int
    members: int


def is_stranded(plan_id: int) -> tuple[ColumnElement[bool], ...]:
    """Conditions on Assignment joined to Task and Unit: given out under a collective name in the plan, and not signed for."""
    return (
        Task.plan_id == plan_id,
        Task.state.in_(sorted(OPEN_TASK_STATES)),
        Assignment.state == AssignmentState.PENDING,
        Unit.is_collective.is_(True),
    )


def stranded(session: Session, plan_id: int, day: date) -> list[Stranded]:
    """The collective units of the plan that nobody can sign for, and whose members could; three statements at most."""
    query = (
        select(Unit.id, Unit.name, func.count())
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Task, Task.id == Assignment.task_id)
        .where(*is_stranded(plan_id))
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.id)
    )
    rows = session.execute(query).all()
    members = members_by_unit(session, [row[0] for row in rows], day) if rows else {}
    return [Stranded(*row, members=len(members[row[0]])) for row in rows if row[0] in members]
