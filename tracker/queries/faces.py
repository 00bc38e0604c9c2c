"""The face that a task or a share shows in its plan's papers, written into the history when the next edition takes it over.

The row itself goes on with the new edition's title, dates and roles; a report of the old plan as of an earlier day must not
change with it (docs/decisions/0013-a-second-edition.md).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.models import Assignment, Task
from tracker.rules.statuses import AssignmentRole

_READ: dict[str, Callable[[Any], Any]] = {
    "title": str, "issued_on": date.fromisoformat, "due_on": date.fromisoformat, "is_ongoing": bool, "role": AssignmentRole,
}  # fmt: skip


def face_of(task: Task) -> dict[str, Any]:
    """What a paper prints of a task besides its state and measure."""
    return {"title": task.title, "issued_on": task.issued_on, "due_on": task.due_on, "is_ongoing": task.is_ongoing}


def face_of_share(share: Assignment) -> dict[str, Any]:
    """What a paper prints of a share besides its state and unit."""
    return {"role": share.role, "issued_on": share.issued_on}


def written(face: Mapping[str, Any]) -> dict[str, Any]:
    """The face as it stands in an event."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in face.items()}


def dated(face: Mapping[str, Any]) -> dict[str, Any]:
    """The face as it was, out of what an event holds; nothing out of nothing."""
    return {name: _READ[name](value) if value else value for name, value in face.items() if name in _READ}
