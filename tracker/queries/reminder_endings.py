"""By which event each matter came to its end: `rules/settling.py` in SQL, over the doors of `queries/reminder_doors.py`."""

from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, false, func, or_, select

from tracker.models import Event
from tracker.queries.reminder_sources import Column, day_of_instant
from tracker.rules.days import end_of_day
from tracker.rules.settling import DOORS, MOVES_OF_DAY


def endings(door: CTE, until: date) -> CTE:
    """(no, event_id, is_over): whether the matter was over by the end of the day, and the event by which it was.

    A thing is over where the last event that tells of its state led out of those in which it is owed, and the event is the one that
    did; owed again meanwhile, it ends anew. A part ends by the first of its doors, a matter by the last of its parts.
    """
    owed_then = _owed(door, Event.new.expression)
    leaves = and_(~owed_then, or_(Event.old.is_(None), _owed(door, Event.old.expression)))
    tells = Event.new.is_not(None)
    moves = and_(Event.action.in_(MOVES_OF_DAY), day_of_instant(Event.at) >= door.c.told_from)
    about = and_(
        Event.subject == door.c.subject, Event.subject_id == door.c.subject_id, Event.at < end_of_day(until),
        or_(tells, moves),
    )  # fmt: skip
    thing = (
        select(
            door.c.no, door.c.part, door.c.subject, door.c.subject_id, func.max(door.c.moved).label("moved"),
            func.coalesce(func.max(_id_when(tells)), 0).label("last"),
            func.coalesce(func.max(_id_when(and_(tells, owed_then))), 0).label("owed"),
            func.max(_id_when(and_(tells, leaves))).label("left"),
            func.max(_id_when(moves)).label("moved_by"),
        )
        .outerjoin(Event, about)
        .group_by(door.c.no, door.c.part, door.c.subject, door.c.subject_id)
        .subquery("thing")
    )  # fmt: skip
    is_out = thing.c.last > thing.c.owed
    # A day that moved after `until` is none that moved: there is no event by then.
    by_move = case((thing.c.moved == 1, func.coalesce(thing.c.moved_by, thing.c.left)))
    event_id = case((is_out, thing.c.left), else_=by_move)
    part = (
        select(
            thing.c.no, thing.c.part, func.min(event_id).label("event_id"),
            func.max(case((or_(is_out, by_move.is_not(None)), 1), else_=0)).label("is_over"),
        )
        .group_by(thing.c.no, thing.c.part)
        .subquery("part")
    )  # fmt: skip
    query = select(part.c.no, func.max(part.c.event_id).label("event_id"), func.min(part.c.is_over).label("is_over"))
    return query.group_by(part.c.no).cte("ending").prefix_with("MATERIALIZED")


def is_answer(ladder: Column) -> ColumnElement[bool]:
    """A condition on Event, which ended a matter of the ladder: whom it was asked of did it."""
    return or_(
        false(),
        *(
            and_(ladder == name.value, Event.subject == door.subject.value, Event.new.in_(sorted(door.answered)))
            for name, doors in DOORS.items()
            for door in doors
            if door.answered
        ),
    )


def _owed(door: CTE, state: Column) -> ColumnElement[bool]:
    return or_(
        *(
            and_(door.c.ladder == name.value, door.c.subject == one.subject.value, state.in_(sorted(one.owed)))
            for name, ones in DOORS.items()
            for one in ones
        )
    )


def _id_when(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return case((condition, Event.id))
