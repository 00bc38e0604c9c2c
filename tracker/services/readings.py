"""Look a reading over: answer its doubts one by one, or take an answer back."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import ReadingIssue
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer


def settle(
    session: Session,
    issue: ReadingIssue,
    answer: Answer,
    *,
    into_id: int | None = None,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Write the office's answer to an issue. With SAME_UNIT the new unit is joined into the known one, which keeps its name.

    `into_id` says which unit is meant where the issue has several candidates; with one it may be left out.
    """
    raise NotImplementedError


def reopen_issue(session: Session, issue: ReadingIssue, *, actor: Actor, now: datetime) -> None:
    """Take an answer back, so that the issue waits again. What was joined or corrected stays as it is."""
    raise NotImplementedError
