"""Tick the items of a task's checklists off by the evidence of a report."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Checklist, ChecklistTick, Update
from tracker.rules.permissions import Actor, Permission
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record
from tracker.services.evidence import hold_draft
from tracker.services.moves import require

# The id of a list and the place of an item in it, from 0.
Item = tuple[int, int]


def tick(session: Session, update: Update, chosen: Mapping[Item, int | None], *, actor: Actor, now: datetime) -> None:
    """Tie each item to the file of this draft that bears it out; None unties it, an item not named stays as it is.

    An item that is none of the task's, or a file that is none of the draft's, raises InvalidInput.
    """
    require(actor, Permission.UPDATE_WRITE, update)
    hold_draft(session, update)
    assert actor.user_id is not None
    task = update.assignment.task
    lists = {row.id: row for row in session.scalars(select(Checklist).where(Checklist.task_id == task.id))}
    files = {item.id: item for item in update.evidence}
    changed = []
    for (list_id, item), file_id in sorted(chosen.items()):
        if list_id not in lists or not 0 <= item < len(lists[list_id].items):
            raise InvalidInput("清单已有变化，请刷新页面后重新对照。")
        if file_id is not None and file_id not in files:
            raise InvalidInput("所选材料不在本次填报中，请刷新页面后重新选择。")
        tied = {file.id for file in files.values() if any(_is_of(known, (list_id, item)) for known in file.ticks)}
        if tied == {file_id} - {None}:
            continue
        for number in tied - {file_id}:
            files[number].ticks = [known for known in files[number].ticks if not _is_of(known, (list_id, item))]
        if file_id is not None and file_id not in tied:
            files[file_id].ticks.append(ChecklistTick(checklist_id=list_id, item=item, ticked_by_id=actor.user_id, ticked_at=now))
        changed.append({"checklist": list_id, "item": item, "evidence": file_id})
    if changed:
        entry = Entry(Subject.UPDATE, update.id, "tick", task_id=task.id, data={"ticks": changed})
        record(session, task.plan_id, [entry], actor=actor, now=now)


def _is_of(known: ChecklistTick, item: Item) -> bool:
    return (known.checklist_id, known.item) == item
