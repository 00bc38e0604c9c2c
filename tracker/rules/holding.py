"""Who holds a task up: whom a report names and the board shows beside a task that is late."""

from collections.abc import Iterable

from tracker.rules.statuses import SETTLED_ASSIGNMENT_STATES, AssignmentRole, AssignmentState


def holding_up(shares: Iterable[tuple[str, AssignmentRole, AssignmentState]]) -> tuple[str, ...]:
    """The lead units whose share is open; else the responsible ones; each once, none where every share is done.

    A unit that has done its share is not to be blamed. `shares`: unit, role and state, in the plan's order.
    """
    shares = list(shares)
    for wanted in (AssignmentRole.LEAD, AssignmentRole.RESPONSIBLE):
        found = [unit for unit, role, state in shares if role is wanted and state not in SETTLED_ASSIGNMENT_STATES]
        if found:
            return tuple(dict.fromkeys(found))
    return ()
