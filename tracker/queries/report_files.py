"""The files that were put back as the final versions of reports."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Plan, Report, ReportFile
from tracker.queries.reports import readable
from tracker.queries.scope import found
from tracker.rules.permissions import Actor


def the_report_file(session: Session, actor: Actor, file_id: int) -> ReportFile:
    """The file with its report, or NotFound where there is none that the actor may read."""
    query = (
        select(ReportFile)
        .join(Report, Report.id == ReportFile.report_id)
        .join(Plan, Plan.id == Report.plan_id)
        .where(ReportFile.id == file_id, readable(actor))
        .options(joinedload(ReportFile.file), joinedload(ReportFile.report).joinedload(Report.plan).joinedload(Plan.jurisdiction))
    )
    return found(session.scalar(query))
