"""The rows of a reading that the office looks over: enter what is to be looked at, and write what a correction changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.intake import model as parsed
from tracker.intake.model import MarkKind
from tracker.models import Measure, Plan, ReadingIssue, Task
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer, owner_of
from tracker.rules.unit_names import comparable
from tracker.services import events

Span = tuple[int, int]
UNIT_MARKS = (MarkKind.LEAD, MarkKind.RESPONSIBLE, MarkKind.SUPPORTING, MarkKind.IMPLIED)


@dataclass(frozen=True)
class Found:
    """Something to look at, with its place; of a unit's name, the unit that it was taken for and those that it may be."""

    severity: str
    code: str
    message: str
    span: Span | None
    unit_id: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a correction wrote over what, as the history keeps it."""

    action: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reason: str = ""


def store(session: Session, plan: Plan, found: Iterable[Found], tasks: Sequence[Task]) -> None:
    """Enter what is to be looked at behind what the plan asks already, each with the task in whose text it begins.

    What the plan has been asked of a unit in the same words is not asked a second time, when a correction names the unit again.
    """
    last = session.scalar(select(func.max(ReadingIssue.position)).where(ReadingIssue.plan_id == plan.id)) or 0
    places = sorted(_places(task.id, task.measure) for task in tasks if task.measure and task.measure.span_from is not None)
    known = select(ReadingIssue.unit_id, ReadingIssue.message).where(
        ReadingIssue.plan_id == plan.id, ReadingIssue.unit_id.is_not(None)
    )
    asked = {tuple(row) for row in session.execute(known)}
    new = [item for item in found if (item.unit_id, item.message) not in asked]
    for position, item in enumerate(new, start=last + 1):
        start, end = item.span or (None, None)
        row = ReadingIssue(
            plan_id=plan.id, position=position, severity=item.severity, code=item.code, message=item.message,
            span_from=start, span_to=end, task_id=None if start is None else owner_of(start, places),
            unit_id=item.unit_id, candidates=list(item.candidates),
        )  # fmt: skip
        session.add(row)
    session.flush()


def _places(task_id: int, measure: Measure) -> tuple[int, int, int]:
    return measure.span_from or 0, measure.span_to or 0, task_id


def of_units(issues: Iterable[Mapping[str, Any]], marks: Iterable[parsed.Mark], source: str) -> list[Found]:
    """What the registry asks about names, each at the first place where the document prints the name as a unit's.

    A name that no mark holds (of a duty's bearer, say) stands where the text has it first; without a text it has no place.
    """
    places: dict[str, Span] = {}
    for mark in marks:
        if mark.kind in UNIT_MARKS and mark.value:
            places.setdefault(comparable(mark.value), mark.span)
    return [_of_unit(issue, places, source) for issue in issues]


def _of_unit(issue: Mapping[str, Any], places: Mapping[str, Span], source: str) -> Found:
    name = issue["name"]
    at = source.find(name)
    span = places.get(comparable(name)) or ((at, at + len(name)) if at >= 0 else None)
    candidates = tuple(issue["candidates"])
    return Found(issue["severity"], issue["code"], issue["message"], span, issue["unit_id"], candidates)


def asking(session: Session, plan_id: int, codes: Iterable[str], task: Task | None = None) -> list[ReadingIssue]:
    """The open issues of these codes of the plan, or of one task."""
    query = select(ReadingIssue).where(
        ReadingIssue.plan_id == plan_id, ReadingIssue.settled_at.is_(None), ReadingIssue.code.in_(sorted(codes))
    )
    return list(session.scalars(query.where(ReadingIssue.task_id == task.id) if task else query))


def settle_corrected(issues: Iterable[ReadingIssue], *, actor: Actor, now: datetime) -> None:
    """Mark the issues as settled by a correction, which is in the history by itself."""
    for issue in issues:
        write_answer(issue, Answer.CORRECTED, "", actor=actor, now=now)


def write_answer(issue: ReadingIssue, answer: Answer, note: str, *, actor: Actor, now: datetime) -> None:
    """Mark the issue as settled by the actor with this answer."""
    issue.answer, issue.note, issue.settled_at, issue.settled_by_id = answer.value, note or None, now, actor.user_id


def write_change(session: Session, plan: Plan, task: Task | None, change: Change, *, actor: Actor, now: datetime) -> None:
    """One event in the plan's chain, with the values of before and after."""
    subject, key = ("task", task.id) if task else ("plan", plan.id)
    entry = events.Entry(
        subject, key, change.action, reason=change.reason, task_id=task.id if task else None,
        data={"old": dict(change.old), "new": dict(change.new)},
    )  # fmt: skip
    session.flush()
    events.record(session, plan.id, [entry], actor=actor, now=now)
