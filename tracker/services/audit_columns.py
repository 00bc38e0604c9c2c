"""What verification says of a column that is not what the history tells, in words."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Session

from tracker.column_labels import column_title
from tracker.event_labels import subject_title
from tracker.labels import label
from tracker.models import Unit
from tracker.models.base import UTCDateTime
from tracker.queries.held import HELD
from tracker.queries.replay_columns import ColumnDeparture, column_departures
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.audit_breaks import Break

NOTHING = "空"


def column_breaks(session: Session) -> Iterator[Break]:
    """Every column that was changed past the program: 任务 12 的时限被改动：库中为“2026-06-30”，操作记录为“2025-12-31”."""
    for found in column_departures(session):
        yield Break(found.chain, found.event, _fault(session, found))


def _fault(session: Session, found: ColumnDeparture) -> str:
    name = f"{subject_title(found.subject)} {found.row}"
    if found.is_gone:
        return f"{name} 在库中缺失"
    stored, told = _said(session, found, found.stored), _said(session, found, found.told)
    return f"{name} 的{column_title(found.subject, found.column)}被改动：库中为“{stored}”，操作记录为“{told}”"


def _said(session: Session, found: ColumnDeparture, value: Any) -> str:
    """The value as a reader knows it; as it is where it is no value of its column."""
    if value is None:
        return NOTHING
    column = getattr(HELD[found.subject].model, found.column)
    with suppress(ValueError, KeyError, TypeError):
        if isinstance(column.type, Enum):
            kind: Any = column.type.enum_class
            return label(kind(value))
        if isinstance(column.type, UTCDateTime):
            return f"{datetime.fromisoformat(value).astimezone(OFFICIAL_ZONE):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool) or column.type.python_type is bool:
        return "是" if value else "否"
    if found.column.endswith("unit_id"):
        unit = session.get(Unit, value) if isinstance(value, int) else None
        return unit.name if unit else str(value)
    return str(value)
