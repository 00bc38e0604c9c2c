"""Messages: whatever a person is to be told is a row, unique by key, before anything is sent; it stands in the inbox at once.

How it leaves the house beside that, in a digest over the channels, is in `models/digest.py`.
"""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from tracker.models.base import Base, enum_type
from tracker.models.digest import Digest
from tracker.models.organisation import Unit, User


class NoticeState(enum.StrEnum):
    """What became of a message beside its place in the inbox."""

    PLANNED = "planned"  # waits for its reader's next digest
    CARRIED = "carried"  # in a digest, whose deliveries say how it fared
    INBOX = "inbox"  # for the inbox alone: nobody is there to write to, or no more was asked
    MUTED = "muted"  # the reader had muted the matter
    SUPERSEDED = "superseded"  # a later one on the same matter went instead
    SETTLED = "settled"  # dealt with before it was sent
    NO_POST = "no_post"  # its reader had left the post before it was sent


class NoticeEnd(enum.StrEnum):
    """Why a message asks nothing of its reader any more, whether it was read or not."""

    LATER = "later"  # a later one on the same matter says what holds now
    SETTLED = "settled"  # what it reminded of is done, or no longer asked
    MOVED_ON = "moved_on"  # the paper of whose act it tells has been dealt with further
    NO_POST = "no_post"  # the reader has left the post


# Compared byte by byte, as SQLite does: a language's order would take PostgreSQL longer for each row that a sweep enters.
KEY = String(200).with_variant(String(200, collation="C"), "postgresql")

_of_task, _in_digest = text("task_id IS NOT NULL"), text("digest_id IS NOT NULL")
_reminds = text("ended IS NULL AND ladder IS NOT NULL")
_tells = text("ended IS NULL AND after_event IS NOT NULL")


class Notice(Base):
    """One message to one person. A reminder is a notice with a `rung` of a `ladder`; without one it tells of an act.

    `user_id` is null where the unit has nobody to write to: the message then waits in the unit's own inbox. `subject` and
    `subject_id` name what it is about, `about` says it in a list, `audience` whether it speaks to the unit, its leader
    in charge or the office. `via` lists the kinds of channels that are asked for beside the inbox. `ended` is null as long as it
    still asks or tells something. News of a paper bears the newest event of then: a later one that moves the paper ends it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(state = 'carried') = (digest_id IS NOT NULL)", name="carried_in_digest"),
        # The inbox, what is unread, and what a later one overtakes. Not two partial ones: SQLite takes none for one side of an OR.
        Index("ix_notice_user_id_ended_subject_id", "user_id", "ended", "subject_id"),
        Index("ix_notice_unit_id_id", "unit_id", "id"),
        Index("ix_notice_state_user_id", "state", "user_id"),
        Index("ix_notice_ladder_due_on_rung", "ladder", "due_on", "rung"),
        # A sweep enters a hundred thousand at once, so an index holds the rows only that are looked up in it.
        Index("ix_notice_task_id", "task_id", sqlite_where=_of_task, postgresql_where=_of_task),
        Index("ix_notice_digest_id", "digest_id", sqlite_where=_in_digest, postgresql_where=_in_digest),
        Index("ix_notice_open_ladder_plan_id", "ladder", "plan_id", sqlite_where=_reminds, postgresql_where=_reminds),
        Index("ix_notice_news_plan_id", "plan_id", sqlite_where=_tells, postgresql_where=_tells),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(KEY, unique=True)
    ladder: Mapped[str | None] = mapped_column(String(24))
    rung: Mapped[str | None] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(24))
    subject_id: Mapped[int | None]
    audience: Mapped[str | None] = mapped_column(String(8))
    about: Mapped[str | None] = mapped_column(Text)
    # None of these four is tied: what is told of, and who is told, the ties of the share, duty or post hold already by which it was
    # found, and to check them again for each row took longer than all else (docs/decisions/0036).
    plan_id: Mapped[int | None]
    task_id: Mapped[int | None]
    unit_id: Mapped[int]
    user_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(120))  # of the page that it is about, below the base URL
    due_on: Mapped[date | None]
    planned_on: Mapped[date] = mapped_column(index=True)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    via: Mapped[str] = mapped_column(String(40), default="mail")
    state: Mapped[NoticeState] = mapped_column(enum_type(NoticeState), default=NoticeState.PLANNED)
    ended: Mapped[NoticeEnd | None] = mapped_column(enum_type(NoticeEnd))
    after_event: Mapped[int | None]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"))
    read_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship(primaryjoin=lambda: User.id == foreign(Notice.user_id))
    unit: Mapped[Unit] = relationship(primaryjoin=lambda: Unit.id == foreign(Notice.unit_id))
    digest: Mapped[Digest | None] = relationship()
