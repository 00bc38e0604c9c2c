"""What waits becomes one digest a day for each person."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from tests.factories import Factory
from tests.sending import MORNING, Post, Recorder, group
from tracker.models import DeliveryState, Mute, NoticeState, Task, Unit, User
from tracker.notify.channels import Carries
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.sending import jitter


@pytest.fixture
def post(database, cast) -> Post:
    return Post(database, cast, [Recorder()])


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), OFFICIAL_ZONE).astimezone(UTC)


def test_all_that_waits_for_a_person_is_one_digest(post: Post) -> None:
    first, second, other = post.plan("甲"), post.plan("乙"), post.plan("丙", "joint_liaison")
    composed = post.compose()
    assert (composed.digests, composed.deliveries) == (2, 2)
    assert post.notice(first).digest_id == post.notice(second).digest_id != post.notice(other).digest_id
    assert post.notice(first).state is NoticeState.CARRIED
    assert [(row.channel, row.state) for row in post.deliveries()] == [("mail", DeliveryState.PLANNED)] * 2


def test_what_comes_after_the_digest_waits_for_the_next_working_day(post: Post) -> None:
    post.now = at(date(2025, 3, 14), 9, 19)  # a Friday
    post.plan("甲")
    assert post.compose().digests == 1
    late = post.plan("乙")
    assert post.compose().digests == 0
    assert post.notice(late).state is NoticeState.PLANNED
    post.now = at(date(2025, 3, 15), 10)
    assert post.compose().digests == 0
    post.now = at(date(2025, 3, 17), 9, 19)
    assert post.compose().digests == 1
    assert [digest.day.day for digest in post.digests()] == [14, 17]


def test_everybody_has_a_minute_of_the_morning(post: Post) -> None:
    post.plan()
    minute = jitter(post.cast.liaison.user_id, MORNING.date())
    post.now = at(MORNING.date(), 8, 40) + timedelta(minutes=minute - 1)
    assert post.compose().digests == 0
    post.wait(minutes=1)
    assert post.compose().digests == 1


def test_an_act_of_the_day_waits_for_the_next_morning_a_late_reminder_does_not(post: Post) -> None:
    post.now = at(MORNING.date(), 15)
    post.plan("进展已采信")
    assert post.compose().digests == 0
    post.remind(who="joint_liaison")
    assert post.compose().digests == 1
    post.now = at(date(2025, 3, 11), 15)  # nothing ran in the morning
    assert post.compose().digests == 1


def test_what_presses_leaves_at_once_and_apart(post: Post) -> None:
    post.now = at(MORNING.date(), 8, 31)
    post.plan("甲")
    urgent = [post.plan("请签收督办单", is_urgent=True), post.plan("请签收催办单", is_urgent=True)]
    assert post.compose().digests == 1
    [digest] = post.digests()
    assert (digest.key, digest.is_urgent) == (f"urgent:{urgent[0]}", True)
    post.plan("请反馈批示", is_urgent=True)
    assert post.compose().digests == 1


@pytest.mark.parametrize("now", [at(MORNING.date(), 8, 29), at(MORNING.date(), 18), at(date(2025, 3, 9), 10)])
def test_nothing_is_composed_while_the_house_is_closed(post: Post, now: datetime) -> None:
    post.now = now
    post.plan(is_urgent=True)
    assert post.compose().digests == 0


def test_the_days_digests_wait_for_the_days_reminders(post: Post) -> None:
    post.plan()
    assert post.compose(is_swept=False).digests == 0
    assert post.compose(is_swept=True).digests == 1


def test_only_the_latest_reminder_of_a_matter_goes(post: Post) -> None:
    earlier, later, elsewhere = post.remind(), post.remind(rung="due+1w"), post.remind(subject_id=2)
    assert post.compose().superseded == 1
    states = [post.notice(notice_id).state for notice_id in (earlier, later, elsewhere)]
    assert states == [NoticeState.SUPERSEDED, NoticeState.CARRIED, NoticeState.CARRIED]


def test_a_muted_task_is_silent_except_for_news_what_presses_and_orders(post: Post, factory: Factory) -> None:
    task_id = factory.task(issue_at=None)
    with post.database.reading() as session:
        plan_id = session.get_one(Task, task_id).plan_id
    with post.database.transaction() as session:
        session.add(
            Mute(
                user_id=post.cast.liaison.user_id, plan_id=plan_id, task_id=task_id, from_on=date(2025, 3, 1),
                to_on=date(2025, 3, 31), reason="已在办理", made_at=MORNING,
            )
        )  # fmt: skip
    of_task = {"plan_id": plan_id, "task_id": task_id}
    quiet = post.remind(**of_task)
    others = [
        post.remind(**of_task, subject_id=2, is_urgent=True),
        post.remind(**of_task, subject="order", subject_id=3),
        post.plan(**of_task),
        post.remind(**of_task, who="joint_liaison"),
        post.remind(plan_id=plan_id, subject_id=4),
    ]
    assert post.compose().muted == 1
    assert post.notice(quiet).state is NoticeState.MUTED
    assert {post.notice(other).state for other in others} == {NoticeState.CARRIED}


def test_who_has_no_address_keeps_it_in_the_inbox(post: Post) -> None:
    notice = post.plan()
    with post.database.transaction() as session:
        session.execute(update(User).where(User.id == post.cast.liaison.user_id).values(email=None))
    assert post.compose().inbox == 1
    assert post.notice(notice).state is NoticeState.INBOX


def test_a_group_gets_one_word_a_day_about_its_own_unit(post: Post) -> None:
    with post.database.reading() as session:
        name = session.get_one(Unit, post.cast.unit_id("joint_liaison")).name
    post.channels = [Recorder(), group(), group(name="of the unit", scope=name)]
    post.remind()
    assert post.compose().deliveries == 2
    assert post.compose().deliveries == 0
    post.remind(who="joint_liaison", subject_id=2)
    assert [digest.key for digest in post.digests() if digest.user_id is None] == ["group:robot:2025-03-10"]
    post.compose()
    assert len([digest for digest in post.digests() if digest.user_id is None]) == 2


def test_text_messages_are_for_what_presses(post: Post) -> None:
    with post.database.transaction() as session:
        session.execute(update(User).where(User.id == post.cast.liaison.user_id).values(phone="13800000000"))
    post.channels = [Recorder(), Recorder(name="sms", carries=Carries.SMS)]
    post.plan(via="mail sms")
    post.plan(via="mail sms", is_urgent=True)
    post.plan(via="mail sms", is_urgent=True, who="joint_liaison")
    post.compose()
    assert sorted(row.channel for row in post.deliveries()) == ["mail", "mail", "mail", "sms"]
