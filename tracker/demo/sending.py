"""The mail of the demonstration: composed and recorded as real mail is, and handed to nobody."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.fencing import Fence
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message, Recipient
from tracker.notify.deliver import deliver
from tracker.notify.registry import DEFAULT
from tracker.rules.days import official_day
from tracker.rules.sending import Window
from tracker.rules.workdays import WorkCalendar
from tracker.services.digests import compose
from tracker.services.inbox import mark_read
from tracker.services.sending import READER

# Of one liaison the address is no longer right, lately: what was not delivered has to be seen by the office.
GONE, GONE_ON = "shijian@", date(2025, 11, 10)
FRIDAY = 5
BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, kw_only=True)
class InventedMail(ChannelFacts):
    """Takes everything but what goes to an address that is gone."""

    gone: str = ""

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.email

    def send(self, address: str, message: Message) -> None:
        if self.gone and address.startswith(self.gone):
            raise ChannelError("收件地址被拒收：550 该用户不存在", permanent=True)


# By the name of the channel that an installation has which sets none.
MAIL = InventedMail(
    name=DEFAULT.partition(":")[0], kind=Kind.CONSOLE, audience=Audience.PERSON, carries=Carries.MAIL, shown=DEFAULT
)


def send(database: Database, calendar: WorkCalendar, now: datetime) -> None:
    """One round of sending at the instant."""
    window = Window(calendar)
    channels = [replace(MAIL, gone=GONE) if official_day(now) >= GONE_ON else MAIL]
    with database.transaction() as session:
        compose(session, channels, window, now=now)
    deliver(Fence(database, 0), channels, READER, BASE_URL, lambda: now, window)


def read_inboxes(session: Session, cast: Cast, day: date) -> None:
    """On Fridays two liaisons of three look through their messages."""
    if day.isoweekday() != FRIDAY:
        return
    for unit_id, liaison in cast.liaisons.items():
        if unit_id % 3:
            mark_read(session, actor=liaison, now=at(day, 16))
