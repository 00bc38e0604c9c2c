"""Duties that a plan lays on units beside its measures (定期报告 and the like)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Obligation(Base):
    """A recurring or dated duty such as the yearly report; `who`, `to` and `cc` as printed."""

    __tablename__ = "obligation"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    who: Mapped[list[str]]
    what: Mapped[str] = mapped_column(Text)
    recurs: Mapped[str] = mapped_column(String(20))
    month_day: Mapped[str | None] = mapped_column(String(5))
    to: Mapped[list[str]]
    cc: Mapped[list[str]]
    quote: Mapped[str | None] = mapped_column(Text)


class ObligationUnit(Base):
    """A unit on which an obligation falls, its printed name resolved."""

    __tablename__ = "obligation_unit"
    __table_args__ = (Index("ix_obligation_unit_unit_id", "unit_id"),)

    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
