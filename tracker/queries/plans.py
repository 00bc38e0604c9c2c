"""What the pages of plans show: the list, one plan with its sections, what was read from it, and what issuing it would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from tracker.models import (
    Assignment,
    Indicator,
    Jurisdiction,
    Measure,
    Obligation,
    Plan,
    Section,
    SourceDocument,
    Task,
    Unit,
)
from tracker.queries.readings import unsettled, unsettled_by_plan, unsettled_errors
from tracker.queries.scope import found, the_plan, visible_plan, visible_task
from tracker.queries.sql import Page, page_of
from tracker.queries.unit_members import members_by_unit
from tracker.rules.permissions import Actor
from tracker.rules.statuses import ENDED_PLAN_STATES, PlanState, TaskState

CHOICES = 300


@dataclass(frozen=True)
class Standing:
    """How far a set of tasks has come: how many, how many struck off, the mean of their percentages rounded down."""

    tasks: int = 0
    closed: int = 0
    percent: int = 0


@dataclass(frozen=True)
class PlanRow:
    id: int
    title: str
    document_number: str | None
    place: str
    state: PlanState
    supervised_from: date | None
    doubts: int  # errors and doubts of the reading that wait for an answer
    standing: Standing


@dataclass(frozen=True)
class SectionRow:
    id: int
    number: str
    title: str
    standing: Standing


@dataclass(frozen=True)
class IssuePreview:
    """What issuing would do: tasks to units, collectives replaced by members, and what is still open.

    `unsettled` counts the errors and doubts without an answer; with `errors` among them the plan cannot be issued.
    """

    tasks: int
    assignments: int
    units: int
    collectives: tuple[tuple[int, str, int], ...]
    without_unit: tuple[str, ...]
    without_due: int
    errors: int
    unsettled: int


def plan_rows(session: Session, actor: Actor, number: int = 1, *, supervised: bool | None = None) -> Page[PlanRow]:
    """The plans that the actor may see, the newest first, in pages; drafts, which wait to be checked, before all."""
    query = select(Plan, Jurisdiction.name).join(Jurisdiction, Jurisdiction.id == Plan.jurisdiction_id).where(visible_plan(actor))
    if supervised is not None:
        wanted = or_(Plan.supervised_from.is_not(None), Plan.state == PlanState.DRAFT)
        query = query.where(wanted if supervised else ~wanted, Plan.state.not_in(ENDED_PLAN_STATES))
    query = query.order_by(case((Plan.state == PlanState.DRAFT, 0), else_=1), Plan.id.desc())
    rows, number, total = page_of(session, query, number)
    ids = [plan.id for plan, _ in rows]
    standings, doubts = _standings(session, actor, ids), unsettled_by_plan(session, ids)
    found = [_plan_row(plan, place, standings.get(plan.id, Standing()), doubts.get(plan.id, 0)) for plan, place in rows]
    return Page(found, number, total)


def _plan_row(plan: Plan, place: str, standing: Standing, doubts: int) -> PlanRow:
    return PlanRow(
        id=plan.id,
        title=plan.title,
        document_number=plan.document_number,
        place=place,
        state=plan.state,
        supervised_from=plan.supervised_from,
        doubts=doubts,
        standing=standing,
    )


def _standings(session: Session, actor: Actor, plan_ids: Iterable[int]) -> dict[int, Standing]:
    query = (
        select(Task.plan_id, *_counts())
        .join(Plan, Plan.id == Task.plan_id)
        .where(Task.plan_id.in_(list(plan_ids)), visible_task(actor))
        .group_by(Task.plan_id)
    )
    return {row[0]: Standing(*map(int, row[1:])) for row in session.execute(query)}


def _counts() -> tuple[ColumnElement[int], ...]:
    closed = func.sum(case((Task.state == TaskState.CLOSED, 1), else_=0))
    return func.count(Task.id), closed, func.sum(Task.percent) // func.count(Task.id)


def plan_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Plans to choose from in a filter, the newest first."""
    query = select(Plan.id, Plan.title).where(visible_plan(actor)).order_by(Plan.id.desc()).limit(CHOICES)
    return [(row.id, row.title) for row in session.execute(query)]


def section_choices(session: Session, actor: Actor, plan_id: int | None) -> list[tuple[int, str]]:
    """Sections of the chosen plan, if the actor may see it."""
    if plan_id is None:
        return []
    query = (
        select(Section.id, Section.number, Section.title)
        .join(Plan, Plan.id == Section.plan_id)
        .where(Section.plan_id == plan_id, visible_plan(actor))
        .order_by(Section.position)
    )
    return [(row.id, f"{row.number}、{row.title}") for row in session.execute(query)]


