"""Messages: every intended message to one person over one channel is a row, unique by key, before it is sent."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Unit, User


class NoticeState(enum.StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"  # a sender has taken it; left over after a crash, it is sent again and marked
    SENT = "sent"
    FAILED = "failed"  # given up after the last try


class Channel(enum.StrEnum):
    INBOX = "inbox"
    MAIL = "mail"


class Notice(Base):
    """One message. A reminder is a notice with a `rung`; without one it tells of an act, such as a return.

    `user_id` is null where the unit has nobody to write to: the message then waits in the unit's own inbox.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_user_id_channel_id", "user_id", "channel", "id"),
        Index("ix_notice_unit_id_channel_id", "unit_id", "channel", "id"),
        Index("ix_notice_state_channel", "state", "channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    rung: Mapped[str | None] = mapped_column(String(40), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(120))  # of the page that it is about, below the base URL
    due_on: Mapped[date | None]
    planned_on: Mapped[date]
    state: Mapped[NoticeState] = mapped_column(enum_type(NoticeState), default=NoticeState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(300))
    read_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()
    unit: Mapped[Unit] = relationship()
