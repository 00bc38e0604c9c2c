"""Write the office's reading of a measure's time limits over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.intake.model import Deadline
from tracker.models import Task
from tracker.rules.permissions import Actor


def correct_deadlines(session: Session, task: Task, deadlines: Sequence[Deadline], *, actor: Actor, now: datetime) -> None:
    """Make these the time limits of the task's measure; its due date becomes the last day among them.

    With no day among them, 长期坚持 makes the task ongoing; limits that only count or recur leave its due date open.
    """
    raise NotImplementedError
