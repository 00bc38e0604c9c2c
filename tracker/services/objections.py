"""Having a conclusion looked at again (复核): asked by the unit, decided by somebody who took no part in it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Objection, Task
from tracker.queries.held import told
from tracker.queries.objections import Conclusion, conclusions, participants
from tracker.rules.days import official_day
from tracker.rules.objections import is_in_time, took_part
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentState, ObjectionState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, record
from tracker.services.moves import hold, make_move
from tracker.services.signing import goes_straight


def objecting_unit(task: Task, actor: Actor) -> int | None:
    """The unit for which the actor may object to a conclusion about the task; None where there is none."""
    units = {share.unit_id for share in task.assignments if share.state is not AssignmentState.DRAFT}
    return min(actor.units(Permission.OBJECTION_FILE) & units, default=None)


def open_to(session: Session, task: Task, *, actor: Actor, today: date) -> list[Conclusion]:
    """The conclusions to which the actor's unit may object today."""
    unit_id = objecting_unit(task, actor)
    return [] if unit_id is None else conclusions(session, task, unit_id, today)


def file_objection(session: Session, task: Task, key: str, reason: str, *, actor: Actor, now: datetime) -> Objection:
    """The application against the conclusion of that key; with the head of the unit first, where it has one who does not act."""
    hold(session, task)
    today, unit_id = official_day(now), objecting_unit(task, actor)
    chosen = next((item for item in open_to(session, task, actor=actor, today=today) if item.key == key), None)
    if chosen is None or unit_id is None or actor.user_id is None:
        raise InvalidInput("请选择要复核的结论：须是本单位承办任务的结论，收到不超过三十日，且没有申请过复核。")
    if not reason.strip():
        raise InvalidInput("请写明申请复核的理由和依据。")
    waits = not goes_straight(session, unit_id, Permission.OBJECTION_APPROVE, actor=actor, now=now)
    objection = Objection(
        task=task, unit_id=unit_id, kind=chosen.kind, conclusion_id=chosen.id, conclusion=chosen.title,
        received_on=chosen.received_on, reason=reason, filed_at=now, filed_by_id=actor.user_id,
        state=ObjectionState.UNIT_REVIEW if waits else ObjectionState.SUBMITTED, submitted_at=None if waits else now,
    )  # fmt: skip
    session.add(objection)
    session.flush()
    act = "draft" if waits else "file"  # what has not left the unit is not the office's to watch
    entry = Entry(Subject.OBJECTION, objection.id, act, new=objection.state, reason=reason, task_id=task.id, wrote=told(objection))
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return objection


def approve(session: Session, objection: Objection, *, actor: Actor, now: datetime) -> None:
    """The head of the unit agrees; the thirty days for the decision begin."""
    hold(session, objection)
    in_time = is_in_time(objection.received_on, official_day(now))
    proven = {Proof.WITHIN_THIRTY_DAYS} if in_time else set()
    make_move(session, objection, "approve", actor=actor, now=now, proven=proven, submitted_at=now)


def stop(session: Session, objection: Objection, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit does not want it asked."""
    make_move(session, objection, "stop", actor=actor, now=now, reason=reason)


def withdraw(session: Session, objection: Objection, *, actor: Actor, now: datetime) -> None:
    """The unit asks no more; a conclusion is objected to once."""
    make_move(session, objection, "withdraw", actor=actor, now=now)


def decide(session: Session, objection: Objection, name: str, decision: str, *, actor: Actor, now: datetime) -> None:
    """`uphold` or `change` the conclusion, with the reason, which for a change says what stands in its place; the unit is told."""
    hold(session, objection)
    make_move(
        session, objection, name, actor=actor, now=now, reason=decision, proven=proofs(session, objection, actor=actor),
        decision=decision, decided_at=now, decided_by_id=actor.user_id,
    )  # fmt: skip
    title = "复核决定：变更原结论" if objection.state is ObjectionState.CHANGED else "复核决定：维持原结论"
    notices.tell(
        session, objection.unit, key=f"objection:{objection.id}", title=title, task=objection.task, now=now,
        body=f"《{objection.task.title}》{decision}", path=f"/objections/{objection.id}",
        about=(Subject.OBJECTION, objection.id),
    )  # fmt: skip


def proofs(session: Session, objection: Objection, *, actor: Actor) -> set[Proof]:
    """Whether the actor took no part in the conclusion, as the history tells it."""
    return set() if took_part(actor.user_id, participants(session, objection)) else {Proof.TOOK_NO_PART}
