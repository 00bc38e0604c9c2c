"""The columns of rows held against what the events say was written to them (docs/decisions/0025-columns-answer-to-the-history.md).

The events are read once, in an order in which all that tell of one row lie together, and the rows a few thousand columns at a
time: the memory does not grow with the history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Numeric, String, select, type_coerce
from sqlalchemy.orm import Session

from tracker.models import Event
from tracker.models.base import UTCDateTime
from tracker.queries.held import HELD, KEY, Held, plain
from tracker.queries.replay import UNTOLD
from tracker.rules.transitions import Subject

AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True)
class ColumnDeparture:
    """A column that is not what its last event says. `is_gone`: the whole row is.

    `stored` and `told` are values as JSON has them; `chain` and `event` (its id) are those of the event that tells.
    """

    subject: str
    row: int
    column: str
    stored: Any
    told: Any
    chain: int
    event: int
    is_gone: bool = False


class _Said(NamedTuple):
    value: Any
    chain: int
    event: int


_Rows = dict[int, dict[str, _Said]]


def column_departures(session: Session) -> Iterator[ColumnDeparture]:
    """Every held column that is not what the last event to tell of it says."""
    of_tasks = (Event.task_id.is_not(None), (Event.task_id, Event.id))
    of_others = (Event.task_id.is_(None), (Event.subject, Event.subject_id, Event.id))
    for which, order in (of_tasks, of_others):
        yield from _departures(session, which, order)


def _departures(session: Session, which: ColumnElement[bool], order: tuple[Any, ...]) -> Iterator[ColumnDeparture]:
    wrote = Event.data[KEY]
    query = (
        select(Event.id, Event.chain, Event.task_id, Event.subject, Event.subject_id, wrote.label(KEY))
        .where(which, wrote.as_string().is_not(None))
        .order_by(*order)
        .execution_options(yield_per=1000)
    )
    said: dict[str, _Rows] = {}
    count, before = 0, None
    for event in session.execute(query):
        about = (event.task_id,) if event.task_id is not None else (event.subject, event.subject_id)
        if about != before and count >= AT_ONCE:
            yield from _held_against(session, said)
            said, count = {}, 0
        before = about
        count += len(event.wrote)
        for key, values in event.wrote.items():
            subject, _, number = key.partition(":")
            known = said.setdefault(subject, {}).setdefault(int(number), {})
            known.update({name: _Said(value, event.chain, event.id) for name, value in values.items()})
    yield from _held_against(session, said)


def _held_against(session: Session, said: Mapping[str, _Rows]) -> Iterator[ColumnDeparture]:
    for subject, rows in said.items():
        held, ids = HELD.get(subject), sorted(rows)
        if held is None:
            continue  # a later release may have given up a table
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            stored = _stored(session, held, some)
            for number in some:
                yield from _of_row(subject, held, number, rows[number], stored.get(number))


def _stored(session: Session, held: Held, ids: list[int]) -> dict[int, dict[str, Any]]:
    """The rows by id, as the driver gives them: a value that the column's own type could not read must not end the verification."""
    names = (*held.columns, "state") if held.has_drafts else held.columns
    columns = [getattr(held.model, name) for name in names]
    query = select(held.model.id, *(type_coerce(column, String).label(f"c_{column.key}") for column in columns))
    types = [column.type for column in columns]
    return {
        row[0]: {name: _as_told(value, kind) for name, value, kind in zip(names, row[1:], types, strict=True)}
        for row in session.execute(query.where(held.model.id.in_(ids)))
    }


def _as_told(value: Any, kind: Any) -> Any:
    """The stored value as events have it; as it is where it is no value of its column."""
    try:
        if isinstance(kind, UTCDateTime) and isinstance(value, str):
            return plain(datetime.fromisoformat(value).replace(tzinfo=UTC))
        if isinstance(kind, Numeric) and value is not None:
            return plain(Decimal(str(value)))
    except (ValueError, InvalidOperation):
        return value
    return plain(value)


def _of_row(
    subject: str, held: Held, number: int, said: Mapping[str, _Said], stored: Mapping[str, Any] | None
) -> Iterator[ColumnDeparture]:
    if stored is None:
        if subject not in set(Subject):  # of those the states tell that they are gone
            last = max(said.values(), key=lambda one: one.event)
            yield ColumnDeparture(subject, number, "", None, None, last.chain, last.event, is_gone=True)
        return
    if held.has_drafts and stored["state"] == UNTOLD:
        return
    for name, one in said.items():
        if name in stored and stored[name] != one.value:
            yield ColumnDeparture(subject, number, name, stored[name], one.value, one.chain, one.event)
