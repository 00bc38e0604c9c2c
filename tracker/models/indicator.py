"""What is read of indicators, how the office has them read, and which names it takes for one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Indicator
from tracker.models.progress import EvidenceFile
from tracker.models.task import Task
from tracker.rules.indicators import IndicatorKind, IndicatorReadingState

_replacing = text("state IN ('unit_review', 'submitted', 'accepted')")


class IndicatorReading(Base):
    """指标读数: what an indicator stood at, or what was added to it, by the day of the fact. Never edited and never deleted.

    `value` is in the indicator's own unit. `unit_id`: the unit that answers for it, None for the office. A correction is a new
    reading that names the one it stands for; it takes its place once the office has accepted it.
    """

    __tablename__ = "indicator_reading"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('submitted', 'accepted', 'returned') OR submitted_at IS NOT NULL", name="submitted_has_time"
        ),
        CheckConstraint("(state IN ('accepted', 'returned')) = (decided_at IS NOT NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'returned' OR decision_reason <> ''", name="returned_has_reason"),
        CheckConstraint("replaces_id <> id", name="replaces_another"),
        Index("ix_indicator_reading_indicator_id_state", "indicator_id", "state"),
        Index("ix_indicator_reading_unit_id_state", "unit_id", "state"),
        Index("ix_indicator_reading_state_submitted_at", "state", "submitted_at"),
        Index("uq_indicator_reading_replaces_id", "replaces_id", unique=True, sqlite_where=_replacing, postgresql_where=_replacing),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    fact_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("indicator_reading.id"))
    state: Mapped[IndicatorReadingState] = mapped_column(enum_type(IndicatorReadingState))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    indicator: Mapped[Indicator] = relationship()
    task: Mapped[Task | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    files: Mapped[list["IndicatorReadingFile"]] = relationship(back_populates="reading", order_by="IndicatorReadingFile.id")


class IndicatorReadingFile(Base):
    """A file that bears out a reading."""

    __tablename__ = "indicator_reading_file"
    __table_args__ = (UniqueConstraint("reading_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("indicator_reading.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    reading: Mapped[IndicatorReading] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()


class IndicatorCourse(Base):
    """How the office has an indicator read from `set_at` on: its kind, its baseline, and the points of its planned curve.

    Each change is a new row and the newest one counts, so that what was planned on a past day stays known. `points` are
    {"day", "value"}, day in ISO form and value as decimal text.
    """

    __tablename__ = "indicator_course"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="set_with_reason"),
        Index("ix_indicator_course_indicator_id_set_at", "indicator_id", "set_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    kind: Mapped[IndicatorKind] = mapped_column(enum_type(IndicatorKind))
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    baseline_on: Mapped[date | None]
    points: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class IndicatorAlias(Base):
    """A name of an indicator that the office of a place takes for another when plans are compared; both as `Indicator.name_key`."""

    __tablename__ = "indicator_alias"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "name_key"),
        CheckConstraint("name_key <> joined_key", name="joined_with_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    name_key: Mapped[str] = mapped_column(Text)
    joined_key: Mapped[str] = mapped_column(Text)
    joined_at: Mapped[datetime]
    joined_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
