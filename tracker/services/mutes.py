"""Being left in peace: begin and end (暂停提醒). The office sees who wished what, and why."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Mute, Plan, Task
from tracker.queries.mutes import running_mute
from tracker.rules.days import official_day
from tracker.rules.mutes import check_mute
from tracker.rules.permissions import Actor
from tracker.services.events import Entry, record


def mute(session: Session, plan: Plan, task: Task | None, to_on: date, reason: str, *, actor: Actor, now: datetime) -> Mute:
    """Send the actor nothing about the plan, or the one task of it, from today to the day; the messages stay in the inbox.

    What presses, and orders, are sent all the same. At most `rules/mutes.LONGEST_DAYS`, and with a reason.
    """
    if actor.user_id is None:
        raise NotAllowed("提醒由收到的人自己暂停。")
    if not reason.strip():
        raise InvalidInput("请写明暂停提醒的原因，如已在办理、已与办公室说明。")
    today = official_day(now)
    running = running_mute(session, actor.user_id, plan.id, task.id if task else None, today)
    check_mute(to_on, today, running.to_on if running else None)
    row = Mute(
        user_id=actor.user_id, plan_id=plan.id, task_id=task.id if task else None, from_on=today, to_on=to_on,
        reason=reason.strip(), made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "begin", row.reason, actor, now)
    return row


def end(session: Session, row: Mute, *, actor: Actor, now: datetime) -> None:
    """Write to the actor again from now on. The row goes; that there was one stands in the history."""
    if row.user_id != actor.user_id:
        raise NotAllowed("提醒由本人恢复。")
    _record(session, row, "end", "", actor, now)
    session.delete(row)


def _record(session: Session, row: Mute, action: str, reason: str, actor: Actor, now: datetime) -> None:
    data = {"user": row.user_id, "from": row.from_on.isoformat(), "to": row.to_on.isoformat()}
    entry = Entry("mute", row.id, action, reason=reason, task_id=row.task_id, data=data)
    record(session, row.plan_id, [entry], actor=actor, now=now)
