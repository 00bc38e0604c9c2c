"""Messages that wait, and channels that remember what they were given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update

from tests.factories import NOW, Cast, Factory
from tracker.db import Database
from tracker.fencing import Fence
from tracker.models import Delivery, DeliveryState, Digest, Notice, NoticeState, Task
from tracker.models.scheduling import SchedulerLease
from tracker.notify.channels import Audience, Carries, Channel, ChannelFacts, Kind, Message, Recipient, Sender
from tracker.notify.deliver import Delivered, deliver
from tracker.notify.parcels import Reader
from tracker.queries.digests import still_to_say, tally_of
from tracker.rules.days import OFFICIAL_ZONE, official_day
from tracker.rules.sending import Window
from tracker.services.calendars import shipped_calendar
from tracker.services.digests import Composed, compose
from tracker.services.mutes import mute

MORNING = datetime.combine(date(2025, 3, 10), time(9, 19), OFFICIAL_ZONE).astimezone(UTC)
# The reminders of these tests are of matters that do not exist; what has ended is judged only where a test asks for it.
UNJUDGED = Reader(still_to_say, tally_of, lambda session, today: 0)
BASE_URL = "http://tracker.shili.example"


@dataclass(frozen=True, kw_only=True)
class Recorder(ChannelFacts):
    """A channel for mail that remembers to whom it sent what, and does what `on_send` says before that."""

    name: str = "mail"
    kind: Kind = Kind.MAIL
    audience: Audience = Audience.PERSON
    carries: Carries = Carries.MAIL
    shown: str = "smtp://…"
    on_send: Callable[[str], None] = lambda address: None
    sent: list[tuple[str, Message]] = field(default_factory=list)

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.phone if self.carries is Carries.SMS else recipient.email

    def send(self, address: str, message: Message) -> None:
        self.on_send(address)
        self.sent.append((address, message))

    @contextmanager
    def session(self) -> Iterator[Sender]:
        yield self

    @property
    def addresses(self) -> list[str]:
        return [address.partition("@")[0] for address, _ in self.sent]

    @property
    def subjects(self) -> list[str]:
        return [message.subject for _, message in self.sent]


def group(**over: object) -> Recorder:
    """A robot's group."""
    facts = {"name": "robot", "kind": Kind.WECOM, "audience": Audience.GROUP, "carries": Carries.GROUP, **over}
    return Recorder(**facts)  # type: ignore[arg-type]


@dataclass
class Post:
    """The sending of one test: enters messages, composes, delivers; `now` moves by hand."""

    database: Database
    cast: Cast
    channels: list[Channel]
    now: datetime = MORNING
    token: int = 1
    entered: int = 0
    reader: Reader = UNJUDGED

    @property
    def window(self) -> Window:
        return Window(shipped_calendar())

    def plan(self, title: str = "今天到期：增加托位供给", who: str = "liaison", **over: object) -> int:
        """The id of a message that waits for its reader's digest."""
        self.entered += 1
        given: dict[str, object] = {
            "key": f"note:{self.entered}", "unit_id": self.cast.unit_id(who), "user_id": getattr(self.cast, who).user_id,
            "title": title, "body": "任务今天到期。请抓紧办理。", "path": "/tasks/1", "planned_on": official_day(self.now),
        }  # fmt: skip
        with self.database.transaction() as session:
            row = Notice(**given | over)
            session.add(row)
            session.flush()
            return row.id

    def remind(self, due_on: date = date(2025, 3, 10), rung: str = "due+0w", **over: object) -> int:
        """A reminder of a task's due date."""
        given: dict[str, object] = {"ladder": "due", "rung": rung, "subject": "task", "subject_id": 1, "due_on": due_on}
        return self.plan(**given | over)  # type: ignore[arg-type]

    def compose(self, *, is_swept: bool = True) -> Composed:
        with self.database.transaction() as session:
            return compose(session, self.channels, self.window, now=self.now, is_swept=is_swept)

    def fence(self) -> Fence:
        """The fence of whoever works now, under the token at hand."""
        with self.database.transaction() as session:
            session.execute(update(SchedulerLease).values(token=self.token))
        return Fence(self.database, self.token)

    def deliver(self, fence: Fence | None = None, limit: int | None = None) -> Delivered:
        return deliver(fence or self.fence(), self.channels, self.reader, BASE_URL, lambda: self.now, self.window, limit)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def notice(self, notice_id: int) -> Notice:
        with self.database.reading() as session:
            return session.get_one(Notice, notice_id)

    def digests(self) -> list[Digest]:
        with self.database.reading() as session:
            return list(session.scalars(select(Digest).order_by(Digest.id)))

    def deliveries(self) -> list[Delivery]:
        with self.database.reading() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def one_that_failed(factory: Factory, task_id: int) -> dict[str, int]:
    """The numbers of a digest of the liaison's, of its delivery that was given up, and of a wish to be left in peace."""
    liaison, unit_id = factory.cast.liaison, factory.cast.unit_id("liaison")
    with factory.database.transaction() as session:
        digest = Digest(key="day:test", user_id=liaison.user_id, day=NOW.date(), is_urgent=False, composed_at=NOW)
        carried = Notice(
            key="carried", unit_id=unit_id, user_id=liaison.user_id, title="今天到期", body="请办理。", path="/mine",
            planned_on=NOW.date(), state=NoticeState.CARRIED, digest=digest,
        )  # fmt: skip
        delivery = Delivery(digest=digest, channel="console", state=DeliveryState.FAILED, try_at=NOW, error="被拒收")
        session.add_all([carried, delivery])
        task = session.get_one(Task, task_id)
        row = mute(session, task.plan, task, NOW.date(), "已在办理", actor=liaison, now=NOW)
        session.flush()
        return {"digest_id": digest.id, "delivery_id": delivery.id, "mute_id": row.id}
