"""Looks back at closed tasks (回头看), within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Closure, Event, Measure, Plan, Recheck, Task, Verification, VerificationFile
from tracker.queries.scope import found, in_region, visible_task
from tracker.queries.sql import Page, page_of
from tracker.rules.closing import RecheckState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.transitions import Subject


@dataclass(frozen=True)
class RecheckRow:
    """One line of the list. `ended_at` and `ended_by`: when its result was recorded, or it was given up, and by whom."""

    id: int
    task_id: int
    task: str
    plan: str
    due_on: date
    closed_on: date
    state: RecheckState
    ended_at: datetime | None
    ended_by: str


def rechecks(
    session: Session, actor: Actor, state: RecheckState | None, due_until: date | None = None, number: int = 1
) -> Page[RecheckRow]:
    """One page of the looks back in the actor's region: those to be made first, the earliest on top. Two statements."""
    query = (
        select(
            Recheck,
            Task.title.label("task"),
            Measure.label,
            Plan.title.label("plan"),
            Closure.completed_on,
            _ended_by().label("ended_by"),
        )
        .join(Task, Task.id == Recheck.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Closure, Closure.id == Recheck.closure_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(in_region(actor, Permission.TASK_CLOSE))
    )
    if state is not None:
        query = query.where(Recheck.state == state)
    if due_until is not None:
        query = query.where(Recheck.state == RecheckState.PLANNED, Recheck.due_on <= due_until)
    is_over = case((Recheck.state == RecheckState.PLANNED, 0), else_=1)
    rows, number, total = page_of(session, query.order_by(is_over, Recheck.due_on, Recheck.id), number)
    found_rows = [
        RecheckRow(
            row.Recheck.id, row.Recheck.task_id, f"{row.label or ''}{row.task}", row.plan, row.Recheck.due_on, row.completed_on,
            row.Recheck.state, row.Recheck.ended_at, row.ended_by or "",
        )
        for row in rows
    ]  # fmt: skip
    return Page(found_rows, number, total)


def due_count(session: Session, actor: Actor, today: date) -> int:
    """How many looks back have fallen due and are not made, in the actor's region; one statement."""
    query = (
        select(func.count())
        .select_from(Recheck)
        .join(Task, Task.id == Recheck.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(in_region(actor, Permission.TASK_CLOSE), Recheck.state == RecheckState.PLANNED, Recheck.due_on <= today)
    )
    return session.scalar(query) or 0


def rechecks_of(session: Session, task_id: int) -> Sequence[Recheck]:
    """Every look back at the task, oldest first, with what it found."""
    query = select(Recheck).where(Recheck.task_id == task_id).options(joinedload(Recheck.verification).options(_files()))
    return session.scalars(query.order_by(Recheck.id)).all()


def ended_by(session: Session, recheck_id: int) -> str:
    """Who recorded the result of the look back, or gave it up, under the name of the act; nothing while it is still to be made."""
    return session.scalar(select(_ended_by()).select_from(Recheck).where(Recheck.id == recheck_id)) or ""


def the_recheck(session: Session, actor: Actor, recheck_id: int) -> Recheck:
    """The look back with its task, closing and what it found; NotFound where the actor may not see the task."""
    query = (
        select(Recheck)
        .join(Task, Task.id == Recheck.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Recheck.id == recheck_id, visible_task(actor))
        .options(
            joinedload(Recheck.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Recheck.closure),
            joinedload(Recheck.verification).options(_files()),
        )
    )
    return found(session.scalar(query))


def _ended_by() -> ColumnElement[str | None]:
    """The one move of a look back, as the history names who made it: a deputy with the absent one beside."""
    moved = (Event.subject == Subject.RECHECK, Event.subject_id == Recheck.id, Event.new != RecheckState.PLANNED)
    return select(Event.actor_name).where(*moved).order_by(Event.id.desc()).limit(1).correlate(Recheck).scalar_subquery()


def _files() -> Any:
    return selectinload(Verification.files).joinedload(VerificationFile.file)