def unit_choices(session: Session, actor: Actor, plan_id: int | None) -> list[tuple[int, str]]:
    """Units that carry a task in the chosen plan, or in any that the actor sees."""
    query = (
        select(Unit.id, Unit.name)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(visible_task(actor))
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.id)
        .limit(CHOICES)
    )
    if plan_id is not None:
        query = query.where(Task.plan_id == plan_id)
    return [(row.id, row.name) for row in session.execute(query)]


def plan_in_full(session: Session, actor: Actor, plan_id: int, *, with_text: bool = False) -> Plan:
    """The plan with its place and document (the text of the document only where it is asked for), or NotFound."""
    plan = the_plan(session, actor, plan_id)
    document = joinedload(Plan.source_document)
    options = [joinedload(Plan.jurisdiction), document if with_text else document.options(defer(SourceDocument.text))]
    return session.scalars(select(Plan).where(Plan.id == plan.id).options(*options).execution_options(populate_existing=True)).one()


def section_rows(session: Session, actor: Actor, plan_id: int) -> list[SectionRow]:
    """The sections that hold tasks of the actor's view, in order, with how far they have come."""
    query = (
        select(Section.id, Section.number, Section.title, *_counts())
        .join(Measure, Measure.section_id == Section.id)
        .join(Task, Task.measure_id == Measure.id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Section.plan_id == plan_id, visible_task(actor))
        .group_by(Section.id, Section.number, Section.title, Section.position)
        .order_by(Section.position)
    )
    return [SectionRow(row[0], row[1], row[2], Standing(*map(int, row[3:]))) for row in session.execute(query)]


def the_duty(session: Session, plan_id: int, obligation_id: int) -> Obligation:
    """A recurring duty of the plan, which the caller has found to be in the actor's view; NotFound for any other."""
    return found(session.scalar(select(Obligation).where(Obligation.id == obligation_id, Obligation.plan_id == plan_id)))


def obligations(session: Session, plan_id: int) -> list[Obligation]:
    """The recurring duties of the plan, in the order of the text."""
    return list(session.scalars(select(Obligation).where(Obligation.plan_id == plan_id).order_by(Obligation.id)))


def plan_indicators(session: Session, plan_id: int) -> list[Indicator]:
    """The commitments of the plan as a whole."""
    query = select(Indicator).where(Indicator.plan_id == plan_id, Indicator.measure_id.is_(None)).order_by(Indicator.id)
    return list(session.scalars(query))


def readings(session: Session, plan_id: int, task_id: int | None = None) -> Sequence[Task]:
    """Every task of the plan, or that one, with all that was read of it, in the order of the text; five statements."""
    query = (
        select(Task)
        .join(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id, Task.id == task_id if task_id else true())
        .options(
            joinedload(Task.measure).options(selectinload(Measure.clauses), selectinload(Measure.indicators)),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
        .order_by(Measure.ordinal)
    )
    return session.scalars(query).all()


def issue_preview(session: Session, plan_id: int, today: date) -> IssuePreview:
    """What `services.issuing.issue_plan` would do today with the plan as it stands; six statements."""
    tasks = session.execute(
        select(Task.id, Task.title, Measure.label, Task.due_on, Task.is_ongoing)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id)
        .order_by(Task.id)
    ).all()
    named = session.execute(
        select(Assignment.task_id, Assignment.clause_id, Unit.id, Unit.name, Unit.is_collective)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.plan_id == plan_id)
        .order_by(Unit.id)
    ).all()
    groups = {share.id: share.name for share in named if share.is_collective}
    members = members_by_unit(session, groups, today)
    shares = {(share.task_id, share.clause_id, unit) for share in named for unit in members.get(share.id, (share.id,))}
    carried = {share[0] for share in shares}
    return IssuePreview(
        tasks=len(tasks),
        assignments=len(shares),
        units=len({share[2] for share in shares}),
        collectives=tuple((unit, name, len(members.get(unit, ()))) for unit, name in groups.items()),
        without_unit=tuple(f"{task.label or ''}{task.title}" for task in tasks if task.id not in carried),
        without_due=sum(1 for task in tasks if task.due_on is None and not task.is_ongoing),
        errors=unsettled_errors(session, plan_id),
        unsettled=unsettled(session, plan_id),
    )
