"""The scheduler's own tables: who is at work, what ran for which day, and what was asked to be run by hand."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import User

THE_LEASE = 1  # the id of the only row of `scheduler_lease`; the migration enters it


class SchedulerLease(Base):
    """One row: which scheduler works. Who writes under a smaller `token` than this one is no longer it (docs/decisions/0029).

    `token` grows with each take-over, `beat` with each renewal. The two instants are for people to read; they decide nothing.
    """

    __tablename__ = "scheduler_lease"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(120))  # empty: free to take
    token: Mapped[int]
    beat: Mapped[int]
    held_since: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]


class RunState(enum.StrEnum):
    RUNNING = "running"  # or left over by a scheduler that died meanwhile
    DONE = "done"
    FAILED = "failed"  # to be tried again, until the tries are used up
    SKIPPED = "skipped"  # there was nothing to do it with, or it lay before the first start


class JobRun(Base):
    """What a job did for a day. `round` is 0 for a job of the day; a job of every minute counts the rounds worth a row."""

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("job", "due", "round"),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended_has_time"),
        Index("ix_job_run_state_job", "state", "job"),
        Index("ix_job_run_started_at_id", "started_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(24))
    due: Mapped[date]
    round: Mapped[int] = mapped_column(default=0)
    state: Mapped[RunState] = mapped_column(enum_type(RunState))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(String(300), default="")
    token: Mapped[int]  # of the lease under which it ran last
    attempts: Mapped[int] = mapped_column(default=1)
    made_up: Mapped[bool] = mapped_column(default=False)  # first run on a later day than the one it was due on


class JobRequest(Base):
    """A run that an administrator asked for; the scheduler takes it up, for the web process runs nothing itself."""

    __tablename__ = "job_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(24))
    due: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    taken_at: Mapped[datetime | None] = mapped_column(index=True)

    asked_by: Mapped[User | None] = relationship()
