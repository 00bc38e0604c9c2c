"""Gather messages into digests: each minute what has become due, in statements that look at sets, never at one person.

One digest a working day for each person, at the day's minute of theirs; what comes after it waits for the next working day. Later
than that it is made only where a reminder, or what waited since yesterday, would otherwise be late: after a machine stood still.
What presses goes at once, apart. Nothing is composed while the house is closed, for it would only wait (rules/sending.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Executable,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session, aliased

from tracker.models import Delivery, DeliveryState, Digest, Mute, Notice, NoticeEnd, NoticeState, User
from tracker.notify.channels import Audience, Carries, Channel
from tracker.queries.digests import tally_of
from tracker.queries.sql import insert_new
from tracker.rules.days import official_day
from tracker.rules.sending import BY_PERSON, JITTER_MINUTES, Window, day_shift
from tracker.services.told_by_acts import give_way_to_acts

# What is never muted: an order and what it asks for, even where a reminder of it does not press yet.
ORDERS = ("order", "item", "instruction")


@dataclass(frozen=True)
class Composed:
    """What became of the messages that waited, and how much is on its way now."""

    superseded: int = 0
    muted: int = 0
    inbox: int = 0
    digests: int = 0
    deliveries: int = 0


def compose(session: Session, channels: Sequence[Channel], window: Window, *, now: datetime, is_swept: bool = True) -> Composed:
    """Put what waits into digests, each with a delivery for every channel that reaches its reader, and return the counts.

    In this order: what a later message on the same matter has overtaken, or an act tells today; what its reader has muted; what
    nobody can be sent stays in the inbox; then what presses, the day's digests of those whose minute has come, and the word of
    the day to groups. The last two wait until the day's reminders are planned (`is_swept`), or the digest would leave without
    them.
    """
    if not window.is_open(now):
        return Composed()
    today = official_day(now)
    minutes = window.minutes_past_digest(now) if is_swept else -1
    superseded, muted = _supersede(session) + give_way_to_acts(session, today), _mute(session, today)
    unreached = _keep_in_inbox(session, channels)
    newest = session.scalar(select(func.max(Digest.id))) or 0
    digests = _open_urgent(session, today, now) + _open_daily(session, today, minutes, now)
    _carry(session, newest)
    deliveries = sum(_deliver_by(session, channel, newest, now) for channel in channels if channel.audience is Audience.PERSON)
    groups = [channel for channel in channels if channel.audience is Audience.GROUP]
    words = _words_of_the_day(session, groups, today, now) if minutes >= 0 else 0
    return Composed(superseded, muted, unreached, digests + words, deliveries + words)


_WAITS = (Notice.state == NoticeState.PLANNED, Notice.user_id.is_not(None))


def _supersede(session: Session) -> int:
    """Of reminders of one ladder to one person on one matter and day, only the latest goes."""
    later = aliased(Notice)
    same = (Notice.ladder, Notice.subject, Notice.subject_id, Notice.unit_id, Notice.due_on)
    overtaken = exists().where(
        later.state == NoticeState.PLANNED,
        later.user_id == Notice.user_id,
        later.id > Notice.id,
        *(getattr(later, column.key) == column for column in same),
    )
    waiting = update(Notice).where(*_WAITS, Notice.ladder.is_not(None), overtaken)
    return _run(session, waiting.values(state=NoticeState.SUPERSEDED, ended=NoticeEnd.LATER))


def _mute(session: Session, today: date) -> int:
    """What the reader does not want to be reminded of; never news of an act, nor what presses, nor an order."""
    wished = exists().where(
        Mute.user_id == Notice.user_id,
        Mute.plan_id == Notice.plan_id,
        or_(Mute.task_id.is_(None), Mute.task_id == Notice.task_id),
        Mute.from_on <= today,
        Mute.to_on >= today,
    )
    is_reminder = and_(Notice.ladder.is_not(None), Notice.is_urgent.is_(False), Notice.subject.not_in(ORDERS))
    return _set_aside(session, NoticeState.MUTED, is_reminder, wished)


def _keep_in_inbox(session: Session, channels: Sequence[Channel]) -> int:
    """What no channel carries to its reader: no address, an account closed, or no such channel here."""
    reached = exists().where(User.id == Notice.user_id, or_(false(), *(_reaches(channel) for channel in channels)))
    return _set_aside(session, NoticeState.INBOX, ~reached)


def _reaches(channel: Channel) -> ColumnElement[bool]:
    """A condition on Notice and User: the message asks for such a channel, and it reaches the person (as its `address_of`)."""
    if channel.audience is Audience.GROUP:
        return false()
    if channel.carries is Carries.SMS:
        return and_(User.is_active, Notice.via.contains("sms"), Notice.is_urgent, User.phone.is_not(None))
    has_address = User.email.is_not(None) if channel.carries is Carries.MAIL else true()
    return and_(User.is_active, Notice.via.contains("mail"), has_address)


def _set_aside(session: Session, state: NoticeState, *conditions: ColumnElement[bool]) -> int:
    return _run(session, update(Notice).where(*_WAITS, *conditions).values(state=state))


def _open_urgent(session: Session, today: date, now: datetime) -> int:
    key = literal("urgent:") + cast(func.min(Notice.id), String)
    people = select(*_digest_values(key, today, now, is_urgent=True)).where(*_WAITS, Notice.is_urgent).group_by(Notice.user_id)
    return _open(session, people)


def _open_daily(session: Session, today: date, minutes: int, now: datetime) -> int:
    if minutes < 0:
        return 0
    key = literal(f"day:{today.isoformat()}:") + cast(Notice.user_id, String)
    # `rules/sending.jitter` in SQL.
    minute = (Notice.user_id % JITTER_MINUTES * BY_PERSON + day_shift(today)) % JITTER_MINUTES
    is_late = minutes >= JITTER_MINUTES
    in_time = or_(Notice.rung.is_not(None), Notice.planned_on < today) if is_late else minute <= minutes
    people = select(*_digest_values(key, today, now, is_urgent=False)).where(*_WAITS, Notice.is_urgent.is_(False), in_time)
    return _open(session, people.group_by(Notice.user_id))


def _digest_values(key: ColumnElement[str], today: date, now: datetime, *, is_urgent: bool) -> list[ColumnElement[Any]]:
    values = (literal(today, Digest.day.type), literal(is_urgent), literal(now, Digest.composed_at.type))
    return [key, Notice.user_id.expression, *values]


def _open(session: Session, people: Select[*tuple[Any, ...]]) -> int:
    """A digest for each; for none a second one under the same key, whoever was first."""
    columns = ["key", "user_id", "day", "is_urgent", "composed_at"]
    return _run(session, insert_new(session, Digest).from_select(columns, people).on_conflict_do_nothing())


def _carry(session: Session, newest: int) -> None:
    """Put the messages into their readers' new digests, those after `newest` that nothing was sent of yet."""
    fresh = (
        select(Digest.id)
        .where(
            Digest.user_id == Notice.user_id,
            Digest.is_urgent == Notice.is_urgent,
            Digest.id > newest,
            ~exists().where(Delivery.digest_id == Digest.id),
        )
        .scalar_subquery()
    )
    _run(session, update(Notice).where(*_WAITS, fresh.is_not(None)).values(state=NoticeState.CARRIED, digest_id=fresh))


