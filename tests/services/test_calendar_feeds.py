"""Addresses of calendars: made, renewed, stopped, and opened only as long as their owner holds the post."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.factories import NOW, Factory, at_once
from tests.services.test_delegations import post_of
from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tracker.models import CalendarFeed, Event, Membership, Unit
from tracker.rules.calendar_feeds import FETCHES_IN_WINDOW
from tracker.services import accounts, calendar_feeds

BASE = "https://tracker.shili.example"


def made(factory: Factory, who: str = "liaison", *, of: str | None = None) -> str:
    """The secret of a new address of all that is the person's, or of the unit of the person `of`."""
    with factory.database.transaction() as session:
        unit = session.get_one(Unit, factory.cast.unit_id(of)) if of else None
        return calendar_feeds.make(session, unit, actor=getattr(factory.cast, who), now=NOW)


def feed_of(factory: Factory) -> CalendarFeed:
    with factory.database.reading() as session:
        return session.scalars(select(CalendarFeed)).one()


def fetched(factory: Factory, secret: str, now: datetime = NOW) -> Calendar:
    with factory.database.transaction() as session:
        fetch = calendar_feeds.count_fetch(session, secret, now=now)
    with factory.database.reading() as session:
        return Calendar.from_ical(calendar_feeds.calendar_of(session, fetch, BASE, now=now))


def summaries(calendar: Calendar) -> list[str]:
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_the_secret_is_told_once_and_opens_the_days(factory: Factory) -> None:
    factory.acknowledged()
    secret = made(factory)
    calendar = fetched(factory, secret)
    assert "任务到期：（一）增加托位供给" in summaries(calendar)
    assert calendar["x-wr-calname"] == "落实台：我的期限"
    feed = feed_of(factory)
    assert secret not in repr(vars(feed))
    assert (feed.fetched_at, feed.fetches) == (NOW, 1)


def test_a_wrong_address_opens_nothing(factory: Factory) -> None:
    made(factory)
    for wrong in ("", "x", made(factory, "joint_liaison")[:-1]):
        with pytest.raises(NotFound):
            fetched(factory, wrong)


def test_a_renewed_address_closes_the_old_one(factory: Factory) -> None:
    old = made(factory)
    with factory.database.transaction() as session:
        new = calendar_feeds.renew(session, session.scalars(select(CalendarFeed)).one(), actor=factory.cast.liaison, now=NOW)
    with pytest.raises(NotFound):
        fetched(factory, old)
    fetched(factory, new)


def test_a_stopped_address_opens_nothing_and_the_history_knows_of_it(factory: Factory) -> None:
    secret = made(factory)
    with factory.database.transaction() as session:
        calendar_feeds.revoke(session, session.scalars(select(CalendarFeed)).one(), actor=factory.cast.liaison, now=NOW)
    with pytest.raises(NotFound):
        fetched(factory, secret)
    with factory.database.reading() as session:
        told = session.execute(select(Event.action, Event.data).where(Event.subject == "calendar_feed").order_by(Event.id)).all()
    assert [row.action for row in told] == ["make", "revoke"]
    assert secret not in repr(told)


def test_there_is_one_address_of_a_kind_also_after_two_clicks(factory: Factory) -> None:
    answers = at_once(*(lambda: made(factory) for _ in range(2)))
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert any(isinstance(answer, InvalidInput | Conflict) for answer in answers)
    made(factory, of="liaison")


def test_a_unit_is_fed_to_who_holds_a_post_in_it(factory: Factory) -> None:
    factory.acknowledged()
    secret = made(factory, "unit_head", of="liaison")
    calendar = fetched(factory, secret)
    assert calendar["x-wr-calname"] == "落实台：县卫生健康局的期限"
    assert "任务到期：（一）增加托位供给" in summaries(calendar)
    for who in ("other_liaison", "clerk", "leader"):
        with pytest.raises(NotAllowed):
            made(factory, who, of="liaison")


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "auditor"])
def test_administrators_have_no_days(factory: Factory, who: str) -> None:
    with pytest.raises(NotAllowed):
        made(factory, who)


def test_an_address_ends_with_the_post(factory: Factory) -> None:
    secrets = [made(factory), made(factory, of="liaison")]
    with factory.database.transaction() as session:
        post = session.get_one(Membership, post_of(factory, "liaison"))
        accounts.end_membership(session, post, NOW.date(), actor=factory.cast.security_admin, now=NOW)
    for secret in secrets:
        fetched(factory, secret)
        with pytest.raises(NotFound):
            fetched(factory, secret, NOW + timedelta(days=1))


def test_nobody_else_renews_or_stops_it(factory: Factory) -> None:
    made(factory)
    for verb in (calendar_feeds.renew, calendar_feeds.revoke):
        with factory.database.transaction() as session, pytest.raises(NotAllowed):
            verb(session, session.scalars(select(CalendarFeed)).one(), actor=factory.cast.unit_head, now=NOW)


def test_fetches_are_bounded_by_the_hour(factory: Factory) -> None:
    secret = made(factory)
    with factory.database.transaction() as session:
        waits = [calendar_feeds.count_fetch(session, secret, now=NOW).wait for _ in range(FETCHES_IN_WINDOW + 1)]
    assert [bool(wait) for wait in waits] == [False] * FETCHES_IN_WINDOW + [True]
    assert waits[-1] == timedelta(hours=1)
    fetched(factory, secret, NOW + timedelta(hours=1))
