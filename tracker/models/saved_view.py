"""Views of the ledger that somebody has kept under a name (台账视图)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.organisation import User

NAME_LENGTH, QUERY_LENGTH = 40, 1000
_start, _shared = text("is_start"), text("shared_with_id IS NOT NULL")


class SavedView(Base):
    """One person's view: `query` is the part of the ledger's address behind the question mark, made anew from what it asked for.

    `shared_with_id` is the place whose office may use it as well; `is_start` marks the one with which the owner's ledger opens.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        Index("uq_saved_view_start", "user_id", unique=True, sqlite_where=_start, postgresql_where=_start),
        Index("ix_saved_view_shared", "shared_with_id", sqlite_where=_shared, postgresql_where=_shared),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    query: Mapped[str] = mapped_column(String(QUERY_LENGTH))
    shared_with_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))
    is_start: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]

    owner: Mapped[User] = relationship()