def _deliver_by(session: Session, channel: Channel, newest: int, now: datetime) -> int:
    """A delivery over the channel of each new digest in which a message asks for it."""
    asked = exists().where(Notice.digest_id == Digest.id, _reaches(channel))
    rows = select(*_delivery_values(channel, now)).join(User, User.id == Digest.user_id).where(Digest.id > newest, asked)
    return _run(session, insert_new(session, Delivery).from_select(_DELIVERY, rows).on_conflict_do_nothing())


_DELIVERY = ["digest_id", "channel", "state", "attempts", "try_at", "may_repeat"]


def _delivery_values(channel: Channel, now: datetime) -> list[ColumnElement[Any]]:
    state, try_at = literal(DeliveryState.PLANNED, Delivery.state.type), literal(now, Delivery.try_at.type)
    return [Digest.id.expression, literal(channel.name), state, literal(0), try_at, literal(value=False)]


def _words_of_the_day(session: Session, groups: Sequence[Channel], today: date, now: datetime) -> int:
    """One digest a day for each group within whose scope something was reminded of; it holds no messages."""
    keys = {f"group:{channel.name}:{today.isoformat()}": channel for channel in groups}
    done = set(session.scalars(select(Digest.key).where(Digest.key.in_(keys))))
    number = 0
    for key, channel in keys.items():
        if key in done or not tally_of(session, today, channel.scope).total:
            continue
        digest = Digest(key=key, user_id=None, day=today, is_urgent=False, composed_at=now)
        session.add(Delivery(digest=digest, channel=channel.name, try_at=now))
        number += 1
    session.flush()
    return number


def _run(session: Session, statement: Executable) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False, "preserve_rowcount": True})
    return result.rowcount if isinstance(result, CursorResult) else 0
