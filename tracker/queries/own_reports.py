"""What a unit's own report is drawn up from: its shares in the plan and what was accepted of them in the stretch it is about."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Measure, Occurrence, Task, Update
from tracker.queries.history import in_plan
from tracker.rules.own_report_facts import OwnReportFacts, OwnShare, OwnUpdate
from tracker.rules.statuses import AssignmentState, UpdateState


def own_report_facts(session: Session, occurrence: Occurrence, since: date) -> OwnReportFacts:
    """The facts for the report of the occurrence: reports accepted for periods whose cut-off lies from `since` to the day it is
    owed, of each period the newest version. Three statements, whatever the size."""
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(
            in_plan(occurrence.plan_id), Assignment.unit_id == occurrence.unit_id, Assignment.state != AssignmentState.DRAFT
        )
        .order_by(Measure.ordinal, Task.id, Assignment.id)
        .options(joinedload(Assignment.task).joinedload(Task.measure), joinedload(Assignment.clause))
    )  # fmt: skip
    shares = list(session.scalars(query))
    updates = _accepted(session, [share.id for share in shares], occurrence, since)
    return OwnReportFacts(
        plan=occurrence.plan.title,
        unit=occurrence.unit.name,
        since=since,
        until=occurrence.due_on,
        shares=tuple(_share(share, updates.get(share.id, {})) for share in shares),
    )


def _accepted(session: Session, share_ids: list[int], occurrence: Occurrence, since: date) -> dict[int, dict[str, Update]]:
    query = (
        select(Update)
        .where(Update.assignment_id.in_(share_ids), Update.state == UpdateState.ACCEPTED)
        .order_by(Update.assignment_id, Update.period, Update.version)
        .options(selectinload(Update.evidence))
    )
    newest: dict[int, dict[str, Update]] = {}
    rhythm = occurrence.plan.rhythm
    for update in session.scalars(query):
        if since <= rhythm.cutoff_of(update.period) <= occurrence.due_on:
            newest.setdefault(update.assignment_id, {})[update.period] = update
    return newest


def _share(share: Assignment, updates: dict[str, Update]) -> OwnShare:
    measure = share.task.measure
    return OwnShare(
        label=measure.label if measure else "",
        title=share.task.title,
        clause=share.clause.text if share.clause else None,
        role=share.role,
        state=share.state,
        percent=share.percent,
        updates=tuple(own_update(update) for update in updates.values()),
    )


def own_update(update: Update) -> OwnUpdate:
    """The report as a value, with the names of its files."""
    return OwnUpdate(
        period=update.period,
        kind=update.kind,
        percent=update.percent,
        narrative=update.narrative,
        problems=update.problems,
        next_step=update.next_step,
        evidence=tuple(item.name for item in update.evidence),
    )
