"""What a recurring duty asks of a unit by one day: the unit's own report, from its drafting to its receipt."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.obligation import Obligation
from tracker.models.organisation import Unit
from tracker.models.plan import Plan
from tracker.rules.matter_statuses import OccurrenceState


class Occurrence(Base):
    """The report that one unit owes by `due_on` (定期报告). On time is judged by `submitted_on`, the official day of submission.

    `text` is Markdown. `opened_on` is the day from which it could be known; nobody is chased for a day before it.
    """

    __tablename__ = "obligation_occurrence"
    __table_args__ = (
        UniqueConstraint("obligation_id", "unit_id", "due_on"),
        CheckConstraint("state NOT IN ('submitted', 'received') OR submitted_on IS NOT NULL", name="submitted_has_day"),
        CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="received_has_time"),
        CheckConstraint("state <> 'returned' OR return_reason <> ''", name="returned_has_reason"),
        Index("ix_obligation_occurrence_unit_id_state", "unit_id", "state"),
        Index("ix_obligation_occurrence_state_due_on", "state", "due_on"),
        Index("ix_obligation_occurrence_plan_id_due_on", "plan_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date]
    opened_on: Mapped[date]
    state: Mapped[OccurrenceState] = mapped_column(enum_type(OccurrenceState), default=OccurrenceState.OPEN)
    text: Mapped[str] = mapped_column(Text, default="")
    return_reason: Mapped[str] = mapped_column(Text, default="")
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    plan: Mapped[Plan] = relationship()
    obligation: Mapped[Obligation] = relationship()
    unit: Mapped[Unit] = relationship()
