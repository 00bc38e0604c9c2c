"""A scheduler that holds the lease, and the jobs by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.factories import NOW, day
from tracker.clock import Clock
from tracker.config import Settings, load_settings
from tracker.db import Database
from tracker.fencing import Fence
from tracker.leases import Lease, Pace


def holding(database: Database) -> Fence:
    """The fence of a scheduler that has just taken the free lease."""
    lease = Lease(database, lambda: NOW, Pace())
    assert lease.take()
    assert lease.token is not None
    return Fence(database, lease.token)


@pytest.fixture
def fence(database: Database) -> Fence:
    return holding(database)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation on Friday 2025-09-19."""
    return load_settings(
        {"TRACKER_DATABASE_URL": database_url, "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_TODAY": "2025-09-19"}
    )  # fmt: skip


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`clock_at(2025, 9, 19, 9)`: let it be that hour of that day, for everybody."""

    def set_to(*when: int) -> None:
        monkeypatch.setattr(Clock, "now", lambda self: day(*when))

    return set_to


def on(settings: Settings, year: int, month: int, number: int) -> Settings:
    """The same installation on another day."""
    return replace(settings, fixed_today=date(year, month, number))
