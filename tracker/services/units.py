"""The register of units (单位名录): enter, name, correct and end a unit, and join two rows that are one body."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, NotAllowed
from tracker.models import ReadingIssue, Unit, UnitName
from tracker.queries.unit_joins import objection_to_joining, plans_naming
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.services.events import NO_PLAN, Entry, hold_chain, record
from tracker.services.unit_joining import carry_over, settle_joined


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
        raise Conflict(against)
    names = list(session.scalars(select(UnitName.name).where(UnitName.unit_id == unit.id).order_by(UnitName.id)))
    gone = {"id": unit.id, "name": unit.name, "names": names, "plans": list(plans)}
    carry_over(session, unit, into)
    settle_joined(session, into, asked, actor=actor, now=now)
    session.delete(unit)
    session.flush()
    record(session, NO_PLAN, [Entry("unit", into.id, "join", data=gone)], actor=actor, now=now)


def require_unit(actor: Actor, unit: Unit) -> None:
    """Nothing where the actor keeps the register of the unit's place; otherwise NotAllowed."""
    require_place(actor, unit.jurisdiction.path)


def require_place(actor: Actor, region: str) -> None:
    """Nothing where the actor keeps the register of the place with that path; otherwise NotAllowed."""
    if not may_touch(actor, Permission.UNIT_MANAGE, region=region):
        raise NotAllowed("您没有管理这一地区单位名录的权限。单位名录由领导小组办公室和系统管理员维护。")
