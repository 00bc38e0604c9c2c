"""What a unit reports: drafts, evidence, sign-off within the unit, submission to the office."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.labels import period_title
from tracker.marking import N_
from tracker.models import Assignment, ChecklistTick, Evidence, Update
from tracker.queries.held import Wrote, together, told
from tracker.rules.days import official_day
from tracker.rules.joint_statuses import Rating
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    RECEIVED_UPDATE_STATES,
    SIGNED_ASSIGNMENT_STATES,
    AssignmentState,
    UpdateKind,
    UpdateState,
)
from tracker.rules.transitions import Proof
from tracker.services.fingerprints import report_digest
from tracker.services.moves import hold, make_move, require
from tracker.services.signing import give_back, goes_straight

# Longer than any report that is read; and Markdown made to hurt costs more than linear time.
NARRATIVE_LIMIT = 5_000
WRITTEN_MEANWHILE = N_(
    "您打开页面以后，这一期的填报已被本单位其他人（或在另一个窗口）改动，这次没有保存。您填写的内容仍在下面；"
    "请与“现在保存着的内容”核对，再次保存或者报送的，以下面填写的为准。"
)


@dataclass(frozen=True)
class Progress:
    """What the unit says: percent 0–100 of its own share, narrative in Markdown, problems, next step, and how it thinks that its
    work goes, if it says so."""

    kind: UpdateKind
    percent: int
    narrative: str
    problems: str = ""
    next_step: str = ""
    self_rating: Rating | None = None


def said(update: Update) -> Progress:
    """What the report says now."""
    return Progress(
        update.kind, update.percent, update.narrative, update.problems, update.next_step, update.self_rating
    )  # fmt: skip


def mark_of(update: Update | None) -> str:
    """A short text that changes with what the report says: who writes on tells by it which text they began from."""
    if update is None:
        return ""
    return hashlib.sha256(repr((update.id, update.state, said(update))).encode()).hexdigest()[:16]


def save_draft(
    session: Session,
    assignment: Assignment,
    period: str,
    progress: Progress,
    *,
    actor: Actor,
    now: datetime,
    began_from: str | None = None,
) -> Update:
    """The unit's draft for the period, with this content: the open one, or the next version after a decided one.

    A report on its way (待单位审, 已报送) cannot be written over; Conflict says so. Nor can, where `began_from` is given, what
    a colleague has saved since: it is the mark of the text that the writer had before them.
    """
    require(actor, Permission.UPDATE_WRITE, assignment)
    if actor.user_id is None:
        raise InvalidInput("进展须由单位的联络员或负责人填报。")
    _check_content(progress)
    _check_period(assignment, period, official_day(now))
    # Two of one unit who save at once write the same draft, and nobody writes over what has just been sent.
    hold(session, assignment)
    latest = latest_version(session, assignment, period)
    if began_from not in (None, mark_of(latest)) and (latest is None or said(latest) != progress):
        raise Conflict(WRITTEN_MEANWHILE)
    if latest is None or latest.state in (UpdateState.ACCEPTED, UpdateState.RETURNED):
        draft = _next_version(assignment, period, latest, actor.user_id, now)
    elif latest.state is UpdateState.DRAFT:
        draft = latest
    else:
        raise Conflict("这一期的进展已经送出，正在审核，暂不能修改。")
    draft.kind, draft.percent = progress.kind, progress.percent
    draft.narrative, draft.problems, draft.next_step = progress.narrative, progress.problems, progress.next_step
    draft.self_rating = progress.self_rating
    session.add(draft)
    session.flush()
    return draft


def _check_content(progress: Progress) -> None:
    if not 0 <= progress.percent <= 100:
        raise InvalidInput("完成比例须在 0 到 100 之间。")
    if max(map(len, (progress.narrative, progress.problems, progress.next_step))) > NARRATIVE_LIMIT:
        raise InvalidInput("填报内容每栏不超过 5000 字，请精简；详情可作为佐证材料上传。")


def _check_period(assignment: Assignment, period: str, today: date) -> None:
    named = assignment.task.plan.rhythm.named(period)
    if named is None or assignment.issued_on is None or named.end < assignment.issued_on or named.start > today:
        raise InvalidInput("填报期有误，请从列表中选择。")


def latest_version(session: Session, assignment: Assignment, period: str) -> Update | None:
    """The newest version of the assignment's update for the period, in whatever state."""
    query = select(Update).where(Update.assignment_id == assignment.id, Update.period == period)
    return session.scalar(query.order_by(Update.version.desc()).limit(1))


