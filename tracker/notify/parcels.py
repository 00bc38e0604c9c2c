"""What waits for a channel, read in batches and put into words before anything is claimed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Delivery, DeliveryState, Digest, User
from tracker.notify.channels import Audience, Channel, Message, Recipient
from tracker.notify.letters import Letter, letter, word_of_the_day
from tracker.rules.days import official_day
from tracker.rules.digests import Contents, Tally

BATCH = 200  # whose words are put together at once; memory does not grow with what waits


@dataclass(frozen=True)
class Reader:
    """Where the words come from: what digests still have to say by id, as of a day, and the tally of a day within a group's scope.

    `settle` sets aside, in a transaction, what need not be said any more on the day.
    """

    contents_of: Callable[[Session, Sequence[int], date], Mapping[int, Contents]]
    tally_of: Callable[[Session, date, str | None], Tally]
    settle: Callable[[Session, date], int]


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to go; without an address where the person is no longer reached over the channel."""

    id: int
    attempts: int
    address: str | None
    message: Message


def parcels(session: Session, channel: Channel, reader: Reader, base_url: str, now: datetime) -> list[Parcel]:
    """The next deliveries that wait for the channel and may be tried, what presses first; a constant number of statements."""
    waiting = (
        select(Delivery, Digest, User)
        .join(Digest, Digest.id == Delivery.digest_id)
        .outerjoin(User, User.id == Digest.user_id)
        .where(Delivery.channel == channel.name, Delivery.state == DeliveryState.PLANNED, Delivery.try_at <= now)
        .order_by(Digest.is_urgent.desc(), Delivery.try_at, Delivery.id)
        .limit(BATCH)
    )
    rows = session.execute(waiting).all()
    in_person = [digest.id for _, digest, user in rows if user]
    contents = reader.contents_of(session, in_person, official_day(now)) if in_person else {}
    found = []
    for delivery, digest, user in rows:
        if user is None:
            written = word_of_the_day(reader.tally_of(session, digest.day, channel.scope), base_url)
        elif digest.id in contents:
            written = letter(contents[digest.id], base_url, may_repeat=delivery.may_repeat)
        else:  # nothing is left of it; the next look sets it aside
            continue
        found.append(Parcel(delivery.id, delivery.attempts, address(channel, user), _message(delivery, digest, written)))
    return found


def address(channel: Channel, user: User | None) -> str | None:
    """Where the channel reaches the person; a group needs no address."""
    if channel.audience is Audience.GROUP:
        return ""
    if user is None or not user.is_active:
        return None
    return channel.address_of(Recipient(user.login, user.email, user.phone))


def _message(delivery: Delivery, digest: Digest, written: Letter) -> Message:
    return Message(
        f"delivery:{delivery.id}", written.subject, written.text, written.short, written.html or None, is_urgent=digest.is_urgent
    )
