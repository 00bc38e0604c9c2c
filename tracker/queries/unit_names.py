"""What units were called at an instant: a unit that was renamed since bears its former name in what speaks of then."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from tracker.models import Event
from tracker.queries.reminder_sources import beside_index

NO_NAMES: Mapping[int, str] = MappingProxyType({})


def names_before(session: Session, end: datetime) -> Mapping[int, str]:
    """By unit, the name that it bore before the instant, of those that were renamed since; all others bear the name of today."""
    # Spelt out, or SQLite does not see that the index of what was renamed fits; nor is it to prefer the one of subjects.
    renamed = Event.action == literal("rename", literal_execute=True)
    first = (
        select(func.min(Event.id).label("id"))
        .where(beside_index(Event.subject) == "unit", renamed, Event.at >= end)
        .group_by(Event.subject_id)
        .subquery()
    )
    query = select(Event.subject_id, Event.data).join(first, first.c.id == Event.id)
    return {row.subject_id: str((row.data or {})["old"]) for row in session.execute(query)}