def _next_version(assignment: Assignment, period: str, before: Update | None, user_id: int, now: datetime) -> Update:
    """A new draft that follows `before`, decided on; it hands its evidence on, for what was proof then is proof still."""
    kept = before.evidence if before is not None else ()
    return Update(
        assignment=assignment,
        period=period,
        version=before.version + 1 if before else 1,
        drafted_by_id=user_id,
        drafted_at=now,
        evidence=[
            Evidence(
                sha256=e.sha256, name=e.name, fact_on=e.fact_on, uploaded_by_id=e.uploaded_by_id, uploaded_at=e.uploaded_at,
                ticks=[_again(tick) for tick in e.ticks],
            )
            for e in kept
        ],
    )  # fmt: skip


def _again(tick: ChecklistTick) -> ChecklistTick:
    same = {name: getattr(tick, name) for name in ("checklist_id", "item", "ticked_by_id", "ticked_at")}
    return ChecklistTick(**same)


def send(session: Session, update: Update, *, actor: Actor, now: datetime) -> None:
    """Send the draft on: to the head of the unit, or straight to the office where there is none or the head acts."""
    hold(session, update)
    proven = proofs(update)
    assignment = update.assignment
    if goes_straight(session, assignment.unit_id, Permission.UPDATE_APPROVE, actor=actor, now=now):
        proven.add(Proof.NO_HEAD_OR_HEAD_ACTS)
        _submit(session, update, "submit", proven, actor, now)
    else:
        make_move(session, update, "send_for_approval", actor=actor, now=now, proven=proven)


def approve(session: Session, update: Update, *, actor: Actor, now: datetime) -> None:
    """The head of the unit lets the report leave the unit."""
    hold(session, update)
    _submit(session, update, "approve", proofs(update), actor, now)


def recall(session: Session, update: Update, *, actor: Actor, now: datetime) -> None:
    """The liaison takes back what the head has not signed yet; so a report is never stuck with a head who has left."""
    make_move(session, update, "recall", actor=actor, now=now)


def send_back(session: Session, update: Update, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives the draft back to the liaison."""
    assignment = update.assignment
    what = f"《{assignment.task.title}》{period_title(update.period)}填报"
    path = f"/assignments/{assignment.id}/updates/{update.period}"
    give_back(session, update, assignment.unit, what, path, reason, actor=actor, now=now)


def _submit(session: Session, update: Update, name: str, proven: set[Proof], actor: Actor, now: datetime) -> None:
    make_move(
        session, update, name, actor=actor, now=now, proven=proven, data={"sha256": report_digest(update)},
        beside=partial(_set_reported, update), submitted_by_id=actor.user_id, submitted_at=now,
    )  # fmt: skip
    assignment = update.assignment
    if assignment.state is AssignmentState.ACKNOWLEDGED:
        make_move(session, assignment, "begin", actor=actor, now=now)


def _set_reported(update: Update) -> Wrote:
    assignment = update.assignment
    assignment.reported_through = max(assignment.reported_through or "", update.period)
    return together(told(update, "assignment_id", "period", "version"), told(assignment, "reported_through"))


def proofs(update: Update) -> set[Proof]:
    """What holds of the report and its assignment towards its being sent."""
    assignment = update.assignment
    proven = set()
    if assignment.task.state in OPEN_TASK_STATES and assignment.state is not AssignmentState.ENDED:
        proven.add(Proof.TASK_OPEN)
    if assignment.state in SIGNED_ASSIGNMENT_STATES:
        proven.add(Proof.ACKNOWLEDGED)
    if update.narrative.strip():
        proven.add(Proof.NARRATIVE_GIVEN)
    return proven


def reported_through(session: Session, assignment: Assignment) -> str | None:
    """The last period for which a report is in: received by the office and not returned; None where there is none.

    A correction still within the unit takes nothing away from the version that the office has.
    """
    newest = (
        select(Update.period, func.max(Update.version).label("version"))
        .where(Update.assignment_id == assignment.id, Update.submitted_at.is_not(None))
        .group_by(Update.period)
        .subquery()
    )
    query = (
        select(func.max(Update.period))
        .join(newest, (newest.c.period == Update.period) & (newest.c.version == Update.version))
        .where(Update.assignment_id == assignment.id, Update.state.in_(RECEIVED_UPDATE_STATES))
    )
    return session.scalar(query)
