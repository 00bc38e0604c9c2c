"""Write the office's division of a measure into clauses (事项) over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.rules.permissions import Actor


@dataclass(frozen=True)
class ClauseCorrection:
    """One clause: `span` are offsets into the source text, inside the measure's own span."""

    span: tuple[int, int]
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()


def correct_clauses(session: Session, task: Task, clauses: Sequence[ClauseCorrection], *, actor: Actor, now: datetime) -> None:
    """Replace the clauses of the measure and the shares in them by these; none puts the measure back into one piece.

    Adding, removing and joining clauses is giving the whole new list. Implied units stay with the whole measure.
    """
    raise NotImplementedError
