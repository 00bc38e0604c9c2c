"""分管领导: which leader is in charge of which unit, from one day to another; he hears where the unit falls behind."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Membership, Unit, UnitCharge
from tracker.queries.terms import not_ended
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import Role
from tracker.services.events import NO_PLAN, Entry, hold_chain, record


def put_in_charge(session: Session, unit: Unit, post: Membership, *, actor: Actor, now: datetime) -> UnitCharge:
    """From today on the leader who holds the post is in charge of the unit. A unit may have several."""
    _require(actor, unit)
    hold_chain(session, NO_PLAN)
    today = official_day(now)
    if post.role is not Role.LEADER or not _holds(post, today):
        raise InvalidInput("只能登记在任的领导为分管领导，请重新选择。")
    if not unit.jurisdiction.path.startswith(post.unit.jurisdiction.path):
        raise InvalidInput("这位领导不在本单位所属的地区任职，请重新选择。")
    same = and_(UnitCharge.unit_id == unit.id, UnitCharge.membership_id == post.id)
    running = select(UnitCharge).where(same, not_ended(today, UnitCharge))
    if session.scalars(running).first():
        raise Conflict("已经登记过这位分管领导，不需要重复登记。")
    charge = UnitCharge(membership_id=post.id, unit_id=unit.id, from_on=today, set_at=now, set_by_id=actor.user_id)
    session.add(charge)
    session.flush()
    _record(session, charge, "put_in_charge", actor, now)
    return charge


def end_charge(session: Session, charge: UnitCharge, *, actor: Actor, now: datetime) -> None:
    """End it with yesterday, or undo it where it was entered today."""
    _require(actor, charge.unit)
    hold_chain(session, NO_PLAN)
    today = official_day(now)
    if charge.to_on is not None and charge.to_on < today:
        raise Conflict("分管已经解除，不需要重复办理。")
    _record(session, charge, "end_charge", actor, now)
    if charge.from_on >= today:
        session.delete(charge)
    else:
        charge.to_on = today - timedelta(days=1)
    session.flush()


def _require(actor: Actor, unit: Unit) -> None:
    if not may_touch(actor, Permission.CHARGE_SET, region=unit.jurisdiction.path):
        raise NotAllowed("您没有登记这个单位分管领导的权限。如确需办理，请联系领导小组办公室。")


def _holds(post: Membership, day: date) -> bool:
    return post.from_on <= day and (post.to_on is None or post.to_on >= day) and post.user.is_active


def _record(session: Session, charge: UnitCharge, action: str, actor: Actor, now: datetime) -> None:
    facts = {"leader": charge.membership.user.name, "leader_id": charge.membership.user_id, "unit": charge.unit.name}
    record(session, NO_PLAN, [Entry("unit", charge.unit_id, action, data=facts)], actor=actor, now=now)
