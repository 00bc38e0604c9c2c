"""How messages leave the house: a person's messages of a day in one digest, and its delivery over each channel."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import User


class DeliveryState(enum.StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"  # a sender has taken it; left over after a crash, it is sent again and marked
    SENT = "sent"
    FAILED = "failed"  # given up: after the last try, or where trying again cannot help
    SET_ASIDE = "set_aside"  # nothing was left to say when its turn came


class Digest(Base):
    """What one person gets in one message: all that waited on a working day, or what was urgent by itself.

    `user_id` is null for the word of the day to a robot's group, which carries counts and no messages.
    """

    __tablename__ = "digest"
    __table_args__ = (Index("ix_digest_user_id_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    day: Mapped[date] = mapped_column(index=True)
    is_urgent: Mapped[bool]
    composed_at: Mapped[datetime]

    user: Mapped[User | None] = relationship()


class Delivery(Base):
    """A digest on its way over one channel, known by the name that the settings give it.

    `fence` is the token of the scheduler's lease under which it was claimed: a claim under an older token is of a sender that
    is gone, and nobody knows whether its message left. Such a one goes out again with `may_repeat`.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("digest_id", "channel"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when"),
        CheckConstraint("state <> 'claimed' OR (claimed_at IS NOT NULL AND fence IS NOT NULL)", name="claimed_by"),
        Index("ix_delivery_state_try_at", "state", "try_at"),
        Index("ix_delivery_channel_claimed_at", "channel", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"))
    channel: Mapped[str] = mapped_column(String(40))
    state: Mapped[DeliveryState] = mapped_column(enum_type(DeliveryState), default=DeliveryState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime]  # not before
    claimed_at: Mapped[datetime | None]
    fence: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    may_repeat: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(String(300))

    digest: Mapped[Digest] = relationship()


class Mute(Base):
    """A reader's wish not to be written to about a plan, or one of its tasks, until a day; the inbox goes on."""

    __tablename__ = "mute"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="ends_after_it_begins"),
        CheckConstraint("reason <> ''", name="has_reason"),
        Index("ix_mute_user_id_to_on", "user_id", "to_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
