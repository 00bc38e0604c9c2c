"""Every message that was meant for somebody, and how it fared, for the office of the place."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.models import Delivery, DeliveryState, Digest, Jurisdiction, Notice, NoticeState, Unit, User
from tracker.queries.reminder_sources import Side
from tracker.queries.scope import found, unit_within
from tracker.queries.sql import Page, page_of
from tracker.rules.digests import MessageStatus
from tracker.rules.permissions import Actor, Permission
from tracker.rules.reminders import Ladder

FAILED_SHOWN = 10  # on a page of their own list


@dataclass(frozen=True)
class MessageFilter:
    """What the list is narrowed to; None: not at all. `text` is a part of the name of a unit or person, or a login.

    `matter`: the id of a reminder; those on the same matter, also those to the office.
    """

    text: str = ""
    status: MessageStatus | None = None
    ladder: Ladder | None = None
    from_on: date | None = None
    to_on: date | None = None
    matter: int | None = None


@dataclass(frozen=True)
class Message:
    """A message with its deliveries, in the order of channels."""

    notice: Notice
    deliveries: Sequence[Delivery]

    @property
    def status(self) -> MessageStatus:
        """What became of it, beside having been read: one failure is a failure, however the other channels did."""
        states = {delivery.state for delivery in self.deliveries}
        if self.notice.state is not NoticeState.CARRIED:
            return _OF_NOTICES[self.notice.state]
        if DeliveryState.FAILED in states:
            return MessageStatus.FAILED
        if states & {DeliveryState.PLANNED, DeliveryState.CLAIMED}:
            return MessageStatus.SENDING
        return MessageStatus.SETTLED if states == {DeliveryState.SET_ASIDE} else MessageStatus.SENT


_OF_NOTICES = {
    NoticeState.PLANNED: MessageStatus.WAITING,
    NoticeState.INBOX: MessageStatus.INBOX,
    NoticeState.MUTED: MessageStatus.MUTED,
    NoticeState.SUPERSEDED: MessageStatus.SUPERSEDED,
    NoticeState.SETTLED: MessageStatus.SETTLED,
    NoticeState.NO_POST: MessageStatus.NO_POST,
}


def messages(session: Session, actor: Actor, wanted: MessageFilter, number: int = 1) -> Page[Message]:
    """One page of the messages to the units of the actor's places, the newest first; three statements."""
    query = _of_place(actor).where(*_conditions(wanted)).options(joinedload(Notice.user), joinedload(Notice.unit))
    rows, number, total = page_of(session, query.order_by(Notice.id.desc()), number)
    notices = [row.Notice for row in rows]
    by_digest = _deliveries(session, {notice.digest_id for notice in notices})
    return Page([Message(notice, by_digest[notice.digest_id]) for notice in notices], number, total)


def the_message(session: Session, actor: Actor, notice_id: int) -> Message:
    """The message; NotFound where it went to no unit of the actor's places."""
    notice = found(session.scalar(_of_place(actor).where(Notice.id == notice_id)))
    return Message(notice, _deliveries(session, {notice.digest_id})[notice.digest_id])


def failed(session: Session, actor: Actor, text: str = "", number: int = 1) -> Page[Row[Any]]:
    """One page of the deliveries that were given up, the newest first, with their digests and readers; two statements.

    `text`: of those people alone whose name holds it, or whose login it is.
    """
    query = (
        select(Delivery, Digest, User)
        .join(Digest, Digest.id == Delivery.digest_id)
        .outerjoin(User, User.id == Digest.user_id)
        .where(Delivery.state == DeliveryState.FAILED, _digest_within(actor), _is_named(text) if text else true())
        .order_by(Delivery.id.desc())
    )
    rows, number, total = page_of(session, query, number, FAILED_SHOWN)
    return Page(rows, number, total, FAILED_SHOWN)


def the_delivery(session: Session, actor: Actor, delivery_id: int) -> Delivery:
    """The delivery; NotFound where its digest is none of the actor's places."""
    query = select(Delivery).join(Digest, Digest.id == Delivery.digest_id)
    return found(session.scalar(query.where(Delivery.id == delivery_id, _digest_within(actor))))


