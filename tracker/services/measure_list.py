"""Which paragraphs of a draft plan are measures: take one out, enter one that was not read, correct its number and place."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.models import Plan, Task
from tracker.rules.permissions import Actor

Span = tuple[int, int]


@dataclass(frozen=True)
class NewMeasure:
    """A stretch of the document that is a measure though it was not read as one; `span` are offsets into the source text."""

    span: Span
    title: str
    label: str = ""
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    due_on: date | None = None
    is_ongoing: bool = False


def drop_measure(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take a paragraph that is no measure out of the plan, with its task; the reason stays with the text."""
    raise NotImplementedError


def add_measure(session: Session, plan: Plan, given: NewMeasure, *, actor: Actor, now: datetime) -> Task:
    """The task of a measure that the reader left out, entered at its place in the order of the text."""
    raise NotImplementedError


def renumber(session: Session, task: Task, label: str, *, ordinal: int | None = None, actor: Actor, now: datetime) -> None:
    """Correct the printed number of a measure, and (with `ordinal`) its place among the measures of the plan."""
    raise NotImplementedError
