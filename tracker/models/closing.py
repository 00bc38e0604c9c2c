"""Striking tasks off (销号): how it was verified, each closing as it was made, and the looks back afterwards (回头看)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.progress import EvidenceFile
from tracker.models.task import Task
from tracker.rules.closing import RecheckState
from tracker.rules.statuses import CheckMethod

_standing = text("reopened_at IS NULL")
_planned = text("state = 'planned'")


class Closure(Base):
    """销号 of a task as it was made: what the unit had said, what the office checked and what the records told then.

    `checks` are values of `rules.closing.ClosingCheck`, `findings` the facts of that moment: {"fact", "open", "total"}. A closing
    that was undone stays, with the reason; of a task one stands at most.
    """

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("conclusion <> ''", name="has_conclusion"),
        CheckConstraint("reopened_at IS NULL OR reopen_reason <> ''", name="reopened_is_explained"),
        Index("uq_closure_standing", "task_id", unique=True, sqlite_where=_standing, postgresql_where=_standing),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    statement: Mapped[str] = mapped_column(Text, default="")
    checks: Mapped[list[str]]
    findings: Mapped[list[Any]]
    conclusion: Mapped[str] = mapped_column(Text)
    completed_on: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reopened_at: Mapped[datetime | None]
    reopen_reason: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[Task] = relationship()
    verifications: Mapped[list["Verification"]] = relationship(back_populates="closure", order_by="Verification.id")


class Verification(Base):
    """核查记录: how, by whom and when the office made sure of a task, and what it found. Never changed.

    `closure_id` is the closing that rested on it; none while the request is undecided, and for a look back.
    """

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint("finding <> '' AND verified_by <> ''", name="is_explained"),
        Index("ix_verification_task_id_recorded_at", "task_id", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    closure_id: Mapped[int | None] = mapped_column(ForeignKey("closure.id"), index=True)
    method: Mapped[CheckMethod] = mapped_column(enum_type(CheckMethod))
    verified_by: Mapped[str] = mapped_column(String(200))
    verified_on: Mapped[date]
    finding: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    closure: Mapped[Closure | None] = relationship(back_populates="verifications")
    files: Mapped[list["VerificationFile"]] = relationship(back_populates="verification", order_by="VerificationFile.id")


class VerificationFile(Base):
    """A file of a verification: a photograph, a record of the talk."""

    __tablename__ = "verification_file"
    __table_args__ = (UniqueConstraint("verification_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))

    verification: Mapped[Verification] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()


class Recheck(Base):
    """回头看 planned for a closed task; its result is a verification of its own."""

    __tablename__ = "recheck"
    __table_args__ = (
        CheckConstraint("(state = 'planned') = (ended_at IS NULL)", name="ended_has_time"),
        CheckConstraint("state NOT IN ('held', 'rebounded') OR verification_id IS NOT NULL", name="result_is_verified"),
        Index("uq_recheck_planned", "task_id", unique=True, sqlite_where=_planned, postgresql_where=_planned),
        Index("ix_recheck_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    closure_id: Mapped[int] = mapped_column(ForeignKey("closure.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[RecheckState] = mapped_column(enum_type(RecheckState), default=RecheckState.PLANNED)
    planned_at: Mapped[datetime]
    verification_id: Mapped[int | None] = mapped_column(ForeignKey("verification.id"))
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")

    task: Mapped[Task] = relationship()
    closure: Mapped[Closure] = relationship()
    verification: Mapped[Verification | None] = relationship()

    @property
    def unit_id(self) -> None:
        """The office's own: the row of no unit."""
