"""Tie the lists of conditions and papers to the tasks whose evidence they are held against."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake import model as parsed
from tracker.models import Checklist, Plan, Task
from tracker.rules.checklists import annexes_in, task_for
from tracker.rules.permissions import Actor
from tracker.rules.reading import DOUBT, Part
from tracker.services import readings
from tracker.services.drafts import require_draft

Span = tuple[int, int]


def store_checklists(session: Session, plan: Plan, lists: Iterable[parsed.Checklist], tasks: Sequence[Task], source: str) -> None:
    """Enter the lists of a document, each tied to the task whose measure certainly means it; the office is asked about the rest."""
    measures = [(task.id, f"{task.title}\n{task.measure.text}") for task in tasks if task.measure]
    found = []
    place = 0
    for position, item in enumerate(lists, start=1):
        start = source.find(item.title, place) if item.title else -1
        annexes = annexes_in(source[: max(start, 0)])
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
            span = (start, start + len(item.title)) if start >= 0 else None
            found.append(readings.Found(DOUBT, "checklist_loose", _question(row), span))
        place = max(place, start)
    readings.store(session, plan, found, tasks)


def attach(session: Session, checklist: Checklist, task: Task | None, *, actor: Actor, now: datetime) -> None:
    """Hold the evidence of the task against the list; None takes it from the task that had it."""
    plan = session.get_one(Plan, checklist.plan_id)
    require_draft(session, plan, actor)
    if task is not None and task.plan_id != plan.id:
        raise InvalidInput("清单只能对应到同一方案的任务，请在本方案的任务中选择。")
    old, checklist.task_id = checklist.task_id, task.id if task else None
    change = readings.Change("attach_checklist", {"task": old}, {"task": checklist.task_id, "checklist": checklist.title})
    readings.write_change(session, plan, None, change, actor=actor, now=now)
    if task is not None:
        asked = [issue for issue in readings.asking(session, plan.id, Part.CHECKLIST) if issue.message == _question(checklist)]
        readings.settle_corrected(asked, actor=actor, now=now)


def _question(checklist: Checklist) -> str:
    return f"“{checklist.title}”（{len(checklist.items)} 项）没有找到对应的任务，请指定它是哪一项任务的佐证清单。"
