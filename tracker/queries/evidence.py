"""The files that a unit has handed in, for one file may bear out many tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Evidence, EvidenceFile, Plan, Task, Unit, Update
from tracker.queries.scope import own_share
from tracker.queries.sql import Page, page_of
from tracker.queries.tasks import SENT_STATES
from tracker.queries.updates import visible_update
from tracker.rules.days import end_of_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import RECEIVED_UPDATE_STATES


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


@dataclass(frozen=True)
class EarlierUse:
    """A file of a report as it bore out another one before: in which task, whose share, for which period."""

    name: str
    task: str
    unit: str
    period: str
    is_same_task: bool


def used_before(session: Session, actor: Actor, update: Update, limit: int = 5) -> list[EarlierUse]:
    """Where the files of the report were handed in before, as far as the actor may see it; each file once, one statement.

    Other versions of the report are none: what mends a returned one shows the same proof.
    """
    digests = {item.sha256: item.name for item in update.evidence}
    if not digests:
        return []
    first = (
        select(func.min(Evidence.id))
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(
            Evidence.sha256.in_(list(digests)), Evidence.id < max(item.id for item in update.evidence),
            Update.state.in_(SENT_STATES), visible_update(actor),
            or_(Update.assignment_id != update.assignment_id, Update.period != update.period),
        )
        .group_by(Evidence.sha256)
    )  # fmt: skip
    query = (
        select(Evidence.sha256, Task.title, Task.id, Unit.name, Update.period)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Evidence.id.in_(first))
        .order_by(Evidence.id)
        .limit(limit)
    )
    own = update.assignment.task_id
    return [EarlierUse(digests[row.sha256], row.title, row.name, row.period, row.id == own) for row in session.execute(query)]


def sent_evidence(session: Session, task_id: int, unit_ids: Iterable[int]) -> list[Evidence]:
    """The evidence that the units have sent about the task and the office has not returned, the newest first, each file once."""
    query = (
        select(Evidence)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(
            Assignment.task_id == task_id,
            Assignment.unit_id.in_(sorted(unit_ids)),
            Update.state.in_(sorted(RECEIVED_UPDATE_STATES)),
        )
        .order_by(Evidence.id.desc())
    )
    once: dict[str, Evidence] = {}
    for evidence in session.scalars(query):
        once.setdefault(evidence.sha256, evidence)
    return list(once.values())
