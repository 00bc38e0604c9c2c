"""What of the tasks had been adjusted (调整) by the end of a past day, out of the plan's chain of events."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Adjustment, Event
from tracker.rules.adjustments import AdjustmentKind
from tracker.rules.days import official_day
from tracker.rules.report_facts import AdjustmentRecord
from tracker.rules.transitions import Subject


def adjustments_on(session: Session, plan_id: int, end: datetime) -> tuple[AdjustmentRecord, ...]:
    """The changes that had been granted before the instant, and the wordings that came of a unit's objection, in the order in
    which they were made; one statement.
    """
    granted = and_(Event.subject == Subject.ADJUSTMENT, Event.action == "grant")
    reworded = and_(Event.subject == Subject.TASK, Event.action == "reword")
    query = (
        select(Event, Adjustment)
        .outerjoin(Adjustment, and_(granted, Adjustment.id == Event.subject_id))
        .where(Event.chain == plan_id, Event.at < end, or_(granted, reworded))
        .order_by(Event.seq)
    )
    return tuple(_records((event, asked) for event, asked in session.execute(query)))


def _records(rows: Iterator[tuple[Event, Adjustment | None]]) -> Iterator[AdjustmentRecord]:
    """A wording that an adjustment brings about is told once: its event bears the instant of the grant."""
    told = set()
    for event, asked in rows:
        data = event.data or {}
        if asked is not None:
            told.add((event.task_id, event.at))
            kind, change, reason = asked.kind, (asked.before, asked.after), asked.reason
        elif (event.task_id, event.at) in told:
            continue
        else:
            kind, change, reason = AdjustmentKind.WORDING, data["text"], event.reason
        yield AdjustmentRecord(
            asked.id if asked else None, event.task_id or 0, kind, asked.ground if asked else None, change[0], change[1],
            official_day(event.at), data.get("approval", ""), reason, event.seq,
        )  # fmt: skip
