"""Striking a task off the list (销号): asked for by the unit, checked and done by the office, undone by the director."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Assignment, Closure, Task
from tracker.queries.closing import closing_facts, last_asked, verifications_now
from tracker.queries.held import Wrote, told
from tracker.rules.closing import ClosingCheck, ClosingFact, FactFound, is_all_checked
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, SETTLED_ASSIGNMENT_STATES, AssignmentRole, PlanState, TaskState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices, opinions, rechecks
from tracker.services.moves import consolidating_units, hold, make_move

_PROVEN_BY: dict[ClosingFact, Proof] = {
    ClosingFact.SHARES: Proof.EVERY_SHARE_DONE,
    ClosingFact.EVIDENCE: Proof.ACCEPTED_REPORT_WITH_EVIDENCE,
    ClosingFact.DISSENT: Proof.OPINIONS_SETTLED,
    ClosingFact.ITEMS: Proof.NOTHING_TO_RECTIFY,
    ClosingFact.VERIFIED: Proof.VERIFICATION_RECORDED,
}


@dataclass(frozen=True)
class Conclusion:
    """What the office concludes: in words, the day of the fact, what it made sure of, and when it will look again (None: not)."""

    text: str
    completed_on: date
    checks: Collection[ClosingCheck]
    recheck_on: date | None = None


def request_closure(session: Session, task: Task, statement: str, *, actor: Actor, now: datetime) -> None:
    """The lead unit says that the task is done, and why; it needs an accepted report with evidence behind it."""
    hold(session, task)
    make_move(
        session, task, "request_closure", actor=actor, now=now, reason=statement, proven=proofs_of(session, task, actor=actor)
    )
    opinions.ask_on_closure(session, task, actor=actor, now=now)


def return_closure(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office does not find the task done; it is in progress again."""
    make_move(session, task, "return_closure", actor=actor, now=now, reason=reason)


def close(session: Session, task: Task, said: Conclusion, *, actor: Actor, now: datetime) -> Closure:
    """Strike the task off, on the verifications of this request; the day of the fact stands apart from the instant of this act.

    Every lead and responsible share must be done; supporting units do not hold it up (domain.md a8). What the records told at
    this moment is kept with the closing.
    """
    if said.completed_on > official_day(now):
        raise InvalidInput("办结日期不能晚于今天，请改正日期。")
    hold(session, task)
    facts = closing_facts(session, task, now)
    proven = proofs_of(session, task, actor=actor, facts=facts)
    if is_all_checked(said.checks):
        proven.add(Proof.EVERYTHING_CHECKED)
    resting_on = verifications_now(session, task)
    checks = [check.value for check in ClosingCheck if check in said.checks]
    closure = Closure(
        task_id=task.id, statement=last_asked(session, task)[1], checks=checks,
        findings=[asdict(fact) for fact in facts], conclusion=said.text, completed_on=said.completed_on,
        closed_at=now, closed_by_id=actor.user_id,
    )  # fmt: skip

    def keep() -> Wrote:
        session.add(closure)
        closure.verifications.extend(resting_on)
        session.flush()
        return told(closure)

    make_move(
        session, task, "close", actor=actor, now=now, reason=said.text, proven=proven, beside=keep,
        verification=said.text, completed_on=said.completed_on, closed_at=now, percent=100,
    )  # fmt: skip
    if said.recheck_on is not None:
        rechecks.plan_recheck(session, closure, said.recheck_on, actor=actor, now=now)
    return closure


def reopen(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Undo a closing; what past reports said of it stays as it was. With its plan a closed task is over for good."""
    hold(session, task)
    make_move(
        session, task, "reopen", actor=actor, now=now, reason=reason, proven=proofs_of(session, task, actor=actor),
        beside=partial(_undo, session, task, reason, now), closed_at=None, completed_on=None,
    )  # fmt: skip
    rechecks.withdraw_planned(session, task, "任务已撤销销号。", actor=actor, now=now)


def _undo(session: Session, task: Task, reason: str, now: datetime) -> Wrote:
    standing = session.scalar(select(Closure).where(Closure.task_id == task.id, Closure.reopened_at.is_(None)))
    if standing is None:
        return {}
    standing.reopened_at, standing.reopen_reason = now, reason
    session.flush()
    return told(standing, "reopened_at")


def resume_share(session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Ask one unit of a joint task to go on, while the others stay accepted. A closed task is reopened first."""
    hold(session, assignment)
    proven = {Proof.TASK_OPEN} if assignment.task.state in OPEN_TASK_STATES else set()
    make_move(session, assignment, "resume", actor=actor, now=now, reason=reason, proven=proven)
    notices.tell_unit(
        session, assignment, key=f"resume:{assignment.id}:{now.isoformat()}", title="请继续办理",
        body=f"《{assignment.task.title}》经核查还需继续办理。理由：{reason}", now=now,
        about=(Subject.ASSIGNMENT, assignment.id),
    )  # fmt: skip


def proofs_of(session: Session, task: Task, *, actor: Actor, facts: Sequence[FactFound] = ()) -> set[Proof]:
    """What the facts of the task prove towards striking it off, and towards undoing that.

    A unit says that it is done and the office checks: the office asks only for a task that the plan gives to no unit, which
    is its own to carry, and for which no report is owed. `facts`: those of the task, where the caller has found them already.
    """
    proven = {Proof.PLAN_IN_FORCE} if task.plan.state is PlanState.ISSUED else set()
    if not task.assignments or actor.units(Permission.TASK_REQUEST_CLOSURE) & consolidating_units(task):
        proven.add(Proof.ASKED_BY_ITS_UNIT)
    awaits_the_office = task.state is TaskState.CLOSURE_REQUESTED
    if task.state not in OPEN_TASK_STATES or not (awaits_the_office or Proof.ASKED_BY_ITS_UNIT in proven):
        return proven  # nobody can make a move here that asks for more
    lacking = {found.fact for found in facts or closing_facts(session, task) if not found.is_met}
    return proven | {proof for fact, proof in _PROVEN_BY.items() if fact not in lacking}


def open_shares(task: Task) -> list[Assignment]:
    """The lead and responsible shares that are not done yet."""
    return [a for a in task.assignments if a.role is not AssignmentRole.SUPPORTING and a.state not in SETTLED_ASSIGNMENT_STATES]
