"""What striking a task off rests on: the facts of the records, the verifications, and each closing as it was made."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import (
    Assignment,
    Closure,
    Event,
    Evidence,
    Plan,
    RectificationItem,
    SupervisionOrder,
    Task,
    Update,
    Verification,
    VerificationFile,
)
from tracker.queries.checklists import checklists_of_task, items_not_met
from tracker.queries.indicator_facts import facts_before
from tracker.queries.opinions import opinions_on, unsettled
from tracker.queries.scope import found, in_region, visible_task
from tracker.queries.updates import consolidates
from tracker.rules.closing import ClosingFact, FactFound
from tracker.rules.curves import IndicatorStanding, status_on
from tracker.rules.days import official_day
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import SYSTEM, Actor, Permission
from tracker.rules.statuses import SETTLED_ASSIGNMENT_STATES, SETTLED_ITEM_STATES, AssignmentRole, UpdateState
from tracker.rules.transitions import Subject


def closing_facts(session: Session, task: Task, at: datetime | None = None) -> tuple[FactFound, ...]:
    """How every fact stands that the records tell of, in the order of the form; what does not apply to the task is left out.

    Its indicators, which bind nobody, are judged at the instant `at`, and left out without one.
    """
    answering = [share for share in task.assignments if share.role is not AssignmentRole.SUPPORTING]
    unfinished = [share for share in answering if share.state not in SETTLED_ASSIGNMENT_STATES]
    lists = checklists_of_task(session, SYSTEM, task.id)
    items, open_items = _items(session, task)
    facts = [
        FactFound(ClosingFact.SHARES, len(unfinished), len(answering)),
        FactFound(ClosingFact.EVIDENCE, 0 if not task.assignments or _has_accepted_evidence(session, task) else 1),
        FactFound(ClosingFact.CHECKLIST, items_not_met(lists), sum(len(checked.lines) for checked in lists)),
        *(_indicators(session, task, at) if at and task.measure else ()),
        FactFound(ClosingFact.DISSENT, len(unsettled(session, task.id)), len(opinions_on(session, task.id))),
        FactFound(ClosingFact.ITEMS, open_items, items),
        FactFound(ClosingFact.VERIFIED, 0 if verifications_now(session, task) else 1),
    ]
    return tuple(fact for fact in facts if fact.total != 0)


def _has_accepted_evidence(session: Session, task: Task) -> bool:
    query = (
        select(Evidence.id)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .where(Assignment.task_id == task.id, Update.state == UpdateState.ACCEPTED)
    )
    return session.scalar(query.limit(1)) is not None


def _indicators(session: Session, task: Task, at: datetime) -> Iterator[FactFound]:
    """How many of the figures and dated duties of the measure the accepted readings do not bear out."""
    indicators = task.measure.indicators if task.measure else []
    found = [status_on(facts, official_day(at), LightPolicy()) for facts in facts_before(session, indicators, at)]
    short = sum(status.standing is not IndicatorStanding.ATTAINED for status in found)
    yield FactFound(ClosingFact.INDICATORS, short, len(found))


def _items(session: Session, task: Task) -> tuple[int, int]:
    """How many things the orders on the task want put right, and how many of them are not settled."""
    is_open = RectificationItem.state.not_in(SETTLED_ITEM_STATES)
    query = (
        select(func.count(), func.count().filter(is_open))
        .select_from(RectificationItem)
        .join(SupervisionOrder, SupervisionOrder.id == RectificationItem.order_id)
        .where(SupervisionOrder.task_id == task.id)
    )
    total, unsettled = session.execute(query).one()
    return total, unsettled


def verifications_now(session: Session, task: Task) -> Sequence[Verification]:
    """The verifications of the present request for closing, oldest first: those of a request that was returned prove nothing."""
    asked_at = last_asked(session, task)[0]
    if asked_at is None:
        return ()
    query = (
        select(Verification)
        .where(Verification.task_id == task.id, Verification.closure_id.is_(None), Verification.recorded_at >= asked_at)
        .options(selectinload(Verification.files).joinedload(VerificationFile.file))
    )
    return session.scalars(query.order_by(Verification.id)).all()


def last_asked(session: Session, task: Task) -> tuple[datetime | None, str]:
    """When the unit last asked to have the task struck off, and what it said."""
    query = select(Event.at, Event.reason).where(
        Event.subject == Subject.TASK, Event.subject_id == task.id, Event.action == "request_closure"
    )
    row = session.execute(query.order_by(Event.id.desc()).limit(1)).one_or_none()
    return (row.at, row.reason) if row else (None, "")


def closures_of(session: Session, task_id: int) -> Sequence[Closure]:
    """Every closing of the task, newest first, with what it rested on; two statements more for the records and their files."""
    query = (
        select(Closure)
        .where(Closure.task_id == task_id)
        .options(selectinload(Closure.verifications).selectinload(Verification.files).joinedload(VerificationFile.file))
        .order_by(Closure.id.desc())
    )
    return session.scalars(query).all()


def the_closure(session: Session, actor: Actor, closure_id: int) -> Closure:
    """The closing with its task and plan; NotFound where the actor may not see the task."""
    query = (
        select(Closure)
        .join(Task, Task.id == Closure.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Closure.id == closure_id, visible_task(actor))
        .options(
            joinedload(Closure.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            selectinload(Closure.verifications).selectinload(Verification.files).joinedload(VerificationFile.file),
        )
    )
    return found(session.scalar(query))


def the_verification_file(session: Session, actor: Actor, file_id: int) -> VerificationFile:
    """The file of a verification, for the office, leaders and who answers for the whole task; NotFound for others."""
    query = (
        select(VerificationFile)
        .join(Verification, Verification.id == VerificationFile.verification_id)
        .join(Task, Task.id == Verification.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(VerificationFile.id == file_id, or_(in_region(actor, Permission.EVIDENCE_READ), consolidates(actor)))
        .options(joinedload(VerificationFile.file), joinedload(VerificationFile.verification).joinedload(Verification.task))
    )
    return found(session.scalar(query))
