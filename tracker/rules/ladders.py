"""The ladders that hold where a plan has none of its own, and what a plan's own may be.

The office's own ladders (a look back, a report to be reviewed, an application to be decided) tell nobody but the office: first
its clerks, where the matter is one of theirs, then its director as well.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.rules.refusals import RuleViolation
from tracker.rules.reminders import Audience, Ladder, Rung, in_order

MOST_RUNGS = 20
FARTHEST = 365
MOST_EVERY = 60
LONGEST_NOTE = 100
CHANNEL_KINDS = ("mail", "sms")
OFFICE_LADDERS = frozenset({Ladder.RECHECK, Ladder.REVIEW, Ladder.EXTENSION, Ladder.OFFICE_WAIT})
_FOR_OFFICE = frozenset({Audience.CLERK, Audience.OFFICE})

_UNIT = (Audience.LIAISON,)
_HEAD = (Audience.LIAISON, Audience.UNIT_HEAD)
_LEADER = (Audience.LIAISON, Audience.UNIT_HEAD, Audience.LEADER)
_ALL = (Audience.LIAISON, Audience.UNIT_HEAD, Audience.LEADER, Audience.OFFICE)
_CLERK = (Audience.CLERK,)
_OFFICE = (Audience.OFFICE,)


def _working(ladder: Ladder, offset: int, audiences: tuple[Audience, ...], every: int | None = None) -> Rung:
    return Rung(ladder, offset, "working", audiences, every)


def _natural(ladder: Ladder, offset: int, audiences: tuple[Audience, ...]) -> Rung:
    return Rung(ladder, offset, "natural", audiences)


def _urgent(ladder: Ladder, offset: int, audiences: tuple[Audience, ...], every: int | None = None) -> Rung:
    return replace(_working(ladder, offset, audiences, every), is_urgent=True, via=CHANNEL_KINDS)


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
        _urgent(Ladder.ORDER, 0, _HEAD),
        _urgent(Ladder.ORDER, 1, _LEADER),
        _working(Ladder.ORDER, 3, _ALL, every=3),
    ),
    Ladder.ITEM: (
        _working(Ladder.ITEM, -3, _UNIT),
        _working(Ladder.ITEM, -1, _HEAD),
        _urgent(Ladder.ITEM, 0, _HEAD),
        _urgent(Ladder.ITEM, 1, _LEADER),
        _working(Ladder.ITEM, 3, _ALL, every=3),
    ),
    Ladder.INSTRUCTION: (
        _working(Ladder.INSTRUCTION, -1, _HEAD),
        _urgent(Ladder.INSTRUCTION, 0, _HEAD),
        _urgent(Ladder.INSTRUCTION, 1, _ALL, every=2),
    ),
    Ladder.RETURNED: (
        _working(Ladder.RETURNED, 2, _UNIT),
        _working(Ladder.RETURNED, 4, _HEAD),
        _working(Ladder.RETURNED, 7, _ALL, every=5),
    ),
    Ladder.INDICATOR: (
        _working(Ladder.INDICATOR, 1, _UNIT),
        _working(Ladder.INDICATOR, 10, _HEAD),
        _working(Ladder.INDICATOR, 20, _ALL, every=20),
    ),
    Ladder.RECHECK: (
        _working(Ladder.RECHECK, -5, _OFFICE),
        _working(Ladder.RECHECK, 0, _OFFICE),
        _working(Ladder.RECHECK, 5, _OFFICE, every=5),
    ),
    Ladder.REVIEW: (
        _working(Ladder.REVIEW, 3, _CLERK),
        _working(Ladder.REVIEW, 5, _OFFICE, every=5),
    ),
    Ladder.EXTENSION: (
        _working(Ladder.EXTENSION, 2, _CLERK),
        _working(Ladder.EXTENSION, 4, _OFFICE, every=3),
    ),
    Ladder.OFFICE_WAIT: (
        _working(Ladder.OFFICE_WAIT, 3, _CLERK),
        _working(Ladder.OFFICE_WAIT, 5, _OFFICE, every=5),
    ),
    # What has not left the unit is the unit's own affair; only what lies too long is shown to the office.
    Ladder.HEAD_WAIT: (
        _working(Ladder.HEAD_WAIT, 1, (Audience.UNIT_HEAD,)),
        _working(Ladder.HEAD_WAIT, 3, _HEAD),
        _working(Ladder.HEAD_WAIT, 5, _HEAD),
        _working(Ladder.HEAD_WAIT, 10, (*_HEAD, Audience.OFFICE), every=5),
    ),
}


def checked(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """A plan's own rungs of one ladder, in order of time.

    RuleViolation: `ladder_empty`, `ladder_too_long`, `ladder_twice` (two on one day), `ladder_repeats_early` (a rung behind the
    one that repeats), and of a single rung `rung_too_far`, `rung_every`, `rung_audience`, `rung_via`, `rung_note`.
    """
    ordered = in_order(rungs)
    if not ordered:
        raise RuleViolation("ladder_empty")
    if len(ordered) > MOST_RUNGS:
        raise RuleViolation("ladder_too_long", most=MOST_RUNGS)
    for rung in ordered:
        _check(rung)
    if len({rung.name for rung in ordered}) < len(ordered):
        raise RuleViolation("ladder_twice")
    if any(rung.every for rung in ordered[:-1]):
        raise RuleViolation("ladder_repeats_early")
    return ordered


def _check(rung: Rung) -> None:
    audiences = set(rung.audiences)
    tests = (
        (abs(rung.offset) > FARTHEST, "rung_too_far"),
        (rung.every is not None and not (rung.day_kind == "working" and 1 <= rung.every <= MOST_EVERY), "rung_every"),
        (not audiences or (rung.ladder in OFFICE_LADDERS and not audiences <= _FOR_OFFICE), "rung_audience"),
        ("sms" in rung.via and not rung.is_urgent, "rung_via"),
        (len(rung.note) > LONGEST_NOTE, "rung_note"),
    )
    for fails, code in tests:
        if fails:
            raise RuleViolation(code, farthest=FARTHEST, most_every=MOST_EVERY, longest=LONGEST_NOTE)
