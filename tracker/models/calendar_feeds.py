"""Addresses under which calendars fetch what is due (日历订阅)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.organisation import Unit

_own, _of_unit = text("unit_id IS NULL"), text("unit_id IS NOT NULL")


class CalendarFeed(Base):
    """An address that somebody made: of all that is theirs, or of one unit in which they hold a post.

    The secret in the address is not kept, only its sha256; whoever lost it makes a new one. A feed that is stopped is deleted.
    `fetches` counts those since `counted_from`, so that one address cannot keep the server busy.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        CheckConstraint("(counted_from IS NULL) = (fetched_at IS NULL)", name="fetched_is_counted"),
        Index("uq_calendar_feed_own", "user_id", unique=True, sqlite_where=_own, postgresql_where=_own),
        Index("uq_calendar_feed_unit", "user_id", "unit_id", unique=True, sqlite_where=_of_unit, postgresql_where=_of_unit),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    counted_from: Mapped[datetime | None]
    fetches: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit | None] = relationship()
