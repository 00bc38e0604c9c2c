"""What a reader does to messages: have read them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.models import Notice


def mark_read(session: Session, notice_ids: Sequence[int], *, now: datetime) -> None:
    """Keep when the messages were read first; whose they are is the caller's to settle."""
    query = update(Notice).where(Notice.id.in_(notice_ids), Notice.read_at.is_(None))
    session.execute(query.values(read_at=now), execution_options={"synchronize_session": False})
