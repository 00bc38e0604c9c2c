"""What a digest holds, as values: its messages in bands by how they press, the weightiest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

LISTED = 20  # messages in one digest: a longer letter is not read; the rest is in the inbox


class Band(IntEnum):
    """How a message presses, in the order in which a digest has them. What tells of an act is news, whatever day it names."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    NEWS = 3


def band_of(due_on: date | None, day: date, *, is_reminder: bool) -> Band:
    """The band of a message in the digest of the day; `queries/digests.py` has it in SQL."""
    if not is_reminder or due_on is None:
        return Band.NEWS
    if due_on < day:
        return Band.OVERDUE
    return Band.TODAY if due_on == day else Band.SOON


@dataclass(frozen=True)
class Line:
    """One message. `why`: as whom the reader gets it; `path`: the page that it is about, below the base URL; `about`: its task."""

    band: Band
    title: str
    body: str
    path: str
    why: str = ""
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
    READ = "read"
    ACKNOWLEDGED = "acknowledged"
