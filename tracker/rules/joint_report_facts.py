"""What a consolidated report is drafted from, as values: the shares of a joint task, and what was accepted of each."""

from dataclasses import dataclass

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
