"""Reporting periods of a plan: opened and locked, and which reports were waived."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.task import Assignment, Task
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.statuses import Cycle

_granted = text("state = 'granted'")


class ReportingPeriod(Base):
    """填报期 of a plan as the units were told of it. Which periods there are, `Plan.rhythm` says; here is when they were opened,
    with which cut-off, and when that had passed.
    """

    __tablename__ = "reporting_period"
    __table_args__ = (
        UniqueConstraint("plan_id", "key"),
        CheckConstraint("locked_at IS NULL OR locked_at >= opened_at", name="locked_after_opened"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    key: Mapped[str] = mapped_column(String(8))
    cutoff_on: Mapped[date]
    opened_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]


class RhythmChange(Base):
    """A decision of the office that from a day on units report in another cycle, or by another day of the month."""

    __tablename__ = "rhythm_change"
    __table_args__ = (
        CheckConstraint("cutoff_day BETWEEN 1 AND 31", name="cutoff_day_in_month"),
        CheckConstraint("reason <> ''", name="change_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    from_on: Mapped[date]
    cycle: Mapped[Cycle] = mapped_column(enum_type(Cycle))
    cutoff_day: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Exemption(Base):
    """免报: the office asks no report of a share for a period, until it takes that back."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="granted_has_reason"),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_time"),
        CheckConstraint("state <> 'revoked' OR revoke_reason <> ''", name="revoked_has_reason"),
        Index(
            "uq_exemption_granted", "assignment_id", "period", unique=True, sqlite_where=_granted, postgresql_where=_granted
        ),
        Index("ix_exemption_assignment_id", "assignment_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    period: Mapped[str] = mapped_column(String(8))
    state: Mapped[ExemptionState] = mapped_column(enum_type(ExemptionState), default=ExemptionState.GRANTED)
    reason: Mapped[str] = mapped_column(Text)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoke_reason: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship()

    @property
    def task(self) -> Task:
        """The task of the share."""
        return self.assignment.task

    @property
    def unit_id(self) -> int:
        """The unit of the share."""
        return self.assignment.unit_id
