"""Calendar feeds (日历订阅): those that somebody made, the one of an address, and how the records of its days stand."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import CalendarFeed, Event, Unit
from tracker.queries.scope import found
from tracker.rules.calendar_feeds import DueDay, Revision
from tracker.rules.permissions import Actor
from tracker.rules.statuses import UNIT_ROLES


def feeds_of(session: Session, actor: Actor) -> dict[int | None, CalendarFeed]:
    """The actor's feeds by the unit; that of all that is theirs under None."""
    query = select(CalendarFeed).where(CalendarFeed.user_id == actor.user_id)
    return {feed.unit_id: feed for feed in session.scalars(query)}


def units_to_feed(session: Session, actor: Actor) -> Sequence[Unit]:
    """The units of which the actor may make a feed: those in which a post of a unit is the actor's own."""
    units = sorted({post.unit_id for post in actor.own.posts if post.role in UNIT_ROLES})
    return session.scalars(select(Unit).where(Unit.id.in_(units)).order_by(Unit.name)).all()


def the_feed(session: Session, actor: Actor, feed_id: int) -> CalendarFeed:
    """The actor's own feed; NotFound for any other."""
    query = select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.user_id == actor.user_id)
    return found(session.scalar(query.options(joinedload(CalendarFeed.unit))))


def feed_with(session: Session, token_hash: str) -> CalendarFeed:
    """The feed of the address, locked for counting the fetch; NotFound where there is none (any more)."""
    query = select(CalendarFeed).where(CalendarFeed.token_hash == token_hash)
    return found(session.scalar(query.with_for_update()))


def revisions(session: Session, days: Iterable[DueDay]) -> dict[tuple[str, int], Revision]:
    """How the records of the days stand, by subject and id; one statement for each subject that occurs."""
    wanted: dict[str, set[int]] = {}
    for day in days:
        subject, number = day.record
        wanted.setdefault(subject, set()).add(number)
    stand: dict[tuple[str, int], Revision] = {}
    for subject, numbers in wanted.items():
        query = select(Event.subject_id, func.count(), func.max(Event.at)).where(
            Event.subject == subject, Event.subject_id.in_(sorted(numbers))
        )
        for number, times, at in session.execute(query.group_by(Event.subject_id)):
            stand[subject, number] = Revision(times, at)
    return stand
