"""Ad hoc tasks (专项交办): what a task without a measure is about, and where it came from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.instruction import Instruction
from tracker.models.task import Task
from tracker.rules.matter_statuses import TaskSource


class AdHocMatter(Base):
    """The text of an ad hoc task; `reference` names its source: the number of a document, a meeting and its day.

    `confirmed_by_id`: the second person whose word it went out on; none where it was given out at once.
    """

    __tablename__ = "ad_hoc_matter"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[TaskSource] = mapped_column(enum_type(TaskSource))
    reference: Mapped[str] = mapped_column(Text, default="")
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("instruction.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    instruction: Mapped[Instruction | None] = relationship()
