"""Write the office's reading of a measure's time limits over the reader's, while its plan is a draft."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake.model import Deadline, DeadlineKind
from tracker.models import Task
from tracker.rules.permissions import Actor
from tracker.rules.reading import Part, settled_by
from tracker.services import reading_rows
from tracker.services.drafts import require_draft

DATED = frozenset({DeadlineKind.DATE, DeadlineKind.MONTH_END, DeadlineKind.QUARTER_END, DeadlineKind.YEAR_END})
COUNTED = frozenset({DeadlineKind.WORKING_DAYS, DeadlineKind.DAYS})
RHYTHMS = ("yearly", "half-yearly", "quarterly", "monthly", "weekly")
LONGEST_COUNT = 3660


def correct_deadlines(session: Session, task: Task, deadlines: Sequence[Deadline], *, actor: Actor, now: datetime) -> None:
    """Make these the time limits of the task's measure; its due date becomes the last day among them.

    With no day among them, 长期坚持 makes the task ongoing; limits that only count or recur leave its due date open.
    """
    plan, measure = task.plan, task.measure
    require_draft(session, plan, actor=actor)
    assert measure is not None  # a task of a draft is one of its document
    for deadline in deadlines:
        _require_sense(deadline)
    old = {"deadlines": measure.deadlines, "due_on": _printed(task.due_on), "is_ongoing": task.is_ongoing}
    measure.deadlines = [{**asdict(deadline), "kind": deadline.kind.value, "span": list(deadline.span)} for deadline in deadlines]
    task.due_on = task.original_due_on = max((_day(deadline.due) for deadline in deadlines if deadline.due), default=None)
    task.is_ongoing = task.due_on is None and any(deadline.kind is DeadlineKind.ONGOING for deadline in deadlines)
    asked = reading_rows.asking(session, plan.id, settled_by(Part.DUE), task)
    reading_rows.settle_corrected(asked, actor=actor, now=now)
    new = {"deadlines": measure.deadlines, "due_on": _printed(task.due_on), "is_ongoing": task.is_ongoing}
    reading_rows.write_change(session, plan, task, reading_rows.Change("correct_deadlines", old, new), actor=actor, now=now)


def _require_sense(deadline: Deadline) -> None:
    """Each kind has what it is made of, and nothing of another."""
    if (deadline.kind in DATED) != (deadline.due is not None):
        raise InvalidInput("固定日期的时限须填完成日期，其他时限不填。")
    if deadline.due is not None:
        _day(deadline.due)
    if (deadline.kind in COUNTED) != (deadline.count in range(1, LONGEST_COUNT + 1)):
        raise InvalidInput("按天数计的时限须填 1 到 %(limit)s 之间的天数，其他时限不填。", limit=LONGEST_COUNT)
    if (deadline.kind is DeadlineKind.RECURRING) != (deadline.recurs in RHYTHMS):
        raise InvalidInput("定期的时限须选每年、每半年、每季度、每月或每周，其他时限不选。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("“%(text)s”不是一个日期，请按“年-月-日”填写。", text=text) from None


def _printed(day: date | None) -> str | None:
    return day.isoformat() if day else None