def the_digest(session: Session, actor: Actor, digest_id: int) -> Digest:
    """The digest; NotFound where it is none of the actor's places."""
    query = select(Digest).options(joinedload(Digest.user))
    return found(session.scalar(query.where(Digest.id == digest_id, _digest_within(actor))))


def deliveries_of(session: Session, digest_id: int) -> Sequence[Delivery]:
    """The digest's deliveries, in the order of channels."""
    return _deliveries(session, {digest_id})[digest_id]


def _of_place(actor: Actor) -> Select[Notice]:
    return (
        select(Notice)
        .join(Unit, Unit.id == Notice.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(unit_within(actor, Permission.REMINDER_READ))
    )


def _digest_within(actor: Actor) -> ColumnElement[bool]:
    """A condition on Digest: of a person some of whose messages in it went to a unit of the place, or the word to a group.

    The word holds nothing but numbers, and whose group it is only the settings know.
    """
    own = (
        select(Notice.id)
        .join(Unit, Unit.id == Notice.unit_id)
        .join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        .where(Notice.digest_id == Digest.id, unit_within(actor, Permission.REMINDER_READ))
    )
    return or_(Digest.user_id.is_(None), own.exists())


def _conditions(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.status:
        conditions.append(_has_status(wanted.status))
    if wanted.ladder:
        conditions.append(Notice.ladder == wanted.ladder.value)
    if wanted.text:
        of_person = Notice.user_id.in_(select(User.id).where(_is_named(wanted.text)))
        conditions.append(or_(Unit.name.contains(wanted.text, autoescape=True), of_person))
    if wanted.from_on:
        conditions.append(Notice.planned_on >= wanted.from_on)
    if wanted.to_on:
        conditions.append(Notice.planned_on <= wanted.to_on)
    if wanted.matter:
        conditions.append(_same_matter(wanted.matter))
    return conditions


def _is_named(text: str) -> ColumnElement[bool]:
    """A condition on User."""
    return or_(User.name.contains(text, autoescape=True), User.login == text)


def _same_matter(notice_id: int) -> ColumnElement[bool]:
    one = aliased(Notice)
    same = (getattr(one, name) == getattr(Notice, name) for name in ("ladder", "due_on", "subject", "subject_id"))
    of_unit = or_(one.unit_id == Notice.unit_id, Notice.audience == Side.OFFICE)
    return exists().where(one.id == notice_id, *same, of_unit).correlate(Notice)


def _has_status(status: MessageStatus) -> ColumnElement[bool]:
    """`Message.status` in SQL, and the two that stand beside it."""
    if status is MessageStatus.READ:
        return Notice.read_at.is_not(None)
    if status is MessageStatus.ACKNOWLEDGED:
        return Notice.acknowledged_at.is_not(None)
    state = next((state for state, named in _OF_NOTICES.items() if named is status), None)
    is_dropped = and_(Notice.state == NoticeState.CARRIED, ~_has_delivery(Delivery.state != DeliveryState.SET_ASIDE))
    if state:
        return or_(Notice.state == state, is_dropped) if status is MessageStatus.SETTLED else Notice.state == state
    carried = and_(Notice.state == NoticeState.CARRIED, ~is_dropped)
    has_failed = _has_delivery(Delivery.state == DeliveryState.FAILED)
    if status is MessageStatus.FAILED:
        return and_(carried, has_failed)
    waits = _has_delivery(Delivery.state.in_((DeliveryState.PLANNED, DeliveryState.CLAIMED)))
    return and_(carried, ~has_failed, waits if status is MessageStatus.SENDING else ~waits)


def _has_delivery(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Delivery.digest_id == Notice.digest_id, condition)


def _deliveries(session: Session, digest_ids: Set[int | None]) -> dict[int | None, list[Delivery]]:
    query = select(Delivery).where(Delivery.digest_id.in_(digest_ids)).order_by(Delivery.channel)
    found: dict[int | None, list[Delivery]] = defaultdict(list)
    for delivery in session.scalars(query):
        found[delivery.digest_id].append(delivery)
    return found
