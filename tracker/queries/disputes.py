"""Objections of units to what they were given (承办异议), and the later wordings of tasks, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import AdHocMatter, Assignment, Dispute, Plan, Task, TaskWording, Unit
from tracker.queries.scope import found, in_region, own_share
from tracker.queries.sql import Page, page_of
from tracker.rules.giving_out import DisputeKind, DisputeOutcome
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentState


@dataclass(frozen=True)
class DisputeFilter:
    """What the list is narrowed to; None means no limit. `waits`: only what the office has still to answer."""

    kind: DisputeKind | None = None
    outcome: DisputeOutcome | None = None
    waits: bool = False


@dataclass(frozen=True)
class DisputeRow:
    """One line of the list. `waits`: the office has still to answer, by `decide_by`."""

    id: int
    task_id: int
    task: str
    plan: str
    unit: str
    kind: DisputeKind
    reason: str
    raised_at: datetime
    decide_by: date
    outcome: DisputeOutcome | None
    waits: bool


def is_open() -> ColumnElement[bool]:
    """A condition on Dispute joined to Assignment: the office has still to answer; a share that ended meanwhile needs no answer."""
    return and_(Dispute.outcome.is_(None), Assignment.state == AssignmentState.OBJECTED)


def visible_dispute(actor: Actor) -> ColumnElement[bool]:
    """A condition on Dispute joined to Assignment and Plan: its own unit, the office and leaders."""
    return or_(in_region(actor, Permission.TASK_READ), own_share(actor, Permission.TASK_READ))


def disputes(session: Session, actor: Actor, chosen: DisputeFilter, number: int = 1) -> Page[DisputeRow]:
    """One page of the list: what waits for the office first, the most pressing on top; then the newest. Two statements."""
    query = _disputes().where(visible_dispute(actor))
    if chosen.kind:
        query = query.where(Dispute.kind == chosen.kind)
    if chosen.outcome:
        query = query.where(Dispute.outcome == chosen.outcome)
    if chosen.waits:
        query = query.where(is_open())
    waiting = case((is_open(), Dispute.decide_by))
    rows, number, total = page_of(session, query.order_by(waiting.is_(None), waiting, Dispute.id.desc()), number)
    return Page([_row(row) for row in rows], number, total)


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for the actor's office."""
    return _disputes().where(in_region(actor, Permission.TASK_ADMINISTER), is_open()).with_only_columns(func.count())


def the_dispute(session: Session, actor: Actor, dispute_id: int) -> Dispute:
    """The objection with its share, task, plan and what came of it; NotFound where the actor may not see it."""
    share = joinedload(Dispute.assignment)
    query = (
        select(Dispute)
        .join(Assignment, Assignment.id == Dispute.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Dispute.id == dispute_id, visible_dispute(actor))
        .options(
            share.joinedload(Assignment.unit),
            share.joinedload(Assignment.clause),
            share.joinedload(Assignment.task).joinedload(Task.measure),
            share.joinedload(Assignment.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Dispute.successor).joinedload(Assignment.unit),
            joinedload(Dispute.wording),
        )
    )
    return found(session.scalar(query))


def open_dispute(session: Session, assignment: Assignment) -> Dispute | None:
    """The objection to the share that is not decided, the newest where there are several; None where there is none."""
    query = select(Dispute).where(Dispute.assignment_id == assignment.id, Dispute.outcome.is_(None))
    return session.scalar(query.order_by(Dispute.id.desc()).limit(1))


def open_disputes(session: Session, task: Task) -> dict[int, Dispute]:
    """The objections to the task's shares that the office has still to answer, by share."""
    query = select(Dispute).join(Assignment, Assignment.id == Dispute.assignment_id)
    rows = session.scalars(query.where(Assignment.task_id == task.id, is_open()).order_by(Dispute.id))
    return {row.assignment_id: row for row in rows}


def wordings_of(session: Session, task: Task) -> Sequence[TaskWording]:
    """The later wordings of the task, the newest first."""
    query = select(TaskWording).where(TaskWording.task_id == task.id).order_by(TaskWording.version.desc())
    return session.scalars(query).all()


def wording_in_force(task: Task, wordings: Sequence[TaskWording]) -> TaskWording | None:
    """The wording that holds now: the newest of the task's present measure; None where that stands as printed."""
    return next((wording for wording in wordings if wording.measure_id == task.measure_id), None)


def current_text(session: Session, task: Task) -> str:
    """What the task asks for now: the wording in force, else the measure as printed, else what the ad hoc matter says."""
    wording = wording_in_force(task, wordings_of(session, task))
    if wording is not None:
        return wording.text
    if task.measure is not None:
        return task.measure.text or task.measure.summary or task.measure.title
    matter = session.get(AdHocMatter, task.id)
    return matter.text if matter else task.title


def _disputes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Dispute, Task.id.label("task_id"), Task.title.label("task"), Plan.title.label("plan"), Unit.name.label("unit"),
            Assignment.state.label("state"),
        )
        .select_from(Dispute)
        .join(Assignment, Assignment.id == Dispute.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Assignment.unit_id)
    )  # fmt: skip


def _row(row: Any) -> DisputeRow:
    dispute: Dispute = row.Dispute
    return DisputeRow(
        id=dispute.id,
        task_id=row.task_id,
        task=row.task,
        plan=row.plan,
        unit=row.unit,
        kind=dispute.kind,
        reason=dispute.reason,
        raised_at=dispute.raised_at,
        decide_by=dispute.decide_by,
        outcome=dispute.outcome,
        waits=dispute.outcome is None and row.state is AssignmentState.OBJECTED,
    )
