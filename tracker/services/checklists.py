"""Tie the lists of conditions and papers to the tasks whose evidence they are held against."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Checklist, Task
from tracker.rules.permissions import Actor


def attach(session: Session, checklist: Checklist, task: Task | None, *, actor: Actor, now: datetime) -> None:
    """Hold the evidence of the task against the list; None takes it from the task that had it."""
    raise NotImplementedError
