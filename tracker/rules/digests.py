"""What a digest holds, as values: its messages in bands by how they press, the weightiest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from tracker.rules.reminders import Ladder

LISTED = 20  # messages in one digest: a longer letter is not read; the rest is in the inbox


class Band(IntEnum):
    """How a message presses, in the order in which a digest has them. What tells of an act is news, whatever day it names."""

    OVERDUE = 0
    TODAY = 1
    WAITING = 2  # reminded of by the day since which it waits; nothing has set it a limit
    SOON = 3
    NEWS = 4


# Their day is the one on which something came, not the one by which it is to be done.
WAITING_LADDERS = frozenset(
    {Ladder.RETURNED, Ladder.REVIEW, Ladder.EXTENSION, Ladder.OFFICE_WAIT, Ladder.HEAD_WAIT, Ladder.INDICATOR}
)


@dataclass(frozen=True)
class Line:
    """One message. `post`: as whom the reader gets it; `part`: what the reader's unit is in the task, which `about` names.

    `path`: the page that it is about, below the base URL.
    """

    band: Band
    title: str
    body: str
    path: str
    post: str = ""
    part: str = ""
    plan: str | None = None
    due_on: date | None = None
    about: str | None = None


@dataclass(frozen=True)
class Contents:
    """A person's digest: the first LISTED of its messages in order, and how many there are in each band, the others too."""

    day: date
    is_urgent: bool
    lines: tuple[Line, ...]
    counts: Mapping[Band, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Tally:
    """The word of the day to a group: how many matters were reminded of; of nobody in particular."""

    day: date
    counts: Mapping[Band, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class MessageStatus(StrEnum):
    """What became of a message, as the office looks for it; computed, never stored. The last two stand beside any of the others."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    INBOX = "inbox"
    MUTED = "muted"
    SUPERSEDED = "superseded"
    SETTLED = "settled"
    NO_POST = "no_post"
    READ = "read"
    ACKNOWLEDGED = "acknowledged"
