"""The ledger (台账): tasks with their units and lights, filtered and in pages. A query, never a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, nulls_last, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Measure, Plan, Section, Task
from tracker.queries.lateness import reported_late
from tracker.queries.ledger_facts import has_open_order, unreported
from tracker.queries.lights import LightClock, has_light, light_columns, missed_by_own, missed_periods, reason_code
from tracker.queries.scope import visible_task
from tracker.queries.sql import Page, count, page_of
from tracker.queries.task_units import UnitShare, each_once, shares_of
from tracker.rules.lights import REASONS, TaskFacts, Verdict, light, planned_percent
from tracker.rules.permissions import Actor
from tracker.rules.statuses import (
    DROPPED_TASK_STATES,
    OPEN_TASK_STATES,
    RESTING_TASK_STATES,
    AssignmentRole,
    AssignmentState,
    Light,
    TaskState,
)

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class LedgerFilter:
    """What a ledger is narrowed to; None and empty mean no limit. `sort` is `plan`, `due`, `percent`, or one of these two with `-`.

    `section_id` 0: of no section.

    `unit_id`, `role` and `share_state` speak of one and the same share. `late`: some report of the newest closed period came
    late; `unreported`: one of the running period has not come yet; `ordered`: an urging or supervision order is not closed.
    What has ended is listed only where it is asked for: by its state, or by its plan.
    """

    plan_id: int | None = None
    section_id: int | None = None
    unit_id: int | None = None
    role: AssignmentRole | None = None
    state: TaskState | None = None
    lights: tuple[Light, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    only_open: bool = False
    share_state: AssignmentState | None = None
    supervised: bool | None = None
    late: bool = False
    unreported: bool = False
    ordered: bool = False
    sort: str = "plan"


@dataclass(frozen=True)
class TaskRow:
    """One line of the ledger. `planned` is None where there is no curve to be on. `is_late`: the newest closed period has a report
    that came late (迟报).
    """

    id: int
    plan_id: int
    plan_title: str
    label: str
    title: str
    section: str | None
    state: TaskState
    issued_on: date | None
    due_on: date | None
    original_due_on: date | None
    is_ongoing: bool
    percent: int
    planned: int | None
    verdict: Verdict
    units: tuple[UnitShare, ...]
    is_late: bool


def ledger(session: Session, actor: Actor, chosen: LedgerFilter, clock: LightClock, number: int = 1) -> Page[TaskRow]:
    """One page of the tasks that the actor may see and the filter lets through; three statements whatever the size."""
    query = _narrowed(_tasks(actor), chosen, clock, actor).order_by(*_order(chosen.sort))
    rows, number, total = page_of(session, query.add_columns(*_columns(clock, actor)), number)
    return Page(_task_rows(session, rows, clock), number, total)


def first_rows(session: Session, actor: Actor, chosen: LedgerFilter, clock: LightClock, limit: int) -> list[TaskRow]:
    """The first few rows of a ledger, without counting the rest."""
    query = _narrowed(_tasks(actor), chosen, clock, actor).order_by(*_order(chosen.sort)).limit(limit)
    return _task_rows(session, session.execute(query.add_columns(*_columns(clock, actor))).all(), clock)


def ledger_ids(session: Session, actor: Actor, chosen: LedgerFilter, clock: LightClock, limit: int) -> tuple[list[int], int]:
    """The first ids of a ledger in its order, and how many tasks it has in all; two statements."""
    query = _narrowed(_tasks(actor), chosen, clock, actor)
    ids = session.scalars(query.order_by(*_order(chosen.sort)).limit(limit).with_only_columns(Task.id)).all()
    return list(ids), count(session, query.with_only_columns(Task.id))


def task_row(session: Session, actor: Actor, task_id: int, clock: LightClock) -> TaskRow | None:
    """The ledger's line for one task, or None where the actor may not see it."""
    return task_rows(session, actor, [task_id], clock).get(task_id)


def task_rows(session: Session, actor: Actor, task_ids: Iterable[int], clock: LightClock) -> dict[int, TaskRow]:
    """The ledger's lines by task, of those that the actor may see; two statements."""
    found = session.execute(_tasks(actor).where(Task.id.in_(list(task_ids))).add_columns(*_columns(clock, actor))).all()
    return {row.id: row for row in _task_rows(session, found, clock)}


def light_counts(session: Session, actor: Actor, chosen: LedgerFilter, clock: LightClock) -> dict[Light, int]:
    """How many of the tasks have each light; every light is there, in one statement."""
    code = reason_code(clock).label("code")
    inner = _narrowed(_tasks(actor), chosen, clock, actor).with_only_columns(code).subquery()
    counts = dict.fromkeys(Light, 0)
    for found, number in session.execute(select(inner.c.code, func.count()).group_by(inner.c.code)):
        counts[REASONS[found]] += number
    return counts


