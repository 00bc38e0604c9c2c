"""The light of a task in SQL: the same table as `rules/lights.py`, so that a million rows can be filtered and counted by light.

tests/queries/test_lights.py proves the two equal on random facts. Both take the same dates and thresholds.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, null, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Extension, Plan, Task
from tracker.queries.rhythms import RhythmGroup, owes, rhythm_groups
from tracker.queries.scope import own_share
from tracker.queries.sql import days_between
from tracker.rules.lights import REASONS, LightPolicy
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OWING_ASSIGNMENT_STATES,
    SIGNED_ASSIGNMENT_STATES,
    ExtensionState,
    Light,
    TaskState,
)


@dataclass(frozen=True)
class LightClock:
    """What lights depend on besides the rows: the day, the last day that counts as near, thresholds, and the rhythms in use."""

    today: date
    soon_until: date
    policy: LightPolicy
    rhythms: tuple[RhythmGroup, ...]


def light_clock(session: Session, today: date, soon_until: date, policy: LightPolicy | None = None) -> LightClock:
    """The clock for a page, reading once in which rhythms the supervised plans are reported on (a handful)."""
    return LightClock(today, soon_until, policy or LightPolicy(), rhythm_groups(session))


def missed(clock: LightClock, nth: int, of: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """True for a task of which one unit owes the reports of all the newest closed periods up to the nth (0 the newest).

    `of`, a condition on Assignment, asks only for the shares for which it holds.
    """
    conditions = []
    for group in clock.rhythms:
        periods = [group.rhythm.last_closed(clock.today)]
        for _ in range(nth):
            periods.append(group.rhythm.before(periods[-1]))
        owing = (
            exists()
            .where(
                Assignment.task_id == Task.id,
                Assignment.state.in_(OWING_ASSIGNMENT_STATES),
                *(owes(period) for period in periods),
                *(() if of is None else (of,)),
            )
            .correlate(Task)
        )
        conditions.append(and_(group.holds(), owing))
    return or_(false(), *conditions)


def acknowledged() -> ColumnElement[bool]:
    """True for a task that some unit has signed for."""
    return exists().where(Assignment.task_id == Task.id, Assignment.state.in_(SIGNED_ASSIGNMENT_STATES)).correlate(Task)


def extensions() -> ColumnElement[int]:
    """How often the office has put the due date of a task off."""
    granted = select(func.count()).where(Extension.task_id == Task.id, Extension.state == ExtensionState.GRANTED)
    return granted.correlate(Task).scalar_subquery()


def light_columns(clock: LightClock, actor: Actor) -> tuple[ColumnElement[Any], ...]:
    """What a row must hold besides the task for its light to be told by `rules/lights.py`.

    `own_0` and `own_1` are null to those who look for no unit.
    """
    own = own_share(actor, Permission.TASK_READ) if actor.units(Permission.TASK_READ) else None
    return (
        missed(clock, 0).label("missed_0"),
        missed(clock, 1).label("missed_1"),
        (null() if own is None else missed(clock, 0, own)).label("own_0"),
        (null() if own is None else missed(clock, 1, own)).label("own_1"),
        acknowledged().label("acknowledged"),
        extensions().label("extensions"),
    )


def behind(today: date) -> ColumnElement[int]:
    """Points behind the planned curve; 0 or less where there is none (no due date, ongoing, not issued)."""
    length = days_between(Task.issued_on, Task.due_on)
    run = days_between(Task.issued_on, today)
    planned = case(
        (or_(Task.is_ongoing, Task.due_on.is_(None), Task.issued_on.is_(None)), 0),
        (Task.issued_on > today, 0),
        (Task.due_on <= today, 100),
        else_=(run * 100) // length,
    )
    return planned - Task.percent


def reason_code(clock: LightClock) -> ColumnElement[str]:
    """The code of the reason for the light, by the order of `rules/lights.py`. The query must join Plan."""
    dated = and_(~Task.is_ongoing, Task.due_on.is_not(None))
    points = behind(clock.today)
    tests: Sequence[tuple[str, ColumnElement[bool]]] = (
        ("not_issued", Task.state == TaskState.DRAFT),
        ("not_supervised", Plan.supervised_from.is_(None)),
        ("closed", Task.state == TaskState.CLOSED),
        ("ended", Task.state == TaskState.ENDED),
        ("suspended", Task.state == TaskState.SUSPENDED),
        ("merged", Task.state == TaskState.MERGED),
        ("overdue", and_(dated, Task.due_on < clock.today)),
        ("unreported_2", missed(clock, 1)),
        ("far_behind", points > clock.policy.behind_red),
        ("due_soon", and_(dated, Task.due_on <= clock.soon_until)),
        ("unreported_1", missed(clock, 0)),
        ("behind", points >= clock.policy.behind_yellow),
        ("not_begun", ~acknowledged()),
        ("ongoing", Task.is_ongoing.is_(True)),
    )
    return case(*((test, code) for code, test in tests), else_="on_course")


def has_light(clock: LightClock, lights: Collection[Light]) -> ColumnElement[bool]:
    """True for a task whose light is one of these."""
    codes = [code for code, light in REASONS.items() if light in lights]
    return reason_code(clock).in_(codes)


def missed_periods(flags: Iterable[bool]) -> int:
    """How many of the newest closed periods in a row lack a report owed, out of the flags of `missed`, newest first."""
    run = 0
    for flag in flags:
        if not flag:
            break
        run += 1
    return run


def missed_by_own(row: Any) -> int | None:
    """The same of the units of who looks, out of a row with `light_columns`; None where there are none."""
    return None if row.own_0 is None else missed_periods((row.own_0, row.own_1))
