"""What had been accepted of the reports by an instant: their newest texts, their evidence; and of which none was asked (免报)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Evidence, Exemption, Task, Update
from tracker.queries.history import in_plan, known_to
from tracker.queries.reminder_sources import beside_index
from tracker.rules.report_facts import EvidenceRecord, TextRecord
from tracker.rules.statuses import UpdateState


def texts_at(session: Session, plan_id: int, end: datetime) -> Mapping[int, tuple[TextRecord, ...]]:
    """The newest accepted text of each share and kind; only these are read, for an old text is in no report."""
    newest_first = func.row_number().over(
        partition_by=(Update.assignment_id, Update.kind), order_by=(Update.decided_at.desc(), Update.id.desc())
    )
    ranked = _accepted(select(Update.id, newest_first.label("place")), plan_id, end).subquery()
    query = (
        select(Update)
        .join(ranked, ranked.c.id == Update.id)
        .where(ranked.c.place == 1)
        .order_by(Update.assignment_id, Update.decided_at, Update.id)
    )
    found: dict[int, list[TextRecord]] = {}
    for row in session.scalars(query):
        assert row.decided_at is not None
        text = TextRecord(row.id, row.assignment_id, row.kind, row.decided_at, row.narrative, row.problems)
        found.setdefault(row.assignment_id, []).append(text)
    return {share_id: tuple(texts) for share_id, texts in found.items()}


def evidence_at(session: Session, plan_id: int, end: datetime) -> tuple[EvidenceRecord, ...]:
    """The files behind the reports that had been accepted by then."""
    query = _accepted(
        select(Evidence.id, Assignment.task_id, Evidence.sha256).join(Update, Update.id == Evidence.update_id), plan_id, end
    )
    return tuple(EvidenceRecord(*row) for row in session.execute(query.order_by(Evidence.id)))


def _accepted(query: Any, plan_id: int, end: datetime) -> Any:
    """The query on Update narrowed to the plan's reports that had been accepted by then."""
    accepted = beside_index(Update.state) == UpdateState.ACCEPTED  # as nearly all reports of all plans are
    return (
        query.join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(in_plan(plan_id), known_to(plan_id), accepted, Update.decided_at < end)
    )


def exempt_at(session: Session, plan_id: int, end: datetime) -> frozenset[tuple[int, str]]:
    """The shares of which no report was asked at the instant (免报), each with the period."""
    query = (
        select(Exemption.assignment_id, Exemption.period)
        .join(Assignment, Assignment.id == Exemption.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            in_plan(plan_id), known_to(plan_id), Exemption.granted_at < end,
            or_(Exemption.revoked_at.is_(None), Exemption.revoked_at >= end),
        )
    )  # fmt: skip
    return frozenset((row.assignment_id, row.period) for row in session.execute(query))
