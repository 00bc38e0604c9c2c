"""Conclusions that a unit may have looked at again (复核), and the applications, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.labels import order_number
from tracker.models import Event, Objection, Plan, Report, SupervisionOrder, Task
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.days import official_day
from tracker.rules.objections import is_in_time
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import ConclusionKind, ObjectionState, OrderState
from tracker.rules.transitions import Subject

NEWEST = 20


@dataclass(frozen=True)
class Conclusion:
    """One conclusion of the office about a task; `key` names it in a form."""

    kind: ConclusionKind
    id: int
    received_on: date
    title: str

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{self.kind.value}-{self.id}"


def conclusions(session: Session, task: Task, unit_id: int, today: date) -> list[Conclusion]:
    """The conclusions about the task that reached the unit within the time and that it has not objected to yet; four statements."""
    asked = select(Objection.kind, Objection.conclusion_id).where(Objection.task_id == task.id, Objection.unit_id == unit_id)
    known = {(row.kind, row.conclusion_id) for row in session.execute(asked)}
    every = [*_closures(session, task), *_orders(session, task, unit_id), *_reports(session, task)]
    return [item for item in every if is_in_time(item.received_on, today) and (item.kind, item.id) not in known]


def _closures(session: Session, task: Task) -> list[Conclusion]:
    query = select(Event.id, Event.at, Event.reason).where(
        Event.subject == Subject.TASK, Event.subject_id == task.id, Event.action == "return_closure"
    )
    rows = session.execute(query.order_by(Event.id.desc()).limit(NEWEST))
    return [Conclusion(ConclusionKind.CLOSURE, row.id, official_day(row.at), row.reason) for row in rows]


def _orders(session: Session, task: Task, unit_id: int) -> list[Conclusion]:
    query = select(SupervisionOrder).where(
        SupervisionOrder.task_id == task.id, SupervisionOrder.unit_id == unit_id, SupervisionOrder.state == OrderState.CLOSED
    )
    rows = session.scalars(query.order_by(SupervisionOrder.id.desc()).limit(NEWEST))
    return [
        Conclusion(ConclusionKind.ORDER, row.id, official_day(row.closed_at), order_number(row.kind, row.year, row.number))
        for row in rows
        if row.closed_at is not None
    ]


def _reports(session: Session, task: Task) -> list[Conclusion]:
    query = select(Report.id, Report.drawn_at, Report.title, Report.as_of).where(Report.plan_id == task.plan_id)
    rows = session.execute(query.order_by(Report.id.desc()).limit(NEWEST))
    return [
        Conclusion(ConclusionKind.REPORT, row.id, official_day(row.drawn_at), f"{row.title}（{row.as_of.isoformat()}）")
        for row in rows
    ]


def participants(session: Session, objection: Objection) -> set[int | None]:
    """Everybody of whom the history says that they had a hand in the conclusion; one statement."""
    acts = {
        ConclusionKind.CLOSURE: Event.id == objection.conclusion_id,
        ConclusionKind.ORDER: and_(Event.subject == Subject.ORDER, Event.subject_id == objection.conclusion_id),
        ConclusionKind.REPORT: and_(Event.subject == "report", Event.subject_id == objection.conclusion_id, Event.action == "draw"),
    }
    return set(session.scalars(select(Event.actor_id).where(acts[objection.kind])))


def visible_objection(actor: Actor) -> ColumnElement[bool]:
    """A condition on Objection joined to Task and Plan: its own unit; once it has left the unit, the office and leaders."""
    own = Objection.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(own, and_(Objection.submitted_at.is_not(None), in_region(actor, Permission.TASK_READ)))


def the_objection(session: Session, actor: Actor, objection_id: int) -> Objection:
    """The application with its task, plan and unit; NotFound where the actor may not see it."""
    query = (
        select(Objection)
        .join(Task, Task.id == Objection.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Objection.id == objection_id, visible_objection(actor))
        .options(joinedload(Objection.task).joinedload(Task.plan).joinedload(Plan.jurisdiction), joinedload(Objection.unit))
    )
    return found(session.scalar(query))


def objections(session: Session, actor: Actor, state: ObjectionState | None = None, number: int = 1) -> Page[Objection]:
    """One page of the applications: the undecided first, the oldest of them on top; two statements."""
    open_since = case((Objection.decided_at.is_(None), Objection.filed_at))
    query = (
        select(Objection)
        .join(Task, Task.id == Objection.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(visible_objection(actor))
        .options(joinedload(Objection.task), joinedload(Objection.unit))
        .order_by(open_since.is_(None), open_since, Objection.id.desc())
    )
    if state:
        query = query.where(Objection.state == state)
    rows, number, total = page_of(session, query, number)
    return Page(_first(rows), number, total)


def _first(rows: Sequence[tuple[Objection, ...]]) -> list[Objection]:
    return [row[0] for row in rows]


def waiting_query(actor: Actor) -> Select[int]:
    """Counts those that wait for the actor."""
    query = select(func.count()).select_from(Objection).join(Task, Task.id == Objection.task_id)
    return query.join(Plan, Plan.id == Task.plan_id).where(waits_for(actor))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """A condition on Objection joined to Task and Plan: it waits for the office to decide, or for the head of the unit to sign."""
    heads = sorted(actor.units(Permission.OBJECTION_APPROVE))
    return or_(
        and_(Objection.state == ObjectionState.SUBMITTED, in_region(actor, Permission.OBJECTION_DECIDE)),
        and_(Objection.state == ObjectionState.UNIT_REVIEW, Objection.unit_id.in_(heads)),
    )
