"""Asking for an adjustment (调整申请): drafted by the unit that answers for the task, signed by its head, sent to the office.

What the office makes of it: `services/adjustment_decisions.py`; what it changes: `services/adjustment_changes.py`.
"""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Adjustment, AdjustmentFile, Task
from tracker.queries.held import told
from tracker.rules.adjustments import (
    PENDING_ADJUSTMENT_STATES,
    AdjustmentPolicy,
    AdjustmentState,
    check_change,
    is_for_director,
    is_late,
)
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Proof, Subject
from tracker.services.adjustment_changes import Change, described
from tracker.services.events import Entry, record
from tracker.services.files import Uploads, keep_files
from tracker.services.moves import consolidating_units, hold, make_move, require
from tracker.services.signing import give_back, goes_straight

POLICY = AdjustmentPolicy()


def draft_adjustment(
    session: Session, task: Task, said: Change, files: Uploads | None = None, *, actor: Actor, now: datetime
) -> Adjustment:
    """A draft of the unit that answers for the whole task; RuleViolation where nothing can be asked for now (`obstacle`)."""
    hold(session, task)
    refusal = obstacle(session, task, actor=actor)
    if refusal is not None:
        raise refusal
    assert actor.user_id is not None
    row = Adjustment(task=task, unit_id=min(_asking(task, actor)), drafted_at=now, drafted_by_id=actor.user_id)
    _write(session, row, said, now)
    session.add(row)
    session.flush()
    _attach(session, row, files)
    entry = Entry(Subject.ADJUSTMENT, row.id, "draft", new=AdjustmentState.DRAFT, task_id=task.id, data=_told(row))
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return row


def obstacle(session: Session, task: Task, *, actor: Actor) -> RuleViolation | None:
    """Why the actor can ask for no adjustment now; None where it can. A unit with a share only turns to the lead unit."""
    pending = select(Adjustment.id).where(Adjustment.task_id == task.id, Adjustment.state.in_(PENDING_ADJUSTMENT_STATES))
    tests = (
        (not _asking(task, actor) or actor.user_id is None, "adjustment_is_the_leads"),
        (task.state not in OPEN_TASK_STATES, Proof.TASK_OPEN.value),
        (session.scalar(pending.limit(1)) is not None, "adjustment_pending"),
    )
    return next((RuleViolation(code) for holds, code in tests if holds), None)


def _asking(task: Task, actor: Actor) -> frozenset[int]:
    """The units for which the actor can ask."""
    return actor.units(Permission.ADJUSTMENT_ASK) & consolidating_units(task)


def _write(session: Session, row: Adjustment, said: Change, now: datetime) -> None:
    """Put the change into the row; the kind of one that was drafted stays."""
    if not said.reason.strip():
        raise InvalidInput("请写明调整理由。")
    columns = described(session, row.task, said, now=now)
    check_change(columns["before"], columns["after"])
    for name, value in {**columns, "kind": said.kind, "ground": said.ground, "reason": said.reason.strip()}.items():
        setattr(row, name, value)


def _attach(session: Session, row: Adjustment, files: Uploads | None) -> None:
    known = {file.sha256 for file in row.files}
    for digest, name in (keep_files(session, files) if files else {}).items():
        if digest not in known:
            row.files.append(AdjustmentFile(sha256=digest, name=name))
    session.flush()


def _told(row: Adjustment) -> dict[str, Any]:
    """What the history keeps of a draft."""
    files = [{"sha256": file.sha256, "name": file.name} for file in row.files]
    return {"kind": row.kind, "change": [row.before, row.after], "files": files}


def rewrite(session: Session, row: Adjustment, said: Change, files: Uploads | None = None, *, actor: Actor, now: datetime) -> None:
    """Change what a draft says; what has been sent on is withdrawn first."""
    require(actor, Permission.ADJUSTMENT_ASK, row)
    hold(session, row)
    if row.state is not AdjustmentState.DRAFT:
        raise InvalidInput("调整申请已经送出，不能修改。确需修改的，请先撤回，再重新提出。")
    _write(session, row, said, now)
    session.flush()
    _attach(session, row, files)
    entry = Entry(Subject.ADJUSTMENT, row.id, "rewrite", task_id=row.task_id, data=_told(row))
    record(session, row.task.plan_id, [entry], actor=actor, now=now)


def send(session: Session, row: Adjustment, *, actor: Actor, now: datetime) -> None:
    """Send the draft on: to the head of the unit, or straight to the office where there is none or the head acts."""
    hold(session, row)
    proven = proofs(row, actor=actor)
    if goes_straight(session, row.unit_id, Permission.ADJUSTMENT_APPROVE, actor=actor, now=now):
        proven.add(Proof.NO_HEAD_OR_HEAD_ACTS)
        make_move(
            session, row, "submit", actor=actor, now=now, reason=row.reason, proven=proven, beside=partial(told, row),
            **_filed(row, now),
        )  # fmt: skip
    else:
        make_move(
            session, row, "send_for_approval", actor=actor, now=now, reason=row.reason, proven=proven, beside=partial(told, row)
        )


def approve(session: Session, row: Adjustment, *, actor: Actor, now: datetime) -> None:
    """The head of the unit agrees; from now on the office sees it. What was given out stands until it decides."""
    hold(session, row)
    make_move(session, row, "approve", actor=actor, now=now, proven=proofs(row, actor=actor), **_filed(row, now))


def _filed(row: Adjustment, now: datetime) -> dict[str, Any]:
    """When it was filed, and whether that was late by the policy of this day."""
    late = is_late(row.task.due_on, official_day(now), POLICY)
    return {"submitted_at": now, "filed_late": late, "policy_version": POLICY.version}


def send_back(session: Session, row: Adjustment, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives it back to whoever drafted it."""
    give_back(session, row, row.unit, f"《{row.task.title}》调整申请", f"/adjustments/{row.id}", reason, actor=actor, now=now)


def withdraw(session: Session, row: Adjustment, *, actor: Actor, now: datetime) -> None:
    """The unit asks no more; what has not left it is given up without the office hearing of it."""
    hold(session, row)
    is_inside = row.state in (AdjustmentState.DRAFT, AdjustmentState.UNIT_REVIEW)
    make_move(session, row, "discard" if is_inside else "withdraw", actor=actor, now=now)


def record_reading(session: Session, file: AdjustmentFile, *, actor: Actor, now: datetime) -> None:
    """Who opened a file, and when (design.md section 7)."""
    row = file.adjustment
    data = {"sha256": file.sha256, "name": file.name}
    entry = Entry(Subject.ADJUSTMENT, row.id, "read", task_id=row.task_id, data=data)
    record(session, row.task.plan_id, [entry], actor=actor, now=now)


def proofs(row: Adjustment, *, actor: Actor, approval: str = "") -> set[Proof]:
    """What the facts prove towards the moves of the application; `approval` is the document that the office names."""
    proven = {Proof.TASK_OPEN} if row.task.state in OPEN_TASK_STATES else set()
    is_director = may_touch(actor, Permission.ADJUSTMENT_DECIDE_GOAL, region=row.task.plan.jurisdiction.path)
    if is_director or not is_for_director(row.touches_goal, row.filed_late):
        proven.add(Proof.DIRECTOR_WHERE_NEEDED)
    if approval.strip() or not row.touches_goal:
        proven.add(Proof.APPROVAL_NAMED)
    return proven
