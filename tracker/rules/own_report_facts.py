"""What a unit's own report is drawn up from, as values: its shares in a plan, and what the office has accepted of it."""

from dataclasses import dataclass
from datetime import date

from tracker.rules.statuses import AssignmentRole, AssignmentState, UpdateKind


@dataclass(frozen=True)
class OwnUpdate:
    """An accepted report of the unit; `evidence` are the names of its files."""

    period: str
    kind: UpdateKind
    percent: int
    narrative: str
    problems: str
    next_step: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class OwnShare:
    """One share of the unit in a task; `updates` in the order of their periods."""

    label: str
    title: str
    clause: str | None
    role: AssignmentRole
    state: AssignmentState
    percent: int
    updates: tuple[OwnUpdate, ...]


@dataclass(frozen=True)
class OwnReportFacts:
    """What the report says of the stretch from `since` to `until`; `shares` in the order of the plan."""

    plan: str
    unit: str
    since: date
    until: date
    shares: tuple[OwnShare, ...]
