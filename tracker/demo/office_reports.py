"""The office's own reports in the play: the director approves and issues what the scheduler drafts; the last one waits."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Report
from tracker.rules.days import official_day
from tracker.rules.report_states import ReportState
from tracker.rules.workdays import WorkCalendar
from tracker.services import report_issuing

READ_IN = 2  # working days
LEFT = date(2025, 10, 20)  # what speaks of a later day is left for whoever opens the demonstration


def one_day(session: Session, cast: Cast, plan_id: int, day: date, calendar: WorkCalendar) -> None:
    """Approve and issue the drafts that have lain for two working days."""
    query = select(Report).where(Report.plan_id == plan_id, Report.state == ReportState.DRAFT, Report.as_of < LEFT)
    for report in session.scalars(query.order_by(Report.id)):
        if calendar.add(official_day(report.drawn_at), READ_IN) <= day:
            report_issuing.approve(session, report, actor=cast.director, now=at(day, 15))
            report_issuing.issue(session, report, actor=cast.director, now=at(day, 15, 30))
