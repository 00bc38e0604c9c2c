"""What verification holds against the history beside states: the columns that decide who answers for what, and by when.

Whoever writes such a column says so in the event of the same act (docs/decisions/0025-columns-answer-to-the-history.md), under
`wrote`: {"assignment:5": {"percent": 40}}. An event may so tell of other rows than its own subject, as long as they belong to
the same task, or, where it is of no task, to the same subject. What no event tells of a column is not judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tracker import models
from tracker.rules.transitions import Subject

Wrote = dict[str, dict[str, Any]]
KEY = "wrote"  # in an event's data
PLACES = 4  # behind the point, as in the columns of indicators


@dataclass(frozen=True)
class Held:
    """A table and its columns that are held. `has_drafts`: as a draft it is its writer's to change, and is not judged."""

    model: Any
    columns: tuple[str, ...]
    has_drafts: bool = False


HELD: dict[str, Held] = {
    "plan": Held(models.Plan, ("state", "issued_at", "supervised_from", "cycle", "cutoff_day", "ended_on", "successor_id")),
    Subject.TASK: Held(
        models.Task,
        ("plan_id", "original_due_on", "due_on", "is_ongoing", "issued_on", "percent", "completed_on", "closed_at", "ended_on"),
    ),
    Subject.ASSIGNMENT: Held(
        models.Assignment,
        ("task_id", "unit_id", "role", "clause_id", "issued_on", "acknowledge_by", "acknowledged_at", "percent",
         "reported_through", "counted_from", "counted_days"),
    ),
    Subject.UPDATE: Held(
        models.Update,
        ("assignment_id", "period", "version", "submitted_at", "decided_at", "mend_by", "verified_rating"), has_drafts=True,
    ),
    Subject.ORDER: Held(
        models.SupervisionOrder,
        ("task_id", "unit_id", "kind", "level", "year", "number", "reply_due_on", "issued_at", "received_at", "replied_at",
         "closed_at", "outcome", "counted_from", "counted_days"),
    ),
    Subject.ITEM: Held(
        models.RectificationItem,
        ("order_id", "due_on", "replied_at", "method", "verified_at", "counted_from", "counted_days"),
    ),
    Subject.EXTENSION: Held(
        models.Extension,
        ("task_id", "unit_id", "due_on", "asked_due_on", "granted_due_on", "submitted_at", "decided_at"), has_drafts=True,
    ),
    Subject.EXEMPTION: Held(models.Exemption, ("assignment_id", "period", "granted_at", "revoked_at")),
    Subject.OCCURRENCE: Held(
        models.Occurrence, ("obligation_id", "unit_id", "due_on", "opened_on", "submitted_on", "received_at")
    ),
    Subject.INSTRUCTION: Held(
        models.Instruction, ("kind", "answer_due_on", "given_at", "answered_at", "answered_unit_id", "settled_at")
    ),
    Subject.ISSUE_REQUEST: Held(models.IssueRequest, ("plan_id", "acknowledge_days", "asked_at", "settled_at")),
    Subject.RECHECK: Held(models.Recheck, ("task_id", "closure_id", "due_on", "planned_at", "ended_at")),
    Subject.ADJUSTMENT: Held(
        models.Adjustment,
        ("task_id", "unit_id", "kind", "assignment_id", "new_unit_id", "submitted_at", "filed_late", "reviewed_at",
         "touches_goal", "decided_at"), has_drafts=True,
    ),
    Subject.OBJECTION: Held(
        models.Objection,
        ("task_id", "unit_id", "kind", "conclusion_id", "received_on", "filed_at", "submitted_at", "decided_at"),
    ),
    Subject.CONSOLIDATION: Held(
        models.Consolidation, ("task_id", "unit_id", "period", "submitted_at", "decided_at"), has_drafts=True
    ),
    Subject.OPINION: Held(models.Opinion, ("task_id", "consolidation_id", "unit_id", "asked_at", "stated_at", "noted_at")),
    Subject.COORDINATION: Held(
        models.CoordinationItem,
        ("task_id", "unit_id", "opened_at", "submitted_at", "taken_up_at", "decided_on", "settled_at"),
    ),
    Subject.INDICATOR_READING: Held(
        models.IndicatorReading, ("indicator_id", "unit_id", "value", "fact_on", "replaces_id", "submitted_at", "decided_at")
    ),
    Subject.SCORE_SHEET: Held(models.ScoreSheet, ("plan_id", "from_on", "to_on", "drawn_at", "approved_at", "withdrawn_at")),
    Subject.REPORT: Held(
        models.Report,
        ("plan_id", "kind", "about_section_id", "about_task_id", "about_unit_id", "as_of", "known_until", "title", "sha256",
         "drawn_at", "approved_at", "jurisdiction_id", "year", "number", "issued_on", "issued_at", "replaces_id", "withdrawn_at"),
        has_drafts=True,
    ),
    "report_file": Held(models.ReportFile, ("report_id", "sha256", "added_at")),
    "dispute": Held(
        models.Dispute, ("assignment_id", "raised_at", "decide_by", "outcome", "decided_at", "counted_from", "counted_days")
    ),
    "closure": Held(models.Closure, ("task_id", "completed_on", "closed_at", "reopened_at")),
    "verification": Held(models.Verification, ("task_id", "method", "verified_on", "recorded_at")),
    "suspension": Held(models.Suspension, ("task_id", "due_on", "suspended_at", "resumed_at", "resumed_due_on")),
    "issue_notice": Held(models.IssueNotice, ("plan_id", "unit_id", "issued_at", "acknowledge_by")),
    "indicator_target": Held(models.IndicatorTarget, ("indicator_id", "value", "value_high", "set_on")),
    "reporting_period": Held(models.ReportingPeriod, ("plan_id", "key", "cutoff_on", "opened_at", "locked_at")),
    "rhythm_change": Held(models.RhythmChange, ("plan_id", "from_on", "cycle", "cutoff_day", "decided_at")),
}  # fmt: skip
_SUBJECTS = {held.model: subject for subject, held in HELD.items()}


def told(row: Any, *columns: str) -> Wrote:
    """What an event says of the columns of the row as they stand; of all that are held where none is named."""
    subject = _SUBJECTS[type(row)]
    return told_of(subject, row.id, {name: getattr(row, name) for name in columns or HELD[subject].columns})


def told_of(subject: str, number: int, values: Mapping[str, Any]) -> Wrote:
    """What an event says of the values that were written to the row; nothing where none of the columns is held."""
    held = HELD[subject].columns
    found = {name: plain(value) for name, value in values.items() if name in held}
    return {f"{subject}:{number}": found} if found else {}


def together(*parts: Wrote) -> Wrote:
    """What one event says of all of them; where two tell of the same column, the later stands."""
    found: Wrote = {}
    for part in parts:
        for key, values in part.items():
            found[key] = {**found.get(key, {}), **values}
    return found


def plain(value: Any) -> Any:
    """The value as JSON holds it, the same on every database: days and instants in ISO form, decimals with all their places."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.{PLACES}f}" if isinstance(value, Decimal) else value
