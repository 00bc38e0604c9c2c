"""Look a reading over: answer its doubts one by one, take an answer back."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Plan, ReadingIssue, Task, Unit
from tracker.rules.permissions import Actor
from tracker.rules.reading import Answer, answers_for
from tracker.rules.statuses import AssignmentRole
from tracker.services import events, measures, units
from tracker.services.drafts import require_draft
from tracker.services.reading_rows import write_answer

LONGEST_NOTE = 500


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
    """Write the office's answer to an issue.

    With SAME_UNIT the new unit is joined into the known one, which keeps its name; with RESPONSIBLE the unit that the text
    charges becomes a responsible unit of the task.

    `into_id` says which unit is meant, one of the candidates or any other of the place; with one candidate it may be left out.
    """
    plan = session.get_one(Plan, issue.plan_id)
    if answer is Answer.SAME_UNIT:
        _may_answer(issue, answer, note)
        _join(session, issue, into_id, actor, now)
    require_draft(session, plan, actor=actor)
    _may_answer(issue, answer, note)
    if answer is Answer.RESPONSIBLE:
        _charge(session, plan, issue, actor, now)
    write_answer(issue, answer, note.strip(), actor=actor, now=now)
    _record(session, issue, "settle", answer, note.strip(), actor, now)


def _may_answer(issue: ReadingIssue, answer: Answer, note: str) -> None:
    if issue.settled_at is not None:
        raise Conflict("这处疑点已经处理过了。如需改动，请先撤回原来的处理。")
    if answer not in answers_for(issue.code):
        raise InvalidInput("这处疑点不能这样处理，请从列出的处理方式中选一种。")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput("说明不能超过 %(limit)s 字，请缩短。", limit=LONGEST_NOTE)


def _join(session: Session, issue: ReadingIssue, into_id: int | None, actor: Actor, now: datetime) -> None:
    chosen = into_id or (issue.candidates[0] if len(issue.candidates) == 1 else None)
    unit, into = (session.get(Unit, key) if key else None for key in (issue.unit_id, chosen))
    if unit is None or into is None:
        raise InvalidInput("请选择它与哪个单位是同一单位。")
    units.join_units(session, unit, into, asked=issue, actor=actor, now=now)


def _charge(session: Session, plan: Plan, issue: ReadingIssue, actor: Actor, now: datetime) -> None:
    document = plan.source_document
    task = session.get(Task, issue.task_id) if issue.task_id else None
    if document is None or task is None or issue.span_from is None:
        raise InvalidInput("这处疑点没有对应的任务，请在任务的更正中填写责任单位。")
    name = "".join(document.text[issue.span_from : issue.span_to].split())
    measures.correct_role_of(session, task, name, AssignmentRole.RESPONSIBLE, actor=actor, now=now)


def reopen_issue(session: Session, issue: ReadingIssue, *, actor: Actor, now: datetime) -> None:
    """Take an answer back, so that the issue waits again. What was corrected stays as it is; what was joined cannot be parted."""
    require_draft(session, session.get_one(Plan, issue.plan_id), actor=actor)
    if issue.settled_at is None:
        raise Conflict("这处疑点还没有处理，无需撤回。")
    if issue.answer == Answer.SAME_UNIT:
        raise Conflict("两个名称已并为同一单位，不能撤回；如有不符，请直接更正这条措施的单位。")
    _record(session, issue, "reopen", None, "", actor, now)
    issue.answer = issue.note = issue.settled_at = issue.settled_by_id = None
    session.flush()


def _record(
    session: Session, issue: ReadingIssue, action: str, answer: Answer | None, note: str, actor: Actor, now: datetime
) -> None:
    data = {"code": issue.code, "message": issue.message}
    old, new = issue.answer if action == "reopen" else None, answer.value if answer else None
    entry = events.Entry("reading", issue.id, action, old, new, note, issue.task_id, data)
    session.flush()
    events.record(session, issue.plan_id, [entry], actor=actor, now=now)
