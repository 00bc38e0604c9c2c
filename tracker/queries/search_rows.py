"""What is shown of a finding: its title and texts, and where it stands (plan → task → unit)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    AdHocMatter,
    Assignment,
    Evidence,
    IssueNotice,
    Jurisdiction,
    Measure,
    Plan,
    SupervisionOrder,
    Task,
    Unit,
    Update,
)
from tracker.models.searchable import SUBJECTS
from tracker.queries.issue_notices import visible_notice
from tracker.queries.orders import visible_order
from tracker.rules.permissions import Actor
from tracker.rules.searching import Numbered, PaperNumber, SearchKind
from tracker.rules.statuses import OrderKind, PlanState, TaskState

PAPERS = 10


@dataclass(frozen=True)
class Place:
    """Where a finding stands; what does not apply is None. `period`: the one that a report is for."""

    plan_id: int | None = None
    plan: str | None = None
    task_id: int | None = None
    task: str | None = None
    unit: str | None = None
    period: str | None = None
    update_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """One finding: the id of its row, its number and title, the texts in which the words may stand.

    `state`: of plans and tasks; None where nobody supervises the plan, whose carrying out is not known here (docs/decisions/0005).
    """

    id: int
    number: str
    title: str
    texts: tuple[str, ...]
    place: Place
    state: PlanState | TaskState | None = None


def findings(session: Session, kind: SearchKind, ids: Sequence[int]) -> list[Finding]:
    """The findings with these ids, in their order; one statement. Who may see them was asked when they were found."""
    if not ids:
        return []
    query, made = _QUERIES[kind]
    found = {row.id: made(row) for row in session.execute(query.where(SUBJECTS[kind].id.in_(ids)))}
    return [found[one] for one in ids if one in found]


_IS_KNOWN = or_(Plan.state == PlanState.DRAFT, Plan.supervised_from.is_not(None))
_PLANS = select(Plan.id, Plan.title, Plan.document_number, Jurisdiction.name, case((_IS_KNOWN, Plan.state)).label("state")).join(
    Jurisdiction, Jurisdiction.id == Plan.jurisdiction_id
)
_TASKS = (
    select(Task.id, Task.title, Measure.label, Measure.text, Measure.summary, AdHocMatter.text.label("matter"))
    .add_columns(Plan.id.label("plan_id"), Plan.title.label("plan"), case((_IS_KNOWN, Task.state)).label("state"))
    .join(Plan, Plan.id == Task.plan_id)
    .outerjoin(Measure, Measure.id == Task.measure_id)
    .outerjoin(AdHocMatter, AdHocMatter.task_id == Task.id)
)
_OF_SHARE = (
    Update.id.label("update_id"),
    Update.period,
    Unit.name.label("unit"),
    Task.id.label("task_id"),
    Task.title.label("task"),
)


def _of_share(query: Any) -> Any:
    return (
        query.add_columns(*_OF_SHARE, Plan.id.label("plan_id"), Plan.title.label("plan"))
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
    )


_UPDATES = _of_share(select(Update.id, Update.narrative, Update.problems, Update.next_step))
_EVIDENCE = _of_share(select(Evidence.id, Evidence.name).join(Update, Update.id == Evidence.update_id))


def _plan(row: Any) -> Finding:
    return Finding(row.id, row.document_number or "", row.title, (), Place(unit=row.name), row.state)


def _task(row: Any) -> Finding:
    texts = tuple(text for text in (row.text, row.summary, row.matter) if text)
    return Finding(row.id, row.label or "", row.title, texts, Place(row.plan_id, row.plan), row.state)


def _place(row: Any) -> Place:
    return Place(row.plan_id, row.plan, row.task_id, row.task, row.unit, row.period, row.update_id)


def _update(row: Any) -> Finding:
    return Finding(row.id, "", "", tuple(text for text in (row.narrative, row.problems, row.next_step) if text), _place(row))


def _evidence(row: Any) -> Finding:
    return Finding(row.id, "", row.name, (), _place(row))


_QUERIES: dict[SearchKind, tuple[Any, Any]] = {
    SearchKind.PLAN: (_PLANS, _plan), SearchKind.TASK: (_TASKS, _task),
    SearchKind.UPDATE: (_UPDATES, _update), SearchKind.EVIDENCE: (_EVIDENCE, _evidence),
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """An order or a notice that bears the number that was asked for."""

    paper: Numbered
    id: int
    unit: str
    about: str


def papers(session: Session, actor: Actor, wanted: PaperNumber) -> list[Paper]:
    """The papers with the number that the actor may see, one of each place; a place has no two with one number."""
    if wanted.paper is Numbered.NOTICE:
        query = (
            select(IssueNotice.id, Unit.name, Plan.title)
            .join(Plan, Plan.id == IssueNotice.plan_id)
            .join(Unit, Unit.id == IssueNotice.unit_id)
            .where(IssueNotice.year == wanted.year, IssueNotice.number == wanted.number, visible_notice(actor))
            .order_by(IssueNotice.id.desc())
        )
    else:
        order = SupervisionOrder
        query = (
            select(order.id, Unit.name, Task.title)
            .join(Task, Task.id == order.task_id)
            .join(Plan, Plan.id == Task.plan_id)
            .join(Unit, Unit.id == order.unit_id)
            .where(order.kind == OrderKind(wanted.paper.value), order.year == wanted.year, order.number == wanted.number)
            .where(visible_order(actor))
            .order_by(order.id.desc())
        )
    return [Paper(wanted.paper, *row) for row in session.execute(query.limit(PAPERS))]
