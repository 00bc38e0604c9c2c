"""What a document says: the plan and its measures. A measure is never edited after its plan is issued."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.models.base import Base, enum_type
from tracker.models.organisation import Jurisdiction
from tracker.rules.giving_out import ACKNOWLEDGE_DAYS
from tracker.rules.indicators import name_key
from tracker.rules.periods import Rhythm, rhythm_of
from tracker.rules.statuses import Cycle, PlanState

if TYPE_CHECKING:
    from tracker.models.reporting import RhythmChange


STANDING = "ad-hoc-"


class SourceDocument(Base):
    """The file as it came; its bytes lie in the storage under their sha256, its text here, for spans to refer to.

    `marks` are what the stretches of the text became when it was read (`intake.model.Mark`), in the order of the text.
    """

    __tablename__ = "source_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    marks: Mapped[list[Any]] = mapped_column(default=list)
    stored_at: Mapped[datetime]


class Plan(Base):
    """One 实施方案. `supervised_from` is the day from which its tasks are followed; without it nothing is ever late.

    `cycle` and `cutoff_day` are those with which its reporting began; `rhythm` tells what was changed since.

    It ends on `ended_on`, superseded by `successor_id` or because its own sunset clause says so.
    """

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR issued_at IS NOT NULL", name="issued_has_time"),
        CheckConstraint("cutoff_day BETWEEN 1 AND 31", name="cutoff_day_in_month"),
        CheckConstraint("acknowledge_days BETWEEN 1 AND 30", name="acknowledge_days_in_range"),
        CheckConstraint("state NOT IN ('superseded', 'lapsed') OR ended_on IS NOT NULL", name="ended_has_day"),
        CheckConstraint("state <> 'superseded' OR successor_id IS NOT NULL", name="superseded_names_successor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str | None] = mapped_column(Text)
    document_date: Mapped[date | None]
    jurisdiction_id: Mapped[int] = mapped_column(ForeignKey("jurisdiction.id"), index=True)
    issuers: Mapped[list[str]]
    basis: Mapped[list[str]]
    abbreviations: Mapped[list[Any]]
    leading_group: Mapped[dict[str, Any] | None]
    sunset: Mapped[str | None] = mapped_column(Text)
    source_document_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"), unique=True)
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState), default=PlanState.DRAFT)
    issued_at: Mapped[datetime | None]
    supervised_from: Mapped[date | None]
    cycle: Mapped[Cycle] = mapped_column(enum_type(Cycle), default=Cycle.MONTH)
    cutoff_day: Mapped[int] = mapped_column(default=25)
    acknowledge_days: Mapped[int] = mapped_column(default=ACKNOWLEDGE_DAYS)  # working days to sign in
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(Text)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)

    jurisdiction: Mapped[Jurisdiction] = relationship()
    source_document: Mapped[SourceDocument | None] = relationship()
    successor: Mapped["Plan | None"] = relationship(remote_side=[id])
    sections: Mapped[list["Section"]] = relationship(order_by="Section.position")

    @hybrid_property
    def is_standing(self) -> bool:
        """True for the plan that holds a place's ad hoc tasks of a year, which no document stands behind (decision 0016)."""
        return self.key.startswith(STANDING)

    rhythm_changes: Mapped[list["RhythmChange"]] = relationship(order_by="RhythmChange.id")

    @property
    def rhythm(self) -> Rhythm:
        """The periods for which units report on it."""
        return self._rhythm(self.rhythm_changes)

    def rhythm_at(self, instant: datetime) -> Rhythm:
        """The same as it was known at the instant: what the office decided later is left out."""
        return self._rhythm(row for row in self.rhythm_changes if row.decided_at < instant)

    def _rhythm(self, changes: "Iterable[RhythmChange]") -> Rhythm:
        return rhythm_of(self.cycle, self.cutoff_day, ((row.from_on, row.cycle, row.cutoff_day) for row in changes))


class Section(Base):
    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)


class Measure(Base):
    """The numbered text of a plan. `text` is empty, and `summary` set, where only the facts were loaded and not the document.

    `deadlines` are the time limits that the text prints, typed, as the reader gave them (`intake.model.Deadline`).
    """

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("plan_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), index=True)
    ordinal: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    subsection: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str | None] = mapped_column(Text)
    span_from: Mapped[int | None]
    span_to: Mapped[int | None]
    deadlines: Mapped[list[Any]] = mapped_column(default=list)

    plan: Mapped[Plan] = relationship()
    section: Mapped[Section | None] = relationship()
    clauses: Mapped[list["Clause"]] = relationship(order_by="Clause.ordinal")
    indicators: Mapped[list["Indicator"]] = relationship(order_by="Indicator.id")


class Clause(Base):
    """事项: a stretch of a measure with its own units."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("measure_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    ordinal: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    span_from: Mapped[int | None]
    span_to: Mapped[int | None]


class Indicator(Base):
    """量化指标: a figure or a dated duty that the text commits to; of the whole plan where it has no measure.

    A range has both bounds; a single value stands in `value`; a dated duty without a number has neither. `name_key` is the name
    by which it is found again in other plans; it follows the name.
    """

    __tablename__ = "indicator"
    __table_args__ = (Index("ix_indicator_name_key_quantity_unit", "name_key", "quantity_unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    value_high: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    comparison: Mapped[str | None] = mapped_column(String(2))
    quantity_unit: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    from_on: Mapped[date | None]
    quote: Mapped[str | None] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)

    plan: Mapped[Plan] = relationship()

    @validates("name")
    def _key_of(self, _attribute: str, name: str) -> str:
        self.name_key = name_key(name)
        return name


class ReadingIssue(Base):
    """Something of the reading that the office should look at: an error, a doubt, or a note for information.

    `task_id` is the task in whose text it lies, `unit_id` the unit that it asks about, `candidates` the ids of the units that
    may be the same. It is settled once `settled_at` is set; `answer` then says how, in a word of `rules.reading.Answer`.
    """

    __tablename__ = "reading_issue"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("(settled_at IS NULL) = (answer IS NULL)", name="settled_has_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    severity: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    span_from: Mapped[int | None]
    span_to: Mapped[int | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    answer: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Checklist(Base):
    """A list of conditions or papers out of an annex; what the evidence of `task_id` is ticked off against.

    `items` are sentences, `time_limits` the limits in days among them: {"what", "days", "day_kind"}.
    """

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    items: Mapped[list[str]]
    time_limits: Mapped[list[Any]]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
