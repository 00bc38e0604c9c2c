"""What is known of joint tasks, as values: for the draft of a consolidated report, and for what the 督查 report prints of them."""

from dataclasses import dataclass
from datetime import date

from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.own_report_facts import OwnUpdate
from tracker.rules.statuses import AssignmentRole


@dataclass(frozen=True)
class JointShare:
    """One unit's part; `update` is its accepted report for the period, None where there is none yet."""

    unit: str
    role: AssignmentRole
    clause: str | None
    percent: int
    update: OwnUpdate | None


@dataclass(frozen=True)
class JointFacts:
    """What the report says of the task for the period; `shares` in the order of the plan, `percent` that of the task."""

    title: str
    period: str
    percent: int
    shares: tuple[JointShare, ...]


@dataclass(frozen=True)
class DissentRecord:
    """What a unit beside the lead said against a matter of a task, and what the office makes of it (empty: nothing yet).

    `period` is that of the consolidated report spoken of, None for a request to close.
    """

    opinion_id: int
    task_id: int
    unit: str
    period: str | None
    stated_on: date
    text: str
    note: str


@dataclass(frozen=True)
class CoordinationRecord:
    """A matter put to the office; `outcome`, `decided_by` and `decided_on` once it is settled."""

    item_id: int
    task_id: int
    unit: str
    matter: str
    opened_on: date
    state: CoordinationState
    outcome: str
    decided_by: str
    decided_on: date | None


@dataclass(frozen=True)
class JointRecords:
    """What a report prints of joint tasks beside their progress, each in the order in which it came up."""

    dissents: tuple[DissentRecord, ...] = ()
    coordination: tuple[CoordinationRecord, ...] = ()
