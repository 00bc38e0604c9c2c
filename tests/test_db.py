"""The two ways to use the database."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.factories import NOW
from tracker import db
from tracker.db import Database
from tracker.errors import Conflict
from tracker.models import Event
from tracker.rules.permissions import SYSTEM
from tracker.services.events import NO_PLAN, Entry, record
from tracker.witness import Witness


def write_event(database: Database) -> None:
    with database.transaction() as session:
        record(session, NO_PLAN, [Entry("user", 1, "log_in")], actor=SYSTEM, now=NOW)


def test_what_is_read_together_is_of_one_moment(database: Database) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Event))
        write_event(database)
        assert session.scalar(select(func.count()).select_from(Event)) == before


@pytest.mark.databases("sqlite")
def test_who_waits_too_long_for_another_is_told_to_try_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_SECONDS", 0.01)
    first, second = Database(database_url), Database(database_url)
    with first.transaction() as session:
        session.connection()
        with pytest.raises(Conflict, match="请稍后重试"):
            write_event(second)
    first.dispose()
    second.dispose()


def test_work_that_is_done_is_not_undone_because_its_witness_cannot_write(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "full").touch()
    witnessed = Database(database_url, Witness(tmp_path / "full" / "event_heads.jsonl"))
    write_event(witnessed)
    with witnessed.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event).where(Event.action == "log_in")) == 1
    witnessed.dispose()
