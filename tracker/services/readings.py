"""Look a reading over: keep what it asks, answer its doubts one by one, take an answer back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.intake import model as parsed
from tracker.intake.model import MarkKind
from tracker.models import Measure, Plan, ReadingIssue, Task, Unit
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer, Part, answers_for, owner_of, settled_by
from tracker.rules.unit_names import comparable
from tracker.services import events, units
from tracker.services.drafts import require_draft

Span = tuple[int, int]
LONGEST_NOTE = 500
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
    """Enter what is to be looked at behind what the plan asks already, each with the task in whose text it begins."""
    last = session.scalar(select(func.max(ReadingIssue.position)).where(ReadingIssue.plan_id == plan.id)) or 0
    places = sorted(_places(task.id, task.measure) for task in tasks if task.measure and task.measure.span_from is not None)
    for position, item in enumerate(found, start=last + 1):
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
    plan = session.get_one(Plan, issue.plan_id)
    if answer is Answer.SAME_UNIT:
        _may_answer(issue, answer, note)
        _join(session, issue, into_id, actor, now)
    require_draft(session, plan, actor)
    _may_answer(issue, answer, note)
    _answer(issue, answer, note.strip(), actor, now)
    _record(session, issue, "settle", answer, note.strip(), actor, now)


def _may_answer(issue: ReadingIssue, answer: Answer, note: str) -> None:
    if issue.settled_at is not None:
        raise Conflict("这处疑点已经处理过了。如需改动，请先撤回原来的处理。")
    if answer not in answers_for(issue.code):
        raise InvalidInput("这处疑点不能这样处理，请从列出的处理方式中选一种。")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"说明不能超过 {LONGEST_NOTE} 字，请缩短。")


def _join(session: Session, issue: ReadingIssue, into_id: int | None, actor: Actor, now: datetime) -> None:
    chosen = into_id or (issue.candidates[0] if len(issue.candidates) == 1 else None)
    if issue.unit_id is None or chosen is None or chosen not in issue.candidates:
        raise InvalidInput("请选择它与哪个单位是同一单位。")
    units.join_units(
        session, session.get_one(Unit, issue.unit_id), session.get_one(Unit, chosen), asked=issue, actor=actor, now=now
    )


def reopen_issue(session: Session, issue: ReadingIssue, *, actor: Actor, now: datetime) -> None:
    """Take an answer back, so that the issue waits again. What was corrected stays as it is; what was joined cannot be parted."""
    require_draft(session, session.get_one(Plan, issue.plan_id), actor)
    if issue.settled_at is None:
        raise Conflict("这处疑点还没有处理，无需撤回。")
    if issue.answer == Answer.SAME_UNIT:
        raise Conflict("两个名称已并为同一单位，不能撤回；如有不符，请直接更正这条措施的单位。")
    _record(session, issue, "reopen", None, "", actor, now)
    issue.answer = issue.note = issue.settled_at = issue.settled_by_id = None
    session.flush()


def asking(session: Session, plan_id: int, part: Part, task: Task | None = None) -> list[ReadingIssue]:
    """The open issues of the plan (or of one task) that ask about this part of the reading."""
    query = select(ReadingIssue).where(
        ReadingIssue.plan_id == plan_id, ReadingIssue.settled_at.is_(None), ReadingIssue.code.in_(sorted(settled_by(part)))
    )
    return list(session.scalars(query.where(ReadingIssue.task_id == task.id) if task else query))


def settle_corrected(issues: Iterable[ReadingIssue], *, actor: Actor, now: datetime) -> None:
    """Mark the issues as settled by a correction, which is in the history by itself."""
    for issue in issues:
        _answer(issue, Answer.CORRECTED, "", actor, now)


def write_change(session: Session, plan: Plan, task: Task | None, change: Change, *, actor: Actor, now: datetime) -> None:
    """One event in the plan's chain, with the values of before and after."""
    subject, key = ("task", task.id) if task else ("plan", plan.id)
    entry = events.Entry(
        subject, key, change.action, reason=change.reason, task_id=task.id if task else None,
        data={"old": dict(change.old), "new": dict(change.new)},
    )  # fmt: skip
    session.flush()
    events.record(session, plan.id, [entry], actor=actor, now=now)


def _answer(issue: ReadingIssue, answer: Answer, note: str, actor: Actor, now: datetime) -> None:
    issue.answer, issue.note, issue.settled_at, issue.settled_by_id = answer.value, note or None, now, actor.user_id


def _record(
    session: Session, issue: ReadingIssue, action: str, answer: Answer | None, note: str, actor: Actor, now: datetime
) -> None:
    data = {"code": issue.code, "message": issue.message}
    old, new = issue.answer if action == "reopen" else None, answer.value if answer else None
    entry = events.Entry("reading", issue.id, action, old, new, note, issue.task_id, data)
    session.flush()
    events.record(session, issue.plan_id, [entry], actor=actor, now=now)
