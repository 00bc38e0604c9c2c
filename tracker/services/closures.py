"""Striking a task off the list (销号): asked for by the unit, checked and done by the office, undone by the director."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Assignment, Evidence, Task, Update
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, SETTLED_ASSIGNMENT_STATES, AssignmentRole, PlanState, UpdateState
from tracker.rules.transitions import Proof
from tracker.services import notices
from tracker.services.moves import consolidating_units, hold, make_move


def request_closure(session: Session, task: Task, statement: str, *, actor: Actor, now: datetime) -> None:
    """The lead unit says that the task is done, and why; it needs an accepted report with evidence behind it."""
    hold(session, task)
    make_move(
        session, task, "request_closure", actor=actor, now=now, reason=statement, proven=proofs_of(session, task, actor=actor)
    )


def return_closure(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office does not find the task done; it is in progress again."""
    make_move(session, task, "return_closure", actor=actor, now=now, reason=reason)


def close(session: Session, task: Task, verification: str, completed_on: date, *, actor: Actor, now: datetime) -> None:
    """Strike the task off: how it was verified, and the day of the fact, apart from the instant of this act.

    Every lead and responsible share must be done; supporting units do not hold it up (domain.md a8).
    """
    if completed_on > official_day(now):
        raise InvalidInput("办结日期不能晚于今天，请改正日期。")
    hold(session, task)
    proven = proofs_of(session, task, actor=actor)
    if verification.strip():
        proven.add(Proof.VERIFICATION_RECORDED)
    make_move(
        session, task, "close", actor=actor, now=now, reason=verification, proven=proven,
        verification=verification, completed_on=completed_on, closed_at=now, percent=100,
    )  # fmt: skip


def reopen(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Undo a closing; what past reports said of it stays as it was. With its plan a closed task is over for good."""
    hold(session, task)
    make_move(
        session, task, "reopen", actor=actor, now=now, reason=reason, proven=proofs_of(session, task, actor=actor),
        closed_at=None, completed_on=None,
    )  # fmt: skip


def resume_share(session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Ask one unit of a joint task to go on, while the others stay accepted. A closed task is reopened first."""
    hold(session, assignment)
    proven = {Proof.TASK_OPEN} if assignment.task.state in OPEN_TASK_STATES else set()
    make_move(session, assignment, "resume", actor=actor, now=now, reason=reason, proven=proven)
    notices.tell_unit(
        session, assignment, key=f"resume:{assignment.id}:{now.isoformat()}", title="请继续办理",
        body=f"《{assignment.task.title}》经核查还需继续办理。理由：{reason}", now=now,
    )  # fmt: skip


def proofs_of(session: Session, task: Task, *, actor: Actor) -> set[Proof]:
    """What the facts of the task prove towards striking it off.

    A unit says that it is done and the office checks: the office asks only for a task that the plan gives to no unit, which
    is its own to carry, and for which no report is owed.
    """
    proven = {Proof.PLAN_IN_FORCE} if task.plan.state is PlanState.ISSUED else set()
    if not task.assignments or actor.units(Permission.TASK_REQUEST_CLOSURE) & consolidating_units(task):
        proven.add(Proof.ASKED_BY_ITS_UNIT)
    if not open_shares(task):
        proven.add(Proof.EVERY_SHARE_DONE)
    if not task.assignments or _has_accepted_evidence(session, task):
        proven.add(Proof.ACCEPTED_REPORT_WITH_EVIDENCE)
    return proven


def open_shares(task: Task) -> list[Assignment]:
    """The lead and responsible shares that are not done yet."""
    return [a for a in task.assignments if a.role is not AssignmentRole.SUPPORTING and a.state not in SETTLED_ASSIGNMENT_STATES]


def _has_accepted_evidence(session: Session, task: Task) -> bool:
    query = (
        select(Evidence.id)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task.id, Update.state == UpdateState.ACCEPTED)
    )
    return session.scalar(query.limit(1)) is not None
