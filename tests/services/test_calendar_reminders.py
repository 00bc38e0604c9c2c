"""From November on somebody is told, once a week, that the coming year's holidays are not loaded."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import NOW, Cast, day
from tracker.db import Database
from tracker.errors import NotAllowed
from tracker.models import Notice, User
from tracker.rules.permissions import SYSTEM
from tracker.services.calendar_reminders import tell_of_missing_year


def told(database: Database, *when: int) -> set[str]:
    """Who was told on the day that the notice is missing, by log-in."""
    now = day(*when)
    with database.transaction() as session:
        tell_of_missing_year(session, date(*when), actor=SYSTEM, now=now)
    with database.reading() as session:
        names = select(User.login).join(Notice, Notice.user_id == User.id).where(Notice.planned_on == date(*when))
        return set(session.scalars(names))


def test_the_offices_and_the_system_administrators_are_told_once_a_week(database: Database, cast: Cast) -> None:
    assert told(database, 2026, 10, 30) == set()
    assert told(database, 2026, 11, 2) == {"clerk", "director", "system_admin", "outside_clerk"}
    assert told(database, 2026, 11, 4) == set()
    assert told(database, 2026, 11, 9) == {"clerk", "director", "system_admin", "outside_clerk"}


def test_nobody_but_the_system_tells(database: Database, cast: Cast) -> None:
    with database.transaction() as session, pytest.raises(NotAllowed):
        tell_of_missing_year(session, date(2026, 11, 2), actor=cast.clerk, now=NOW)
