"""Which of the reports that units owe by a day (定期报告) had come by the end of a past day, out of the history."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Event, Obligation, Occurrence, Unit
from tracker.queries.unit_names import NO_NAMES
from tracker.rules.days import official_day
from tracker.rules.matter_statuses import SENT_OCCURRENCE_STATES, OccurrenceState
from tracker.rules.report_facts import DutyRecord, DutyReportRecord
from tracker.rules.transitions import Subject

_SUBMISSIONS = ("submit", "approve")


def duties_of(session: Session, plan_id: int) -> tuple[DutyRecord, ...]:
    """The duties of the plan, as it prints them."""
    query = select(Obligation).where(Obligation.plan_id == plan_id).order_by(Obligation.id)
    return tuple(
        DutyRecord(row.id, tuple(row.who), row.what, row.recurs, row.month_day, tuple(row.to)) for row in session.scalars(query)
    )


def duty_reports_on(
    session: Session, plan_id: int, day: date, end: datetime, names: Mapping[int, str] = NO_NAMES
) -> tuple[DutyReportRecord, ...]:
    """The reports due by the day, as they stood at the instant; one that was returned had not come. Two statements.

    What was not asked for yet by then, or not any more, is left out. `names` as of `names_before`.
    """
    query = (
        select(Occurrence.id, Obligation.id, Obligation.what, Occurrence.due_on, Occurrence.unit_id, Unit.name)
        .join(Obligation, Obligation.id == Occurrence.obligation_id)
        .join(Unit, Unit.id == Occurrence.unit_id)
        .where(Occurrence.plan_id == plan_id, Occurrence.due_on <= day, Occurrence.opened_on <= day)
        .order_by(Obligation.id, Occurrence.due_on, Occurrence.id)
    )
    rows = session.execute(query).all()
    submitted, asked = _history(session, plan_id, end) if rows else ({}, set())
    return tuple(
        DutyReportRecord(duty, what, due_on, names.get(unit_id, unit), submitted.get(number), number)
        for number, duty, what, due_on, unit_id, unit in rows
        if number in asked
    )


def _history(session: Session, plan_id: int, end: datetime) -> tuple[dict[int, date], set[int]]:
    """The day of the submission that stood at the instant, by occurrence; and those that were asked for then."""
    query = select(Event.subject_id, Event.action, Event.new, Event.at).where(
        Event.chain == plan_id, Event.subject == Subject.OCCURRENCE, Event.at < end
    )
    days: dict[int, date] = {}
    asked: set[int] = set()
    for occurrence_id, action, new, at in session.execute(query.order_by(Event.seq)):
        if action in _SUBMISSIONS:
            days[occurrence_id] = official_day(at)
        elif new not in SENT_OCCURRENCE_STATES:
            days.pop(occurrence_id, None)
        if new == OccurrenceState.WITHDRAWN:
            asked.discard(occurrence_id)
        elif new:
            asked.add(occurrence_id)
    return days, asked
