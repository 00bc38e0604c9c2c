"""The reminder ladders as data: when a reminder goes out, before and after a day, and to whom.

Who hears of it widens as the matter presses: the liaison always; the head of the unit from one working day before the
limit; the office from three working days past it. The rungs follow the rhythm 提醒 → 催办 → 督办 (domain.md a3, a9).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from tracker.rules.workdays import WorkCalendar


class Audience(StrEnum):
    LIAISON = "liaison"
    UNIT_HEAD = "unit_head"
    OFFICE = "office"


class Ladder(StrEnum):
    """What is reminded of; the basis day of each is named behind it."""

    DUE = "due"  # a task's due date
    ACKNOWLEDGE = "acknowledge"  # the day by which a unit is to sign for what it was given
    PERIOD = "period"  # a reporting period's cut-off
    OBLIGATION = "obligation"  # the day a recurring duty falls due
    ORDER = "order"  # the day by which an order is to be answered
    ITEM = "item"  # the day by which a thing is to be put right
    INSTRUCTION = "instruction"  # the day by which an instruction is to be answered
    RECHECK = "recheck"  # the day on which the office looks back at a closed task


@dataclass(frozen=True)
class Rung:
    """One rung: `offset` days from the basis day (negative: before), counted in working or natural days.

    `name` is a stable key such as "due-10w" or "due-30d": it is part of what makes a reminder unique, so a rung may be
    added or taken away but never renamed. `every`: from this rung on, again each so many working days without end.
    """

    ladder: Ladder
    name: str
    offset: int
    day_kind: Literal["natural", "working"]
    audiences: tuple[Audience, ...]
    every: int | None = None


@dataclass(frozen=True)
class Step:
    """The rung on which a matter stands: its name (a repeat bears its own number), the day it fell on, who hears."""

    rung: str
    day: date
    audiences: tuple[Audience, ...]


_SUFFIX = {"working": "w", "natural": "d"}
_UNIT = (Audience.LIAISON,)
_HEAD = (Audience.LIAISON, Audience.UNIT_HEAD)
_OFFICE = (Audience.OFFICE,)
_ALL = (Audience.LIAISON, Audience.UNIT_HEAD, Audience.OFFICE)


def _name(ladder: Ladder, offset: int, day_kind: str) -> str:
    return f"{ladder.value}{offset:+d}{_SUFFIX[day_kind]}"


def _working(ladder: Ladder, offset: int, audiences: tuple[Audience, ...], every: int | None = None) -> Rung:
    return Rung(ladder, _name(ladder, offset, "working"), offset, "working", audiences, every)


def _natural(ladder: Ladder, offset: int, audiences: tuple[Audience, ...]) -> Rung:
    return Rung(ladder, _name(ladder, offset, "natural"), offset, "natural", audiences)


# Within a ladder the rungs stand in order of time. The rung that repeats is the last.
LADDERS: dict[Ladder, tuple[Rung, ...]] = {
    Ladder.DUE: (
        _natural(Ladder.DUE, -30, _UNIT),
        _working(Ladder.DUE, -10, _UNIT),
        _working(Ladder.DUE, -5, _UNIT),
        _working(Ladder.DUE, -1, _HEAD),
        _working(Ladder.DUE, 0, _HEAD),
        _working(Ladder.DUE, 1, _HEAD),
        _working(Ladder.DUE, 3, _ALL),
        _working(Ladder.DUE, 5, _ALL, every=5),
    ),
    Ladder.ACKNOWLEDGE: (
        _working(Ladder.ACKNOWLEDGE, 0, _HEAD),
        _working(Ladder.ACKNOWLEDGE, 5, _ALL, every=5),
    ),
    Ladder.PERIOD: (
        _working(Ladder.PERIOD, -5, _UNIT),
        _working(Ladder.PERIOD, -1, _HEAD),
        _working(Ladder.PERIOD, 0, _HEAD),
        _working(Ladder.PERIOD, 1, _HEAD),
        _working(Ladder.PERIOD, 3, _ALL),
        _working(Ladder.PERIOD, 5, _ALL, every=5),
    ),
    Ladder.OBLIGATION: (
        _natural(Ladder.OBLIGATION, -30, _UNIT),
        _working(Ladder.OBLIGATION, -10, _UNIT),
        _working(Ladder.OBLIGATION, -5, _UNIT),
        _working(Ladder.OBLIGATION, -1, _HEAD),
        _working(Ladder.OBLIGATION, 0, _HEAD),
        _working(Ladder.OBLIGATION, 1, _HEAD),
        _working(Ladder.OBLIGATION, 5, _ALL, every=5),
    ),
    Ladder.ORDER: (
        _working(Ladder.ORDER, -1, _HEAD),
        _working(Ladder.ORDER, 0, _HEAD),
        _working(Ladder.ORDER, 1, _HEAD),
        _working(Ladder.ORDER, 3, _ALL, every=3),
    ),
    Ladder.ITEM: (
        _working(Ladder.ITEM, -3, _UNIT),
        _working(Ladder.ITEM, -1, _HEAD),
        _working(Ladder.ITEM, 0, _HEAD),
        _working(Ladder.ITEM, 1, _HEAD),
        _working(Ladder.ITEM, 3, _ALL, every=3),
    ),
    Ladder.INSTRUCTION: (
        _working(Ladder.INSTRUCTION, -1, _HEAD),
        _working(Ladder.INSTRUCTION, 0, _HEAD),
        _working(Ladder.INSTRUCTION, 1, _ALL, every=2),
    ),
    Ladder.RECHECK: (
        _working(Ladder.RECHECK, -5, _OFFICE),
        _working(Ladder.RECHECK, 0, _OFFICE),
        _working(Ladder.RECHECK, 5, _OFFICE, every=5),
    ),
}


def current_rung(ladder: Ladder, basis_day: date, today: date, calendar: WorkCalendar) -> Step | None:
    """The latest rung of the ladder whose day has come, None before the first.

    Only the latest, so that a sweep after missed nights sends what holds now and does not replay what was skipped. A
    caller who knows when a matter began may leave out a step whose day lies before that.
    """
    reached = None
    for rung in LADDERS[ladder]:
        day = _day_of(rung, basis_day, calendar)
        if day <= today:
            reached = _step(rung, rung.offset, day)
            if rung.every:
                reached = _latest_repeat(rung, rung.every, basis_day, today, calendar)
    return reached


def _day_of(rung: Rung, basis_day: date, calendar: WorkCalendar) -> date:
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
    return Step(_name(rung.ladder, offset, rung.day_kind), day, rung.audiences)
