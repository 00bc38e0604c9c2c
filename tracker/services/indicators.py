"""Write the office's reading of a measure's figures over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.rules.permissions import Actor


@dataclass(frozen=True)
class IndicatorCorrection:
    """One figure as it should read; `id` that of the indicator it corrects, None for one that was not read.

    A range has `value` and `value_high`; a dated duty without a number neither.
    """

    name: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    comparison: str | None = None
    quantity_unit: str | None = None
    due_on: date | None = None
    from_on: date | None = None
    id: int | None = None


def correct_indicators(
    session: Session, task: Task, indicators: Sequence[IndicatorCorrection], *, actor: Actor, now: datetime
) -> None:
    """Make these the indicators of the task's measure: those with an id are corrected, those without are new, others go."""
    raise NotImplementedError
