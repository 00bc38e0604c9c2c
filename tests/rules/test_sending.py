"""When messages leave the house."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.calendars import OFFICIAL
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.sending import JITTER_MINUTES, SendingHours, Window, jitter

WINDOW = Window(OFFICIAL)
INSTANTS = st.builds(datetime.combine, st.dates(date(2025, 1, 1), date(2026, 10, 1)), st.times(), st.just(OFFICIAL_ZONE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICIAL_ZONE)


@pytest.mark.parametrize(
    ("instant", "next_open"),
    [
        pytest.param("2025-03-10 10:00", "2025-03-10 10:00", id="in office hours: at once"),
        pytest.param("2025-03-10 08:29", "2025-03-10 08:30", id="early in the morning: at the opening"),
        pytest.param("2025-03-10 18:00", "2025-03-11 08:30", id="after the closing: the next morning"),
        pytest.param("2025-03-14 20:00", "2025-03-17 08:30", id="Friday night: on Monday"),
        pytest.param("2025-09-28 10:00", "2025-09-28 10:00", id="a Sunday that is worked"),
        pytest.param("2025-10-01 10:00", "2025-10-09 08:30", id="a holiday: after its last day"),
    ],
)
def test_nothing_leaves_at_night_or_on_days_off(instant: str, next_open: str) -> None:
    assert WINDOW.next_open(at(instant)) == at(next_open)


@given(INSTANTS)
def test_the_next_opening_is_open_and_not_before(instant: datetime) -> None:
    opening = WINDOW.next_open(instant)
    assert WINDOW.is_open(opening)
    assert opening >= instant
    assert WINDOW.is_open(instant) == (opening == instant)


@given(st.integers(1, 2**31 - 1), st.dates())
def test_any_forty_accounts_in_a_row_have_a_minute_each(first: int, day: date) -> None:
    assert {jitter(first + n, day) for n in range(JITTER_MINUTES)} == set(range(JITTER_MINUTES))


def test_a_person_is_not_always_the_first() -> None:
    minutes = Counter(jitter(7, date(2025, 1, 1) + timedelta(days=n)) for n in range(400))
    assert set(minutes.values()) == {10}


def test_minutes_are_counted_from_the_digest_hour() -> None:
    assert WINDOW.minutes_past_digest(at("2025-03-10 08:39")) == -1
    assert WINDOW.minutes_past_digest(at("2025-03-10 09:19")) == 39


@pytest.mark.parametrize(
    ("hours", "possible"),
    [
        (SendingHours(), True),
        (SendingHours(digest_at=time(8, 29)), False),
        (SendingHours(digest_at=time(17, 21)), False),
        (SendingHours(digest_at=time(23, 50), opens=time(0), closes=time(23, 59)), False),
        (SendingHours(opens=time(18), closes=time(8, 30)), False),
    ],
)
def test_all_digests_of_a_day_lie_in_office_hours(hours: SendingHours, possible: bool) -> None:
    assert hours.are_possible is possible
