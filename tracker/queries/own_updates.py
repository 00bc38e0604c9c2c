"""What a unit has reported itself, period by period: its own record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Measure, Task, Unit, Update
from tracker.queries.scope import own_share
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import UpdateKind, UpdateState


@dataclass(frozen=True)
class OwnUpdate:
    """One report of the reader's unit, in one version; `sent_at` None while it has not reached the office."""

    id: int
    task: str
    label: str
    unit: str
    period: str
    version: int
    state: UpdateState
    kind: UpdateKind
    percent: int
    sent_at: datetime | None


def own_updates(session: Session, actor: Actor, number: int = 1) -> Page[OwnUpdate]:
    """One page of the reports of the actor's units, drafts and former versions among them, the newest first; two statements."""
    query = (
        select(
            Update.id, Task.title.label("task"), Measure.label, Unit.name.label("unit"), Update.period, Update.version,
            Update.state, Update.kind, Update.percent, Update.submitted_at.label("sent_at"),
        )
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(own_share(actor, Permission.EVIDENCE_READ))
        .order_by(Update.id.desc())
    )  # fmt: skip
    rows, number, total = page_of(session, query, number)
    return Page([OwnUpdate(**{**row._asdict(), "label": row.label or ""}) for row in rows], number, total)
