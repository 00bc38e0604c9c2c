"""Putting a due date off (延期): asked by the unit that answers for the task, signed by its head, decided by the office."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Extension, ExtensionFile, Task
from tracker.queries.held import told
from tracker.rules import evidence as evidence_rules
from tracker.rules.days import official_day
from tracker.rules.extensions import ExtensionPolicy, check_new_date, is_for_director, is_in_time
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, OPEN_TASK_STATES, PENDING_EXTENSION_STATES, ExtensionState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.due_dates import put_off
from tracker.services.events import Entry, record
from tracker.services.files import keep_file
from tracker.services.moves import consolidating_units, hold, make_move, require
from tracker.services.signing import give_back, goes_straight
from tracker.storage import Storage

POLICY = ExtensionPolicy()


@dataclass(frozen=True)
class Application:
    """What the unit says: the date it asks for, why, and how far it has come."""

    asked_due_on: date
    reason: str
    progress: str


def draft_extension(session: Session, task: Task, said: Application, *, actor: Actor, now: datetime) -> Extension:
    """A draft of the unit that answers for the whole task; RuleViolation where nothing can be asked for now (`obstacle`)."""
    hold(session, task)
    refusal = obstacle(session, task, actor=actor, today=official_day(now))
    if refusal is not None:
        raise refusal
    _check_said(task.due_on, said)
    assert task.due_on is not None
    assert actor.user_id is not None
    extension = Extension(
        task=task, unit_id=min(_asking(task, actor)), due_on=task.due_on, drafted_at=now, drafted_by_id=actor.user_id,
        asked_due_on=said.asked_due_on, reason=said.reason, progress=said.progress,
    )  # fmt: skip
    session.add(extension)
    session.flush()
    entry = Entry(Subject.EXTENSION, extension.id, "draft", new=ExtensionState.DRAFT, task_id=task.id)
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return extension


def obstacle(session: Session, task: Task, *, actor: Actor, today: date) -> RuleViolation | None:
    """Why the actor can ask for no more time now; None where it can.

    A unit that answers for its own share only turns to the lead unit, for the due date is the whole task's.
    """
    pending = select(Extension.id).where(Extension.task_id == task.id, Extension.state.in_(PENDING_EXTENSION_STATES))
    tests = (
        (not _asking(task, actor) or actor.user_id is None, "extension_is_the_leads"),
        (task.state not in OPEN_TASK_STATES, Proof.TASK_OPEN.value),
        (task.due_on is None or task.is_ongoing, "extension_without_due"),
        (not is_in_time(task.due_on, today), Proof.DUE_NOT_PAST.value),
        (session.scalar(pending.limit(1)) is not None, "extension_pending"),
    )
    return next((RuleViolation(code) for holds, code in tests if holds), None)


def _asking(task: Task, actor: Actor) -> frozenset[int]:
    """The units for which the actor can ask."""
    return actor.units(Permission.EXTENSION_ASK) & consolidating_units(task)


def _check_said(due_on: date | None, said: Application) -> None:
    check_new_date(due_on, said.asked_due_on)
    if not said.reason.strip() or not said.progress.strip():
        raise InvalidInput("请写明延期理由和目前进展。")


def rewrite(session: Session, extension: Extension, said: Application, *, actor: Actor, now: datetime) -> None:
    """Change what a draft says; what has been sent on is withdrawn first."""
    require(actor, Permission.EXTENSION_ASK, extension)
    _hold_draft(session, extension)
    _check_said(extension.due_on, said)
    extension.asked_due_on, extension.reason, extension.progress = said.asked_due_on, said.reason, said.progress
    session.flush()


def attach(
    session: Session, storage: Storage, extension: Extension, name: str, data: bytes, *, actor: Actor, now: datetime
) -> ExtensionFile:
    """The file, stored and cited by the draft; a refused one raises RuleViolation. The same file twice stands once."""
    require(actor, Permission.EXTENSION_ASK, extension)
    _hold_draft(session, extension)
    assert actor.user_id is not None
    digest = keep_file(session, storage, name, data)
    known = next((item for item in extension.files if item.sha256 == digest), None)
    if known is not None:
        return known
    item = ExtensionFile(sha256=digest, name=evidence_rules.display_name(name), added_at=now, added_by_id=actor.user_id)
    extension.files.append(item)
    session.flush()
    task = extension.task
    entry = Entry(
        Subject.EXTENSION, extension.id, "attach", task_id=task.id, data={"sha256": digest, "name": item.name, "file": item.id}
    )
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return item


def record_reading(session: Session, item: ExtensionFile, *, actor: Actor, now: datetime) -> None:
    """Who opened a file, and when (design.md section 7)."""
    task = item.extension.task
    data = {"sha256": item.sha256, "name": item.name, "file": item.id}
    entry = Entry(Subject.EXTENSION, item.extension_id, "read", task_id=task.id, data=data)
    record(session, task.plan_id, [entry], actor=actor, now=now)


def _hold_draft(session: Session, extension: Extension) -> None:
    hold(session, extension)
    if extension.state is not ExtensionState.DRAFT:
        raise InvalidInput("延期申请已经送出，不能修改。确需修改的，请先撤回，再重新提出。")


def send(session: Session, extension: Extension, *, actor: Actor, now: datetime) -> None:
    """Send the draft on: to the head of the unit, or straight to the office where there is none or the head acts."""
    hold(session, extension)
    proven = proofs(session, extension, actor=actor, today=official_day(now))
    if goes_straight(session, extension.unit_id, Permission.EXTENSION_APPROVE, actor=actor, now=now):
        proven.add(Proof.NO_HEAD_OR_HEAD_ACTS)
        make_move(
            session, extension, "submit", actor=actor, now=now, reason=extension.reason, proven=proven,
            beside=partial(told, extension), submitted_at=now,
        )  # fmt: skip
    else:
        make_move(
            session, extension, "send_for_approval", actor=actor, now=now, reason=extension.reason, proven=proven,
            beside=partial(told, extension),
        )  # fmt: skip


def approve(session: Session, extension: Extension, *, actor: Actor, now: datetime) -> None:
    """The head of the unit agrees; from now on the office sees it. The old date stands until it decides."""
    hold(session, extension)
    proven = proofs(session, extension, actor=actor, today=official_day(now))
    make_move(session, extension, "approve", actor=actor, now=now, proven=proven, submitted_at=now)


def send_back(session: Session, extension: Extension, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives it back to whoever drafted it."""
    what, path = f"《{extension.task.title}》延期申请", f"/extensions/{extension.id}"
    give_back(session, extension, extension.unit, what, path, reason, actor=actor, now=now)


