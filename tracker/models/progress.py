"""What units report: updates, one for each assignment, period and version, with their evidence."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.task import Assignment
from tracker.rules.joint_statuses import Rating
from tracker.rules.statuses import UpdateKind, UpdateState


class Update(Base):
    """进展填报. Once submitted it is never edited: mending a returned one, or correcting an accepted one, makes version n+1."""

    __tablename__ = "progress_update"  # `update` is a reserved word
    __table_args__ = (
        UniqueConstraint("assignment_id", "period", "version"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        CheckConstraint("(state IN ('submitted', 'accepted', 'returned')) = (submitted_at IS NOT NULL)", name="submitted_has_time"),
        CheckConstraint("(state IN ('accepted', 'returned')) = (decided_at IS NOT NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'returned' OR decision_reason <> ''", name="returned_has_reason"),
        CheckConstraint("verified_rating IS NULL OR state = 'accepted'", name="verified_is_accepted"),
        Index("ix_progress_update_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    period: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    kind: Mapped[UpdateKind] = mapped_column(enum_type(UpdateKind), default=UpdateKind.PROGRESS)
    state: Mapped[UpdateState] = mapped_column(enum_type(UpdateState), default=UpdateState.DRAFT)
    percent: Mapped[int] = mapped_column(default=0)
    narrative: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    self_rating: Mapped[Rating | None] = mapped_column(enum_type(Rating, "self_rating"))
    verified_rating: Mapped[Rating | None] = mapped_column(enum_type(Rating, "verified_rating"))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    mend_by: Mapped[date | None]

    assignment: Mapped[Assignment] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="update", order_by="Evidence.id")


class EvidenceFile(Base):
    """The bytes of evidence, once however often they are cited; they lie in the storage under their sha256."""

    __tablename__ = "evidence_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))


class Evidence(Base):
    """佐证材料: a file cited by an update. `fact_on` is the day of the fact it shows, beside the day of upload."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("update_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("progress_update.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    fact_on: Mapped[date | None]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]

    update: Mapped[Update] = relationship(back_populates="evidence")
    file: Mapped[EvidenceFile] = relationship()
    ticks: Mapped[list["ChecklistTick"]] = relationship(cascade="all, delete-orphan", order_by="ChecklistTick.id")


class ChecklistTick(Base):
    """An item of a checklist that a file of evidence bears out; `item` counts from 0 in `Checklist.items`.

    It stands for as much as the report that cites the file: an item is met once such a report is accepted.
    """

    __tablename__ = "checklist_tick"
    __table_args__ = (
        UniqueConstraint("checklist_id", "item", "evidence_id"),
        CheckConstraint("item >= 0", name="item_from_nought"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    item: Mapped[int]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    ticked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ticked_at: Mapped[datetime]
