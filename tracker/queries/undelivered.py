"""Whom messages did not reach: deliveries that were given up, one line for each person and channel (提醒没有送达)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Delivery, DeliveryState, Digest, Jurisdiction, Membership, Unit, User
from tracker.queries.scope import unit_within
from tracker.queries.terms import holds_on
from tracker.rules.permissions import Actor, Permission

SHOWN = 5
LOOKED_BACK = timedelta(days=30)  # what lies longer ago nobody sends again; the record of messages keeps it


@dataclass(frozen=True)
class Unreached:
    """One person, or a robot's group (None), over one channel: how many digests, the day of the newest and why it failed."""

    person: User | None
    units: str
    channel: str
    number: int
    newest_on: date
    why: str


@dataclass(frozen=True)
class Undelivered:
    """Those with the newest failures, and how many there are in all."""

    rows: Sequence[Unreached]
    total: int


def undelivered(session: Session, actor: Actor, permission: Permission, today: date) -> Undelivered:
    """Whom something did not reach in the last thirty days, and was not sent again. Two statements, where there are any.

    Of the people with a post in the places for which the actor holds the permission, and of groups, whose place only the settings
    know.
    """
    within = (
        select(Membership.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(unit_within(actor, permission))
    )
    each = (
        select(Digest.user_id, Delivery.channel, func.count().label("number"), func.max(Delivery.id).label("newest_id"))
        .join(Digest, Digest.id == Delivery.digest_id)
        .where(
            Delivery.state == DeliveryState.FAILED,
            Digest.day >= today - LOOKED_BACK,
            or_(Digest.user_id.is_(None), Digest.user_id.in_(within)),
        )
        .group_by(Digest.user_id, Delivery.channel)
        .subquery("each")
    )
    query = (
        select(User, each.c.channel, each.c.number, Digest.day, Delivery.error, func.count().over().label("total"))
        .select_from(each)
        .join(Delivery, Delivery.id == each.c.newest_id)
        .join(Digest, Digest.id == Delivery.digest_id)
        .outerjoin(User, User.id == each.c.user_id)
        .order_by(each.c.newest_id.desc())
        .limit(SHOWN)
    )
    rows = session.execute(query).all()
    units = _units_of(session, rows, today)
    return Undelivered([_line(row, units) for row in rows], rows[0].total if rows else 0)


def _units_of(session: Session, rows: Sequence[Row[Any]], today: date) -> dict[int, list[str]]:
    """The units in which each of the people holds a post."""
    found: dict[int, list[str]] = {row.User.id: [] for row in rows if row.User}
    if found:
        query = select(Membership.user_id, Unit.name).join(Unit, Unit.id == Membership.unit_id)
        posts = session.execute(query.where(Membership.user_id.in_(found), holds_on(today)).distinct().order_by(Unit.name))
        for user_id, name in posts:
            found[user_id].append(name)
    return found


def _line(row: Row[Any], units: dict[int, list[str]]) -> Unreached:
    of_person = "、".join(units[row.User.id]) if row.User else ""
    return Unreached(row.User, of_person, row.channel, row.number, row.day, row.error or "")
