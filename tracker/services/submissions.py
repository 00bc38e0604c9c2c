"""A form that is sent twice is carried out once: whoever presses a button twice on a slow line wants one order, not two.

Kept in the database, for two presses may reach two web processes.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import Submission
from tracker.queries.sql import insert_new

HOLDS_FOR = timedelta(seconds=15)  # after its answer; who wants the same once more by then means it
LOST_AFTER = timedelta(minutes=2)  # without an answer: whoever carried it out is gone


def claim(session: Session, key: str, *, now: datetime) -> bool:
    """True where this form is the first of its kind and is to be carried out; False where another is or was just before."""
    held = or_(Submission.leads_to.is_not(None), Submission.at < now - LOST_AFTER)
    session.execute(delete(Submission).where(Submission.at < now - HOLDS_FOR, held))
    own = insert_new(session, Submission).values(key=key, at=now).on_conflict_do_nothing().returning(Submission.key)
    return session.scalar(own) is not None


def answer(session: Session, key: str, leads_to: str, *, now: datetime) -> None:
    """What was claimed is carried out, and led to that page."""
    session.execute(update(Submission).where(Submission.key == key).values(leads_to=leads_to, at=now))


def give_back(session: Session, key: str) -> None:
    """What was claimed was refused; the same form may be sent again."""
    session.execute(delete(Submission).where(Submission.key == key))


def page_of(session: Session, key: str) -> str | None:
    """The page to which the form led; "" while it is being carried out, None where it was refused or is forgotten."""
    row = session.execute(select(Submission.leads_to).where(Submission.key == key)).one_or_none()
    return None if row is None else row.leads_to or ""
