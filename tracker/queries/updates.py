"""Reports of units (进展填报) and their evidence, within what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.models import Assignment, Event, Evidence, Exemption, Measure, Plan, Task, Update
from tracker.queries.rhythms import follows_accepted
from tracker.queries.scope import found, in_region, own_share, visible_task
from tracker.queries.tasks import SENT_STATES
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import DROPPED_TASK_STATES, AssignmentRole, AssignmentState, UpdateState
from tracker.rules.transitions import Subject


def visible_update(actor: Actor) -> ColumnElement[bool]:
    """A condition on Update joined to Assignment, Task and Plan: the actor may read it, and its evidence.

    The unit itself reads all of its own; what it has sent, also the unit that consolidates the task (牵头), the office and the
    leaders of the region.
    """
    return or_(
        own_share(actor, Permission.EVIDENCE_READ),
        and_(Update.state.in_(SENT_STATES), or_(in_region(actor, Permission.EVIDENCE_READ), consolidates(actor))),
    )


def consolidates(actor: Actor) -> ColumnElement[bool]:
    """A condition on Task: the actor acts for a unit that answers for the whole of it.

    As `services.moves.consolidating_units`: a lead unit of the task, or any responsible one where it has no lead; shares that
    have ended count only where the whole task has.
    """
    units = sorted(actor.units(Permission.EVIDENCE_READ))
    return or_(_answers(units, with_ended=False), and_(Task.state.in_(DROPPED_TASK_STATES), _answers(units, with_ended=True)))


def _answers(units: Sequence[int], *, with_ended: bool) -> ColumnElement[bool]:
    mine, lead = aliased(Assignment), aliased(Assignment)
    states = list(AssignmentState) if with_ended else [state for state in AssignmentState if state is not AssignmentState.ENDED]
    has_lead = exists().where(lead.task_id == mine.task_id, lead.role == AssignmentRole.LEAD, lead.state.in_(states))
    answers = or_(mine.role == AssignmentRole.LEAD, and_(mine.role == AssignmentRole.RESPONSIBLE, ~has_lead))
    return exists().where(mine.task_id == Task.id, mine.unit_id.in_(units), mine.state.in_(states), answers)


def the_assignment(session: Session, actor: Actor, assignment_id: int) -> Assignment:
    """The assignment with its task, plan, unit and clause; NotFound where the actor may not see its task."""
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Assignment.id == assignment_id, visible_task(actor))
        .options(*_of_assignment())
    )
    return found(session.scalar(query))


def the_update(session: Session, actor: Actor, update_id: int) -> Update:
    """The update with its evidence and all that it belongs to; NotFound where the actor may not see it."""
    query = (
        select(Update)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Update.id == update_id, visible_update(actor))
        .options(joinedload(Update.assignment).options(*_of_assignment()), _with_evidence())
    )
    return found(session.scalar(query))


def the_evidence(session: Session, actor: Actor, evidence_id: int) -> Evidence:
    """The evidence with its file and update; NotFound where the actor may not see the update."""
    query = (
        select(Evidence)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Evidence.id == evidence_id, visible_update(actor))
        .options(joinedload(Evidence.file), joinedload(Evidence.update).joinedload(Update.assignment).joinedload(Assignment.task))
    )
    return found(session.scalar(query))


def _of_assignment() -> tuple[Any, ...]:
    task = joinedload(Assignment.task)
    return (
        task.joinedload(Task.plan).joinedload(Plan.jurisdiction),
        task.joinedload(Task.measure).joinedload(Measure.section),
        joinedload(Assignment.unit),
        joinedload(Assignment.clause),
    )


def _with_evidence() -> Any:
    return selectinload(Update.evidence).joinedload(Evidence.file)


def last_accepted(session: Session, update: Update | None, assignment_id: int) -> Update | None:
    """The accepted report of the newest period, `update` itself and what came after it left out."""
    query = select(Update).where(Update.assignment_id == assignment_id, Update.state == UpdateState.ACCEPTED)
    if update is not None:
        earlier = and_(Update.period == update.period, Update.version < update.version)
        query = query.where(or_(Update.period < update.period, earlier))
    query = query.order_by(Update.period.desc(), Update.version.desc()).limit(1).options(_with_evidence())
    return session.scalar(query)


def corrects_accepted(session: Session, update: Update) -> bool:
    """True for a version that follows one of the same period which the office had accepted."""
    return bool(session.scalar(select(follows_accepted()).where(Update.id == update.id)))


def exemption_of(session: Session, assignment_id: int, period: str) -> Exemption | None:
    """The exemption (免报) of the share that holds for the period; None where the report is asked for."""
    query = select(Exemption).where(
        Exemption.assignment_id == assignment_id, Exemption.period == period, Exemption.state == ExemptionState.GRANTED
    )
    return session.scalar(query)


@dataclass(frozen=True)
class Version:
    """The newest version of an assignment's report for one period; `reason` and `mend_by` are those of a decision."""

    update_id: int
    assignment_id: int
    period: str
    version: int
    state: UpdateState
    reason: str
    mend_by: date | None
    was_returned: bool  # this version, or the one that this draft mends
    was_accepted: bool = False  # this version or one before it
    sent_back: str = ""  # why the head of the unit gave this draft back


def newest_versions(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[Version]]:
    """The newest version of every period's report, by assignment, periods in order; one statement.

    A draft that mends a returned report bears the reason for which that was returned: the unit still has to answer it.
    """
    query = (
        select(
            Update.id, Update.assignment_id, Update.period, Update.version, Update.state, Update.decision_reason, Update.mend_by,
            sent_back_because().label("sent_back"),
        )
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Update.assignment_id.in_(list(assignment_ids)))
        .order_by(Update.assignment_id, Update.period, Update.version)
    )  # fmt: skip
    newest: dict[tuple[int, str], Version] = {}
    for row in session.execute(query):
        before = newest.get((row.assignment_id, row.period))
        mends = before is not None and before.was_returned and row.state in (UpdateState.DRAFT, UpdateState.UNIT_REVIEW)
        reason, mend_by = (before.reason, before.mend_by) if before and mends else (row.decision_reason, row.mend_by)
        newest[row.assignment_id, row.period] = Version(
            row.id, row.assignment_id, row.period, row.version, row.state, reason, mend_by,
            was_returned=mends or row.state is UpdateState.RETURNED,
            was_accepted=row.state is UpdateState.ACCEPTED or bool(before and before.was_accepted),
            sent_back=row.sent_back or "",
        )  # fmt: skip
    by_assignment: dict[int, list[Version]] = {}
    for version in newest.values():
        by_assignment.setdefault(version.assignment_id, []).append(version)
    return by_assignment


def sent_back_because() -> ColumnElement[str | None]:
    """Why the head of the unit gave the draft back to who wrote it, of a select from Update; NULL where nobody did, or where the
    draft has moved since, as `queries.events.sent_back_because` has it of one paper."""
    query = select(case((Event.action == "send_back", Event.reason))).where(
        Event.subject == Subject.UPDATE, Event.subject_id == Update.id, Event.new.is_not(None)
    )
    last = query.order_by(Event.id.desc()).limit(1).correlate(Update).scalar_subquery()
    return case((Update.state == UpdateState.DRAFT, last))
