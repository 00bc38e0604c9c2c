"""What a month's reminders come to: how far up they went, and by which act each matter was over."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import update

from tests.factories import Cast, Factory, day
from tests.orders import issue
from tracker.db import Database
from tracker.models import Assignment, Delivery, DeliveryState, Digest, Notice, NoticeState, Task
from tracker.queries.reminder_summary import Asked, ReminderSummary, reminders_on
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.reminders import Ladder
from tracker.rules.settling import Outcome, outcome_of, settled_by
from tracker.services.calendars import work_calendar
from tracker.services.due_dates import put_off
from tracker.services.exemptions import exempt
from tracker.services.reminders import sweep

DUE = "2025-10-10"
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))


def swept(database: Database, *days: tuple[int, int, int]) -> None:
    """The sweeps of these days."""
    for when in days:
        with database.transaction() as session:
            now = datetime.combine(date(*when), time(8, 40), OFFICIAL_ZONE)
            sweep(session, date(*when), calendar=work_calendar(session), now=now)


@pytest.fixture
def due_task(factory: Factory, database: Database) -> int:
    """A task of two units, due on 10 October, with nothing else to be reminded of."""
    task_id = factory.acknowledged(due=DUE)
    with database.transaction() as session:
        session.execute(update(Assignment).values(reported_through="2025-12"))
    return task_id


def summary(database: Database, actor: Actor = SYSTEM, until: date = date(2025, 11, 21), **over: Any) -> tuple[Any, list[Any]]:
    """The figures and the matters of October; of each row SQL must say what the pure rule says."""
    with database.reading() as session:
        found = ReminderSummary(session, actor, Asked(*OCTOBER, until, **over))
        figures, rows = found.figures(), list(found.every_matter())
    for row in rows:
        ending = settled_by(Ladder(row.ladder), row.event_subject, row.action, row.old, row.new) if row.event_id else None
        assert outcome_of(ending, row.reminders, ordered=row.ordered) == row.outcome
    return figures, rows


def of_unit(rows: list[Any], cast: Cast, who: str = "liaison") -> Any:
    return next(row for row in rows if row.unit_id == cast.unit_id(who))


def test_each_unit_has_its_own_outcome_by_the_event_that_ended_its_part(
    due_task: int, factory: Factory, database: Database, cast: Cast
) -> None:
    swept(database, (2025, 10, 9))
    factory.accepted(due_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 9, 15))
    swept(database, (2025, 10, 10), (2025, 10, 11), (2025, 10, 14))
    figures, rows = summary(database)
    done, still = of_unit(rows, cast), of_unit(rows, cast, "joint_liaison")
    assert (done.outcome, done.reminders, done.action, done.days) == ("after_first", 1, "complete", 0)
    assert (still.outcome, still.reminders, still.first_on) == ("open", 4, date(2025, 10, 9))
    # The unit that is done had been told with its head; the office heard of the other alone.
    assert (done.reached, still.reached) == (2, 4)
    assert (figures.matters, figures.answered, figures.first_share, figures.reminders) == (2, 1, 50, 5)


def test_how_it_stood_on_a_past_day_is_what_it_says_of_that_day(
    due_task: int, factory: Factory, database: Database, cast: Cast
) -> None:
    swept(database, (2025, 10, 9), (2025, 10, 10))
    factory.accepted(due_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 11))
    assert of_unit(summary(database, until=date(2025, 10, 10))[1], cast).outcome == "open"
    assert of_unit(summary(database, until=date(2025, 10, 11))[1], cast).outcome == "after_second"


def test_what_was_done_after_an_order_says_so(due_task: int, factory: Factory, database: Database, cast: Cast) -> None:
    swept(database, (2025, 10, 9))
    issue(factory, due_task, now=day(2025, 10, 10), reply_due_on=date(2025, 12, 31))
    factory.accepted(due_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 13))
    row = of_unit(summary(database, ladder=Ladder.DUE)[1], cast)
    assert (row.outcome, row.days) == ("after_order", 4)


def test_a_date_put_off_counts_for_nobody_and_in_no_share(due_task: int, database: Database, cast: Cast) -> None:
    swept(database, (2025, 10, 9))
    with database.transaction() as session:
        task = session.get_one(Task, due_task)
        put_off(session, task, date(2026, 3, 31), "情况变化", actor=cast.clerk, now=day(2025, 10, 9, 16))
    figures, rows = summary(database)
    assert {row.outcome for row in rows} == {"lifted"}
    assert (figures.asked, figures.first_share) == (0, None)


def test_a_report_waived_is_no_longer_asked_and_one_returned_is_asked_again(
    factory: Factory, database: Database, cast: Cast
) -> None:
    task_id = factory.acknowledged(due="2026-06-30")
    swept(database, (2025, 10, 17), (2025, 10, 24))
    factory.returned(task_id, "joint_liaison", period="2025-10", now=day(2025, 10, 24, 15))
    with database.transaction() as session:
        share = session.get_one(Assignment, factory.share(task_id))
        exempt(session, share, "2025-10", "本期不涉及", actor=cast.clerk, now=day(2025, 10, 24, 16))
    rows = summary(database, ladder=Ladder.PERIOD)[1]
    assert (of_unit(rows, cast).outcome, of_unit(rows, cast).action) == ("lifted", "grant")
    assert of_unit(rows, cast, "joint_liaison").outcome == "open"
    factory.submitted(task_id, "joint_liaison", period="2025-10", now=day(2025, 10, 27))
    again = of_unit(summary(database, ladder=Ladder.PERIOD)[1], cast, "joint_liaison")
    assert (again.outcome, again.closed_on) == ("after_second", date(2025, 10, 27))


def test_what_failed_what_nobody_could_read_and_what_was_muted_is_counted_apart(
    due_task: int, database: Database, cast: Cast
) -> None:
    swept(database, (2025, 10, 10))
    with database.transaction() as session:
        digest = Digest(key="d", day=OCTOBER[0], is_urgent=False, composed_at=day(2025, 10, 10), user_id=cast.liaison.user_id)
        session.add(digest)
        session.flush()
        session.add(Delivery(digest_id=digest.id, channel="mail", state=DeliveryState.FAILED, try_at=day(2025, 10, 10)))
        of = update(Notice).where(Notice.rung == "due+0w")
        session.execute(of.where(Notice.user_id == cast.liaison.user_id).values(state=NoticeState.CARRIED, digest_id=digest.id))
        session.execute(of.where(Notice.user_id == cast.unit_head.user_id).values(state=NoticeState.MUTED))
        session.execute(of.where(Notice.user_id == cast.joint_liaison.user_id).values(state=NoticeState.INBOX, user_id=None))
    figures, rows = summary(database)
    assert (figures.messages, figures.failed, figures.unread_by_any, figures.muted) == (3, 1, 1, 1)
    assert (of_unit(rows, cast).reached, of_unit(rows, cast, "joint_liaison").reached) == (1, 0)


def test_what_all_readers_had_muted_is_no_reminder(due_task: int, database: Database) -> None:
    swept(database, (2025, 10, 10))
    with database.transaction() as session:
        session.execute(update(Notice).values(state=NoticeState.MUTED))
    figures, rows = summary(database)
    assert {row.outcome for row in rows} == {Outcome.MUTED}
    assert (figures.matters, figures.reminders) == (0, 0)


def test_the_office_sees_its_own_place(due_task: int, database: Database, cast: Cast) -> None:
    swept(database, (2025, 10, 10))
    assert len(summary(database, cast.clerk)[1]) == len(summary(database, cast.leader)[1]) == 2
    assert summary(database, cast.outside_clerk)[1] == []
    assert summary(database, cast.liaison)[1] == []


def test_the_figures_of_a_report_name_their_rows(due_task: int, factory: Factory, database: Database) -> None:
    swept(database, (2025, 10, 9), (2025, 10, 10))
    factory.accepted(due_task, "liaison", percent=100, period="2025-10", now=day(2025, 10, 11))
    with database.reading() as session:
        plan_id = session.get_one(Task, due_task).plan_id
        found = reminders_on(session, plan_id, date(2025, 10, 11))
        assert reminders_on(session, plan_id, date(2025, 9, 1)) is None
    assert found is not None
    assert (found.reminders, len(found.matters), len(found.still_open), len(found.events)) == (4, 2, 1, 1)
    with database.reading() as session:
        assert {session.get_one(Notice, no).task_id for no in found.matters} == {due_task}
