"""A second person's word before a plan is given out (提请审定)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, OfWholePlan, enum_type
from tracker.models.plan import Plan
from tracker.rules.giving_out import IssueRequestState

_pending = text("state = 'submitted'")


class IssueRequest(OfWholePlan, Base):
    """Somebody of the office asks that a checked plan be given out; of a plan there is one undecided at a time.

    Settled by another person, or withdrawn by the office itself; `answer` says why it was sent back.
    """

    __tablename__ = "issue_request"
    __table_args__ = (
        CheckConstraint("(state = 'submitted') = (settled_at IS NULL)", name="settled_has_time"),
        CheckConstraint("state <> 'returned' OR answer <> ''", name="returned_has_reason"),
        CheckConstraint("state <> 'approved' OR settled_by_id <> asked_by_id", name="approved_by_another"),
        Index("uq_issue_request_pending", "plan_id", unique=True, sqlite_where=_pending, postgresql_where=_pending),
        Index("ix_issue_request_plan_id_id", "plan_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    state: Mapped[IssueRequestState] = mapped_column(enum_type(IssueRequestState), default=IssueRequestState.SUBMITTED)
    acknowledge_days: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[Plan] = relationship()
