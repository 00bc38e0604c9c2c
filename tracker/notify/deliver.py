"""Send what is composed: claim, then send, then record (docs/decisions/0026).

A delivery is claimed in a short transaction and sent outside any; the next transaction records how it went and claims the next. So
after a crash nothing is lost, and of each channel one message at most may have left without its record. It goes out again under the
same Message-ID, and says that it may have come before.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, func, literal, select, true, update
from sqlalchemy.orm import Session

from tracker.fencing import Fence
from tracker.models import Delivery, DeliveryState, Event
from tracker.models.base import Base
from tracker.notify.channels import Channel, ChannelError, Sender
from tracker.notify.parcels import Parcel, Reader, parcels
from tracker.rules.days import official_day
from tracker.rules.sending import Window

logger = logging.getLogger(__name__)

# Waiting time after the first, second, … failed try; after the try that follows the last of them the message has failed.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MAX_TRIES = len(BACK_OFF) + 1
# With a server down, the other people's messages need not be tried before the next round.
FAILURES_IN_A_ROW = 3
MINUTE = timedelta(minutes=1)
FRESH = timedelta(seconds=30)  # for so long what was put into words may be sent without a second look

BROKE_OFF = "上次发送中断，可能已经送达"
NO_ADDRESS = "收件人没有可用的地址，或账号已停用"
FAULT = "发送程序出错，详情见系统日志"

Now = Callable[[], datetime]

# The two that run for every message stand ready, and go past the ORM: putting them together anew took longer than all the rest.
_TABLE = Base.metadata.tables[Delivery.__tablename__]
_CLAIM = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("which"), _TABLE.c.state == DeliveryState.PLANNED)
    .values(state=DeliveryState.CLAIMED, claimed_at=bindparam("now"), fence=bindparam("token"), attempts=_TABLE.c.attempts + 1)
)
_RECORD_SENT = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("which"), _TABLE.c.state == DeliveryState.CLAIMED, _TABLE.c.fence == bindparam("token"))
    .values(state=DeliveryState.SENT, sent_at=bindparam("now"), error=None)
)


@dataclass(frozen=True)
class Delivered:
    """Deliveries of one round: sent, given up for good, and still to be sent, now or at a later try."""

    sent: int
    failed: int
    pending: int


@dataclass(frozen=True)
class _Outcome:
    """How a try went that is not recorded yet."""

    parcel: Parcel
    error: ChannelError | None


def deliver(
    fence: Fence, channels: Sequence[Channel], reader: Reader, base_url: str, now_fn: Now, window: Window, limit: int | None = None
) -> Delivered:
    """Send what waits, channel by channel, while the window is open; at most `limit` in all. Call it outside any transaction.

    A try that fails is repeated after the times of BACK_OFF, and a refusal that cannot change is not. Raises LeaseLost where
    another scheduler is at work: what this one was sending then is the other's to clear up.
    """
    sending = _Round(fence, reader, base_url, now_fn, window, limit)
    with fence.transaction() as session:
        sending.failed += _free_claims(session, fence.token, now_fn())
    for channel in channels:
        sending.send_over(channel)
    return Delivered(sending.sent, sending.failed, _pending(fence))


def _free_claims(session: Session, token: int, now: datetime) -> int:
    """Free the claims that were left over, each counted as a try; how many had their last one.

    Nobody else holds one of ours: rounds of one process never overlap, and an older token's process has lost the lease.
    """
    states = session.scalars(
        update(Delivery)
        .where(Delivery.state == DeliveryState.CLAIMED, Delivery.fence <= token)
        .values(state=_after_failure(), may_repeat=True, try_at=now, error=BROKE_OFF)
        .returning(Delivery.state)
    )
    return list(states).count(DeliveryState.FAILED)


@dataclass
class _Round:
    """One round of sending, and what it has counted."""

    fence: Fence
    reader: Reader
    base_url: str
    now_fn: Now
    window: Window
    limit: int | None
    tried: int = 0
    sent: int = 0
    failed: int = 0
    failures: int = 0  # in a row, on the channel at hand
    judged: int | None = None  # the newest event when it was last looked what need not be said any more

    def send_over(self, channel: Channel) -> None:
        """Send what waits for the channel, over one connection."""
        self.failures, outcome = 0, None
        with channel.session() as sender:
            for parcel in self._waiting(channel):
                with self.fence.transaction() as session:
                    self._record(session, channel, outcome)
                    goes_on = self._may_go_on(session, channel)
                    claimed = goes_on and _claim(session, parcel, self.fence.token, self.now_fn())
                outcome = _Outcome(parcel, _handed_over(sender, parcel)) if claimed else None
                self.tried += claimed
                if not goes_on:
                    return
            with self.fence.transaction() as session:
                self._record(session, channel, outcome)

    def _waiting(self, channel: Channel) -> Iterator[Parcel]:
        """What waits, in batches; whatever was tried waits no longer, so that each batch is a new one.

        What is no longer to be said is set aside before. A batch that takes long is put into words anew, for its matters may end.
        """
        while self.window.is_open(self.now_fn()):
            read_at = self.now_fn()
            self._settle(read_at)
            with self.fence.reading() as session:
                batch = parcels(session, channel, self.reader, self.base_url, read_at)
            for parcel in batch:
                yield parcel
                if self.now_fn() - read_at >= FRESH:
                    break
            if not batch:
                return

    def _settle(self, now: datetime) -> None:
        """Whatever ends a matter is an event; where there was none since the last look, nothing has ended."""
        with self.fence.reading() as session:
            newest = session.scalar(select(func.max(Event.id))) or 0
        if newest == self.judged:
            return
        with self.fence.transaction() as session:
            self.reader.settle(session, official_day(now))
        self.judged = newest

    def _may_go_on(self, session: Session, channel: Channel) -> bool:
        if self.fence.over.is_set() or self.failures >= FAILURES_IN_A_ROW or self.tried == self.limit:
            return False
        now = self.now_fn()
        return self.window.is_open(now) and not _has_had_enough(session, channel, now)

    def _record(self, session: Session, channel: Channel, outcome: _Outcome | None) -> None:
        if outcome is None:
            return
        now, error = self.now_fn(), outcome.error
        if error is not None:
            self._record_failure(session, channel, outcome.parcel, error, now)
            return
        session.connection().execute(_RECORD_SENT, {"which": outcome.parcel.id, "token": self.fence.token, "now": now})
        self.sent, self.failures = self.sent + 1, 0

    def _record_failure(self, session: Session, channel: Channel, parcel: Parcel, error: ChannelError, now: datetime) -> None:
        tries = parcel.attempts + 1
        gives_up = error.permanent or tries >= MAX_TRIES
        pause = timedelta() if gives_up else max(BACK_OFF[tries - 1], timedelta(seconds=error.retry_after or 0))
        session.execute(
            update(Delivery)
            .where(Delivery.id == parcel.id, Delivery.state == DeliveryState.CLAIMED, Delivery.fence == self.fence.token)
            .values(
                state=DeliveryState.FAILED if gives_up else DeliveryState.PLANNED,
                try_at=self.window.next_open(now + pause),
                # Once a message may have arrived, every later try has to say so.
                may_repeat=true() if error.may_have_arrived else Delivery.may_repeat,
                error=str(error)[:300],
            )
        )
        self.failed += gives_up
        self.failures = 0 if error.permanent else self.failures + 1
        if error.retry_after:
            self._rest(session, channel, now + timedelta(seconds=error.retry_after))

    def _rest(self, session: Session, channel: Channel, until: datetime) -> None:
        """Leave the channel alone for as long as the other side asked."""
        waiting = Delivery.channel == channel.name, Delivery.state == DeliveryState.PLANNED, Delivery.try_at < until
        session.execute(update(Delivery).where(*waiting).values(try_at=until))
        self.failures = FAILURES_IN_A_ROW


def _has_had_enough(session: Session, channel: Channel, now: datetime) -> bool:
    """True where the channel took as much in the last minute as it takes; counted from the records, whoever sent it."""
    if channel.per_minute is None:
        return False
    lately = Delivery.channel == channel.name, Delivery.claimed_at > now - MINUTE, Delivery.claimed_at <= now
    return (session.scalar(select(func.count()).select_from(Delivery).where(*lately)) or 0) >= channel.per_minute


def _claim(session: Session, parcel: Parcel, token: int, now: datetime) -> bool:
    """True where the delivery is now ours; it counts as tried."""
    claimed = session.connection().execute(_CLAIM, {"which": parcel.id, "token": token, "now": now})
    return claimed.rowcount == 1


def _handed_over(sender: Sender, parcel: Parcel) -> ChannelError | None:
    if parcel.address is None:
        return ChannelError(NO_ADDRESS, permanent=True)
    try:
        sender.send(parcel.address, parcel.message)
    except ChannelError as error:
        return error
    except Exception:  # a fault of ours must not keep the others' messages back
        logger.exception("delivery %d", parcel.id)
        return ChannelError(FAULT, may_have_arrived=True)
    return None


def _after_failure() -> ColumnElement[DeliveryState]:
    """What a delivery becomes whose try has failed; that try is counted already."""
    planned, failed = (literal(state, Delivery.state.type) for state in (DeliveryState.PLANNED, DeliveryState.FAILED))
    return case((Delivery.attempts >= MAX_TRIES, failed), else_=planned)


def _pending(fence: Fence) -> int:
    waiting = Delivery.state.in_((DeliveryState.PLANNED, DeliveryState.CLAIMED))
    with fence.reading() as session:
        return session.scalar(select(func.count()).select_from(Delivery).where(waiting)) or 0
