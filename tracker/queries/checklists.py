"""The lists of conditions and papers of a plan, and of a task."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Checklist


def checklists_of(session: Session, plan_id: int) -> list[Checklist]:
    """The lists of the plan, in the order of the text."""
    return list(session.scalars(select(Checklist).where(Checklist.plan_id == plan_id).order_by(Checklist.position)))


def checklists_of_task(session: Session, task_id: int) -> list[Checklist]:
    """The lists that the evidence of the task is held against, in the order of the text."""
    return list(session.scalars(select(Checklist).where(Checklist.task_id == task_id).order_by(Checklist.position)))