def _tasks(actor: Actor) -> Rows:
    return (
        select(Task, Plan.title.label("plan_title"), Plan.supervised_from, Measure.label, Section.title.label("section"))
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .outerjoin(Section, Section.id == Measure.section_id)
        .where(visible_task(actor))
    )


def _columns(clock: LightClock, actor: Actor) -> tuple[ColumnElement[Any], ...]:
    return (*light_columns(clock, actor), reported_late(clock, actor).label("reported_late"))


def _narrowed(query: Rows, chosen: LedgerFilter, clock: LightClock, actor: Actor) -> Rows:
    conditions: list[ColumnElement[bool] | None] = [
        Task.plan_id == chosen.plan_id if chosen.plan_id else None,
        _in_section(chosen.section_id) if chosen.section_id is not None else None,
        Task.state == chosen.state if chosen.state else None,
        Task.state.not_in(DROPPED_TASK_STATES) if not (chosen.state or chosen.plan_id) else None,
        Task.state.in_(OPEN_TASK_STATES) if chosen.only_open else None,
        Task.due_on >= chosen.due_from if chosen.due_from else None,
        Task.due_on <= chosen.due_to if chosen.due_to else None,
        _mentions(chosen.text) if chosen.text.strip() else None,
        _has_share(chosen) if chosen.unit_id or chosen.role or chosen.share_state else None,
        _supervised(chosen.supervised) if chosen.supervised is not None else None,
        has_light(clock, chosen.lights) if chosen.lights else None,
        reported_late(clock, actor) if chosen.late else None,
        unreported(clock, actor) if chosen.unreported else None,
        has_open_order(actor) if chosen.ordered else None,
    ]
    return query.where(*(condition for condition in conditions if condition is not None))


def _in_section(section_id: int) -> ColumnElement[bool]:
    return Measure.section_id == section_id if section_id else Measure.section_id.is_(None)


def _mentions(text: str) -> ColumnElement[bool]:
    wanted = text.strip()
    return or_(Task.title.contains(wanted, autoescape=True), Measure.text.contains(wanted, autoescape=True))


def _has_share(chosen: LedgerFilter) -> ColumnElement[bool]:
    conditions = [Assignment.task_id == Task.id]
    if chosen.unit_id:
        conditions.append(Assignment.unit_id == chosen.unit_id)
    if chosen.role:
        conditions.append(Assignment.role == chosen.role)
    if chosen.share_state:
        conditions.append(Assignment.state == chosen.share_state)
    return exists().where(*conditions).correlate(Task)


def _supervised(wanted: bool) -> ColumnElement[bool]:
    return Plan.supervised_from.is_not(None) if wanted else Plan.supervised_from.is_(None)


def _order(sort: str) -> tuple[Any, ...]:
    by_plan = (Task.plan_id, Measure.ordinal, Task.id)
    orders: Mapping[str, tuple[Any, ...]] = {
        "due": (nulls_last(Task.due_on), *by_plan),
        "-due": (nulls_last(Task.due_on.desc()), *by_plan),
        "percent": (Task.percent, *by_plan),
        "-percent": (Task.percent.desc(), *by_plan),
    }
    return orders.get(sort, by_plan)


def _task_rows(session: Session, rows: Sequence[Any], clock: LightClock) -> list[TaskRow]:
    units = shares_of(session, [row.Task.id for row in rows])
    return [_task_row(row, each_once(units.get(row.Task.id, ())), clock) for row in rows]


def _task_row(row: Any, units: tuple[UnitShare, ...], clock: LightClock) -> TaskRow:
    task: Task = row.Task
    facts = TaskFacts(
        state=task.state,
        supervised=row.supervised_from is not None,
        ongoing=task.is_ongoing,
        issued_on=task.issued_on,
        due_on=task.due_on,
        percent=task.percent,
        missed_periods=missed_periods((row.missed_0, row.missed_1)),
        acknowledged=row.acknowledged,
        extensions=row.extensions,
        missed_by_own=missed_by_own(row),
    )
    is_judged = facts.supervised and not task.is_ongoing and task.state not in RESTING_TASK_STATES
    has_curve = is_judged and task.due_on is not None and task.issued_on is not None
    return TaskRow(
        id=task.id,
        plan_id=task.plan_id,
        plan_title=row.plan_title,
        label=row.label or "",
        title=task.title,
        section=row.section,
        state=task.state,
        issued_on=task.issued_on,
        due_on=task.due_on,
        original_due_on=task.original_due_on,
        is_ongoing=task.is_ongoing,
        percent=task.percent,
        planned=planned_percent(task.issued_on, task.due_on, clock.today) if has_curve else None,
        verdict=light(facts, clock.today, clock.soon_until, clock.policy),
        units=units,
        is_late=row.reported_late,
    )
