"""Of many schedulers one works; who has lost the lease writes nothing (docs/decisions/0029)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from tests.factories import NOW
from tracker.db import Database
from tracker.fencing import Fence, LeaseLost
from tracker.leases import Lease, Pace
from tracker.models import Jurisdiction, SchedulerLease

PACE = Pace(look=1, beat=5, patience=30)


class Watch:
    """A monotonic clock that stands still until it is told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def contender(database: Database, watch: Watch) -> Callable[[], Lease]:
    return lambda: Lease(database, lambda: NOW, PACE, watch)


def looks(lease: Lease, watch: Watch, seconds: int) -> bool:
    """Let the contender look once a second for so long; True as soon as it has the lease."""
    for _ in range(seconds):
        watch.seconds += 1
        if lease.take():
            return True
    return False


def test_a_free_lease_is_taken_at_once_and_by_one(contender: Callable[[], Lease]) -> None:
    first, second = contender(), contender()
    assert (first.take(), second.take()) == (True, False)


def test_who_renews_keeps_it(contender: Callable[[], Lease], watch: Watch) -> None:
    first, second = contender(), contender()
    assert first.take()
    for _ in range(20):
        assert first.renew()
        assert not looks(second, watch, 29)


def test_who_no_longer_renews_is_succeeded_after_30_seconds_and_finds_out(contender: Callable[[], Lease], watch: Watch) -> None:
    first, second = contender(), contender()
    assert first.take()
    assert not looks(second, watch, 30)
    assert looks(second, watch, 1)
    assert not first.renew()
    assert (first.token, second.token) == (1, 2)


def test_seconds_in_which_a_contender_was_itself_asleep_do_not_count(contender: Callable[[], Lease], watch: Watch) -> None:
    first, second = contender(), contender()
    assert first.take()
    assert not second.take()
    watch.seconds += 3600
    assert not second.take()


def test_what_is_given_up_is_taken_at_once(contender: Callable[[], Lease]) -> None:
    first, second = contender(), contender()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    first.release()  # a second time, and late: it takes nothing from the successor
    assert second.renew()


def test_the_hand_of_the_clock_decides_nothing(database: Database, contender: Callable[[], Lease], watch: Watch) -> None:
    """Whatever instants stand in the row: only that token and beat have stood still is asked."""
    first, second = contender(), contender()
    assert first.take()
    with database.transaction() as session:
        session.execute(update(SchedulerLease).values(beat_at=NOW.replace(year=1999), held_since=NOW.replace(year=2099)))
    assert not looks(second, watch, 29)


def write(fence: Fence) -> None:
    with fence.transaction() as session:
        session.add(Jurisdiction(name="某地", level="county", path="/9/"))


def test_who_has_lost_the_lease_writes_nothing(database: Database, contender: Callable[[], Lease], watch: Watch) -> None:
    first, second = contender(), contender()
    assert first.take()
    assert not looks(second, watch, 30)
    assert looks(second, watch, 1)
    assert first.token is not None
    with pytest.raises(LeaseLost):
        write(Fence(database, first.token))
    with database.reading() as session:
        assert session.scalar(select(Jurisdiction.id).where(Jurisdiction.path == "/9/")) is None


def test_a_fence_is_told_that_the_work_is_to_stop(database: Database) -> None:
    fence = Fence(database, 1)
    fence.check()
    fence.over.set()
    with pytest.raises(LeaseLost):
        fence.check()


@pytest.mark.databases("sqlite")
def test_a_long_transaction_is_a_sign_of_life(database: Database, contender: Callable[[], Lease], watch: Watch) -> None:
    """While it writes nobody else can, the holder's own renewals included; so the transaction renews the lease."""
    first, second = contender(), contender()
    assert first.take()
    assert first.token is not None
    with Fence(database, first.token).transaction():
        assert not looks(second, watch, 30)
    assert not looks(second, watch, 30)


@pytest.mark.databases("postgresql")
def test_a_job_at_work_lets_its_scheduler_renew_the_lease(database: Database, contender: Callable[[], Lease]) -> None:
    first = contender()
    assert first.take()
    assert first.token is not None
    with Fence(database, first.token).transaction():
        assert first.renew()
