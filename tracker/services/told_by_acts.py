"""Reminders of what an act told the same reader on the same day: an order given in the evening with a day's limit is told in the
morning by its own message, and the reminder that its limit is today would be a second one that says less."""

from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, CursorResult, and_, or_, select, union_all, update
from sqlalchemy.orm import Session

from tracker.models import Digest, Notice, NoticeEnd, NoticeState, RectificationItem
from tracker.rules.moves import Subject

_OF_ORDERS = (Subject.ORDER.value, Subject.ITEM.value, Subject.INSTRUCTION.value)


def give_way_to_acts(session: Session, today: date) -> int:
    """Set the reminders that wait aside of which an act tells their reader today, with the same limit; how many.

    The act's message waits too, or left today. One statement, which begins with those few acts: what a reader was ever told is
    not gone through.
    """
    acts = _acts_of(today)
    told = (
        select(Notice.id)
        .join(acts, and_(acts.c.user_id == Notice.user_id, acts.c.due_on == Notice.due_on, _same_thing(acts)))
        .where(Notice.state == NoticeState.PLANNED, Notice.rung.is_not(None), Notice.subject.in_(_OF_ORDERS))
    )
    statement = (
        update(Notice)
        .where(Notice.id.in_(told))
        .values(state=NoticeState.SUPERSEDED, ended=NoticeEnd.LATER)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


def _acts_of(today: date) -> CTE:
    """The urgent messages of acts that wait, or left today."""
    urgent = select(Notice.user_id, Notice.due_on, Notice.subject, Notice.subject_id).where(Notice.rung.is_(None), Notice.is_urgent)
    waiting = urgent.where(Notice.state == NoticeState.PLANNED)
    left = urgent.join(Digest, Digest.id == Notice.digest_id).where(Digest.day == today, Notice.state != NoticeState.PLANNED)
    # Nested: of a statement that begins with WITH the driver counts no rows. Materialised, lest each reminder look for its acts.
    return union_all(waiting, left).cte("acts", nesting=True).prefix_with("MATERIALIZED")


def _same_thing(acts: Any) -> ColumnElement[bool]:
    """The act is about what the reminder is about, or about the order to which the thing to be put right belongs."""
    of_order = select(RectificationItem.id).where(RectificationItem.order_id == acts.c.subject_id)
    item_of_order = and_(Notice.subject == Subject.ITEM, acts.c.subject == Subject.ORDER, Notice.subject_id.in_(of_order))
    return or_(and_(acts.c.subject == Notice.subject, acts.c.subject_id == Notice.subject_id), item_of_order)
