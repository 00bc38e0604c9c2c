"""The office's own reports (督查报告、通报、小结 …): drafts, those approved and issued, and files put back as the final version."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, OfWholePlan, enum_type
from tracker.models.plan import Plan
from tracker.models.progress import EvidenceFile
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.report_states import ReportState


class Report(OfWholePlan, Base):
    """One paper about a plan at the end of a day, as it was known at `known_until`.

    `drawn_paper` and `figures` are what the facts gave when it was drawn up, `paper` the text as it stands, which the office may
    edit while it is a draft. `manifest` says what it was drawn from (`services/report_manifest.py`). `sha256` covers paper,
    figures and manifest (`reports/frozen.digest`); once it is approved the history holds it to that.
    A paper of a release that knew no drafts is `kept`: it has no manifest, and its hash covers paper and figures.
    Numbered 第N期 or 〔year〕N号, without gaps in each place, kind, year. `replaces_id`: the issued paper that it corrects (更正).
    `schedule_key` names the occasion of one that the scheduler drew up, so that it is drawn once. `version` counts the edits.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("jurisdiction_id", "kind", "year", "number"),
        CheckConstraint(
            "(about_section_id IS NULL OR about_task_id IS NULL) AND (about_section_id IS NULL OR about_unit_id IS NULL) "
            "AND (about_task_id IS NULL OR about_unit_id IS NULL)",
            name="about_one_thing",
        ),
        CheckConstraint("(state = 'kept') = (known_until IS NULL)", name="drawn_has_instant"),
        CheckConstraint(
            "(manifest IS NULL) = (known_until IS NULL) AND (drawn_paper IS NULL) = (known_until IS NULL)",
            name="drawn_whole",
        ),
        CheckConstraint("(state IN ('approved', 'issued')) = (approved_at IS NOT NULL)", name="approved_has_time"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued_has_time"),
        CheckConstraint(
            "(state = 'issued') = (number IS NOT NULL) AND (number IS NULL) = (year IS NULL) "
            "AND (number IS NULL) = (jurisdiction_id IS NULL) AND (number IS NULL) = (issued_on IS NULL)",
            name="issued_has_number",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_time"),
        Index("ix_report_plan_id_as_of", "plan_id", "as_of"),
        Index("ix_report_state_plan_id", "state", "plan_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[ReportKind] = mapped_column(enum_type(ReportKind), default=ReportKind.REPORT)
    about_section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    about_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    about_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[date]
    known_until: Mapped[datetime | None]
    state: Mapped[ReportState] = mapped_column(enum_type(ReportState), default=ReportState.DRAFT)
    title: Mapped[str] = mapped_column(Text)
    paper: Mapped[dict[str, Any]]
    drawn_paper: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    figures: Mapped[dict[str, Any]]
    manifest: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sha256: Mapped[str] = mapped_column(String(64))
    schedule_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    jurisdiction_id: Mapped[int | None] = mapped_column(ForeignKey("jurisdiction.id"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    withdrawn_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()
    replaces: Mapped["Report | None"] = relationship(remote_side=[id])
    files: Mapped[list["ReportFile"]] = relationship(back_populates="report", order_by="ReportFile.id")

    @property
    def scope(self) -> ReportScope:
        """What part of the plan it speaks of."""
        return ReportScope(self.about_section_id, self.about_task_id, self.about_unit_id)


class ReportFile(Base):
    """A version of the report that was finished outside and put back; the newest one is the final version."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    report: Mapped[Report] = relationship(back_populates="files")
    file: Mapped[EvidenceFile] = relationship()
