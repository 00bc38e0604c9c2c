"""Calendar feeds (日历订阅): make an address, renew it, stop it; and what is fetched under it.

The secret in the address is all that its reader has to show, for calendars cannot log in. So it is long and random, told once and
kept as a hash only; it opens days and titles and nothing else, and no longer than its owner holds the post.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed, NotFound
from tracker.feed_labels import OWN_FEED, UNIT_FEED
from tracker.models import CalendarFeed, Unit
from tracker.queries.calendar_feeds import feed_with, feeds_of, revisions, units_to_feed
from tracker.queries.feed_days import due_days
from tracker.reports.calendar_file import calendar_file
from tracker.rules.calendar_feeds import WINDOW, wait_for
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.statuses import UNIT_ROLES
from tracker.services.accounts import actor_of
from tracker.services.events import NO_PLAN, Entry, hold_chain, record

SECRET_BYTES = 32


@dataclass(frozen=True)
class Fetch:
    """A fetch that was counted: for whom the days are to be read, and under which name. `wait`: it may not come before."""

    actor: Actor
    name: str
    made_at: datetime
    wait: timedelta


def make(session: Session, unit: Unit | None, *, actor: Actor, now: datetime) -> str:
    """The secret of a new address, told this once: of the unit's days, or without one of all that is the actor's.

    Refused where there is one already (it can be renewed), and for a unit in which the actor holds no post of their own.
    """
    if actor.user_id is None or not holds(actor.own, Permission.TASK_READ):
        raise NotAllowed("日历订阅由办理、查看任务的人员自己设置。")
    if unit is not None and unit.id not in {row.id for row in units_to_feed(session, actor)}:
        raise NotAllowed("只能订阅本人任职单位的期限。")
    hold_chain(session, NO_PLAN)  # of two clicks the second finds the first one's
    if (unit.id if unit else None) in feeds_of(session, actor):
        raise InvalidInput("已经有订阅地址。忘记地址或者地址外泄的，请更换地址。")
    feed = CalendarFeed(user_id=actor.user_id, unit_id=unit.id if unit else None, token_hash="", made_at=now)
    session.add(feed)
    secret = _new_secret(feed, now)
    session.flush()
    _record(session, feed, "make", actor, now)
    return secret


def renew(session: Session, feed: CalendarFeed, *, actor: Actor, now: datetime) -> str:
    """The secret of the feed's new address, told this once; the old address opens nothing any more."""
    _require_owner(feed, actor)
    secret = _new_secret(feed, now)
    _record(session, feed, "renew", actor, now)
    return secret


def revoke(session: Session, feed: CalendarFeed, *, actor: Actor, now: datetime) -> None:
    """The address opens nothing any more. The row goes; that there was one stands in the history."""
    _require_owner(feed, actor)
    _record(session, feed, "revoke", actor, now)
    session.delete(feed)


def count_fetch(session: Session, secret: str, *, now: datetime) -> Fetch:
    """The fetch under the address, counted; NotFound for a wrong address, and once its owner holds no post that it is for.

    The address is looked up by its hash, so that the time of the answer tells nothing of how near a wrong one came.
    """
    feed = feed_with(session, _hash(secret))
    reader = _reader(session, feed, now)
    wait = wait_for(feed.counted_from, feed.fetches, now)
    if not wait:
        if feed.counted_from is None or now - feed.counted_from >= WINDOW:
            feed.counted_from, feed.fetches = now, 0
        feed.fetches, feed.fetched_at = feed.fetches + 1, now
    name = UNIT_FEED.format(unit=feed.unit.name) if feed.unit else OWN_FEED
    return Fetch(reader, name, feed.made_at, wait)


def calendar_of(session: Session, fetch: Fetch, base_url: str, *, now: datetime) -> bytes:
    """The iCalendar file of what is due for whom the feed is; the same bytes as long as nothing that is in it changes."""
    days = due_days(session, fetch.actor, official_day(now))
    return calendar_file(fetch.name, days, revisions(session, days), base_url, fetch.made_at)


def _reader(session: Session, feed: CalendarFeed, now: datetime) -> Actor:
    """The owner with the posts of today, whole or in the feed's unit alone."""
    owner = actor_of(session, feed.user_id, official_day(now))
    if owner is None or not holds(owner.own, Permission.TASK_READ):
        raise NotFound("订阅地址已失效，请登录落实台重新生成。")
    if feed.unit_id is None:
        return owner
    posts = frozenset(post for post in owner.own.posts if post.unit_id == feed.unit_id and post.role in UNIT_ROLES)
    if not posts:
        raise NotFound("订阅地址已失效，请登录落实台重新生成。")
    return replace(owner, posts=posts)


def _new_secret(feed: CalendarFeed, now: datetime) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed.token_hash, feed.made_at = _hash(secret), now
    feed.fetched_at, feed.counted_from, feed.fetches = None, None, 0
    return secret


def _hash(secret: str) -> str:
    # No slow hash as for passwords: there are 256 random bits to guess, and every fetch has to be looked up by it.
    return hashlib.sha256(secret.encode()).hexdigest()


def _require_owner(feed: CalendarFeed, actor: Actor) -> None:
    if feed.user_id != actor.user_id:
        raise NotAllowed("订阅地址由本人管理。")


def _record(session: Session, feed: CalendarFeed, action: str, actor: Actor, now: datetime) -> None:
    entry = Entry("calendar_feed", feed.id, action, data={"user": feed.user_id, "unit": feed.unit_id})
    record(session, NO_PLAN, [entry], actor=actor, now=now)
