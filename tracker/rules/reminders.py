"""The rungs of a ladder of reminders: when a reminder goes out, before and after a day, to whom, and over what.

Who hears of it widens as the matter presses: the liaison always, then the head of the unit, then the leader in charge of it
(分管领导), then the office. The rungs follow the rhythm 提醒 → 催办 → 督办 (domain.md a3, a9). Which rungs a ladder has by default
stands in `rules/ladders.py`; a plan may have its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from tracker.rules.workdays import WorkCalendar

DayKind = Literal["natural", "working"]


class Audience(StrEnum):
    """Who hears; in the order of escalation."""

    LIAISON = "liaison"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"  # 分管领导, in charge of the unit
    CLERK = "clerk"  # the clerks of the office alone
    OFFICE = "office"  # its clerks and its director


class Ladder(StrEnum):
    """What is reminded of; the basis day of each is named behind it."""

    DUE = "due"  # a task's due date
    ACKNOWLEDGE = "acknowledge"  # the day by which a unit is to sign for what it was given
    PERIOD = "period"  # a reporting period's cut-off
    OBLIGATION = "obligation"  # the day a recurring duty falls due
    ORDER = "order"  # the day by which an order is to be answered
    ITEM = "item"  # the day by which a thing is to be put right
    INSTRUCTION = "instruction"  # the day by which an instruction is to be answered
    RETURNED = "returned"  # the day on which the office returned a report that has not come again
    INDICATOR = "indicator"  # the first day from which an indicator is seen to lie behind its planned curve
    RECHECK = "recheck"  # the day on which the office looks back at a closed task
    REVIEW = "review"  # the day on which reports came that the office has not reviewed
    EXTENSION = "extension"  # the day on which more time was asked for and not decided
    OFFICE_WAIT = "office_wait"  # the day on which something else was put to the office and not decided
    HEAD_WAIT = "head_wait"  # the day on which a paper beside the reports was put to the head of its unit and not signed


@dataclass(frozen=True)
class Rung:
    """One rung: `offset` days from the basis day (negative: before), counted in working or natural days.

    `every`: from this rung on, again each so many working days without end. `via`: the kinds of channels beside the inbox.
    `note`: a sentence that the office adds to what is said.
    """

    ladder: Ladder
    offset: int
    day_kind: DayKind
    audiences: tuple[Audience, ...]
    every: int | None = None
    is_urgent: bool = False
    via: tuple[str, ...] = ("mail",)
    note: str = ""

    @property
    def name(self) -> str:
        """A stable key such as "due-10w" or "due-30d": part of what makes a reminder unique."""
        return rung_name(self.ladder, self.offset, self.day_kind)


@dataclass(frozen=True)
class Step:
    """The rung on which a matter stands: its name (a repeat bears its own number), the day it fell on, who hears, how."""

    rung: str
    day: date
    audiences: tuple[Audience, ...]
    is_urgent: bool = False
    via: tuple[str, ...] = ("mail",)
    note: str = ""


def rung_name(ladder: Ladder, offset: int, day_kind: DayKind) -> str:
    """The key of the rung: the ladder, the days with their sign, w for working and d for natural ones."""
    return f"{ladder.value}{offset:+d}{'w' if day_kind == 'working' else 'd'}"


def in_order(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """The rungs in order of time; a week counts as five working days."""
    return tuple(
        sorted(rungs, key=lambda rung: (rung.offset * 7 if rung.day_kind == "working" else rung.offset * 5, rung.day_kind))
    )


def current_rung(rungs: Sequence[Rung], basis_day: date, today: date, calendar: WorkCalendar) -> Step | None:
    """The latest of the rungs, given in order of time, whose day has come; None before the first.

    Only the latest, so that a sweep after missed nights sends what holds now and does not replay what was skipped. A
    caller who knows when a matter began may leave out a step whose day lies before that.
    """
    reached: Step | None = None
    for rung in rungs:
        day = day_of(rung, basis_day, calendar)
        if day <= today and (reached is None or day >= reached.day):
            reached = _step(rung, rung.offset, day)
            if rung.every:
                reached = _latest_repeat(rung, rung.every, basis_day, today, calendar)
    return reached


def next_rung(rungs: Sequence[Rung], basis_day: date, today: date, calendar: WorkCalendar) -> Step | None:
    """The step that comes after today, None where the last rung is behind and does not repeat."""
    for rung in rungs:
        day = day_of(rung, basis_day, calendar)
        if day > today:
            return _step(rung, rung.offset, day)
    last = rungs[-1]
    if not last.every:
        return None
    reached = _latest_repeat(last, last.every, basis_day, today, calendar)
    offset = calendar.count(calendar.last_on_or_before(basis_day), reached.day) + last.every
    return _step(last, offset, calendar.add(reached.day, last.every))


def day_of(rung: Rung, basis_day: date, calendar: WorkCalendar) -> date:
    """The day of the rung, always a working day.

    Working days are counted from the basis day or, where nobody works on it, from the last working day before it: that is
    the last day on which the matter can be dealt with in time, so "on the day" and "one day before" stay apart. A natural
    day that is not worked moves to the next working day, but a rung before the basis day never moves past it.
    """
    last_chance = calendar.last_on_or_before(basis_day)
    if rung.day_kind == "working":
        return calendar.add(last_chance, rung.offset)
    day = calendar.first_on_or_after(basis_day + timedelta(days=rung.offset))
    return min(day, last_chance) if rung.offset < 0 else day


def _latest_repeat(rung: Rung, every: int, basis_day: date, today: date, calendar: WorkCalendar) -> Step:
    last_chance = calendar.last_on_or_before(basis_day)
    elapsed = calendar.count(last_chance, today)
    offset = elapsed - (elapsed - rung.offset) % every
    return _step(rung, offset, calendar.add(last_chance, offset))


def _step(rung: Rung, offset: int, day: date) -> Step:
    name = rung_name(rung.ladder, offset, rung.day_kind)
    is_urgent = rung.is_urgent and offset == rung.offset
    via = rung.via if is_urgent else tuple(kind for kind in rung.via if kind != "sms")
    return Step(name, day, rung.audiences, is_urgent, via, rung.note)
