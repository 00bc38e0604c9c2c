"""Applications to change what was given out (调整申请), within what the actor may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Adjustment, AdjustmentFile, Plan, Task
from tracker.queries.applications import application_rows, placed, visible_application
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.adjustments import AdjustmentKind, AdjustmentState
from tracker.rules.permissions import Actor, Permission


@dataclass(frozen=True)
class AdjustmentFilter:
    """What the list is narrowed to; None means no limit. `waits`: only what waits for an act of the actor's own."""

    state: AdjustmentState | None = None
    kind: AdjustmentKind | None = None
    waits: bool = False


@dataclass(frozen=True)
class AdjustmentRow:
    """One line of the list; the change in words, as it was asked for."""

    id: int
    task: str
    plan: str
    unit: str
    kind: AdjustmentKind
    before: str
    after: str
    state: AdjustmentState
    asked_at: datetime
    waits: bool


def adjustments(session: Session, actor: Actor, chosen: AdjustmentFilter, number: int = 1) -> Page[AdjustmentRow]:
    """One page of the list: what waits for the actor first, the oldest of it on top; then the newest. Two statements."""
    waits = waits_for(actor)
    query = application_rows(Adjustment, waits).where(visible_application(actor, Adjustment))
    if chosen.state:
        query = query.where(Adjustment.state == chosen.state)
    if chosen.kind:
        query = query.where(Adjustment.kind == chosen.kind)
    if chosen.waits:
        query = query.where(waits)
    since = case((waits, func.coalesce(Adjustment.submitted_at, Adjustment.drafted_at)))
    rows, number, total = page_of(session, query.order_by(since.is_(None), since, Adjustment.id.desc()), number)
    return Page([_row(row) for row in rows], number, total)


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for an act of the actor's own."""
    return placed(select(func.count()).select_from(Adjustment), Adjustment).where(waits_for(actor))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """A condition on Adjustment joined to Task and Plan: the office looks and decides, the director alone what is for the director;
    the head signs; the unit goes on with a draft."""
    for_director = or_(Adjustment.touches_goal, Adjustment.filed_late)
    may_decide = or_(
        and_(~for_director, in_region(actor, Permission.ADJUSTMENT_DECIDE)), in_region(actor, Permission.ADJUSTMENT_DECIDE_GOAL)
    )
    heads, askers = sorted(actor.units(Permission.ADJUSTMENT_APPROVE)), sorted(actor.units(Permission.ADJUSTMENT_ASK))
    return or_(
        and_(Adjustment.state == AdjustmentState.SUBMITTED, in_region(actor, Permission.ADJUSTMENT_DECIDE)),
        and_(Adjustment.state == AdjustmentState.REVIEWED, may_decide),
        and_(Adjustment.state == AdjustmentState.UNIT_REVIEW, Adjustment.unit_id.in_(heads)),
        and_(Adjustment.state == AdjustmentState.DRAFT, Adjustment.unit_id.in_(askers)),
    )


def _row(row: Any) -> AdjustmentRow:
    asked: Adjustment = row.Adjustment
    return AdjustmentRow(
        asked.id, row.task, row.plan, row.unit, asked.kind, asked.before, asked.after, asked.state,
        asked.submitted_at or asked.drafted_at, bool(row.waits),
    )  # fmt: skip


def the_adjustment(session: Session, actor: Actor, adjustment_id: int) -> Adjustment:
    """The application with its task, plan, unit and files; NotFound where the actor may not see it."""
    query = (
        placed(select(Adjustment), Adjustment)
        .where(Adjustment.id == adjustment_id, visible_application(actor, Adjustment))
        .options(
            joinedload(Adjustment.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Adjustment.unit),
            joinedload(Adjustment.new_unit),
            selectinload(Adjustment.files).joinedload(AdjustmentFile.file),
        )
    )
    return found(session.scalar(query))


def the_adjustment_file(session: Session, actor: Actor, file_id: int) -> AdjustmentFile:
    """The file of an application; NotFound where the actor may not see that."""
    query = (
        placed(select(AdjustmentFile).join(Adjustment, Adjustment.id == AdjustmentFile.adjustment_id), Adjustment)
        .where(AdjustmentFile.id == file_id, visible_application(actor, Adjustment))
        .options(joinedload(AdjustmentFile.file), joinedload(AdjustmentFile.adjustment).joinedload(Adjustment.task))
    )
    return found(session.scalar(query))
