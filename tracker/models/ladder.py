"""When reminders go out: the rungs that a plan has of its own, and the leader in charge of a unit (分管领导)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Membership, Unit
from tracker.rules.reminders import Ladder


class LadderRung(Base):
    """One rung of a plan's own ladder. A plan without rows of a ladder has the default (`rules/ladders.py`).

    `audiences` and `via` are the words of `rules.reminders.Audience` and the kinds of channels, parted by blanks.
    """

    __tablename__ = "ladder_rung"
    __table_args__ = (
        UniqueConstraint("plan_id", "ladder", "offset_days", "day_kind"),
        CheckConstraint("offset_days BETWEEN -365 AND 365", name="offset_in_range"),
        CheckConstraint("day_kind IN ('working', 'natural')", name="day_kind"),
        CheckConstraint(
            "every_days IS NULL OR (day_kind = 'working' AND every_days BETWEEN 1 AND 60)", name="repeats_on_working_days"
        ),
        CheckConstraint("audiences <> ''", name="tells_somebody"),
        Index("ix_ladder_rung_ladder_plan_id", "ladder", "plan_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    ladder: Mapped[Ladder] = mapped_column(enum_type(Ladder))
    offset_days: Mapped[int]
    day_kind: Mapped[str] = mapped_column(String(8))
    every_days: Mapped[int | None]
    audiences: Mapped[str] = mapped_column(String(60))
    via: Mapped[str] = mapped_column(String(40))
    is_urgent: Mapped[bool]
    note: Mapped[str] = mapped_column(String(100), default="")


class UnitCharge(Base):
    """分管: the leader who holds the post is in charge of the unit, from one day to another."""

    __tablename__ = "unit_charge"
    __table_args__ = (
        UniqueConstraint("membership_id", "unit_id", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    membership: Mapped[Membership] = relationship()
    unit: Mapped[Unit] = relationship()
