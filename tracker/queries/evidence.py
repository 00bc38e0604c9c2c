"""The files that a unit has handed in, for one file may bear out many tasks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Evidence, EvidenceFile, Task, Update
from tracker.queries.scope import own_share
from tracker.queries.sql import Page, page_of
from tracker.rules.days import end_of_day
from tracker.rules.permissions import Actor, Permission


@dataclass(frozen=True)
class HandedIn:
    """A file of the unit as it was cited last: in which task's report, for which period."""

    evidence_id: int
    name: str
    size: int
    fact_on: date | None
    uploaded_at: datetime
    task: str
    period: str


@dataclass(frozen=True)
class FileFilter:
    """`name`: a part of the file's name; `since` and `until`: the first and the last day of its upload."""

    name: str = ""
    since: date | None = None
    until: date | None = None


def handed_in(session: Session, actor: Actor, update: Update, chosen: FileFilter, number: int) -> Page[HandedIn]:
    """A page of the files that the unit of `update` has handed in and that this report does not cite yet, newest first."""
    unit_id = update.assignment.unit_id
    cited = select(Evidence.sha256).where(Evidence.update_id == update.id)
    latest = (
        select(func.max(Evidence.id))
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.unit_id == unit_id, own_share(actor, Permission.UPDATE_WRITE), Evidence.sha256.not_in(cited))
        .where(*_conditions(chosen))
        .group_by(Evidence.sha256)
    )
    query = (
        select(Evidence.id, Evidence.name, EvidenceFile.size, Evidence.fact_on, Evidence.uploaded_at, Task.title, Update.period)
        .join(EvidenceFile, EvidenceFile.sha256 == Evidence.sha256)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Evidence.id.in_(latest))
        .order_by(Evidence.uploaded_at.desc(), Evidence.id.desc())
    )
    rows, number, total = page_of(session, query, number)
    return Page([HandedIn(*row) for row in rows], number, total)


def _conditions(chosen: FileFilter) -> list[Any]:
    wanted: list[Any] = []
    if chosen.name:
        wanted.append(Evidence.name.contains(chosen.name, autoescape=True))
    if chosen.since:
        wanted.append(Evidence.uploaded_at >= end_of_day(chosen.since - timedelta(days=1)))
    if chosen.until:
        wanted.append(Evidence.uploaded_at < end_of_day(chosen.until))
    return wanted
