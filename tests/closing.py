"""What it takes to strike a task off, for tests whose story begins after it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.rules.closing import ClosingCheck
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import CheckMethod
from tracker.services import closures, verifications
from tracker.services.verifications import Findings


def verify(session: Session, task: Task, finding: str, *, actor: Actor, now: datetime) -> None:
    """Record that the office made sure of the task on the spot."""
    said = Findings(CheckMethod.ON_SITE, actor.name, official_day(now), finding)
    verifications.record_verification(session, task, said, actor=actor, now=now)


def strike_off(session: Session, task: Task, finding: str, completed_on: date, *, actor: Actor, now: datetime) -> None:
    """Verify the task whose unit has asked for it, and close it with everything checked."""
    verify(session, task, finding, actor=actor, now=now)
    said = closures.Conclusion(finding, completed_on, tuple(ClosingCheck))
    closures.close(session, task, said, actor=actor, now=now)
