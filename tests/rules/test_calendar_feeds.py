"""How often one address may be fetched."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.rules.calendar_feeds import FETCHES_IN_WINDOW, wait_for

NOW = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("since", "fetches", "wait"),
    [
        pytest.param(None, 0, timedelta(), id="never fetched"),
        pytest.param(NOW - MINUTE, FETCHES_IN_WINDOW - 1, timedelta(), id="the last one of the hour"),
        pytest.param(NOW - MINUTE, FETCHES_IN_WINDOW, 59 * MINUTE, id="one too many"),
        pytest.param(NOW - 60 * MINUTE, FETCHES_IN_WINDOW, timedelta(), id="an hour later"),
    ],
)
def test_a_reader_waits_only_after_too_many_within_the_hour(since: datetime | None, fetches: int, wait: timedelta) -> None:
    assert wait_for(since, fetches, NOW) == wait
