"""Who stands in for whom (AB角), and how a post was handed over (工作移交)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Membership, Unit, User
from tracker.rules.handovers import HandoverState


class Delegation(Base):
    """A post of one person handed to another of the same unit, from one day to another, both counted.

    Called off by hand it has `ended_at`, and `to_on` is then the last day on which it held; one that was called off before it
    began has no day left (`to_on` is the day before `from_on`).
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("to_on >= from_on OR ended_at IS NOT NULL", name="ends_after_it_begins"),
        CheckConstraint("reason <> ''", name="has_reason"),
        Index("ix_delegation_membership_id_to_on", "membership_id", "to_on"),
        Index("ix_delegation_deputy_id_to_on", "deputy_id", "to_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    membership: Mapped[Membership] = relationship()
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id])


_proposed = text("state = 'proposed'")


class Handover(Base):
    """A post that goes from one person to another, with what was open when it did; signed by both.

    `handed_on` is the last day of the one and the first of the other. `matters` is the list as it stood when it was carried out,
    and is never changed; before that it is not kept but asked for anew.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("(state = 'carried_out') = (carried_out_at IS NOT NULL)", name="carried_out_has_time"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_time"),
        CheckConstraint("state = 'carried_out' OR (given_at IS NULL AND received_at IS NULL)", name="signed_when_carried_out"),
        Index("uq_handover_proposed", "membership_id", unique=True, sqlite_where=_proposed, postgresql_where=_proposed),
        Index("ix_handover_unit_id_id", "unit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    handed_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[HandoverState] = mapped_column(enum_type(HandoverState), default=HandoverState.PROPOSED)
    matters: Mapped[list[Any]] = mapped_column(default=list)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    carried_out_at: Mapped[datetime | None]
    carried_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    given_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()
    unit: Mapped[Unit] = relationship()
    receiver: Mapped[User] = relationship(foreign_keys=[receiver_id])
