"""What units were called at an instant: a unit that was renamed since bears its former name in what speaks of then."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Event

NO_NAMES: Mapping[int, str] = MappingProxyType({})


def names_before(session: Session, end: datetime) -> Mapping[int, str]:
    """By unit, the name that it bore before the instant, of those that were renamed since; all others bear the name of today."""
    first = (
        select(func.min(Event.id).label("id"))
        .where(Event.subject == "unit", Event.action == "rename", Event.at >= end)
        .group_by(Event.subject_id)
        .subquery()
    )
    query = select(Event.subject_id, Event.data).join(first, first.c.id == Event.id)
    return {row.subject_id: str((row.data or {})["old"]) for row in session.execute(query)}
