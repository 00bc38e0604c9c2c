"""Forms that made something new, remembered for a moment, so that one that is sent twice is carried out once."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Submission(Base):
    """One form as sent: `key` is a digest of who sent what to which address, `at` when it came or was answered.

    `leads_to` is the page to which the answer led, None while it is being carried out.
    """

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    leads_to: Mapped[str | None] = mapped_column(Text)
