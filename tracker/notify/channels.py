"""What every way of sending has in common: what is sent to whom, how it is handed over, and the error that says what to do next."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from tracker.rules.channels import Audience as Audience
from tracker.rules.channels import Carries as Carries
from tracker.rules.channels import Kind as Kind


class ChannelError(Exception):
    """A message was not taken; the text, for the office to read, says why, and holds no secret.

    `permanent`: trying again cannot help. `may_have_arrived`: the line broke after the message was on its way, so a second try may
    double it and has to say so. `retry_after`: seconds for which the other side asked to be left alone; None where it did not.
    """

    def __init__(
        self, message: str, *, permanent: bool = False, may_have_arrived: bool = False, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.may_have_arrived = may_have_arrived
        self.retry_after = retry_after


@dataclass(frozen=True)
class Message:
    """One message in the forms that channels ask for.

    `text` and `html` are the mail; `short` is one line with a link, for text messages and robots, whose readers are not known: it
    names no measure and no person. `key` is the delivery's own: the same at every try, so that a receiver can drop the second.
    """

    key: str
    subject: str
    text: str
    short: str
    html: str | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Recipient:
    """A person as channels know him: by what they can be reached at, not by name."""

    login: str
    email: str | None = None
    phone: str | None = None


class Sender(Protocol):
    """What messages are handed to."""

    def send(self, address: str, message: Message) -> None:
        """Hand the message over, within a bounded time; raises ChannelError where it was not taken."""
        ...


class Channel(Protocol):
    """A way of sending, opened from an address in TRACKER_NOTIFY_URLS.

    `name` is its own among all; `scope` of a group's: the name of the unit whose group it is, or None for the office's;
    `per_minute`: the most that the other side takes; `shown`: the address without its secrets.
    """

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def carries(self) -> Carries: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def per_minute(self) -> int | None: ...
    @property
    def shown(self) -> str: ...

    def address_of(self, recipient: Recipient) -> str | None:
        """Where the person is reached over this channel; None: not at all. A group's channel reaches nobody in person."""
        ...

    def send(self, address: str, message: Message) -> None:
        """Hand over one message; ChannelError where it was not taken. A group's channel needs no address."""
        ...

    def session(self) -> AbstractContextManager[Sender]:
        """A sender for many messages, over one connection where the channel keeps one; after an error it can go on."""
        ...


@dataclass(frozen=True, kw_only=True)
class ChannelFacts:
    """What is known of a channel before anything is sent; every channel is one."""

    name: str
    kind: Kind
    audience: Audience
    carries: Carries
    shown: str
    scope: str | None = None
    per_minute: int | None = None
    timeout: float = 20.0

    def address_of(self, recipient: Recipient) -> str | None:
        return None

    def send(self, address: str, message: Message) -> None:
        raise NotImplementedError

    @contextmanager
    def session(self) -> Iterator[Sender]:
        """The channel itself: most keep no connection."""
        yield self
