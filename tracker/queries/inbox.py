"""Messages in the inbox: the actor's own, and those of the actor's units that have nobody else to read them."""

from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Notice
from tracker.queries.scope import found
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor


def own_notice(actor: Actor) -> ColumnElement[bool]:
    """A condition on Notice: it is in the actor's inbox."""
    units = sorted({post.unit_id for post in actor.posts})
    shared = and_(Notice.user_id.is_(None), Notice.unit_id.in_(units))
    return or_(Notice.user_id == actor.user_id, shared)


class InboxFilter(StrEnum):
    """What the inbox shows; what has ended stands apart."""

    OPEN = "open"
    UNREAD = "unread"
    URGENT = "urgent"
    ENDED = "ended"


_OPEN = Notice.ended.is_(None)
_UNREAD = and_(_OPEN, Notice.read_at.is_(None))
_NARROWED = {
    InboxFilter.OPEN: _OPEN,
    InboxFilter.UNREAD: _UNREAD,
    InboxFilter.URGENT: and_(_OPEN, Notice.is_urgent.is_(True)),
    InboxFilter.ENDED: Notice.ended.is_not(None),
}


def inbox(session: Session, actor: Actor, number: int = 1, only: InboxFilter = InboxFilter.OPEN) -> Page[Notice]:
    """One page of the messages, unread first, then the newest; of those that have ended the newest first; two statements."""
    read = [] if only is InboxFilter.ENDED else [Notice.read_at.is_not(None)]
    query = select(Notice).where(own_notice(actor), _NARROWED[only]).order_by(*read, Notice.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page([row.Notice for row in rows], number, total)


def unread_query(actor: Actor) -> Select[int]:
    """Counts the messages that wait to be read and still ask or tell something."""
    return select(func.count()).select_from(Notice).where(own_notice(actor), _UNREAD)


def the_notice(session: Session, actor: Actor, notice_id: int) -> Notice:
    """The message; NotFound where it is not in the actor's inbox."""
    return found(session.scalar(select(Notice).where(Notice.id == notice_id, own_notice(actor))))
