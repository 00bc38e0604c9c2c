"""What is known of a plan at the end of a day, as plain values: what `tracker/queries` reads and `tracker/reports` draws up.

Every record carries the id of the row behind it, so that each figure of a report can be led back to rows (domain.md d3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.curves import IndicatorFacts
from tracker.rules.joint_report_facts import JointRecords
from tracker.rules.joint_statuses import Rating
from tracker.rules.periods import Period, Rhythm
from tracker.rules.statuses import AssignmentRole, AssignmentState, OrderKind, OrderState, TaskState, UpdateKind, UpdateState


@dataclass(frozen=True)
class PlanRecord:
    """The plan; `office` is the unit of its jurisdiction in which the office's people hold their posts on the day."""

    id: int
    key: str
    title: str
    document_number: str | None
    document_date: date | None
    jurisdiction: str
    issuers: tuple[str, ...]
    office: str | None
    issued_on: date
    supervised_from: date | None
    rhythm: Rhythm
    measures: int

    def is_supervised_on(self, day: date) -> bool:
        """True where the plan is under supervision (纳入督办) on the day."""
        return self.supervised_from is not None and self.supervised_from <= day


@dataclass(frozen=True)
class SectionRecord:
    """One section of the plan that has tasks."""

    id: int
    number: str
    title: str


@dataclass(frozen=True)
class TaskRecord:
    """A task with its state and due date at the end of the day; `ordinal` and `label` are those of its measure.

    `extensions`: how often the office had put the due date off by then.
    """

    id: int
    section_id: int | None
    ordinal: int | None
    label: str
    title: str
    state: TaskState
    issued_on: date | None
    due_on: date | None
    is_ongoing: bool
    original_due_on: date | None = None
    extensions: int = 0


@dataclass(frozen=True)
class ShareRecord:
    """One unit's part in a task at the end of the day. `state_at_cutoff`: at the end of the cut-off of the newest closed period."""

    id: int
    task_id: int
    unit_id: int
    unit: str
    role: AssignmentRole
    issued_on: date | None
    state: AssignmentState
    state_at_cutoff: AssignmentState | None


@dataclass(frozen=True)
class UpdateRecord:
    """A report that had left its unit by the end of the day: submitted (`decided_at` is None), accepted or returned."""

    id: int
    share_id: int
    period: str
    version: int
    kind: UpdateKind
    state: UpdateState
    percent: int
    submitted_on: date
    decided_at: datetime | None
    self_rating: Rating | None = None
    verified_rating: Rating | None = None


@dataclass(frozen=True)
class TextRecord:
    """What the newest accepted report of one kind says, in the unit's own Markdown."""

    update_id: int
    share_id: int
    kind: UpdateKind
    decided_at: datetime
    narrative: str
    problems: str


@dataclass(frozen=True)
class EvidenceRecord:
    """A file behind an accepted report; the same file cited twice has one sha256."""

    id: int
    task_id: int
    sha256: str


@dataclass(frozen=True)
class OrderRecord:
    """An urging or supervision order with its state at the end of the day."""

    id: int
    kind: OrderKind
    year: int
    number: int
    task_id: int
    unit: str
    issued_on: date
    reply_due_on: date
    replied_on: date | None
    state: OrderState


@dataclass(frozen=True)
class DutyRecord:
    """A recurring or dated duty (报告义务) as the plan prints it."""

    id: int
    who: tuple[str, ...]
    what: str
    recurs: str
    month_day: str | None
    to: tuple[str, ...]


@dataclass(frozen=True)
class DutyReportRecord:
    """The report that a unit owed on a duty by `due_on`; `submitted_on` is None where it had not reached the office. `id`: of the
    occurrence."""

    duty_id: int
    what: str
    due_on: date
    unit: str
    submitted_on: date | None
    id: int = 0


@dataclass(frozen=True)
class AdjustmentRecord:
    """What was changed of a task: as it was and as it is, in words. `seq` is the number of the record in the plan's history.

    `adjustment_id` and `ground` are None for a wording that came of a unit's objection (承办异议). `approval` names the document
    that approves it, empty where the office's own decision will do.
    """

    adjustment_id: int | None
    task_id: int
    kind: AdjustmentKind
    ground: AdjustmentGround | None
    before: str
    after: str
    granted_on: date
    approval: str
    reason: str
    seq: int


@dataclass(frozen=True)
class ScoreRecord:
    """The newest worksheet of scores that had been approved: for which days, when, of which units. The points are the sheet's."""

    id: int
    from_on: date
    to_on: date
    approved_on: date
    unit_ids: tuple[int, ...]


@dataclass(frozen=True)
class HistoryHead:
    """The last change of state by the end of the day in the plan's chain of events: its number and hash."""

    seq: int
    hash: str


@dataclass(frozen=True)
class ReminderRecord:
    """The reminders of the month up to the day, and what came of them by then.

    `matters` are the ids of the first message of each matter, `after_first` and `still_open` those among them that were dealt with
    before a second reminder, or not yet; `events` the ids of the events by which matters ended.
    """

    first: date
    reminders: int
    matters: tuple[int, ...]
    after_first: tuple[int, ...]
    still_open: tuple[int, ...]
    events: tuple[int, ...]


@dataclass(frozen=True)
class ReportFacts:
    """All that a report as of `as_of` may say. `period` is the newest one whose cut-off has passed, None before the first.

    `texts` by assignment: the newest accepted report of each kind. `exempt`: the shares of which no report was asked (免报), each
    with the period.
    """

    as_of: date
    plan: PlanRecord
    sections: tuple[SectionRecord, ...]
    tasks: tuple[TaskRecord, ...]
    shares: tuple[ShareRecord, ...]
    updates: tuple[UpdateRecord, ...]
    texts: Mapping[int, tuple[TextRecord, ...]]
    evidence: tuple[EvidenceRecord, ...]
    orders: tuple[OrderRecord, ...]
    duties: tuple[DutyRecord, ...]
    period: Period | None
    head: HistoryHead | None
    duty_reports: tuple[DutyReportRecord, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    exempt: frozenset[tuple[int, str]] = frozenset()
    joint: JointRecords = JointRecords()
    adjustments: tuple[AdjustmentRecord, ...] = ()
    reminders: ReminderRecord | None = None
    scores: ScoreRecord | None = None
