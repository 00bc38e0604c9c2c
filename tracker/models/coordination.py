"""What the units of a joint task cannot settle among themselves (协调事项)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.task import Task
from tracker.rules.joint_statuses import CoordinationState


class CoordinationItem(Base):
    """协调事项, put to the office by the unit that answers for the whole task.

    `matter` is what the units disagree about, `asked` the decision that the lead asks for; `outcome` what was decided, by whom
    (`decided_by`, a body or a meeting) and on which day (`decided_on`), apart from the instant at which the office put it down.
    """

    __tablename__ = "coordination_item"
    __table_args__ = (
        CheckConstraint("state NOT IN ('submitted', 'taken_up', 'settled') OR submitted_at IS NOT NULL", name="submitted_has_time"),
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled_has_time"),
        CheckConstraint(
            "state <> 'settled' OR (outcome <> '' AND decided_by <> '' AND decided_on IS NOT NULL)", name="settled_is_explained"
        ),
        Index("ix_coordination_item_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    matter: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)
    state: Mapped[CoordinationState] = mapped_column(enum_type(CoordinationState))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    taken_up_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    concerned: Mapped[list["CoordinationUnit"]] = relationship(
        back_populates="item", order_by="CoordinationUnit.id", cascade="all, delete-orphan"
    )


class CoordinationUnit(Base):
    """A unit that a matter to coordinate concerns, beside the one that opened it."""

    __tablename__ = "coordination_unit"
    __table_args__ = (UniqueConstraint("item_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("coordination_item.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    item: Mapped[CoordinationItem] = relationship(back_populates="concerned")
    unit: Mapped[Unit] = relationship()
