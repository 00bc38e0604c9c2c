"""Which years of the calendar had been loaded here before an instant, led back from the loadings since then."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Event
from tracker.queries.calendars import loaded_notices
from tracker.rules.workdays import YearNotice


def notices_before(session: Session, instant: datetime) -> dict[int, YearNotice]:
    """The notices as they were loaded before the instant, by year; two statements."""
    notices = loaded_notices(session)
    query = select(Event.subject_id, Event.data).where(
        Event.subject == "calendar", Event.action == "load", Event.at >= instant
    )  # fmt: skip
    for year, data in session.execute(query.order_by(Event.id.desc())):
        before = (data or {}).get("before")
        if before is None:
            notices.pop(year, None)
        else:
            notices[year] = notice_of(year, before)
    return notices


def notice_of(year: int, kept: Mapping[str, Any]) -> YearNotice:
    """The notice out of what an event, or the manifest of a report, holds of it: days in ISO form."""
    off, worked = (tuple(map(date.fromisoformat, kept[name])) for name in ("holidays", "makeup_days"))
    return YearNotice(year, kept["document"], kept["official"], off, worked)
