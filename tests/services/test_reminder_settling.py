"""What is no longer owed is not said: planned reminders are set aside before they are sent."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.factories import PERIOD, Factory, day
from tracker.db import Database
from tracker.models import Assignment, Membership, Notice, NoticeState, Task
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_settling import end_lately_over, end_over, settle
from tracker.services.reminders import sweep

DUE = "2025-10-10"
SweepOn = Callable[[date], int]


@pytest.fixture
def sweep_on(database: Database) -> SweepOn:
    def run(today: date) -> int:
        with database.transaction() as session:
            now = datetime.combine(today, time(8, 40), OFFICIAL_ZONE)
            return sweep(session, today, calendar=work_calendar(session), now=now).planned

    return run


def settled(database: Database, today: date, rung: str) -> tuple[int, int]:
    """How many messages of the rung are set aside, and how many still wait."""
    with database.transaction() as session:
        settle(session, today)
    with database.reading() as session:
        query = select(Notice.state, func.count()).where(Notice.rung == rung).group_by(Notice.state)
        found = {row[0]: row[1] for row in session.execute(query)}
    return found.get(NoticeState.SETTLED, 0), found.get(NoticeState.PLANNED, 0)


@pytest.fixture
def due_task(factory: Factory, database: Database) -> int:
    task_id = factory.acknowledged(due=DUE)
    with database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return task_id


def test_what_is_still_owed_stays(due_task: int, sweep_on: SweepOn, database: Database) -> None:
    assert sweep_on(date(2025, 9, 19)) == 2
    assert settled(database, date(2025, 9, 19), "due-10w") == (0, 2)


def test_a_unit_that_is_done_hears_no_more_and_the_other_does(
    due_task: int, factory: Factory, sweep_on: SweepOn, database: Database
) -> None:
    sweep_on(date(2025, 10, 14))
    factory.accepted(due_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 14))
    # Two people of the unit that is done; one of the other, and two of the office, who hear of all units together.
    assert settled(database, date(2025, 10, 14), "due+3w") == (2, 3)


def test_a_due_date_that_moved_is_not_held_against_anybody(due_task: int, sweep_on: SweepOn, database: Database) -> None:
    sweep_on(date(2025, 9, 19))
    with database.transaction() as session:
        session.get_one(Task, due_task).due_on = date(2025, 12, 31)
    assert settled(database, date(2025, 9, 19), "due-10w") == (2, 0)


def test_who_has_signed_is_not_asked_to(factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    task_id = factory.task(issue_at=day(2025, 9, 22))
    sweep_on(date(2025, 9, 25))
    before = settled(database, date(2025, 9, 25), "acknowledge+0w")
    factory.acknowledge(task_id, "liaison", now=day(2025, 9, 25))
    after = settled(database, date(2025, 9, 25), "acknowledge+0w")
    assert (before[0], after[0]) == (0, 2)
    assert sum(before) == sum(after)


def test_who_has_reported_is_not_asked_for_the_period(factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    task_id = factory.acknowledged()
    sweep_on(date(2025, 3, 18))
    assert settled(database, date(2025, 3, 18), "period-5w") == (0, 2)
    factory.submitted(task_id, "joint_liaison", period=PERIOD)
    assert settled(database, date(2025, 3, 18), "period-5w") == (1, 1)


def test_a_period_gives_way_to_the_next(factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    factory.acknowledged()
    sweep_on(date(2025, 4, 9))
    assert settled(database, date(2025, 4, 17), "period+10w")[0] == 0
    assert settled(database, date(2025, 4, 18), "period+10w")[1] == 0


def test_what_only_the_inbox_holds_stays_there(factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    factory.task(due=DUE, lead=("县教育局",), responsible=())
    sweep_on(date(2025, 9, 10))
    with database.transaction() as session:
        session.execute(update(Notice).values(state=NoticeState.INBOX))
        assert settle(session, date(2025, 9, 10)) == 0


def open_messages(database: Database, **where: object) -> list[str]:
    with database.reading() as session:
        query = select(Notice.rung).filter_by(ended=None, **where).where(Notice.rung.is_not(None))
        return list(session.scalars(query.order_by(Notice.id)))


def a_night(database: Database, sweep_on: SweepOn, today: date) -> None:
    """The sweep of a day, as the scheduler does it."""
    with database.reading() as session:
        newest = session.scalar(select(func.max(Notice.id))) or 0
    sweep_on(today)
    with database.transaction() as session:
        end_over(session, today, newest)


def test_the_newest_rung_alone_asks_and_what_is_done_asks_nothing(
    due_task: int, factory: Factory, sweep_on: SweepOn, database: Database
) -> None:
    """Read or not: the number of what is unread is what is still asked."""
    liaison = {"user_id": factory.cast.liaison.user_id}
    a_night(database, sweep_on, date(2025, 9, 19))
    a_night(database, sweep_on, date(2025, 9, 26))
    assert open_messages(database, **liaison) == ["due-5w"]
    factory.accepted(due_task, "liaison", percent=100, period="2025-09", now=day(2025, 9, 26))
    with database.transaction() as session:
        end_lately_over(session, date(2025, 9, 26), now=day(2025, 9, 26) + timedelta(minutes=9))
    assert open_messages(database, **liaison) == []
    assert open_messages(database, user_id=factory.cast.joint_liaison.user_id) == ["due-5w"]


def test_what_ended_long_ago_the_next_night_finds(due_task: int, factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    a_night(database, sweep_on, date(2025, 9, 19))
    factory.accepted(due_task, "liaison", percent=100, period="2025-09", now=day(2025, 9, 19))
    with database.transaction() as session:
        end_lately_over(session, date(2025, 9, 20), now=day(2025, 9, 20))
    liaison = {"user_id": factory.cast.liaison.user_id}
    assert open_messages(database, **liaison) == ["due-10w"]
    a_night(database, sweep_on, date(2025, 9, 22))
    assert open_messages(database, **liaison) == []


def test_the_message_to_a_unit_without_people_is_overtaken_too(factory: Factory, sweep_on: SweepOn, database: Database) -> None:
    factory.task(due=DUE, lead=("青禾镇人民政府",), responsible=())
    a_night(database, sweep_on, date(2025, 9, 19))
    a_night(database, sweep_on, date(2025, 9, 26))
    assert open_messages(database, user_id=None, ladder="due") == ["due-5w"]


def test_who_has_left_the_post_is_told_nothing_of_the_plan(factory: Factory, database: Database) -> None:
    """What was planned is set aside, and says why; what is about the person's own posts goes."""
    factory.task()
    liaison = factory.cast.liaison.user_id
    with database.transaction() as session:
        session.execute(update(Membership).where(Membership.user_id == liaison).values(to_on=date(2025, 3, 9)))
        plain = notice_to(session, liaison, factory.cast.unit_id("liaison"))
        settle(session, date(2025, 3, 10))
    with database.reading() as session:
        told = session.scalars(select(Notice.state).where(Notice.user_id == liaison, Notice.id != plain)).all()
        assert set(told) == {NoticeState.NO_POST}
        assert session.get_one(Notice, plain).state is NoticeState.PLANNED
        others = select(Notice.state).where(Notice.user_id == factory.cast.joint_liaison.user_id)
        assert set(session.scalars(others)) == {NoticeState.PLANNED}


def notice_to(session: Session, user_id: int | None, unit_id: int) -> int:
    row = Notice(
        key="own",
        unit_id=unit_id,
        user_id=user_id,
        title="工作移交",
        body="已办理。",
        path="/handovers/1",
        planned_on=date(2025, 3, 10),
    )
    session.add(row)
    session.flush()
    return row.id
