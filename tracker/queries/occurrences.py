"""Recurring reports (定期报告): lists, one of them, how many came, what one is drawn up from; within what the actor may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Obligation, Occurrence, Plan, Unit
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.matter_statuses import (
    EDITABLE_OCCURRENCE_STATES,
    OWED_OCCURRENCE_STATES,
    SENT_OCCURRENCE_STATES,
    OccurrenceState,
)
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState
from tracker.rules.tallies import DutyTally


@dataclass(frozen=True)
class OccurrenceRow:
    """One line of a list. `submitted_on` is the day of the last submission, also where that was returned since."""

    id: int
    what: str
    plan_id: int
    plan: str
    unit: str
    due_on: date
    state: OccurrenceState
    submitted_on: date | None
    return_reason: str


@dataclass(frozen=True)
class OccurrenceFilter:
    """What the list is narrowed to; None means no limit."""

    state: OccurrenceState | None = None
    plan_id: int | None = None
    obligation_id: int | None = None
    unit_id: int | None = None
    overdue: bool = False


def visible_occurrence(actor: Actor) -> ColumnElement[bool]:
    """A condition on Occurrence joined to Plan: its own unit, the office, leaders."""
    own = Occurrence.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(in_region(actor, Permission.TASK_READ), own)


def is_owed() -> ColumnElement[bool]:
    """A condition on Occurrence joined to Plan: the unit still owes the report. A plan that is over asks for nothing more."""
    return and_(Occurrence.state.in_(sorted(OWED_OCCURRENCE_STATES)), Plan.state == PlanState.ISSUED)


def occurrences(session: Session, actor: Actor, chosen: OccurrenceFilter, today: date, number: int = 1) -> Page[OccurrenceRow]:
    """One page: what is owed first, by its day; then what waits for the office; then the newest. Two statements."""
    query = _rows().where(visible_occurrence(actor), *_narrowed(chosen, today))
    place = case((is_owed(), 0), (Occurrence.state == OccurrenceState.SUBMITTED, 1), else_=2)
    newest = case((place == 2, Occurrence.id))
    rows, number, total = page_of(session, query.order_by(place, newest.desc(), Occurrence.due_on, Occurrence.id), number)
    return Page([OccurrenceRow(*row) for row in rows], number, total)


def _narrowed(chosen: OccurrenceFilter, today: date) -> list[ColumnElement[bool]]:
    wanted = (
        (Occurrence.state, chosen.state),
        (Occurrence.plan_id, chosen.plan_id),
        (Occurrence.obligation_id, chosen.obligation_id),
        (Occurrence.unit_id, chosen.unit_id),
    )
    conditions = [column == value for column, value in wanted if value is not None]
    return [*conditions, Occurrence.due_on < today, is_owed()] if chosen.overdue else conditions


def occurrence_choices(session: Session, actor: Actor) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The plans and the units with such reports in the actor's view, (id, name) each, to narrow the list by; two statements."""
    plans = select(Plan.id, Plan.title).join(Occurrence, Occurrence.plan_id == Plan.id).where(visible_occurrence(actor))
    units = (
        select(Unit.id, Unit.name)
        .join(Occurrence, Occurrence.unit_id == Unit.id)
        .join(Plan, Plan.id == Occurrence.plan_id)
        .where(visible_occurrence(actor))
    )
    return (
        [(row[0], row[1]) for row in session.execute(plans.distinct().order_by(Plan.id.desc()))],
        [(row[0], row[1]) for row in session.execute(units.distinct().order_by(Unit.name))],
    )


def reports_owed(session: Session, actor: Actor, limit: int) -> list[OccurrenceRow]:
    """The first few reports that the actor's own units have to write or to mend, the nearest day first."""
    own = Occurrence.unit_id.in_(sorted(actor.units(Permission.OBLIGATION_REPORT)))
    query = _rows().where(own, is_owed(), Occurrence.state.in_(sorted(EDITABLE_OCCURRENCE_STATES)))
    return [OccurrenceRow(*row) for row in session.execute(query.order_by(Occurrence.due_on, Occurrence.id).limit(limit))]


def reports_to_sign(session: Session, actor: Actor, limit: int) -> list[OccurrenceRow]:
    """The first few reports that wait for the actor as head of the unit."""
    query = _rows().where(report_waits_for_head(actor))
    return [OccurrenceRow(*row) for row in session.execute(query.order_by(Occurrence.due_on, Occurrence.id).limit(limit))]


def report_waits_for_head(actor: Actor) -> ColumnElement[bool]:
    """A condition on Occurrence: it waits for the actor as head of the unit."""
    own = Occurrence.unit_id.in_(sorted(actor.units(Permission.OBLIGATION_APPROVE)))
    return and_(own, Occurrence.state == OccurrenceState.UNIT_REVIEW)


def the_occurrence(session: Session, actor: Actor, occurrence_id: int) -> Occurrence:
    """The report with its duty, plan and unit; NotFound where the actor may not see it."""
    query = (
        select(Occurrence)
        .join(Plan, Plan.id == Occurrence.plan_id)
        .where(Occurrence.id == occurrence_id, visible_occurrence(actor))
        .options(
            joinedload(Occurrence.plan).joinedload(Plan.jurisdiction),
            joinedload(Occurrence.obligation),
            joinedload(Occurrence.unit),
        )
    )
    return found(session.scalar(query))


def duty_tallies(session: Session, actor: Actor, plan_id: int, today: date) -> Mapping[int, tuple[DutyTally, ...]]:
    """How many of the reports of each duty of the plan came, by the id of the duty, the newest day first; one statement."""
    state = Occurrence.state
    is_sent = state.in_(sorted(SENT_OCCURRENCE_STATES))
    query = (
        select(
            Occurrence.obligation_id, Occurrence.due_on, func.count(),
            _number(is_sent), _number(state == OccurrenceState.RECEIVED),
            _number(and_(is_sent, Occurrence.submitted_on <= Occurrence.due_on)),
            _number(state == OccurrenceState.RETURNED), _number(and_(~is_sent, Occurrence.due_on < today)),
        )
        .join(Plan, Plan.id == Occurrence.plan_id)
        .where(Occurrence.plan_id == plan_id, visible_occurrence(actor), state != OccurrenceState.WITHDRAWN)
        .group_by(Occurrence.obligation_id, Occurrence.due_on)
        .order_by(Occurrence.obligation_id, Occurrence.due_on.desc())
    )  # fmt: skip
    tallies: dict[int, tuple[DutyTally, ...]] = {}
    for row in session.execute(query):
        tallies[row[0]] = (*tallies.get(row[0], ()), DutyTally(*row[1:]))
    return tallies


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Occurrence.id, Obligation.what, Plan.id, Plan.title, Unit.name, Occurrence.due_on, Occurrence.state,
            Occurrence.submitted_on, Occurrence.return_reason,
        )
        .join(Obligation, Obligation.id == Occurrence.obligation_id)
        .join(Plan, Plan.id == Occurrence.plan_id)
        .join(Unit, Unit.id == Occurrence.unit_id)
    )  # fmt: skip
