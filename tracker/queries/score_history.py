"""Which worksheet of scores (考核工作表) held at an instant."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models import ScoreSheet
from tracker.rules.days import official_day
from tracker.rules.report_facts import ScoreRecord


def scores_on(session: Session, plan_id: int, end: datetime) -> ScoreRecord | None:
    """The newest worksheet of the plan that had been approved before the instant and not been withdrawn; one statement."""
    query = (
        select(ScoreSheet)
        .where(
            ScoreSheet.plan_id == plan_id, ScoreSheet.approved_at < end,
            or_(ScoreSheet.withdrawn_at.is_(None), ScoreSheet.withdrawn_at >= end),
        )
        .order_by(ScoreSheet.approved_at.desc(), ScoreSheet.id.desc())
        .limit(1)
    )  # fmt: skip
    sheet = session.scalar(query)
    if sheet is None or sheet.approved_at is None:
        return None
    units = tuple(unit["id"] for unit in sheet.content["units"])
    return ScoreRecord(sheet.id, sheet.from_on, sheet.to_on, official_day(sheet.approved_at), units)
