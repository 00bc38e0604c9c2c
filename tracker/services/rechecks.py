"""Planning to look back at closed tasks (回头看): what was put right is verified again later (order 733 art. 18).

What such a look finds: `services/recheck_results.py`.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.models import Closure, Recheck, Task
from tracker.queries.held import told
from tracker.rules.closing import RecheckPolicy, RecheckState
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.transitions import Subject
from tracker.services.events import Entry, record
from tracker.services.moves import hold, make_move, require

POLICY = RecheckPolicy()


def plan_recheck(session: Session, closure: Closure, due_on: date, *, actor: Actor, now: datetime) -> Recheck:
    """A look back planned for the closed task; one at a time."""
    task = session.get_one(Task, closure.task_id)
    require(actor, Permission.TASK_CLOSE, task)
    hold(session, task)
    if closure.reopened_at is not None or planned(session, task.id) is not None:
        raise Conflict("任务已撤销销号，或者已安排回头看。请刷新页面查看。")
    if due_on <= official_day(now):
        raise InvalidInput("回头看的日期须晚于今天，请改正日期。")
    row = Recheck(task_id=task.id, closure_id=closure.id, due_on=due_on, planned_at=now)
    session.add(row)
    session.flush()
    data = {"due_on": due_on.isoformat()}
    entry = Entry(Subject.RECHECK, row.id, "plan", new=RecheckState.PLANNED, task_id=task.id, data=data, wrote=told(row))
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return row


def planned(session: Session, task_id: int) -> Recheck | None:
    """The look back that the task waits for."""
    return session.scalar(select(Recheck).where(Recheck.task_id == task_id, Recheck.state == RecheckState.PLANNED))


def withdraw(session: Session, row: Recheck, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office looks back no more, and says why."""
    make_move(session, row, "withdraw", actor=actor, now=now, reason=reason, ended_at=now, note=reason.strip())


def withdraw_planned(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nothing is left to look back at: what was planned is given up."""
    row = planned(session, task.id)
    if row is not None:
        withdraw(session, row, reason, actor=actor, now=now)
