"""The office's verdict on a report: accept (采信) or return (退回)."""

from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.labels import period_title
from tracker.models import Assignment, Task, Update
from tracker.queries.held import Wrote, together, told
from tracker.rules.joint_statuses import Rating
from tracker.rules.permissions import Actor
from tracker.rules.progress import Share, task_percent
from tracker.rules.statuses import AssignmentState, UpdateKind, UpdateState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, record
from tracker.services.moves import make_move
from tracker.services.updates import reported_through


def accept(session: Session, update: Update, *, actor: Actor, now: datetime, note: str = "", rating: Rating | None = None) -> None:
    """Take the report as true: its percent becomes the share's, and where it says 100 the unit's share is done.

    A 无进展 says nothing of that kind: a share that was asked to go on stays open until a report says again that it is done.
    `rating` is what the office finds of how the work goes; it stands beside the unit's own and replaces nothing (domain.md a8).
    """
    assignment = update.assignment
    make_move(
        session, update, "accept", actor=actor, now=now, reason=note, proven=proofs(update, actor),
        data={"rating": rating} if rating else None, beside=partial(_set_percents, session, assignment),
        verified_rating=rating, **_decided(actor, now, note),
    )  # fmt: skip
    says_done = update.kind is UpdateKind.PROGRESS and update.percent == assignment.percent == 100
    if says_done and assignment.state is AssignmentState.REPORTING:
        make_move(session, assignment, "complete", actor=actor, now=now)


def return_update(
    session: Session, update: Update, reason: str, mend_by: date | None = None, *, actor: Actor, now: datetime
) -> None:
    """Send the report back with a reason and, if given, a day by which it is to be mended. It no longer counts as received."""
    assignment = update.assignment
    make_move(
        session, update, "return", actor=actor, now=now, reason=reason, proven=proofs(update, actor),
        beside=partial(_set_back, session, assignment), mend_by=mend_by, **_decided(actor, now, reason),
    )  # fmt: skip
    limit = f"请于{mend_by.month}月{mend_by.day}日前" if mend_by else "请尽快"
    notices.tell_unit(
        session, assignment, key=f"returned:{update.id}", title="进展被退回，请补充后重新报送",
        body=f"《{assignment.task.title}》{period_title(update.period)}填报被退回。"
        f"理由：{reason.strip().rstrip('。')}。{limit}修改后重新报送。", now=now, about=(Subject.UPDATE, update.id),
    )  # fmt: skip


def proofs(update: Update, actor: Actor) -> set[Proof]:
    """Nobody reviews what they drafted or sent themselves, even where one person holds posts in office and unit."""
    own = actor.user_id is not None and actor.user_id in (update.drafted_by_id, update.submitted_by_id)
    return set() if own else {Proof.NOT_OWN_WORK}


def _decided(actor: Actor, now: datetime, reason: str) -> dict[str, Any]:
    return {"decided_by_id": actor.user_id, "decided_at": now, "decision_reason": reason}


def _set_back(session: Session, assignment: Assignment) -> Wrote:
    assignment.reported_through = reported_through(session, assignment)
    return told(assignment, "reported_through")


def _set_percents(session: Session, assignment: Assignment) -> Wrote:
    """The share stands where its newest accepted period says; a report accepted late for an older one does not set it back."""
    query = select(Update.percent).where(
        Update.assignment_id == assignment.id, Update.state == UpdateState.ACCEPTED, Update.kind == UpdateKind.PROGRESS
    )
    newest = session.scalar(query.order_by(Update.period.desc(), Update.version.desc()).limit(1))
    if newest is not None:
        assignment.percent = newest
    session.flush()
    _roll_up(session, assignment.task)
    return together(told(assignment, "percent"), told(assignment.task, "percent"))


def roll_up(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """Nothing; after a change of its units the task's percent becomes what `rules/progress.py` makes of its shares."""
    before = task.percent
    _roll_up(session, task)
    if task.percent != before:
        entry = Entry(Subject.TASK, task.id, "roll_up", task_id=task.id, wrote=told(task, "percent"))
        record(session, task.plan_id, [entry], actor=actor, now=now)


def _roll_up(session: Session, task: Task) -> None:
    shares = select(Assignment.role, Assignment.percent, Assignment.state).where(Assignment.task_id == task.id)
    task.percent = task_percent(Share(*row) for row in session.execute(shares))
