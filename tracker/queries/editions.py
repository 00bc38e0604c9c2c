"""Editions of a plan: its measures as texts to compare, the plans that it may follow, and what became of each measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.models import Assignment, Indicator, Measure, Plan, Section, Task, TaskCarry
from tracker.queries.scope import visible_plan, visible_task
from tracker.queries.sql import Page, page_of
from tracker.rules.editions import Change, MeasureText
from tracker.rules.likeness import fragments, likeness
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import AssignmentRole, AssignmentState, PlanState, TaskState

CHOICES = 300
SAME_TITLE = 0.6  # of likeness, from which a title is offered as that of an earlier edition
_ROLES = list(AssignmentRole)


def tasks_by_measure(session: Session, plan_id: int) -> dict[int, Task]:
    """The tasks of the plan by the measure that they carry out, in the order of the text, with all that a carry touches."""
    query = (
        select(Task)
        .join(Measure, Measure.id == Task.measure_id)
        .where(Task.plan_id == plan_id)
        .options(
            joinedload(Task.measure).options(joinedload(Measure.section), selectinload(Measure.indicators)),
            selectinload(Task.assignments).options(
                joinedload(Assignment.unit), joinedload(Assignment.via_unit), joinedload(Assignment.clause)
            ),
        )
        .order_by(Measure.ordinal)
    )
    return {task.measure_id: task for task in session.scalars(query) if task.measure_id is not None}


def measure_text(task: Task) -> MeasureText:
    """The task's measure as its edition has it, the office's corrections included."""
    measure = task.measure
    assert measure is not None
    section = measure.section
    return MeasureText(
        key=measure.id,
        label=measure.label,
        section=section.number if section else "",
        section_title=section.title if section else "",
        title=task.title,
        text=measure.text or measure.summary or "",
        units=_units(task.assignments),
        figures=tuple(_figure(item) for item in measure.indicators),
        due="长期坚持" if task.is_ongoing else task.due_on.isoformat() if task.due_on else "",
    )


def _units(shares: Iterable[Assignment]) -> tuple[tuple[str, str], ...]:
    """(role, unit) as the text names them: a collective unit by its own name, each once."""
    standing = [share for share in shares if share.state is not AssignmentState.ENDED]
    named = [(share.role.value, (share.via_unit or share.unit).name) for share in standing]
    return tuple(dict.fromkeys(sorted(named, key=lambda item: _ROLES.index(AssignmentRole(item[0])))))


def _figure(item: Indicator) -> str:
    value = "" if item.value is None else f"{item.value.normalize():f}"
    high = "" if item.value_high is None else f"—{item.value_high.normalize():f}"
    sign = {">=": "≥", "<=": "≤"}.get(item.comparison or "", "")
    due = f"（{item.due_on.isoformat()}）" if item.due_on else ""
    return f"{item.name} {sign}{value}{high}{item.quantity_unit or ''}{due}".strip()


@dataclass(frozen=True)
class OlderPlan:
    """A plan that another may follow; `is_alike` by its title."""

    id: int
    title: str
    document_number: str | None
    document_date: date | None
    is_alike: bool


def older_plans(session: Session, actor: Actor, plan: Plan) -> list[OlderPlan]:
    """The plans of the same place that are in force, whose next edition the plan may be: those of a like title first."""
    if not may_touch(actor, Permission.PLAN_ISSUE, region=plan.jurisdiction.path):
        return []
    query = select(Plan.id, Plan.title, Plan.document_number, Plan.document_date).where(
        Plan.jurisdiction_id == plan.jurisdiction_id, Plan.state == PlanState.ISSUED, Plan.id != plan.id, ~Plan.is_standing
    )
    own = fragments(plan.title)
    rated = [(likeness(own, fragments(row.title)), row) for row in session.execute(query.order_by(Plan.id.desc()).limit(CHOICES))]
    rated.sort(key=lambda item: -item[0])
    return [OlderPlan(*row, is_alike=degree >= SAME_TITLE) for degree, row in rated]


def predecessors(session: Session, actor: Actor, plan_id: int) -> list[Plan]:
    """The plans that the plan took the place of, the newest first."""
    query = select(Plan).where(Plan.successor_id == plan_id, visible_plan(actor))
    return list(session.scalars(query.order_by(Plan.ended_on.desc(), Plan.id.desc()).limit(CHOICES)))


@dataclass(frozen=True)
class Origin:
    """An earlier edition's measure from which a task came."""

    plan_id: int
    plan_title: str
    label: str
    title: str
    text: str
    change: Change
    carried_on: date


def origins(session: Session, task_id: int) -> list[Origin]:
    """Where the task came from, the latest edition first."""
    query = (
        select(Measure, Plan.title.label("plan_title"), TaskCarry.change, TaskCarry.carried_on)
        .join(TaskCarry, TaskCarry.from_measure_id == Measure.id)
        .join(Plan, Plan.id == Measure.plan_id)
        .where(TaskCarry.task_id == task_id)
        .order_by(TaskCarry.id.desc())
    )
    return [
        Origin(
            plan_id=row.Measure.plan_id,
            plan_title=row.plan_title,
            label=row.Measure.label,
            title=row.Measure.title,
            text=row.Measure.text or row.Measure.summary or "",
            change=Change(row.change),
            carried_on=row.carried_on,
        )
        for row in session.execute(query)
    ]


@dataclass(frozen=True)
class Outcome:
    """What became of one measure of a plan that has ended: it goes on as `to_label` of `to_plan`, or stands as its task does."""

    label: str
    title: str
    task_id: int
    state: TaskState
    reason: str
    change: Change | None
    to_plan: str | None
    to_label: str


def outcomes(session: Session, actor: Actor, plan_id: int, number: int = 1) -> Page[Outcome]:
    """One page of the measures of a plan that has ended, in the order of the text; two statements."""
    rows, number, total = page_of(session, _outcomes(actor, plan_id), number)
    return Page(
        [
            Outcome(
                label=row.label,
                title=row.title,
                task_id=row.Task.id,
                state=row.Task.state,
                reason=row.Task.end_reason or "",
                change=Change(row.change) if row.change else None,
                to_plan=row.to_plan,
                to_label=f"{row.to_section}、{row.to_label}" if row.to_section else row.to_label or "",
            )
            for row in rows
        ],
        number,
        total,
    )


def _outcomes(actor: Actor, plan_id: int) -> Select[*tuple[object, ...]]:
    now, part = aliased(Measure), aliased(Section)
    then = aliased(Plan)
    return (
        select(
            Measure.label,
            Measure.title,
            Task,
            TaskCarry.change,
            then.title.label("to_plan"),
            now.label.label("to_label"),
            part.number.label("to_section"),
        )
        .select_from(Measure)
        .outerjoin(TaskCarry, TaskCarry.from_measure_id == Measure.id)
        .join(Task, (Task.id == TaskCarry.task_id) | (Task.measure_id == Measure.id))
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(now, now.id == TaskCarry.to_measure_id)
        .outerjoin(then, then.id == now.plan_id)
        .outerjoin(part, part.id == now.section_id)
        .where(Measure.plan_id == plan_id, visible_task(actor))
        .order_by(Measure.ordinal)
    )
