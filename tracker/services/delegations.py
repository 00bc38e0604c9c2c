"""Standing in for somebody (AB角): named for dated days, ended by hand or with the post; both are told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tracker.errors import InvalidInput
from tracker.labels import label
from tracker.models import Delegation, Membership, User
from tracker.queries.terms import not_ended
from tracker.rules.days import official_day
from tracker.rules.delegations import Standing, Wanted, check_delegation
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OFFICE_ROLES, UNIT_ROLES, Role
from tracker.services import notices
from tracker.services.events import NO_PLAN, Entry, hold_chain, record

PATH = "/delegations"


@dataclass(frozen=True)
class Term:
    """From one day to another, both counted."""

    from_on: date
    to_on: date


def stand_in(
    session: Session, post: Membership, deputy: User, term: Term, reason: str, *, actor: Actor, now: datetime
) -> Delegation:
    """The post is the deputy's as well on these days; what may be handed to whom, and when: `rules/delegations.py`.

    Arranged by the holder, by the head of the unit (in an office, the director), or by the security administrator of the place.
    """
    require_arranger(actor, post)
    if not reason.strip():
        raise InvalidInput("请写明代理的原因，如出差、学习、休假。")
    hold_chain(session, NO_PLAN)  # two that overlap, entered at once, do not both get by
    check_delegation(_wanted(session, post, deputy, term), _standing(session, post, deputy, term), official_day(now))
    row = Delegation(
        membership_id=post.id, deputy_id=deputy.id, from_on=term.from_on, to_on=term.to_on, reason=reason.strip(), made_at=now,
        made_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    days = f"{term.from_on.isoformat()}至{term.to_on.isoformat()}"
    _record(session, row, post, "begin", row.reason, actor=actor, now=now)
    _tell(session, row, post, "begin", "已安排代理", f"{days}，由{deputy.name}代理{_said(post)}。原因：{row.reason}", actor, now)
    return row


def end(session: Session, delegation: Delegation, *, actor: Actor, now: datetime) -> None:
    """The deputy acts no more, from this moment on; the day before it began where it had not begun."""
    require_arranger(actor, delegation.membership)
    hold_chain(session, NO_PLAN)
    if delegation.to_on < official_day(now) or delegation.ended_at is not None:
        raise InvalidInput("这项代理已经结束，无须再结束。")
    _end(session, delegation, official_day(now) - timedelta(days=1), "由本人或者管理人员结束", actor=actor, now=now)


def end_with(session: Session, membership: Membership, *, actor: Actor, now: datetime) -> None:
    """End what cannot outlast the post: that others stand in for it, and that its holder stands in for others of the unit."""
    if membership.to_on is None:
        return
    own = aliased(Membership)
    bound = or_(
        Delegation.membership_id == membership.id,
        (Delegation.deputy_id == membership.user_id) & (own.unit_id == membership.unit_id),
    )
    query = select(Delegation).join(own, own.id == Delegation.membership_id).where(bound, Delegation.to_on > membership.to_on)
    for delegation in session.scalars(query.order_by(Delegation.id)):
        _end(session, delegation, membership.to_on, "任职已截止", actor=actor, now=now)


def require_arranger(actor: Actor, post: Membership) -> None:
    """Nothing for who may say who stands in for the post; otherwise RuleViolation `delegation_not_yours`.

    What is held by delegation does not count: a deputy names no deputy.
    """
    own = actor.own
    heads = {held.unit_id for held in own.posts if held.role is _head_beside(post.role)}
    is_mine = actor.user_id is not None and actor.user_id == post.user_id
    if not (is_mine or post.unit_id in heads or may_touch(own, Permission.ROLE_GRANT, region=post.unit.jurisdiction.path)):
        raise RuleViolation("delegation_not_yours")


def _head_beside(role: Role) -> Role | None:
    if role in UNIT_ROLES:
        return Role.UNIT_HEAD
    return Role.DIRECTOR if role in OFFICE_ROLES else None


def _wanted(session: Session, post: Membership, deputy: User, term: Term) -> Wanted:
    query = select(Membership.role).where(
        Membership.user_id == deputy.id, Membership.unit_id == post.unit_id, Membership.from_on <= term.from_on,
        not_ended(term.to_on, Membership),
    )  # fmt: skip
    roles = frozenset(session.scalars(query)) if deputy.is_active else frozenset[Role]()
    return Wanted(
        post.id, post.role, post.user_id, deputy.id, roles, term.from_on, term.to_on, post.from_on, post.to_on
    )  # fmt: skip


def _standing(session: Session, post: Membership, deputy: User, term: Term) -> list[Standing]:
    """What is entered for these days that has to do with the post, its holder or the deputy."""
    people = (post.user_id, deputy.id)
    query = (
        select(Delegation, Membership.user_id)
        .join(Membership, Membership.id == Delegation.membership_id)
        .where(Delegation.from_on <= term.to_on, Delegation.to_on >= term.from_on)
        .where(or_(Membership.user_id.in_(people), Delegation.deputy_id.in_(people)))
    )
    return [
        Standing(row.Delegation.membership_id, row.user_id, row.Delegation.deputy_id, row.Delegation.from_on, row.Delegation.to_on)
        for row in session.execute(query)
    ]


def _end(session: Session, delegation: Delegation, last: date, why: str, *, actor: Actor, now: datetime) -> None:
    delegation.to_on = max(last, delegation.from_on - timedelta(days=1))
    delegation.ended_at, delegation.ended_by_id = now, actor.user_id
    post = delegation.membership
    _record(session, delegation, post, "end", why, actor=actor, now=now)
    said = f"{delegation.deputy.name}不再代理{_said(post)}，{why}。"
    _tell(session, delegation, post, "end", "代理已结束", said, actor, now)


def _said(post: Membership) -> str:
    return f"{post.user.name}（{post.unit.name}{label(post.role)}）"


def _record(session: Session, row: Delegation, post: Membership, action: str, reason: str, *, actor: Actor, now: datetime) -> None:
    data = {
        "post": post.id, "unit": post.unit_id, "role": post.role.value, "holder": post.user_id, "deputy": row.deputy_id,
        "from": row.from_on.isoformat(), "to": row.to_on.isoformat(),
    }  # fmt: skip
    record(session, NO_PLAN, [Entry("delegation", row.id, action, reason=reason, data=data)], actor=actor, now=now)


def _tell(
    session: Session, row: Delegation, post: Membership, act: str, title: str, body: str, actor: Actor, now: datetime
) -> None:
    people = [session.get_one(User, user_id) for user_id in (post.user_id, row.deputy_id)]
    notices.tell_people(
        session, post.unit, people, key=f"delegation:{row.id}:{act}", title=title, body=body, path=PATH, now=now,
        but=actor.user_id,
    )  # fmt: skip
