"""What a reader does to messages: have read them, and say so."""

from datetime import datetime

from sqlalchemy import CursorResult, func, update
from sqlalchemy.orm import Session

from tracker.models import Notice
from tracker.queries.inbox import own_notice
from tracker.rules.permissions import Actor


def mark_read(session: Session, notice_id: int | None = None, *, actor: Actor, now: datetime) -> int:
    """How many messages of the actor's inbox, or whether the one, had not been read before; they now bear the instant."""
    query = update(Notice).where(own_notice(actor), Notice.read_at.is_(None))
    if notice_id is not None:
        query = query.where(Notice.id == notice_id)
    result = session.execute(query.values(read_at=now), execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0


def acknowledge(session: Session, notice_id: int, *, actor: Actor, now: datetime) -> None:
    """The reader says 知道了: the message counts as read as well. The first time stands."""
    mine = update(Notice).where(own_notice(actor), Notice.id == notice_id, Notice.acknowledged_at.is_(None))
    known = mine.values(acknowledged_at=now, read_at=func.coalesce(Notice.read_at, now))
    session.execute(known, execution_options={"synchronize_session": False})
