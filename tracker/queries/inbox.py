"""Messages in the inbox: the actor's own, and those of the actor's units that have nobody else to read them."""

from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
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
    """What the inbox is narrowed to."""

    UNREAD = "unread"
    URGENT = "urgent"


_NARROWED = {InboxFilter.UNREAD: Notice.read_at.is_(None), InboxFilter.URGENT: Notice.is_urgent.is_(True)}


def inbox(session: Session, actor: Actor, number: int = 1, only: InboxFilter | None = None) -> Page[Notice]:
    """One page of the messages, unread first, then the newest; two statements."""
    narrowed = _NARROWED[only] if only else true()
    query = select(Notice).where(own_notice(actor), narrowed).order_by(Notice.read_at.is_not(None), Notice.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page([row.Notice for row in rows], number, total)


def unread_query(actor: Actor) -> Select[int]:
    """Counts the messages that wait to be read."""
    return select(func.count()).select_from(Notice).where(own_notice(actor), Notice.read_at.is_(None))


def the_notice(session: Session, actor: Actor, notice_id: int) -> Notice:
    """The message; NotFound where it is not in the actor's inbox."""
    return found(session.scalar(select(Notice).where(Notice.id == notice_id, own_notice(actor))))
