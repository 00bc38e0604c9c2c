"""Why a reminder is not sent on a day."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from sqlalchemy import delete, update

from tests.factories import Factory, day
from tracker.models import Assignment, Membership, Mute
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_reasons import not_sent
from tracker.services.reminders import preview, sweep

DUE = "2025-10-10"
Why = Callable[[date], set[tuple[str, str, str]]]


@pytest.fixture
def why(factory: Factory) -> Why:
    """`why(day)` → (rung, to whom, why not) of what is about due dates."""

    def listed(today: date) -> set[tuple[str, str, str]]:
        with factory.database.reading() as session:
            found = not_sent(session, today, work_calendar(session))
            return {(line.rung, line.to, line.why) for line in found if line.rung.startswith("due")}

    return listed


@pytest.fixture
def task_id(factory: Factory) -> int:
    made = factory.acknowledged(["liaison"], due=DUE, responsible=())
    with factory.database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return made


def sent(factory: Factory, today: date) -> None:
    with factory.database.transaction() as session:
        sweep(session, today, calendar=work_calendar(session), now=datetime.combine(today, time(8, 40), OFFICIAL_ZONE))


LIAISON = "县卫生健康局（周联络）"


def test_it_was_said_before(task_id: int, factory: Factory, why: Why) -> None:
    sent(factory, date(2025, 9, 19))
    assert why(date(2025, 9, 22)) == {("due-10w", LIAISON, "已于2025-09-19提醒过")}


def test_the_day_is_off(task_id: int, why: Why) -> None:
    assert why(date(2025, 9, 20)) == {("due-10w", LIAISON, "当天不是工作日")}


def test_its_day_is_still_to_come(task_id: int, why: Why) -> None:
    assert why(date(2025, 9, 1)) == {("due-30d", "县卫生健康局", "尚未到提醒日（2025-09-10）")}
    assert why(date(2025, 7, 1)) == set()  # more than a month away


def test_nobody_follows_the_plan(factory: Factory, why: Why) -> None:
    factory.task(due=DUE, lead=("县卫健局",), responsible=(), supervise=False)
    assert why(date(2025, 9, 19)) == {("due-10w", "县卫生健康局", "方案未纳入督办跟踪")}


def test_the_day_had_passed_when_the_task_was_given_out(factory: Factory, why: Why) -> None:
    factory.task(due=DUE, lead=("县卫健局",), responsible=(), issue_at=day(2025, 9, 22))
    assert why(date(2025, 9, 22)) == {("due-10w", "县卫生健康局", "交办时已过这一提醒日")}


def test_the_reader_wants_to_be_left_in_peace(task_id: int, factory: Factory, why: Why) -> None:
    with factory.database.transaction() as session:
        session.add(
            Mute(
                user_id=factory.cast.liaison.user_id, plan_id=factory.plan_of(task_id), from_on=date(2025, 9, 1),
                to_on=date(2025, 9, 30), reason="出差", made_at=day(2025, 9, 1),
            )
        )  # fmt: skip
    assert why(date(2025, 9, 19)) == {("due-10w", LIAISON, "收件人已暂停提醒，只进收件箱")}


def test_nobody_is_there_to_read_it(task_id: int, factory: Factory, why: Why) -> None:
    with factory.database.transaction() as session:
        session.execute(delete(Membership).where(Membership.user_id == factory.cast.liaison.user_id))
    assert why(date(2025, 9, 19)) == {("due-10w", "县卫生健康局", "单位没有可收的人员，进单位收件箱")}


def test_what_is_sent_is_not_listed(task_id: int, factory: Factory, why: Why) -> None:
    assert why(date(2025, 9, 19)) == set()
    with factory.database.reading() as session:
        assert [item.to for item in preview(session, date(2025, 9, 19), work_calendar(session))] == [LIAISON]
