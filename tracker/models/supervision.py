"""Urging and supervision orders (催办单, 督办单) with what they want put right, and calls by phone."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.calendar import Counted, counted_whole
from tracker.models.organisation import Unit
from tracker.models.progress import EvidenceFile
from tracker.models.task import Task
from tracker.rules.statuses import CheckMethod, ItemState, OrderKind, OrderLevel, OrderOutcome, OrderState


class SupervisionOrder(Counted, Base):
    """One order to one unit about one task (一事一单), numbered 〔year〕N号 without gaps in each jurisdiction, kind and year.

    `proposed_level` is what the rule of `policy_version` gave; where `level` differs, `level_reason` says why.
    `follows_id` names the order that was ignored and in whose place this one stands. `reply_due_on` is the current limit, put
    off where the office returned an answer; `reply` the newest answer, those before it stand in the history.
    """

    __tablename__ = "supervision_order"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "kind", "year", "number"),
        CheckConstraint(
            "state NOT IN ('received', 'unit_review', 'replied', 'accepted') OR received_at IS NOT NULL", name="received_has_time"
        ),
        CheckConstraint("state NOT IN ('replied', 'accepted') OR replied_at IS NOT NULL", name="replied_has_time"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_has_outcome"),
        CheckConstraint("level = proposed_level OR level_reason <> ''", name="overruled_has_reason"),
        counted_whole(),
        Index("ix_supervision_order_unit_id_state", "unit_id", "state"),
        Index("ix_supervision_order_state_reply_due_on", "state", "reply_due_on"),
        Index("ix_supervision_order_task_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[OrderKind] = mapped_column(enum_type(OrderKind))
    level: Mapped[OrderLevel] = mapped_column(enum_type(OrderLevel))
    proposed_level: Mapped[OrderLevel] = mapped_column(enum_type(OrderLevel, "proposed_level"))
    level_reason: Mapped[str] = mapped_column(Text, default="")
    policy_version: Mapped[int]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_order.id"))
    year: Mapped[int]
    number: Mapped[int]
    demand: Mapped[str] = mapped_column(Text)
    reply_due_on: Mapped[date]
    state: Mapped[OrderState] = mapped_column(enum_type(OrderState), default=OrderState.ISSUED)
    outcome: Mapped[OrderOutcome | None] = mapped_column(enum_type(OrderOutcome))
    issued_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    follows: Mapped["SupervisionOrder | None"] = relationship(remote_side=[id])
    items: Mapped[list["RectificationItem"]] = relationship(back_populates="order", order_by="RectificationItem.position")


class RectificationItem(Counted, Base):
    """整改事项: one thing that an order wants put right by a day, what the unit says it did, and how that was checked."""

    __tablename__ = "rectification_item"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("state NOT IN ('reported', 'verified') OR replied_at IS NOT NULL", name="reported_has_time"),
        CheckConstraint("(state = 'verified') = (verified_at IS NOT NULL)", name="verified_has_time"),
        CheckConstraint("(state = 'verified') = (method IS NOT NULL)", name="verified_has_method"),
        CheckConstraint("state NOT IN ('verified', 'returned', 'withdrawn') OR finding <> ''", name="judged_has_reason"),
        counted_whole(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("supervision_order.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    state: Mapped[ItemState] = mapped_column(enum_type(ItemState), default=ItemState.OPEN)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    finding: Mapped[str] = mapped_column(Text, default="")  # of the office: what the check showed, why returned or withdrawn
    method: Mapped[CheckMethod | None] = mapped_column(enum_type(CheckMethod))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    order: Mapped[SupervisionOrder] = relationship(back_populates="items")
    files: Mapped[list["ItemFile"]] = relationship(back_populates="item", order_by="ItemFile.id")

    @property
    def task(self) -> Task:
        return self.order.task

    @property
    def task_id(self) -> int:
        return self.order.task_id

    @property
    def unit_id(self) -> int:
        return self.order.unit_id


class ItemFile(Base):
    """A file that shows what was put right: uploaded for the item, or one of the unit's reports (`evidence_id`) cited."""

    __tablename__ = "item_file"
    __table_args__ = (UniqueConstraint("item_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("rectification_item.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]

    item: Mapped[RectificationItem] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()


class PhoneUrge(Base):
    """电话催办记录: who called whom about a task, when, and what was said. Never changed; a mistake is noted by another one."""

    __tablename__ = "phone_urge"
    __table_args__ = (
        Index("ix_phone_urge_task_id_called_at", "task_id", "called_at"),
        Index("ix_phone_urge_unit_id_called_at", "unit_id", "called_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_order.id"), index=True)
    caller: Mapped[str] = mapped_column(String(60))
    callee: Mapped[str] = mapped_column(String(60))
    called_at: Mapped[datetime]
    said: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    unit: Mapped[Unit] = relationship()
    order: Mapped[SupervisionOrder | None] = relationship()
