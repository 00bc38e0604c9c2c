"""What the office makes of an adjustment asked for: given back, looked at first, granted and carried out, or refused."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Adjustment
from tracker.rules.adjustments import is_for_director
from tracker.rules.moves import Subject
from tracker.rules.permissions import Actor, Permission
from tracker.services import notices
from tracker.services.adjustment_changes import carry_out
from tracker.services.adjustments import proofs
from tracker.services.moves import hold, make_move, require
from tracker.services.suspensions import tell_units


def return_adjustment(session: Session, row: Adjustment, reason: str, *, actor: Actor, now: datetime) -> None:
    """It is not complete: a draft of the unit again, with the reason."""
    make_move(session, row, "return", actor=actor, now=now, reason=reason, submitted_at=None)
    _tell(session, row, f"returned:{now.isoformat()}", "调整申请被退回补充", reason, now)


def review(session: Session, row: Adjustment, note: str, *, touches_goal: bool, actor: Actor, now: datetime) -> None:
    """The first look: what the office thinks of it, and whether the overall goal of the plan changes by it."""
    data = {"touches_goal": touches_goal}
    make_move(
        session, row, "review", actor=actor, now=now, reason=note, data=data,
        reviewed_at=now, reviewed_by_id=actor.user_id, review_note=note.strip(), touches_goal=touches_goal,
    )  # fmt: skip


def grant(session: Session, row: Adjustment, note: str, approval: str = "", *, actor: Actor, now: datetime) -> None:
    """Let the change be made, and make it; `approval` names the document where the overall goal changes. All units are told."""
    require(actor, Permission.ADJUSTMENT_DECIDE, row)
    hold(session, row)
    make_move(
        session, row, "grant", actor=actor, now=now, reason=note, proven=proofs(row, actor=actor, approval=approval),
        also=_one_level_up(row),
        data={"change": [row.before, row.after], "approval": approval.strip()},
        decided_at=now, decided_by_id=actor.user_id, decision_reason=note.strip(), approval=approval.strip(),
    )  # fmt: skip
    carry_out(session, row, actor=actor, now=now)
    body = f"《{row.task.title}》经批准调整：“{row.before[:200]}”调整为“{row.after[:200]}”。"
    tell_units(session, row.task, f"adjustment:{row.id}", "任务已调整", body, now=now)


def refuse(session: Session, row: Adjustment, reason: str, *, actor: Actor, now: datetime) -> None:
    """What was given out stands; the unit is told why."""
    hold(session, row)
    make_move(
        session, row, "refuse", actor=actor, now=now, reason=reason, proven=proofs(row, actor=actor), also=_one_level_up(row),
        decided_at=now, decided_by_id=actor.user_id, decision_reason=reason.strip(),
    )  # fmt: skip
    _tell(session, row, "refused", "调整申请未获批准", reason, now)


def _one_level_up(row: Adjustment) -> Permission | None:
    return Permission.ADJUSTMENT_DECIDE_GOAL if is_for_director(row.touches_goal, row.filed_late) else None


def _tell(session: Session, row: Adjustment, act: str, title: str, reason: str, now: datetime) -> None:
    notices.tell(
        session, row.unit, key=f"adjustment:{row.id}:{act}", title=title, body=f"《{row.task.title}》：{reason.strip()}",
        path=f"/adjustments/{row.id}", task=row.task, due_on=row.task.due_on, now=now,
        about=(Subject.ADJUSTMENT, row.id),
    )  # fmt: skip
