"""Handing a post over (工作移交): proposed by the head of the unit, carried out by the security administrator, signed by both.

Two people, as decision 0007 has it: the head says who follows, the administrator gives the post. What a unit has open is the
unit's and not a person's, so that nothing has to be moved but what is addressed to the person: unread messages.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.labels import label
from tracker.models import Handover, Membership, Notice, User
from tracker.queries.handovers import open_matters
from tracker.rules.days import official_day
from tracker.rules.handovers import Change, HandoverState, check_handover
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import Role
from tracker.services import accounts, notices
from tracker.services.events import NO_PLAN, Entry, hold_chain, record


def propose(
    session: Session, post: Membership, receiver: User, handed_on: date, reason: str, *, actor: Actor, now: datetime
) -> Handover:
    """The handover, to be carried out by the security administrator; of one post there is one proposed at a time."""
    _require(actor.own, Permission.HANDOVER_PROPOSE, post)
    if not reason.strip() or not receiver.is_active:
        raise InvalidInput("请写明移交的原因；接收人须有已启用的账号。")
    change = Change(post.role, post.user_id, receiver.id, handed_on, post.from_on, post.to_on)
    check_handover(change, official_day(now))
    row = Handover(
        membership_id=post.id, unit_id=post.unit_id, receiver_id=receiver.id, handed_on=handed_on, reason=reason.strip(),
        state=HandoverState.PROPOSED, matters=[], proposed_at=now, proposed_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "propose", None, actor, now, reason=row.reason)
    _tell(session, row, "propose", "提出了工作移交", f"拟于{handed_on.isoformat()}移交，由安全管理员办理。", actor, now)
    _tell_administrators(session, row, now)
    return row


def carry_out(session: Session, handover: Handover, *, actor: Actor, now: datetime) -> None:
    """The one's post ends with the day and the other's begins; the list of what is open is kept, unread messages go along.

    Who stood in for the one, or for whom the one stood in, does so no more.
    """
    post, receiver = handover.membership, handover.receiver
    _require(actor, Permission.ROLE_GRANT, post)
    hold_chain(session, NO_PLAN)
    _move(session, handover, HandoverState.CARRIED_OUT, carried_out_at=now, carried_out_by_id=actor.user_id)
    matters = open_matters(session, handover.unit)
    handover.matters = [[item.kind, item.title, item.due_on.isoformat() if item.due_on else None, item.path] for item in matters]
    if not _holds(receiver, post, handover.handed_on):
        accounts.add_membership(session, receiver, post.unit, post.role, actor=actor, now=now, from_on=handover.handed_on)
    accounts.end_membership(session, post, handover.handed_on, actor=actor, now=now)
    data = {"open": len(matters), "messages": _pass_on_messages(session, handover)}
    _record(session, handover, "carry_out", HandoverState.PROPOSED, actor, now, data=data)
    _tell(session, handover, "carry_out", "工作移交已办理", "请移交人、接收人核对未了事项清单，分别确认。", actor, now)


def withdraw(session: Session, handover: Handover, *, actor: Actor, now: datetime) -> None:
    """Nothing is handed over."""
    _require(actor.own, Permission.HANDOVER_PROPOSE, handover.membership)
    _move(session, handover, HandoverState.WITHDRAWN, withdrawn_at=now)
    _record(session, handover, "withdraw", HandoverState.PROPOSED, actor, now)
    _tell(session, handover, "withdraw", "工作移交已撤回", "原任职不变。", actor, now)


def sign(session: Session, handover: Handover, *, actor: Actor, now: datetime) -> None:
    """The one confirms what was handed over, the other what was received; each once, for oneself."""
    column = {handover.membership.user_id: "given_at", handover.receiver_id: "received_at"}.get(actor.user_id or 0)
    if column is None:
        raise RuleViolation("handover_not_yours")
    if handover.state is not HandoverState.CARRIED_OUT:
        raise RuleViolation("handover_over", state=handover.state)
    if getattr(handover, column) is not None:
        raise Conflict("您已经确认过这份移交，无须重复确认。")
    setattr(handover, column, now)
    session.flush()
    _record(session, handover, "give" if column == "given_at" else "receive", handover.state, actor, now)


def _require(actor: Actor, permission: Permission, post: Membership) -> None:
    if not may_touch(actor, permission, region=post.unit.jurisdiction.path, unit_id=post.unit_id):
        raise RuleViolation("handover_not_yours")


def _move(session: Session, handover: Handover, target: HandoverState, **values: Any) -> None:
    """Set the state if it is still proposed; the loser of a race is told so."""
    query = update(Handover).where(Handover.id == handover.id, Handover.state == HandoverState.PROPOSED)
    result = session.execute(query.values(state=target, **values), execution_options={"synchronize_session": False})
    session.refresh(handover, ["state", *values])
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise RuleViolation("handover_over", state=handover.state)


def _holds(receiver: User, post: Membership, on: date) -> bool:
    """True where the receiver holds the same post already, as a second liaison does."""
    return any(
        held.unit_id == post.unit_id and held.role is post.role and held.to_on is None and held.from_on <= on
        for held in receiver.memberships
    )


def _pass_on_messages(session: Session, handover: Handover) -> int:
    """How many unread messages of the unit that ask something went from the one to the other; those on their way go along."""
    query = update(Notice).where(
        Notice.user_id == handover.membership.user_id, Notice.unit_id == handover.unit_id, Notice.read_at.is_(None),
        Notice.ended.is_(None),
    )  # fmt: skip
    result = session.execute(query.values(user_id=handover.receiver_id), execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0


def _record(
    session: Session, row: Handover, action: str, old: HandoverState | None, actor: Actor, now: datetime, reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    post = row.membership
    facts = {
        "post": post.id, "unit": row.unit_id, "role": post.role.value, "from": post.user_id, "to": row.receiver_id,
        "on": row.handed_on.isoformat(), **(data or {}),
    }  # fmt: skip
    record(session, NO_PLAN, [Entry("handover", row.id, action, old, row.state, reason, data=facts)], actor=actor, now=now)


def _tell_administrators(session: Session, row: Handover, now: datetime) -> None:
    place_id = row.membership.unit.jurisdiction_id
    found = notices.office_recipients(session, [place_id], official_day(now), {Role.SECURITY_ADMIN}).get(place_id, [])
    people = [holder.person for holder in found]
    if people:
        notices.tell_people(
            session, row.unit, people, key=f"handover:{row.id}:asked", title="有一份工作移交待办理", body="请登录查看并办理。",
            path=f"/handovers/{row.id}", now=now,
        )  # fmt: skip


def _tell(session: Session, row: Handover, act: str, title: str, body: str, actor: Actor, now: datetime) -> None:
    post = row.membership
    about = f"{post.unit.name}{label(post.role)}由{post.user.name}移交给{row.receiver.name}。{body}"
    notices.tell_people(
        session, row.unit, [post.user, row.receiver], key=f"handover:{row.id}:{act}", title=title, body=about,
        path=f"/handovers/{row.id}/sign", now=now, but=actor.user_id,
    )  # fmt: skip
