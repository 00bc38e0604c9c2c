"""The numbered papers by which units are given their tasks (交办通知)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Plan
from tracker.models.task import Assignment
from tracker.rules.statuses import AssignmentRole


class IssueNotice(Base):
    """交办通知: what one unit was given at one time, numbered 〔year〕N号 without gaps in each jurisdiction and year.

    A paper: what it says stays as it was sent. `contact` is whom to ask in the office. Whether its shares are signed for, and by
    when after an objection, stands in the shares.
    """

    __tablename__ = "issue_notice"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "year", "number"),
        Index("ix_issue_notice_unit_id_id", "unit_id", "id"),
        Index("ix_issue_notice_plan_id_id", "plan_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    number: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    contact: Mapped[str] = mapped_column(Text)
    acknowledge_by: Mapped[date]

    plan: Mapped[Plan] = relationship()
    unit: Mapped[Unit] = relationship()
    items: Mapped[list["IssueNoticeItem"]] = relationship(back_populates="notice", order_by="IssueNoticeItem.position")


class IssueNoticeItem(Base):
    """One share on a notice, with the task as it was called and dated on the day."""

    __tablename__ = "issue_notice_item"
    __table_args__ = (UniqueConstraint("notice_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("issue_notice.id"))
    position: Mapped[int]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    label: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    clause: Mapped[str | None] = mapped_column(Text)
    role: Mapped[AssignmentRole] = mapped_column(enum_type(AssignmentRole))
    due_on: Mapped[date | None]
    is_ongoing: Mapped[bool]

    notice: Mapped[IssueNotice] = relationship(back_populates="items")
    assignment: Mapped[Assignment] = relationship()
