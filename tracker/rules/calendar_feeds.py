"""Calendar feeds (日历订阅): what a day in one is about, and how often one address may be fetched."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(hours=1)
FETCHES_IN_WINDOW = 60  # a person's devices together; Apple's calendar asks every five minutes at most, Outlook every few hours


class DayKind(StrEnum):
    """What is due on a day."""

    TASK = "task"
    ACKNOWLEDGE = "acknowledge"
    REPORT = "report"
    RETURNED = "returned"
    ORDER = "order"
    ITEM = "item"
    OBLIGATION = "obligation"
    INSTRUCTION = "instruction"
    RECHECK = "recheck"
    PLAN = "plan"  # for office and leaders: tasks of a plan


@dataclass(frozen=True)
class DueDay:
    """One day of a feed: what is due, its page, and how the record of it stands.

    `key` names the matter for good, whatever its day; `record` is the subject in the history whose events tell of a change.
    `title` is that of task or duty, empty where the plan is meant as a whole; `number` is the task's in its plan, `paper` the
    number of an order, `period` the key of a reporting period. Nothing that a person wrote in the course of the work is in it,
    for a calendar is kept by other people's servers.
    """

    kind: DayKind
    key: str
    record: tuple[str, int]
    on: date
    plan: str
    path: str
    title: str = ""
    number: str = ""
    paper: str = ""
    period: str = ""


@dataclass(frozen=True)
class Revision:
    """How often the record of a matter was written to, and when last."""

    times: int
    at: datetime


def wait_for(counted_from: datetime | None, fetches: int, now: datetime) -> timedelta:
    """How long a reader has to wait before the next fetch; nothing where it may come now.

    At most FETCHES_IN_WINDOW within WINDOW, counted from the first of them.
    """
    if counted_from is None or now - counted_from >= WINDOW or fetches < FETCHES_IN_WINDOW:
        return timedelta()
    return counted_from + WINDOW - now
