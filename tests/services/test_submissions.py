"""A form that is sent twice is carried out once, whichever process gets it."""

from datetime import UTC, datetime, timedelta

from tracker.db import Database
from tracker.services import submissions

NOW = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)
KEY = "a" * 64


def claimed(database: Database, after: float = 0) -> bool:
    with database.transaction() as session:
        return submissions.claim(session, KEY, now=NOW + timedelta(seconds=after))


def page(database: Database) -> str | None:
    with database.reading() as session:
        return submissions.page_of(session, KEY)


def test_the_second_is_led_to_the_page_of_the_first_for_a_moment(database: Database) -> None:
    assert [claimed(database), claimed(database, 1)] == [True, False]
    assert page(database) == ""
    with database.transaction() as session:
        submissions.answer(session, KEY, "/orders/7", now=NOW + timedelta(seconds=40))
    assert not claimed(database, 50)
    assert page(database) == "/orders/7"
    assert claimed(database, 60)


def test_what_was_refused_may_be_sent_again(database: Database) -> None:
    assert claimed(database)
    with database.transaction() as session:
        submissions.give_back(session, KEY)
    assert page(database) is None
    assert claimed(database, 1)


def test_what_a_process_left_behind_holds_nobody_back_for_long(database: Database) -> None:
    assert [claimed(database), claimed(database, 100), claimed(database, 121)] == [True, False, True]
