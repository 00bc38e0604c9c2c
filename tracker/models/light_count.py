"""How many tasks stood under each light, day by day: what the board's trend is drawn from."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, enum_type
from tracker.rules.statuses import Light


class LightCount(Base):
    """One light of one supervised plan at the end of a day; a light under which no task stood has no row.

    Derived, and no part of the history: the job that writes it can write it again (`tracker/services/light_counts.py`).
    """

    __tablename__ = "light_count"
    __table_args__ = (CheckConstraint("tasks > 0", name="some_tasks"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    light: Mapped[Light] = mapped_column(enum_type(Light), primary_key=True)
    tasks: Mapped[int]
