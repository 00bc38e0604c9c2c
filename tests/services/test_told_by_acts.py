"""What an act tells today nobody is reminded of as well."""

from datetime import date, datetime, time

import pytest

from tests.factories import Factory
from tests.orders import issue
from tests.sending import Post, Recorder
from tracker.models import NoticeState
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.orders import ItemText
from tracker.services.reminders import sweep

EVENING, MORNING = date(2025, 3, 10), date(2025, 3, 11)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), OFFICIAL_ZONE)


@pytest.fixture
def post(factory: Factory) -> Post:
    return Post(factory.database, factory.cast, [Recorder()])


def send(post: Post, now: datetime) -> None:
    post.now = now
    post.compose()
    post.deliver()


def plan_reminders(post: Post, now: datetime) -> None:
    with post.database.transaction() as session:
        sweep(session, now.date(), calendar=work_calendar(session), now=now)


def urgent_mails(post: Post, who: str) -> int:
    reader = getattr(post.cast, who).user_id
    return len([digest for digest in post.digests() if digest.is_urgent and digest.user_id == reader])


def test_an_order_given_in_the_evening_for_the_next_day_brings_one_urgent_mail(factory: Factory, post: Post) -> None:
    """The office opens before the day's reminders are planned, so the order's own message leaves first."""
    task_id = factory.acknowledged()
    issue(factory, task_id, reply_due_on=MORNING, items=[ItemText("补齐消防设施")], now=at(EVENING, 20))
    send(post, at(MORNING, 8, 31))
    plan_reminders(post, at(MORNING, 8, 40))
    send(post, at(MORNING, 8, 41))
    assert urgent_mails(post, "liaison") == 1
    assert urgent_mails(post, "unit_head") == 1  # the head had not been told by the order itself


def test_also_where_both_wait_when_the_office_opens(factory: Factory, post: Post) -> None:
    issue(factory, factory.acknowledged(), reply_due_on=MORNING, now=at(EVENING, 20))
    plan_reminders(post, at(MORNING, 8))
    send(post, at(MORNING, 8, 31))
    assert urgent_mails(post, "liaison") == 1


def test_the_next_day_it_is_reminded_of(factory: Factory, post: Post) -> None:
    issue(factory, factory.acknowledged(), reply_due_on=MORNING, now=at(EVENING, 20))
    send(post, at(MORNING, 8, 31))
    next_day = date(2025, 3, 12)
    plan_reminders(post, at(next_day, 8, 40))
    send(post, at(next_day, 8, 41))
    assert urgent_mails(post, "liaison") == 2


def test_a_reminder_of_another_order_is_not_held_back(factory: Factory, post: Post) -> None:
    task_id = factory.acknowledged()
    other = post.remind(MORNING, ladder="order", rung="order+0w", subject="order", subject_id=4711, is_urgent=True)
    issue(factory, task_id, reply_due_on=MORNING, now=at(EVENING, 20))
    send(post, at(MORNING, 8, 41))
    assert post.notice(other).state is NoticeState.CARRIED
