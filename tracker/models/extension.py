"""Applications to put the due date of a task off (延期申请)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.progress import EvidenceFile
from tracker.models.task import Task
from tracker.rules.statuses import ExtensionState

_pending = text("state IN ('draft', 'unit_review', 'submitted')")


class Extension(Base):
    """延期申请 of the unit that answers for the whole task; of a task there is one undecided at a time.

    `due_on` is the date that it asks to have put off, as it stood when asked; `asked_due_on` what the unit asks for,
    `granted_due_on` what the office gave, which need not be the same. `policy_version`: of the rule that said who decides.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("asked_due_on > due_on", name="asked_is_later"),
        CheckConstraint("granted_due_on > due_on", name="granted_is_later"),
        CheckConstraint("state NOT IN ('submitted', 'granted', 'refused') OR submitted_at IS NOT NULL", name="submitted_has_time"),
        CheckConstraint("(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)", name="decided_has_time"),
        CheckConstraint("(state = 'granted') = (granted_due_on IS NOT NULL)", name="granted_has_date"),
        CheckConstraint("state <> 'refused' OR decision_reason <> ''", name="refused_has_reason"),
        Index("uq_extension_pending", "task_id", unique=True, sqlite_where=_pending, postgresql_where=_pending),
        Index("ix_extension_task_id_state", "task_id", "state"),
        Index("ix_extension_unit_id_state", "unit_id", "state"),
        Index("ix_extension_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date]
    asked_due_on: Mapped[date]
    granted_due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    progress: Mapped[str] = mapped_column(Text)
    state: Mapped[ExtensionState] = mapped_column(enum_type(ExtensionState), default=ExtensionState.DRAFT)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    policy_version: Mapped[int | None]

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    files: Mapped[list["ExtensionFile"]] = relationship(back_populates="extension", order_by="ExtensionFile.id")


class ExtensionFile(Base):
    """A file that bears out the reason for an extension."""

    __tablename__ = "extension_file"
    __table_args__ = (UniqueConstraint("extension_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    extension_id: Mapped[int] = mapped_column(ForeignKey("extension.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    extension: Mapped[Extension] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()
