"""Worksheets of scores (考核): what was looked at, what the office left out, what units remarked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, OfWholePlan, enum_type
from tracker.models.organisation import Unit
from tracker.models.plan import Plan
from tracker.rules.scores import ScoreState


class ScoreSheet(OfWholePlan, Base):
    """One worksheet of a plan for a stretch of days.

    `content` is frozen when it is drawn up: the figures of the rule, the units with their names and numbers of tasks, and every
    matter with the row behind it. The scores are worked out from it and the exclusions, whenever they are asked for.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="days_in_order"),
        CheckConstraint("state <> 'approved' OR approved_at IS NOT NULL", name="approved_has_time"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    policy_version: Mapped[int]
    content: Mapped[dict[str, Any]]
    state: Mapped[ScoreState] = mapped_column(enum_type(ScoreState), default=ScoreState.DRAFT)
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()
    exclusions: Mapped[list["ScoreExclusion"]] = relationship(order_by="ScoreExclusion.id")
    remarks: Mapped[list["ScoreRemark"]] = relationship(order_by="ScoreRemark.id")


class ScoreExclusion(Base):
    """A matter that the office leaves out of a worksheet, and why."""

    __tablename__ = "score_exclusion"
    __table_args__ = (
        UniqueConstraint("sheet_id", "matter"),
        CheckConstraint("reason <> ''", name="excluded_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"))
    matter: Mapped[str] = mapped_column(String(80))  # the key of rules/scores.Matter
    reason: Mapped[str] = mapped_column(Text)
    excluded_at: Mapped[datetime]
    excluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class ScoreRemark(Base):
    """What a unit has to say against its lines while the worksheet is a draft, and what the office answers."""

    __tablename__ = "score_remark"
    __table_args__ = (CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_has_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    unit: Mapped[Unit] = relationship()


class ScoreSwitch(Base):
    """A plan whose units are scored: off where there is no row."""

    __tablename__ = "score_switch"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime]
