"""The history: every event for the auditor, newest first, by what it is about; and why an act was last done to a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Event, Plan
from tracker.queries.sql import PAGE_SIZE
from tracker.rules.days import end_of_day
from tracker.rules.transitions import Subject


@dataclass(frozen=True)
class EventFilter:
    """What the list is narrowed to; None and empty mean no limit. `before` is the id below which the page begins."""

    chain: int | None = None
    subject: str = ""
    who: str = ""
    from_on: date | None = None
    to_on: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class EventPage:
    """One page, and the `before` of the next older one, if there is one. Millions of events are not counted."""

    rows: Sequence[Event]
    older: int | None


def events(session: Session, chosen: EventFilter) -> EventPage:
    """One page of the events that the filter lets through; one statement. Only the auditor's page may ask."""
    query = select(Event).order_by(Event.id.desc()).limit(PAGE_SIZE + 1)
    conditions = [
        Event.chain == chosen.chain if chosen.chain is not None else None,
        Event.subject == chosen.subject if chosen.subject else None,
        Event.actor_name.contains(chosen.who, autoescape=True) if chosen.who else None,
        Event.at >= end_of_day(chosen.from_on - timedelta(days=1)) if chosen.from_on else None,
        Event.at < end_of_day(chosen.to_on) if chosen.to_on else None,
        Event.id < chosen.before if chosen.before else None,
    ]
    rows = session.scalars(query.where(*(condition for condition in conditions if condition is not None))).all()
    return EventPage(rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None)


def chains(session: Session) -> list[tuple[int, str]]:
    """The plans that have a history: id and title."""
    return [(row.id, row.title) for row in session.execute(select(Plan.id, Plan.title).order_by(Plan.id))]


def newest_number(session: Session) -> int:
    """The number of the newest event: about how many there are, for millions are not counted."""
    return session.scalar(select(func.max(Event.id))) or 0


def last_run(session: Session) -> Event | None:
    """The event of the last verification of the whole installation; None where there was none."""
    query = select(Event).where(Event.subject == "audit", Event.action == "verify")
    return session.scalar(query.order_by(Event.id.desc()).limit(1))


def sent_back_because(session: Session, subject: Subject, subject_id: int) -> str:
    """Why the head of the unit gave the paper back to who wrote it; nothing where it did not, or the paper has moved since."""
    query = select(Event.action, Event.reason).where(
        Event.subject == subject, Event.subject_id == subject_id, Event.new.is_not(None)
    )
    last = session.execute(query.order_by(Event.id.desc()).limit(1)).one_or_none()
    return last.reason if last is not None and last.action == "send_back" else ""


def last_reason(session: Session, subject: Subject, subject_id: int, actions: Sequence[str]) -> str:
    """The reason given when one of the acts was last done to the row; nothing where none was."""
    query = select(Event.reason).where(Event.subject == subject, Event.subject_id == subject_id, Event.action.in_(actions))
    return session.scalar(query.order_by(Event.id.desc()).limit(1)) or ""
