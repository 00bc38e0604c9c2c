"""Objections of units to what they were given (承办异议), and the office's three answers: uphold, reassign, reword.

The state of the share says whether one is open; the record keeps what the unit said, what the office decided and what came of it.
"""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.labels import label
from tracker.models import Assignment, Dispute, TaskWording
from tracker.queries.disputes import open_dispute
from tracker.queries.held import Wrote, told, told_of
from tracker.rules.days import official_day
from tracker.rules.giving_out import DECIDE_DAYS, DisputeKind, DisputeOutcome
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.calendars import work_calendar
from tracker.services.giving import other_unit, replace_unit
from tracker.services.issue_notices import sign_limit
from tracker.services.moves import hold, make_move
from tracker.services.wordings import add_wording, checked_wording


def object_to(
    session: Session,
    assignment: Assignment,
    reason: str,
    *,
    kind: DisputeKind = DisputeKind.NOT_OURS,
    actor: Actor,
    now: datetime,
) -> Dispute:
    """Tell the office why the assignment is not the unit's, or is worded wrongly; it stays open until decided."""
    today = official_day(now)
    decide_by = work_calendar(session).add(today, DECIDE_DAYS)
    found = Dispute(
        assignment_id=assignment.id, kind=kind, reason=reason.strip(), raised_at=now, raised_by_id=actor.user_id,
        decide_by=decide_by, counted_from=today, counted_days=DECIDE_DAYS,
    )  # fmt: skip
    make_move(
        session, assignment, "object", actor=actor, now=now, reason=reason, data={"kind": kind},
        beside=partial(_kept, session, found),
    )  # fmt: skip
    task = assignment.task
    notices.tell_office(
        session, task.plan, key=f"dispute:{found.id}", title=f"{assignment.unit.name}提出承办异议：{task.title}"[:200],
        body=f"{label(kind)}。{found.reason}", due_on=decide_by, now=now, path=f"/disputes/{found.id}",
        about=(Subject.ASSIGNMENT, assignment.id),
    )  # fmt: skip
    return found


def _kept(session: Session, found: Dispute) -> Wrote:
    session.add(found)
    session.flush()
    return told(found)


def uphold(session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Keep the assignment as it is after looking at an objection; the unit is asked again to sign, within a limit of its own."""
    hold(session, assignment)
    dispute, limit = open_dispute(session, assignment), sign_limit(session, assignment.task.plan, official_day(now))
    decided = partial(_told, dispute, DisputeOutcome.UPHELD, now)
    make_move(session, assignment, "uphold", actor=actor, now=now, reason=reason, beside=decided, **limit)
    _decide(session, dispute, DisputeOutcome.UPHELD, reason, actor, now)
    notices.tell_unit(
        session, assignment, key=f"uphold:{assignment.id}:{now.isoformat()}", title="异议未予采纳，请签收",
        body=f"《{assignment.task.title}》维持原承办安排，请于{limit['acknowledge_by'].isoformat()}前签收。理由：{reason}", now=now,
        about=(Subject.ASSIGNMENT, assignment.id),
    )  # fmt: skip


def reassign(session: Session, assignment: Assignment, unit_name: str, reason: str, *, actor: Actor, now: datetime) -> Assignment:
    """The share that another unit gets in the place of the one objected to, with a notice; the old one ends with a reference.

    `unit_name` is any name under which the register knows the unit. Refused for a name that is not known, a collective name, a
    unit that has ended, and one that has this part of the task already.
    """
    hold(session, assignment)
    task, dispute = assignment.task, open_dispute(session, assignment)
    proven = {Proof.TASK_OPEN} if task.state in OPEN_TASK_STATES else set()
    unit = other_unit(session, assignment, unit_name, official_day(now))
    decided = partial(_told, dispute, DisputeOutcome.REASSIGNED, now)
    fresh = replace_unit(session, assignment, unit, "reassign", reason, proven=proven, beside=decided, actor=actor, now=now)
    _decide(session, dispute, DisputeOutcome.REASSIGNED, reason, actor, now, successor_id=fresh.id)
    notices.tell_unit(
        session, assignment, key=f"reassign:{assignment.id}:{now.isoformat()}", title="异议已采纳，任务改由其他单位承办",
        body=f"《{task.title}》改由{unit.name}承办，你单位不再承办这一项。理由：{reason}", now=now,
    )  # fmt: skip
    return fresh


def reword(session: Session, assignment: Assignment, text: str, reason: str, *, actor: Actor, now: datetime) -> TaskWording:
    """The next version of what the task asks for; the measure stays as printed. The unit signs for it, all units are told.

    Refused without a text, and for one that changes nothing.
    """
    hold(session, assignment)
    task, dispute = assignment.task, open_dispute(session, assignment)
    checked_wording(session, task, text)
    limit = sign_limit(session, task.plan, official_day(now))
    proven = {Proof.TASK_OPEN} if task.state in OPEN_TASK_STATES else set()
    decided = partial(_told, dispute, DisputeOutcome.REWORDED, now)
    make_move(session, assignment, "reword", actor=actor, now=now, reason=reason, proven=proven, beside=decided, **limit)
    wording = add_wording(session, task, text, reason, actor=actor, now=now)
    _decide(session, dispute, DisputeOutcome.REWORDED, reason, actor, now, wording_id=wording.id)
    return wording


def _told(dispute: Dispute | None, outcome: DisputeOutcome, now: datetime) -> Wrote:
    """What the event of the move tells of the decision that comes with it."""
    return told_of("dispute", dispute.id, {"outcome": outcome, "decided_at": now}) if dispute else {}


def _decide(
    session: Session, dispute: Dispute | None, outcome: DisputeOutcome, reason: str, actor: Actor, now: datetime, **came: Any
) -> None:
    if dispute is None:
        raise Conflict("没有找到这项承办异议，请刷新页面查看最新状态。")
    dispute.outcome, dispute.decision, dispute.decided_at, dispute.decided_by_id = outcome, reason.strip(), now, actor.user_id
    for name, value in came.items():
        setattr(dispute, name, value)
    session.flush()
