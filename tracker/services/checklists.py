"""Tie the lists of conditions and papers to the tasks whose evidence they are held against."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake import model as parsed
from tracker.intake.model import MarkKind
from tracker.models import Checklist, Plan, Task
from tracker.rules.checklists import annexes_in, task_for
from tracker.rules.permissions import Actor
from tracker.rules.reading import DOUBT, Part, settled_by
from tracker.services import reading_rows
from tracker.services.drafts import require_draft

Span = tuple[int, int]
LOOSE = "checklist_loose"


def store_checklists(session: Session, plan: Plan, draft: parsed.ParsedPlan, tasks: Sequence[Task]) -> None:
    """Enter the lists of a document, each tied to the task whose measure certainly means it; the office is asked about the rest."""
    measures = [(task.id, f"{task.title}\n{task.measure.text}") for task in tasks if task.measure]
    found = []
    for position, item in enumerate(draft.checklists, start=1):
        span = _place_of(item.title, draft.source, draft.marks)
        annexes = annexes_in(draft.source[: span[0]]) if span else []
        row = Checklist(
            plan_id=plan.id,
            position=position,
            title=item.title,
            items=list(item.items),
            time_limits=[{"what": limit.what, "days": limit.days, "day_kind": limit.day_kind} for limit in item.deadlines],
            task_id=task_for(item.title, annexes[-1] if annexes else None, measures),
        )
        session.add(row)
        if row.task_id is None:
            found.append(reading_rows.Found(DOUBT, LOOSE, _question(row), span))
    reading_rows.store(session, plan, found, tasks)


def attach(session: Session, checklist: Checklist, task: Task | None, *, actor: Actor, now: datetime) -> None:
    """Hold the evidence of the task against the list; None takes it from the task that had it."""
    plan = session.get_one(Plan, checklist.plan_id)
    require_draft(session, plan, actor=actor)
    if task is not None and task.plan_id != plan.id:
        raise InvalidInput("清单只能对应到同一方案的任务，请在本方案的任务中选择。")
    old, checklist.task_id = checklist.task_id, task.id if task else None
    change = reading_rows.Change("attach_checklist", {"task": old}, {"task": checklist.task_id, "checklist": checklist.title})
    reading_rows.write_change(session, plan, None, change, actor=actor, now=now)
    if task is not None:
        asked = reading_rows.asking(session, plan.id, settled_by(Part.CHECKLIST))
        mine = [issue for issue in asked if issue.message == _question(checklist)]
        reading_rows.settle_corrected(mine, actor=actor, now=now)


def let_go(session: Session, plan: Plan, task: Task) -> None:
    """Take its lists from a task that ends with its draft; the office is asked again whose they are."""
    rows = list(session.scalars(select(Checklist).where(Checklist.task_id == task.id).order_by(Checklist.position)))
    text = plan.source_document.text if plan.source_document else ""
    for row in rows:
        row.task_id = None
    found = [reading_rows.Found(DOUBT, LOOSE, _question(row), _place_of(row.title, text, ())) for row in rows]
    reading_rows.store(session, plan, found, ())


def _place_of(title: str, source: str, marks: Sequence[parsed.Mark]) -> Span | None:
    """Where the list begins: where a mark says so, else where the text has its title last (a table of annexes comes first)."""
    marked = next((mark.span for mark in marks if mark.kind is MarkKind.CHECKLIST and mark.value == title), None)
    at = source.rfind(title) if title else -1
    return marked or ((at, at + len(title)) if at >= 0 else None)


def _question(checklist: Checklist) -> str:
    return f"“{checklist.title}”（{len(checklist.items)} 项）没有找到对应的任务，请指定它是哪一项任务的佐证清单。"
