"""What a reader does to messages: have read them."""

from datetime import datetime

from sqlalchemy import CursorResult, update
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
