"""History: one row for every change of state and every decision, appended only, chained by hash within a plan."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base

_renamed = text("action = 'rename'")


class Event(Base):
    """Who, when, what, old, new, reason. The database's triggers refuse to change or delete a row.

    `hash` covers the row and the hash of the event before it in the same plan (`seq` - 1), so a changed, missing or added
    row is found by walking the chain. Events of no plan (log-ins, accounts) form the chain with plan_id 0.
    `task_id`, like `subject_id`, is no key: history outlives a task that the office took out of a draft.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_event_subject", "subject", "subject_id", "id"),
        # What is told of a plan as of a day asks for one subject of one chain; by the index above it would go through all plans'.
        Index("ix_event_chain_subject", "chain", "subject", "subject_id", "seq"),
        # Seldom, and asked for over all units at once.
        Index("ix_event_renamed", "subject_id", "id", sqlite_where=_renamed, postgresql_where=_renamed),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[int]  # the plan's id, or 0
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    task_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(String(40))
    new: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any] | None]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ChainHead(Base):
    """The end of each chain: what the next event is linked to. Locked while it is, so that two writers cannot fork a chain."""

    __tablename__ = "chain_head"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
