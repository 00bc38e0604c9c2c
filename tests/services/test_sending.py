"""A round of the minute: compose, then send."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory
from tests.sending import BASE_URL, MORNING, Post
from tracker.models import Notice, NoticeState, Task
from tracker.models.scheduling import JobRun, RunState
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.sending import SendingHours
from tracker.services.calendars import shipped_calendar
from tracker.services.reminders import sweep
from tracker.services.sending import Sent, send_round


@dataclass(frozen=True)
class Given:
    notify_urls: tuple[str, ...] = ()
    base_url: str = BASE_URL
    sending_hours: SendingHours = SendingHours()


@pytest.fixture
def post(database, cast) -> Post:
    return Post(database, cast, [])


def ran(post: Post, state: RunState) -> None:
    ended = None if state is RunState.RUNNING else NOW
    with post.database.transaction() as session:
        session.add(JobRun(job="sweep", due=NOW.date(), state=state, started_at=NOW, ended_at=ended, token=1))


def a_round(post: Post) -> Sent:
    return send_round(post.fence(), Given(), lambda: post.now)


@pytest.mark.parametrize(("state", "sent"), [(None, 0), (RunState.RUNNING, 0), (RunState.FAILED, 0), (RunState.DONE, 1)])
def test_the_digest_waits_for_the_sweep_of_the_day(post: Post, state: RunState | None, sent: int) -> None:
    if state:
        ran(post, state)
    post.plan()
    post.now = datetime.combine(MORNING.date(), time(9, 19), OFFICIAL_ZONE).astimezone(UTC)
    assert a_round(post) == Sent(0, sent, sent, 0, 0)


@pytest.mark.parametrize(
    ("state", "at", "sent"),
    [
        (RunState.FAILED, time(9, 20), 1),
        (None, time(9, 20), 0),  # a scheduler that was down until now sweeps and sends at once: the digest must not be first
        (None, time(12, 39), 0),
        (None, time(12, 40), 1),
        (RunState.RUNNING, time(12, 40), 0),
    ],
)
def test_but_not_for_one_that_does_not_come(post: Post, state: RunState | None, at: time, sent: int) -> None:
    if state:
        ran(post, state)
    post.plan(planned_on=date(2025, 3, 7))
    post.now = datetime.combine(MORNING.date(), at, OFFICIAL_ZONE).astimezone(UTC)
    assert a_round(post).sent == sent


def test_what_was_dealt_with_since_the_sweep_is_not_sent(post: Post, factory: Factory) -> None:
    task_id = factory.acknowledged(due="2025-03-10")
    with post.database.transaction() as session:
        sweep(session, NOW.date(), calendar=shipped_calendar(), now=NOW)
        session.get_one(Task, task_id).due_on = date(2025, 6, 30)
    ran(post, RunState.DONE)
    done = a_round(post)
    with post.database.reading() as session:
        states = set(session.scalars(select(Notice.state).where(Notice.ladder == "due")))
    assert (done.settled > 0, states) == (True, {NoticeState.SETTLED})


def test_nothing_happens_twice(post: Post) -> None:
    ran(post, RunState.DONE)
    post.plan()
    assert a_round(post).sent == 1
    post.now += timedelta(minutes=1)
    assert a_round(post) == Sent(0, 0, 0, 0, 0)
