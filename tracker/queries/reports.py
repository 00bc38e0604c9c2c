"""The reports that have been drawn up, within what the actor may read."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Plan, Report
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import PlanState

CHOICES = 300


@dataclass(frozen=True)
class ReportRow:
    id: int
    title: str
    plan_id: int
    plan_title: str
    as_of: date
    drawn_at: datetime
    drawn_by: str


def report_rows(session: Session, actor: Actor, number: int = 1) -> Page[ReportRow]:
    """The reports that the actor may read, the newest first, in pages."""
    query = (
        select(Report.id, Report.title, Report.plan_id, Plan.title, Report.as_of, Report.drawn_at, Report.drawn_by)
        .join(Plan, Plan.id == Report.plan_id)
        .where(in_region(actor, Permission.REPORT_READ))
        .order_by(Report.id.desc())
    )
    rows, number, total = page_of(session, query, number)
    return Page([ReportRow(*row) for row in rows], number, total)


def the_report(session: Session, actor: Actor, report_id: int) -> Report:
    """The report with its plan, or NotFound where there is none that the actor may read."""
    query = select(Report).join(Plan, Plan.id == Report.plan_id).options(joinedload(Report.plan))
    return found(session.scalar(query.where(Report.id == report_id, in_region(actor, Permission.REPORT_READ))))


def reportable_plans(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The plans that were issued, of which the actor may draw up a report, the newest first."""
    query = select(Plan.id, Plan.title).where(Plan.state != PlanState.DRAFT, in_region(actor, Permission.REPORT_DRAW))
    return [(row.id, row.title) for row in session.execute(query.order_by(Plan.id.desc()).limit(CHOICES))]
