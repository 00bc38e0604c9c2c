"""What a ladder reminds of, as data, and the one query that all ladders share.

A source names the rows that are still owed and the columns that matter in them. Joined to the steps of the day
(queries/reminder_steps.py) it gives one row for each matter: of one unit, or for the office of all units together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, Select, Subquery, and_, case, func, literal, null, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.models import Notice, Plan, SupervisionOrder, Task, Unit
from tracker.rules.reminders import Ladder

Column = ColumnElement[Any]
Query = Select[*tuple[Any, ...]]


class Side(StrEnum):
    """Who is spoken to, and so how a matter is counted: a unit of its own, its leader in charge of it, the office of all."""

    UNIT = "unit"
    LEADER = "leader"
    OFFICE = "office"


class day_of_instant(FunctionElement[Any]):
    """The day of an instant in official time, which has stood eight hours before UTC since 1992."""

    inherit_cache = True
    type = Date()


@compiles(day_of_instant, "sqlite")
def _day_sqlite(element: day_of_instant, compiler: SQLCompiler, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+8 hours')"


@compiles(day_of_instant, "postgresql")
def _day_postgresql(element: day_of_instant, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AT TIME ZONE 'Asia/Shanghai' AS DATE)"


class beside_index(FunctionElement[Any]):
    """The column itself, by which SQLite is not to look the rows up: nearly all of them have the same value in it, and without
    statistics it would begin there and go through all for every day."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(beside_index, "sqlite")
def _beside_index_sqlite(element: beside_index, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@compiles(beside_index, "postgresql")
def _beside_index_postgresql(element: beside_index, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@dataclass(frozen=True)
class Source:
    """The rows that a ladder reminds of.

    `rows`: a SELECT without columns that joins them to Task and Plan, with the conditions under which they are owed. `basis`: the
    day on which the ladder stands; none where the steps name the subjects themselves. `told`: conditions on a row and a step
    under which the step is meant for it, beside the plan's being followed. `title` and `title_id`: the text that names the
    matter, and the id by which it is found: that of the task, or of the subject itself. `counts_tasks`: several tasks may be one
    matter. `order_id` and `paper_id` name an order, or a paper. `before_head`: a condition on a row under which the liaison has
    done what is owed, and the head of the unit has to agree before it leaves. `of_one`: the same rows, to be looked up by their
    subject, where SQLite would begin with what waits in all plans.
    """

    ladder: Ladder
    subject: str | Column
    rows: Query
    basis: Column | None
    subject_id: Column
    unit_id: Column
    task_id: Column = Task.id.expression
    told: Callable[[CTE], Sequence[Column]] = lambda _step: ()
    title: Column = Task.title.expression
    title_id: Column = Task.id.expression
    titled_by: str = "task_id"
    plan_id: Column = Plan.id.expression
    counts_tasks: bool = False
    order_id: Column | None = None
    paper_id: Column | None = None
    before_head: Column | None = None
    of_one: Query | None = None

    @property
    def subject_column(self) -> Column:
        """The subject as a column."""
        return literal(self.subject) if isinstance(self.subject, str) else self.subject


def told_by_then(source: Source, step: CTE) -> Column:
    """The step is meant for the row: its plan is followed, and who has to act was told before the step's day was over."""
    return and_(Plan.supervised_from.is_not(None), *source.told(step))


def matters(source: Source, step: CTE, plans: Column, side: Side, *, left_out: bool = False) -> Subquery:
    """One row for each matter that hangs on one of the steps, with all that is to be said of it.

    `plans`: a condition on Plan. `left_out`: those instead for which the step is not meant.
    """
    told = told_by_then(source, step)
    meant = or_(Plan.supervised_from.is_(None), ~told) if left_out else told
    # Where the rows have a day, no step names a subject (reminder_steps); to ask for it would mislead the planner of PostgreSQL.
    hangs = step.c.subject_id == source.subject_id if source.basis is None else step.c.basis == source.basis
    counted = _counted(source, step, source.rows.join(step, hangs).where(plans, meant), side)
    same_step = step.c.basis == counted.c.basis
    if source.basis is None:
        same_step = and_(same_step, step.c.subject_id == counted.c.step_subject)
    chosen = (column for column in step.c if column.name not in ("basis", "subject_id"))
    query = (
        select(
            counted, *chosen, Plan.title.label("plan"), Plan.jurisdiction_id,
            (counted.c.tasks - counted.c.before_head).label("left"),
            func.coalesce(Unit.name, "").label("unit"), source.title.label("title"),
            *_order_columns(source),
        )
        .join_from(counted, step, same_step)
        .join(Plan, Plan.id == counted.c.plan_id)
        .outerjoin(Unit, Unit.id == counted.c.unit_id)
        .outerjoin(source.title.table, source.title_id == counted.c[source.titled_by])
    )  # fmt: skip
    if source.order_id is not None and source.title.table is not SupervisionOrder.__table__:
        query = query.outerjoin(SupervisionOrder, SupervisionOrder.id == counted.c.order_id)
    return query.subquery("matter")


def _counted(source: Source, step: CTE, rows: Query, side: Side) -> Subquery:
    one_unit = side is not Side.OFFICE
    if one_unit:
        rows = rows.where(source.unit_id.is_not(None))
    groups = [step.c.basis, step.c.subject_id, source.subject_id, source.plan_id]
    groups += [source.unit_id] if one_unit else []
    groups += [] if isinstance(source.subject, str) else [source.subject]
    return (
        rows.add_columns(
            step.c.basis, step.c.subject_id.label("step_subject"), source.subject_column.label("subject"),
            source.subject_id.label("subject_id"), source.plan_id.label("plan_id"), func.min(source.task_id).label("task_id"),
            (func.count(source.task_id.distinct()) if source.counts_tasks else literal(1)).label("tasks"),
            (source.unit_id if one_unit else func.min(source.unit_id)).label("unit_id"),
            (literal(1) if one_unit else func.count(source.unit_id.distinct())).label("units"),
            _least(source.order_id).label("order_id"), _least(source.paper_id).label("paper_id"),
            _before_head(source).label("before_head"),
        )
        .group_by(*groups)
        .subquery("counted")
    )  # fmt: skip


def _before_head(source: Source) -> Column:
    """How many of the matter's tasks lie before the head of the unit with all their shares; of another matter: whether it does."""
    if source.before_head is None:
        return literal(0)
    if source.counts_tasks:
        left = func.count(case((~source.before_head, source.task_id)).distinct())
        return func.count(source.task_id.distinct()) - left
    return func.min(case((source.before_head, 1), else_=0))


def _least(column: Column | None) -> Column:
    return null() if column is None else func.min(column)


def _order_columns(source: Source) -> tuple[Column, ...]:
    if source.order_id is None:
        return (literal("").label("kind"), literal(0).label("year"), literal(0).label("number"))
    return (SupervisionOrder.kind.expression, SupervisionOrder.year.expression, SupervisionOrder.number.expression)


def still_owed(source: Source) -> Column:
    """A condition on Notice: what it reminds of is owed as it was when the reminder was planned."""
    same = [source.subject_id == Notice.subject_id, Plan.supervised_from.is_not(None)]
    same += [] if source.basis is None else [source.basis == Notice.due_on]
    same.append(source.subject_column == Notice.subject)
    of_unit = or_(Notice.audience == Side.OFFICE, source.unit_id == Notice.unit_id)
    rows = source.rows if source.of_one is None else source.of_one
    return rows.add_columns(literal(1)).where(*same, of_unit).correlate(Notice).exists()
