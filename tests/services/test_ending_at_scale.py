"""How the database finds what is over: along indexes, whatever it believes of the size of a table."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from tests.factories import Factory, day
from tracker.db import Database
from tracker.models import Notice
from tracker.rules.days import OFFICIAL_ZONE
from tracker.services.calendars import work_calendar
from tracker.services.reminder_settling import end_over
from tracker.services.reminders import sweep

TODAY = date(2025, 9, 25)


@pytest.fixture
def ways(database: Database) -> list[str]:
    """SQLite's way through each UPDATE that ends messages."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite plans without statistics, so that its ways are always the same")
    statements: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith("UPDATE notice"):
            statements.append((statement, parameters))

    with database.transaction() as session:
        event.listen(database.engine, "before_cursor_execute", note)
        end_over(session, TODAY, after_id=0)
        event.remove(database.engine, "before_cursor_execute", note)
        connection = session.connection()
        return [
            "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
            for statement, parameters in statements
        ]


def test_what_a_later_one_overtakes_is_found_by_its_reader_and_matter(ways: list[str]) -> None:
    assert any("ix_notice_user_id_ended_subject_id (user_id=? AND ended=? AND subject_id=?)" in way for way in ways)


def test_what_has_ended_is_not_looked_through_again(ways: list[str]) -> None:
    assert not [way for way in ways if "ix_notice_ladder_due_on_rung" in way or "SCAN notice\n" in way]


def test_one_reminder_is_not_compared_with_the_shares_of_all_plans(ways: list[str]) -> None:
    """What waits for the office is gathered once, whatever number of messages is held against it."""
    beginnings = ("ix_assignment_state_acknowledge_by", "ix_progress_update_state")
    assert not [way for way in ways if "MATERIALIZE" not in way and any(name in way for name in beginnings)]


def test_postgresql_is_told_what_a_sweep_entered(database: Database, factory: Factory) -> None:
    """It thinks a table empty from which a big sweep was rolled back, and would compare each message with every other."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no statistics")
    factory.task(issue_at=day(2025, 9, 22))
    with database.transaction() as session:
        swept = sweep(session, TODAY, calendar=work_calendar(session), now=datetime.combine(TODAY, time(8, 40), OFFICIAL_ZONE))
        end_over(session, TODAY, swept.after_id)
        assert believed(session) == len(session.scalars(select(Notice.id)).all()) > 0


def believed(session: Session) -> int:
    """How many messages PostgreSQL believes to be there."""
    return int(session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'notice'")) or 0)
