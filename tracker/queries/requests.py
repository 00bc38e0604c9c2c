"""What is asked of the office about tasks (申请), of every kind in one list, within what the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Extension
from tracker.queries.applications import application_rows, placed, visible_application
from tracker.queries.scope import in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import ExtensionState


@dataclass(frozen=True)
class RequestFilter:
    """What the list is narrowed to; None means no limit. `waits`: only what waits for an act of the actor's own."""

    state: ExtensionState | None = None
    waits: bool = False


@dataclass(frozen=True)
class RequestRow:
    """One line of the list. `due_on` and `asked_due_on`: from which day to which the due date is to be put off."""

    id: int
    task_id: int
    task: str
    plan: str
    unit: str
    state: StrEnum
    due_on: date
    asked_due_on: date
    granted_due_on: date | None
    asked_at: datetime
    waits: bool


def requests(session: Session, actor: Actor, chosen: RequestFilter, number: int = 1) -> Page[RequestRow]:
    """One page of the list: what waits for the actor first, the oldest of it on top; then the newest. Two statements."""
    waits = waits_for(actor)
    query = application_rows(Extension, waits).where(visible_application(actor, Extension))
    if chosen.state:
        query = query.where(Extension.state == chosen.state)
    if chosen.waits:
        query = query.where(waits)
    waiting_since = case((waits, func.coalesce(Extension.submitted_at, Extension.drafted_at)))
    rows, number, total = page_of(session, query.order_by(waiting_since.is_(None), waiting_since, Extension.id.desc()), number)
    return Page([_row(row) for row in rows], number, total)


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for an act of the actor's own."""
    return placed(select(func.count()).select_from(Extension), Extension).where(waits_for(actor))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """A condition on Extension joined to Task and Plan: the office decides, the head of the unit signs, and the unit goes on with a
    draft, also one that the head gave back."""
    heads, askers = sorted(actor.units(Permission.EXTENSION_APPROVE)), sorted(actor.units(Permission.EXTENSION_ASK))
    return or_(
        and_(Extension.state == ExtensionState.SUBMITTED, in_region(actor, Permission.EXTENSION_DECIDE)),
        and_(Extension.state == ExtensionState.UNIT_REVIEW, Extension.unit_id.in_(heads)),
        and_(Extension.state == ExtensionState.DRAFT, Extension.unit_id.in_(askers)),
    )


def _row(row: Any) -> RequestRow:
    extension: Extension = row.Extension
    return RequestRow(
        id=extension.id,
        task_id=extension.task_id,
        task=row.task,
        plan=row.plan,
        unit=row.unit,
        state=extension.state,
        due_on=extension.due_on,
        asked_due_on=extension.asked_due_on,
        granted_due_on=extension.granted_due_on,
        asked_at=extension.submitted_at or extension.drafted_at,
        waits=bool(row.waits),
    )
