"""Send what is planned: claim, then send, then record.

A message is claimed in a short transaction, sent outside any, and recorded in another. After a crash nothing is lost: a claim
that is left over is taken up again, and the message says that it may have come before; of each sender that is one letter at
most. Inbox messages need no sending (services/notices.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.models import Channel, Notice, NoticeState, User
from tracker.notify.channels import Channel as Sender
from tracker.notify.channels import ChannelError
from tracker.notify.letters import Line, letter
from tracker.notify.registry import mail_channel

# Waiting time after the first, second, … failed try; after the try that follows the last of them the message has failed.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MAX_TRIES = len(BACK_OFF) + 1
# A sender that has not recorded its claim after this time is dead: a channel gives up much earlier.
CLAIM_EXPIRES = timedelta(minutes=10)
# With the mail server down, the other people's mail need not be tried before the next round.
FAILURES_IN_A_ROW = 3

MAY_REPEAT = "上次发送中断，可能已经送达"
NO_ADDRESS = "收件人没有邮箱，或账号已停用"

Now = Callable[[], datetime]


class NotifySettings(Protocol):
    """What delivery needs of the settings; the rest of them is not for this layer."""

    @property
    def notify_urls(self) -> tuple[str, ...]: ...

    @property
    def base_url(self) -> str: ...


@dataclass(frozen=True)
class Delivered:
    """Messages of one round: sent, given up for good, and still to be sent, now or at a later try."""

    sent: int
    failed: int
    pending: int


@dataclass(frozen=True)
class Parcel:
    """What one person is to get in one letter, as it was claimed."""

    address: str | None
    lines: list[Line]
    ids: list[int]
    claimed_at: datetime


def deliver(database: Database, settings: NotifySettings, now_fn: Now) -> Delivered:
    """Send every person's planned mail as one letter each; call it outside any transaction.

    A try that fails is repeated after the times of BACK_OFF, and a refusal that cannot change is not. SettingsError where the
    channel is not set up rightly.
    """
    channel = mail_channel(settings.notify_urls)
    with database.transaction() as session:
        failed = _take_over(session, now_fn())
    sent = failures = 0
    for user_id in _waiting(database, now_fn()):
        with database.transaction() as session:
            parcel = _claim(session, user_id, now_fn())
        if not parcel.ids:
            continue
        error = _send(channel, parcel, settings.base_url)
        with database.transaction() as session:
            if error is None:
                sent += _record_sent(session, parcel, now_fn())
            else:
                failed += _record_failure(session, parcel, error)
        failures = failures + 1 if error and not error.permanent else 0
        if failures == FAILURES_IN_A_ROW:
            break
    return Delivered(sent, failed, _pending(database))


def _take_over(session: Session, now: datetime) -> int:
    """Free the claims that were left over, each counted as a try; how many had their last one."""
    states = session.scalars(
        update(Notice)
        .where(Notice.state == NoticeState.CLAIMED, Notice.claimed_at <= now - CLAIM_EXPIRES)
        .values(state=_after_failure(), attempts=Notice.attempts + 1, error=MAY_REPEAT)
        .returning(Notice.state)
    )
    return list(states).count(NoticeState.FAILED)


def _waiting(database: Database, now: datetime) -> list[int]:
    query = select(Notice.user_id).where(_is_ready(now)).group_by(Notice.user_id).order_by(func.min(Notice.id))
    with database.reading() as session:
        return [user_id for user_id in session.scalars(query) if user_id is not None]


def _is_ready(now: datetime) -> ColumnElement[bool]:
    waited = [and_(Notice.attempts == tries, Notice.claimed_at <= now - pause) for tries, pause in enumerate(BACK_OFF, start=1)]
    return and_(Notice.state == NoticeState.PLANNED, Notice.channel == Channel.MAIL, or_(Notice.attempts == 0, *waited))


def _claim(session: Session, user_id: int, now: datetime) -> Parcel:
    """The person's messages, now ours; without any where another sender was first."""
    claimed = session.scalars(
        update(Notice)
        .where(Notice.user_id == user_id, _is_ready(now))
        .values(state=NoticeState.CLAIMED, claimed_at=now)
        .returning(Notice.id)
    )
    ids = sorted(claimed)
    rows = session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id))
    lines = [Line(row.title, row.body, row.path, may_repeat=(row.error or "").startswith(MAY_REPEAT)) for row in rows]
    person = session.get_one(User, user_id)
    return Parcel(person.email if person.is_active else None, lines, ids, now)


def _send(channel: Sender, parcel: Parcel, base_url: str) -> ChannelError | None:
    if not parcel.address:
        return ChannelError(NO_ADDRESS, permanent=True)
    written = letter(parcel.lines, base_url)
    try:
        channel.send(parcel.address, written.subject, written.text)
    except ChannelError as error:
        return error
    return None


def _record_sent(session: Session, parcel: Parcel, now: datetime) -> int:
    """How many messages are now sent; none where another sender has meanwhile taken our claim for dead."""
    ours = update(Notice).where(*_still_ours(parcel)).values(state=NoticeState.SENT, sent_at=now)
    return len(session.scalars(ours.returning(Notice.id)).all())


def _record_failure(session: Session, parcel: Parcel, error: ChannelError) -> int:
    """How many messages have failed for good; the others wait for their next try."""
    said = str(error)[:200]
    doubtful = f"{MAY_REPEAT}：{said}"
    ours = update(Notice).where(*_still_ours(parcel))
    ours = ours.values(
        state=NoticeState.FAILED if error.permanent else _after_failure(),
        attempts=Notice.attempts + 1,
        # Once a message may have arrived, every later try has to say so.
        error=doubtful if error.may_have_arrived else case((Notice.error.startswith(MAY_REPEAT), doubtful), else_=said),
    )
    return list(session.scalars(ours.returning(Notice.state))).count(NoticeState.FAILED)


def _still_ours(parcel: Parcel) -> tuple[ColumnElement[bool], ...]:
    return Notice.id.in_(parcel.ids), Notice.state == NoticeState.CLAIMED, Notice.claimed_at == parcel.claimed_at


def _after_failure() -> ColumnElement[NoticeState]:
    """What a message becomes whose try has failed, by the tries it had before; to be set together with `attempts`."""
    planned, failed = (literal(state, Notice.state.type) for state in (NoticeState.PLANNED, NoticeState.FAILED))
    return case((Notice.attempts + 1 >= MAX_TRIES, failed), else_=planned)


def _pending(database: Database) -> int:
    waiting = Notice.state.in_((NoticeState.PLANNED, NoticeState.CLAIMED))
    query = select(func.count()).select_from(Notice).where(Notice.channel == Channel.MAIL, waiting)
    with database.reading() as session:
        return session.scalar(query) or 0
