"""Reminders of what an act told the same reader on the same day: an order given in the evening with a day's limit is told in the
morning by its own message, and the reminder that its limit is today would be a second one that says less."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from tracker.models import Digest, Notice, NoticeEnd, NoticeState, RectificationItem
from tracker.rules.moves import Subject

_OF_ORDERS = (Subject.ORDER.value, Subject.ITEM.value, Subject.INSTRUCTION.value)


def give_way_to_acts(session: Session, today: date) -> int:
    """Set the reminders that wait aside of which an act tells their reader today, with the same limit; how many.

    The act's message waits too, or left today. One statement.
    """
    act = aliased(Notice)
    left_today = exists().where(Digest.id == act.digest_id, Digest.day == today)
    tells = exists().where(
        act.user_id == Notice.user_id, act.rung.is_(None), act.is_urgent, act.due_on == Notice.due_on, _same_thing(act),
        or_(act.state == NoticeState.PLANNED, left_today),
    )  # fmt: skip
    statement = (
        update(Notice)
        .where(Notice.state == NoticeState.PLANNED, Notice.rung.is_not(None), Notice.subject.in_(_OF_ORDERS), tells)
        .values(state=NoticeState.SUPERSEDED, ended=NoticeEnd.LATER)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


def _same_thing(act: Any) -> ColumnElement[bool]:
    """The act is about what the reminder is about, or about the order to which the thing to be put right belongs."""
    of_order = select(RectificationItem.id).where(RectificationItem.order_id == act.subject_id)
    item_of_order = and_(Notice.subject == Subject.ITEM, act.subject == Subject.ORDER, Notice.subject_id.in_(of_order))
    return or_(and_(act.subject == Notice.subject, act.subject_id == Notice.subject_id), item_of_order)
