"""Who signs what leaves a unit: its head, where it has one; and what the head gives back."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Membership, Unit, User
from tracker.queries.terms import holds_on
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import Role
from tracker.services import notices
from tracker.services.moves import SUBJECTS, Movable, make_move, plan_of, task_of


def goes_straight(session: Session, unit_id: int, permission: Permission, *, actor: Actor, now: datetime) -> bool:
    """True where what the actor sends needs nobody else's signature: the actor may sign for the unit, or it has no head.

    Who stands in for the head does not sign what he writes himself.
    """
    return unit_id in actor.own.units(permission) or not has_head(session, unit_id, official_day(now))


def speaks(session: Session, unit_id: int, permission: Permission, *, actor: Actor, now: datetime) -> bool:
    """True where the actor may say what only the head says: as the head, in the head's place, or where the unit has none."""
    return unit_id in actor.units(permission) or not has_head(session, unit_id, official_day(now))


def has_head(session: Session, unit_id: int, today: date) -> bool:
    """True where somebody signs for the unit what leaves it."""
    query = select(Membership.id).join(User, User.id == Membership.user_id)
    query = query.where(
        Membership.unit_id == unit_id,
        Membership.role == Role.UNIT_HEAD,
        User.is_active,
        holds_on(today),
    )
    return session.scalar(query.limit(1)) is not None


def give_back(
    session: Session, row: Movable, unit: Unit, what: str, path: str, reason: str, *, actor: Actor, now: datetime
) -> None:
    """The head of the unit gives `what` back to whoever wrote it; its liaisons are told why, and where to mend it."""
    make_move(session, row, "send_back", actor=actor, now=now, reason=reason)
    notices.tell(
        session, unit, key=f"sent_back:{path}:{now.isoformat()}", title=f"单位负责人退回，请修改：{what}",
        body=f"{actor.name}退回了{what}。理由：{reason.strip().rstrip('。')}。请修改后重新报送。", path=path,
        plan_id=plan_of(row).id, task=task_of(row), now=now, but=actor.user_id,
        about=(SUBJECTS[type(row)], row.id),
    )  # fmt: skip
