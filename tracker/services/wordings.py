"""Give a task a later wording; the measure stays as printed (design.md section 3: never edited after issue)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Task, TaskWording
from tracker.queries.disputes import current_text
from tracker.rules.permissions import Actor
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record
from tracker.services.suspensions import tell_units

WORDING_LIMIT = 5_000


def checked_wording(session: Session, task: Task, text: str) -> tuple[str, str]:
    """What the task asks for now and what it is to ask for; refused without a text, and for one that changes nothing."""
    words, before = text.strip(), current_text(session, task)
    if not words or len(words) > WORDING_LIMIT:
        raise InvalidInput("请写明调整后的表述，不超过 %(limit)s 字。", limit=WORDING_LIMIT)
    if words == before.strip():
        raise InvalidInput("调整后的表述与现在的相同，没有改动。")
    return before, words


def add_wording(session: Session, task: Task, text: str, reason: str, *, actor: Actor, now: datetime) -> TaskWording:
    """The next version of what the task asks for; all its units are told.

    The caller holds the plan's chain, and has found that the actor may.
    """
    before, words = checked_wording(session, task, text)
    version = (session.scalar(select(func.max(TaskWording.version)).where(TaskWording.task_id == task.id)) or 1) + 1
    wording = TaskWording(
        task_id=task.id, measure_id=task.measure_id, version=version, text=words, reason=reason.strip(), worded_at=now,
        worded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(wording)
    session.flush()
    data = {"version": version, "text": [before, words]}
    entry = Entry(Subject.TASK, task.id, "reword", reason=reason.strip(), task_id=task.id, data=data)
    record(session, task.plan_id, [entry], actor=actor, now=now)
    body = f"《{task.title}》的表述已调整（第 {version} 版），措施原文不变，请登录查看。理由：{reason}"
    tell_units(session, task, f"reword:{wording.id}", "任务表述已调整", body, now=now)
    return wording
