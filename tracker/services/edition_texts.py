"""What units are told when a plan is followed by another or its term is over: one message to each, summing up what changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.act_labels import document_name
from tracker.labels import label
from tracker.models import Assignment, Plan, Task, Unit
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState
from tracker.services import notices
from tracker.services.carrying import Handover

NAMED = 5  # tasks by name in one sentence; the rest are counted


@dataclass
class Letter:
    """What there is to tell one unit; every entry is a task in words."""

    carried: int = 0
    reworded: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


Letters = dict[int, Letter]


def carried_letters(handovers: Iterable[Handover]) -> Letters:
    """By unit, what handing the tasks on means to it; read before it is done. Of what was struck off nothing is said."""
    letters: Letters = {}
    for item in handovers:
        if item.task.state in OPEN_TASK_STATES:
            _note(letters, item)
    return letters


def _note(letters: Letters, item: Handover) -> None:
    task, draft = item.task, item.draft
    name = f"{item.pair.new.label}{draft.title}"
    told: set[int] = set()
    for share, named in item.shares.kept:
        letter = letters.setdefault(share.unit_id, Letter())
        if share.role is not named.role:
            letter.roles.append(f"{name}（{label(share.role)}改为{label(named.role)}）")
        if share.unit_id not in told:
            told.add(share.unit_id)
            letter.carried += 1
            if item.pair.is_reworded:
                letter.reworded.append(name)
            if (task.due_on, task.is_ongoing) != (draft.due_on, draft.is_ongoing):
                letter.dated.append(f"{name}（{_due(task)}改为{_due(draft)}）")
    for share in item.shares.gone:
        if share.unit_id not in told:
            told.add(share.unit_id)
            letters.setdefault(share.unit_id, Letter()).gone.append(f"{item.pair.old.label}{task.title}")


def _due(task: Task) -> str:
    if task.is_ongoing:
        return "长期坚持"
    return task.due_on.isoformat() if task.due_on else "未写明时限"


def tell_succession(session: Session, old: Plan, new: Plan, letters: Letters, ended: Sequence[Task], *, now: datetime) -> None:
    """Tell every unit of the old plan what goes on in the new one and what has ended."""
    _note_ended(session, letters, old, ended)
    replaced = f"{document_name(old.title, old.document_number)}已由{document_name(new.title, new.document_number)}替代。"
    for unit_id, letter in letters.items():
        title = "方案已更新，请按新方案办理" if letter.carried else "方案已更新，有关任务不再办理"
        path = f"/plans/{new.id}" if letter.carried else f"/plans/{old.id}"
        _tell(session, unit_id, f"succession:{old.id}:{unit_id}", title, replaced + _body(letter), path, old.id, now)


def tell_ended(session: Session, plan: Plan, ended: Sequence[Task], reason: str, *, now: datetime) -> None:
    """Tell every unit with an open task that the plan's term is over."""
    letters: Letters = {}
    _note_ended(session, letters, plan, ended)
    for unit_id, letter in letters.items():
        title = "方案有效期届满，有关任务不再办理"
        _tell(
            session, unit_id, f"lapsed:{plan.id}:{unit_id}", title, f"{reason}。{_body(letter)}", f"/plans/{plan.id}", plan.id, now
        )


def _note_ended(session: Session, letters: Letters, plan: Plan, ended: Sequence[Task]) -> None:
    if plan.supervised_from is None:  # nobody was asked for anything
        return
    query = select(Assignment.unit_id, Task.title).join(Task, Task.id == Assignment.task_id)
    query = query.where(Task.id.in_([task.id for task in ended]), Assignment.state == AssignmentState.ENDED)
    for unit_id, title in session.execute(query.distinct().order_by(Assignment.unit_id, Task.title)):
        letters.setdefault(unit_id, Letter()).ended.append(title)


def _body(letter: Letter) -> str:
    sentences: Mapping[str, Sequence[str]] = {
        "措施有改动的": letter.reworded,
        "完成时限有变化的": letter.dated,
        "承办方式有变化的": letter.roles,
        "新方案不再列你单位承办的": letter.gone,
        "就此终止、不再办理的": letter.ended,
    }
    goes_on = f"你单位承办的 {letter.carried} 项任务转入新方案，此前的签收、填报和佐证材料都保留，请按新方案继续办理。"
    said = [f"{words} {len(tasks)} 项：{_names(tasks)}。" for words, tasks in sentences.items() if tasks]
    return (goes_on if letter.carried else "") + "".join(said)


def _names(tasks: Sequence[str]) -> str:
    return "；".join(tasks[:NAMED]) + (" 等" if len(tasks) > NAMED else "")


def _tell(session: Session, unit_id: int, key: str, title: str, body: str, path: str, plan_id: int, now: datetime) -> None:
    notices.tell(session, session.get_one(Unit, unit_id), key=key, title=title, body=body, path=path, plan_id=plan_id, now=now)
