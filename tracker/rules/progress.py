"""How far a task has come, out of what its units report of their shares."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.statuses import AssignmentRole, AssignmentState

_COMPLETE = 100


@dataclass(frozen=True)
class Share:
    """One unit's part in a task; `percent` (0 to 100) is that of its last accepted report."""

    role: AssignmentRole
    percent: int
    state: AssignmentState


def task_percent(shares: Iterable[Share]) -> int:
    """The percentage of the task, 0 to 100, rounded down.

    The lead units' shares averaged; where the plan names no lead, those of all responsible units; 0 where there are
    neither. Supporting units never count: the lead answers for the whole (domain.md a8). A share that the office has
    accepted as done counts in full, whatever its last report said. A share that has ended counts only where all have: the
    task then stands where its units left it.
    """
    every = list(shares)
    named = [share for share in every if share.state is not AssignmentState.ENDED] or every
    for role in (AssignmentRole.LEAD, AssignmentRole.RESPONSIBLE):
        counted = [_percent(share) for share in named if share.role is role]
        if counted:
            return sum(counted) // len(counted)
    return 0


def _percent(share: Share) -> int:
    return _COMPLETE if share.state is AssignmentState.DONE else share.percent
