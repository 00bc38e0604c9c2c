"""Letting a task rest (中止) and taking it up again (恢复): the director's decision, by a named approving document.

What rests is in no list of duties, no reminder and no rate, and its light is grey. It is taken up as if given out anew: the units'
periods count from that day on, and the due date is said again, never moved in silence (domain.md a4, T7).
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Suspension, Task
from tracker.queries.held import Wrote, told
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, PlanState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.due_dates import put_off
from tracker.services.events import Entry, record
from tracker.services.issue_notices import SIGNING, sign_limit
from tracker.services.moves import hold, make_move


@dataclass(frozen=True)
class Ruling:
    """Why, and by which approving document (会议纪要, 批示 …)."""

    reason: str
    approval: str

    @property
    def proven(self) -> set[Proof]:
        """What the ruling proves towards the moves that ask for an approving document."""
        return {Proof.APPROVAL_NAMED} if self.approval.strip() else set()


def suspend(session: Session, task: Task, ruling: Ruling, *, actor: Actor, now: datetime) -> Suspension:
    """Let the task rest; its units are told that nothing is asked of them meanwhile."""
    hold(session, task)
    found = Suspension(
        task_id=task.id, reason=ruling.reason, approval=ruling.approval, due_on=task.due_on, suspended_at=now,
        suspended_by_id=actor.user_id,
    )  # fmt: skip
    make_move(
        session, task, "suspend", actor=actor, now=now, reason=ruling.reason, proven=ruling.proven,
        data={"approval": ruling.approval}, beside=partial(_kept, session, found),
    )  # fmt: skip
    body = f"《{task.title}》中止办理，期间不要求填报。理由：{ruling.reason}"
    tell_units(session, task, f"suspend:{found.id}", "任务已中止", body, now=now)
    return found


def _kept(session: Session, found: Suspension) -> Wrote:
    session.add(found)
    session.flush()
    return told(found)


def resume(session: Session, task: Task, ruling: Ruling, due_on: date | None, *, actor: Actor, now: datetime) -> None:
    """Take the task up again with the due date said anew; `due_on` may be the old one, and is None where it had none."""
    hold(session, task)
    today = official_day(now)
    proven = ruling.proven | ({Proof.PLAN_IN_FORCE} if task.plan.state is PlanState.ISSUED else set())
    found = current(session, task)

    def lift() -> Wrote:
        assert found is not None
        found.resumed_at, found.resumed_by_id, found.resumed_due_on = now, actor.user_id, due_on
        found.resume_reason, found.resume_approval = ruling.reason, ruling.approval
        return told(found, "resumed_at", "resumed_due_on")

    make_move(
        session, task, "resume", actor=actor, now=now, reason=ruling.reason, proven=proven, data={"approval": ruling.approval},
        beside=lift,
    )  # fmt: skip
    assert found is not None  # or the move would have been refused
    _check_due(task, due_on, today)
    if due_on is not None and due_on != task.due_on:
        put_off(session, task, due_on, ruling.reason, actor=actor, now=now)
    _reissue(session, task, today, actor, now)
    limit = f"，时限为{due_on.isoformat()}" if due_on else ""
    tell_units(session, task, f"resume_task:{found.id}", "任务已恢复办理", f"《{task.title}》恢复办理{limit}。", now=now)


def _check_due(task: Task, due_on: date | None, today: date) -> None:
    if task.due_on is None:
        return
    if due_on is None:
        raise InvalidInput("请写明恢复后的时限；时限不变的，填写原来的日期。")
    if due_on < max(today, task.due_on):
        raise InvalidInput("恢复后的时限不能早于今天，也不能早于中止前的时限。")


def _reissue(session: Session, task: Task, today: date, actor: Actor, now: datetime) -> None:
    """Let the periods of the open shares count from today; the events keep the day from which they counted before."""
    entries = []
    for share in task.assignments:
        if share.state in OPEN_ASSIGNMENT_STATES:
            data = {"issued_on": [share.issued_on.isoformat() if share.issued_on else None, today.isoformat()]}
            share.issued_on = today
            if share.acknowledge_by is not None:
                for column, value in sign_limit(session, task.plan, today).items():
                    setattr(share, column, value)
            wrote = told(share, "issued_on", *SIGNING)
            entries.append(Entry(Subject.ASSIGNMENT, share.id, "reissue", task_id=task.id, data=data, wrote=wrote))
    session.flush()
    record(session, task.plan_id, entries, actor=actor, now=now)


def current(session: Session, task: Task) -> Suspension | None:
    """The suspension that has not been lifted; None where there is none."""
    query = select(Suspension).where(Suspension.task_id == task.id, Suspension.resumed_at.is_(None))
    return session.scalar(query.order_by(Suspension.id.desc()).limit(1))


def tell_units(session: Session, task: Task, key: str, title: str, body: str, *, now: datetime) -> None:
    """Tell every unit with an open share in the task, each once; `key` names the act."""
    shares = {share.unit_id: share for share in task.assignments if share.state in OPEN_ASSIGNMENT_STATES}
    for unit_id, share in shares.items():
        notices.tell_unit(session, share, key=f"{key}:{unit_id}", title=title, body=body, now=now)
