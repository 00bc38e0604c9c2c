"""The units of tasks, as a list of tasks shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Unit
from tracker.rules.holding import holding_up
from tracker.rules.statuses import AssignmentRole, AssignmentState

_ROLE_ORDER = {role: position for position, role in enumerate(AssignmentRole)}


@dataclass(frozen=True)
class UnitShare:
    """One unit's part as a list shows it."""

    assignment_id: int
    unit_id: int
    name: str
    role: AssignmentRole
    state: AssignmentState
    percent: int


def each_once(shares: tuple[UnitShare, ...]) -> tuple[UnitShare, ...]:
    """A unit that the plan names for several clauses stands once in a list under each of its roles."""
    found: dict[tuple[int, AssignmentRole], UnitShare] = {}
    for share in shares:
        found.setdefault((share.unit_id, share.role), share)
    return tuple(found.values())


def holding_of(shares: Iterable[UnitShare]) -> tuple[str, ...]:
    """The units that hold a task up (rules/holding.py)."""
    return holding_up((share.name, share.role, share.state) for share in shares)


def shares_of(session: Session, task_ids: Iterable[int]) -> dict[int, tuple[UnitShare, ...]]:
    """The units of each task, lead first, then as the plan lists them; one statement.

    A unit whose share has ended is left out while others go on.
    """
    query = (
        select(Assignment, Unit.name)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.task_id.in_(list(task_ids)))
        .order_by(Assignment.id)
    )
    found: dict[int, list[UnitShare]] = {}
    for share, name in session.execute(query):
        found.setdefault(share.task_id, []).append(UnitShare(share.id, share.unit_id, name, share.role, share.state, share.percent))
    return {task: tuple(sorted(_standing(shares), key=lambda share: _ROLE_ORDER[share.role])) for task, shares in found.items()}


def _standing(shares: list[UnitShare]) -> list[UnitShare]:
    return [share for share in shares if share.state is not AssignmentState.ENDED] or shares
