"""The history played again: what of the database is not as its events tell it (design.md section 7).

A state is changed by a move only, and every move writes an event. So a row whose state is not the one that its last event led to
was changed past the program. Each query is one statement and gives only what departs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import String, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Event, Evidence, Report, ScoreSheet, Update
from tracker.rules.transitions import Subject

Paper = TypeVar("Paper", Report, ScoreSheet, Update)
UNTOLD = "draft"  # the only state in which a row may be without any event: nothing has happened to it yet
# … or it was drawn up by a release of which the history has no states: its hash stands in the event all the same.
BEFORE_STATES = "kept"


@dataclass(frozen=True)
class Departure:
    """A row and its history that disagree. `stored` is None where the row is gone, `told` where no event tells of it.

    `chain` and `event` (its id) are those of the last event that tells of the row; None where there is none.
    """

    row: int
    chain: int | None
    event: int | None
    stored: str | None
    told: str | None


def state_departures(session: Session, subject: Subject, model: Any) -> list[Departure]:
    """The rows of the subject whose stored state is not the one that their last event led to, by id."""
    last = (
        select(Event.subject_id, func.max(Event.id).label("id"))
        .where(Event.subject == subject, Event.new.is_not(None))
        .group_by(Event.subject_id)
        .subquery()
    )
    stored = cast(model.state, String)
    query = (
        select(model.id, Event.chain, Event.id.label("event"), stored.label("stored"), Event.new)
        .outerjoin(last, last.c.subject_id == model.id)
        .outerjoin(Event, Event.id == last.c.id)
        .where(or_(Event.new != stored, and_(Event.id.is_(None), stored.not_in((UNTOLD, BEFORE_STATES)))))
        .order_by(model.id)
    )
    found = [Departure(row.id, row.chain, row.event, row.stored, row.new) for row in session.execute(query)]
    gone = (
        select(last.c.subject_id, Event.chain, Event.id.label("event"), Event.new)
        .join(Event, Event.id == last.c.id)
        .outerjoin(model, model.id == last.c.subject_id)
        .where(model.id.is_(None), Event.new != UNTOLD)
        .order_by(last.c.subject_id)
    )
    return found + [Departure(row.subject_id, row.chain, row.event, None, row.new) for row in session.execute(gone)]


def step_departures(session: Session) -> list[Departure]:
    """The events that do not start from the state to which the event before of the same thing had led; by id.

    `stored` is the state from which the event says that it started, `told` the one before it.
    """
    before = func.lag(Event.new).over(partition_by=(Event.subject, Event.subject_id), order_by=Event.id)
    steps = (
        select(Event.id, Event.chain, Event.subject_id, Event.old, before.label("before"))
        .where(Event.subject.in_(list(Subject)), Event.new.is_not(None))
        .subquery()
    )
    query = select(steps).where(steps.c.old != steps.c.before).order_by(steps.c.id)
    return [Departure(row.subject_id, row.chain, row.id, row.old, row.before) for row in session.execute(query)]


def evidence_departures(session: Session) -> list[Departure]:
    """The evidence that cites another file than the one that was attached: `stored` and `told` are the sha256 of both."""
    attached = aliased(Event)
    told = attached.data["sha256"].as_string()
    query = (
        select(Evidence.id, attached.chain, attached.id.label("event"), Evidence.sha256, told.label("told"))
        .join(attached, and_(attached.subject == "evidence", attached.subject_id == Evidence.id, attached.action == "attach"))
        .where(told != Evidence.sha256)
        .order_by(Evidence.id)
    )
    return [Departure(row.id, row.chain, row.event, row.sha256, row.told) for row in session.execute(query)]


def drawn(
    session: Session, model: type[Paper], subject: str, actions: Sequence[str] = ("draw",)
) -> Iterator[tuple[Paper, str | None, int | None]]:
    """Every paper with the sha256 that was noted when it was drawn up, or left its unit, and the id of the event that noted it."""
    noted = aliased(Event)
    query = (
        select(model, noted.data["sha256"].as_string().label("told"), noted.id.label("event"))
        .outerjoin(noted, and_(noted.subject == subject, noted.subject_id == model.id, noted.action.in_(actions)))
        .order_by(model.id)
        .execution_options(yield_per=50)
    )
    yield from ((row[0], row.told, row.event) for row in session.execute(query))


def hash_at(session: Session, chain: int, seq: int) -> str | None:
    """The hash of the event of that number in the chain; None where there is none."""
    return session.scalar(select(Event.hash).where(Event.chain == chain, Event.seq == seq))