def withdraw(session: Session, extension: Extension, *, actor: Actor, now: datetime) -> None:
    """The unit asks no more; what has not left it is given up without the office hearing of it."""
    hold(session, extension)
    name = "withdraw" if extension.state is ExtensionState.SUBMITTED else "discard"
    make_move(session, extension, name, actor=actor, now=now)


def grant(session: Session, extension: Extension, due_on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """Put the due date off to the day that the office names, which need not be the one asked for; all units are told."""
    hold(session, extension)
    task = extension.task
    require(actor, Permission.EXTENSION_DECIDE, extension)
    check_new_date(task.due_on, due_on)
    proven = proofs(session, extension, actor=actor, today=official_day(now), due_on=due_on)
    make_move(
        session, extension, "grant", actor=actor, now=now, reason=note, proven=proven,
        also=_one_level_up(session, extension, due_on), data={"due_on": due_on.isoformat()},
        granted_due_on=due_on, decided_at=now, decided_by_id=actor.user_id, decision_reason=note, policy_version=POLICY.version,
    )  # fmt: skip
    put_off(session, task, due_on, extension.reason, actor=actor, now=now)
    told: set[int] = set()
    for share in task.assignments:
        if share.state in OPEN_ASSIGNMENT_STATES and share.unit_id not in told:
            told.add(share.unit_id)
            body = f"《{task.title}》的时限经批准由{extension.due_on.isoformat()}延至{due_on.isoformat()}。"
            key = f"extension:{extension.id}:{share.unit_id}"
            about = (Subject.EXTENSION, extension.id)
            notices.tell_unit(session, share, key=key, title="时限已延期", body=body, now=now, about=about)


def refuse(session: Session, extension: Extension, reason: str, *, actor: Actor, now: datetime) -> None:
    """The due date stands; the unit is told why."""
    hold(session, extension)
    proven = proofs(session, extension, actor=actor, today=official_day(now))
    make_move(
        session, extension, "refuse", actor=actor, now=now, reason=reason, proven=proven, also=_one_level_up(session, extension),
        decided_at=now, decided_by_id=actor.user_id, decision_reason=reason, policy_version=POLICY.version,
    )  # fmt: skip
    task = extension.task
    notices.tell(
        session, extension.unit, key=f"extension:{extension.id}", title="延期申请未获批准", task=task, due_on=task.due_on, now=now,
        body=f"《{task.title}》的时限不变，请按期办结。理由：{reason}", path=f"/extensions/{extension.id}",
        about=(Subject.EXTENSION, extension.id),
    )  # fmt: skip


def proofs(session: Session, extension: Extension, *, actor: Actor, today: date, due_on: date | None = None) -> set[Proof]:
    """What the facts prove towards the moves of the application; `due_on` is the date that the office is about to give."""
    task = extension.task
    proven = {Proof.TASK_OPEN} if task.state in OPEN_TASK_STATES else set()
    if is_in_time(task.due_on, today):
        proven.add(Proof.DUE_NOT_PAST)
    is_director = may_touch(actor, Permission.EXTENSION_DECIDE_LONG, region=task.plan.jurisdiction.path)
    if is_director or not needs_director(session, extension, due_on):
        proven.add(Proof.ONE_LEVEL_UP)
    return proven


def _one_level_up(session: Session, extension: Extension, due_on: date | None = None) -> Permission | None:
    return Permission.EXTENSION_DECIDE_LONG if needs_director(session, extension, due_on) else None


def needs_director(session: Session, extension: Extension, due_on: date | None = None) -> bool:
    """True where the decision goes one level up, by what was asked for or, if that is further off, what is to be given."""
    furthest = max(extension.asked_due_on, due_on or extension.asked_due_on)
    return is_for_director(times_before(session, extension), extension.due_on, furthest, POLICY)


def times_before(session: Session, extension: Extension) -> int:
    """How often the due date had been put off by decision of the office when this was asked for."""
    query = select(func.count()).where(
        Extension.task_id == extension.task_id, Extension.state == ExtensionState.GRANTED, Extension.id < extension.id
    )
    return session.scalar(query) or 0


def times_granted(session: Session, task_id: int) -> int:
    """How often the due date of the task was put off by decision of the office."""
    query = select(func.count()).where(Extension.task_id == task_id, Extension.state == ExtensionState.GRANTED)
    return session.scalar(query) or 0
