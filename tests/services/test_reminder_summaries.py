"""At the beginning of a month the offices are told that the summary of the last one's reminders can be read."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, Factory, day
from tests.sending import Post
from tracker.db import Database
from tracker.errors import NotAllowed
from tracker.jobs.table import BY_ID
from tracker.models import Event, Notice, User
from tracker.rules.permissions import SYSTEM
from tracker.services.calendars import shipped_calendar
from tracker.services.reminder_summaries import note_download, tell_of_month


def tell(database: Database, on: date) -> int:
    with database.transaction() as session:
        return tell_of_month(session, on, actor=SYSTEM, now=day(on.year, on.month, on.day))


def test_the_offices_of_places_with_reminders_are_told_once(factory: Factory, database: Database) -> None:
    Post(database, factory.cast, []).remind()
    for _ in range(2):
        assert tell(database, date(2025, 4, 1)) == 2
    assert tell(database, date(2025, 5, 6)) == 0
    with database.reading() as session:
        told = select(User.login, Notice.title, Notice.path).join(Notice, Notice.user_id == User.id)
        found = session.execute(told.where(Notice.key.startswith("reminder_summary:")).order_by(User.login)).all()
    link = "/reminders/summary?month=2025-03"
    assert found == [("clerk", "2025年3月提醒情况", link), ("director", "2025年3月提醒情况", link)]


def test_the_job_is_due_on_the_first_working_day_of_a_month() -> None:
    rule, is_workday = BY_ID["summary"].rule, shipped_calendar().is_workday
    assert [number for number in range(1, 32) if rule.holds(date(2025, 10, number), is_workday)] == [9]


def test_nobody_but_the_system_tells(factory: Factory, database: Database) -> None:
    with database.transaction() as session, pytest.raises(NotAllowed):
        tell_of_month(session, date(2025, 4, 1), actor=factory.cast.clerk, now=NOW)


def test_who_takes_a_summary_away_is_in_the_history_and_no_unit_may(factory: Factory, database: Database) -> None:
    with database.transaction() as session:
        note_download(session, "2025-03", "csv", actor=factory.cast.leader, now=NOW)
        with pytest.raises(NotAllowed):
            note_download(session, "2025-03", "csv", actor=factory.cast.liaison, now=NOW)
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.subject == "reminder_summary")).one()
        assert (event.action, event.data) == ("download", {"month": "2025-03", "form": "csv"})
