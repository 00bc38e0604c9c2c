"""The rows behind a figure of a report, as they stand today, each with what it is called and where its page is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    Evidence,
    Indicator,
    IndicatorReading,
    Notice,
    Occurrence,
    Plan,
    SupervisionOrder,
    Task,
    Unit,
    Update,
)

Row = tuple[str, int]


@dataclass(frozen=True)
class RowBehind:
    """One row: its table and id, what it is called, and the row whose page shows it (its table and id), None where none does."""

    table: str
    id: int
    words: str
    page: Row | None


def rows_behind(session: Session, rows: Sequence[Row]) -> list[RowBehind]:
    """The rows in their order; one statement for each table. A row that is gone, or of a table without pages, has no words."""
    found: dict[Row, RowBehind] = {}
    for table in dict.fromkeys(table for table, _ in rows):
        ids = [number for name, number in rows if name == table]
        if table in _FACES:
            query, face = _FACES[table]
            named = (face(row) for row in session.execute(query(ids)))
            found |= {(one.table, one.id): one for one in named}
    return [found.get(row) or RowBehind(*row, words="", page=None) for row in rows]


def _tasks(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    return select(Task.id, Task.title).where(Task.id.in_(ids))


def _assignments(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(Assignment.id, Unit.name, Task.title, Task.id.label("task_id")).join(Task, Task.id == Assignment.task_id)
    return query.join(Unit, Unit.id == Assignment.unit_id).where(Assignment.id.in_(ids))


def _updates(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(Update.id, Unit.name, Task.title, Update.period, Update.version)
    query = query.join(Assignment, Assignment.id == Update.assignment_id).join(Task, Task.id == Assignment.task_id)
    return query.join(Unit, Unit.id == Assignment.unit_id).where(Update.id.in_(ids))


def _evidence(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(Evidence.id, Evidence.name, Unit.name.label("unit"), Evidence.update_id)
    query = query.join(Update, Update.id == Evidence.update_id).join(Assignment, Assignment.id == Update.assignment_id)
    return query.join(Unit, Unit.id == Assignment.unit_id).where(Evidence.id.in_(ids))


def _orders(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(SupervisionOrder.id, Unit.name, SupervisionOrder.year, SupervisionOrder.number, Task.title)
    query = query.join(Unit, Unit.id == SupervisionOrder.unit_id).join(Task, Task.id == SupervisionOrder.task_id)
    return query.where(SupervisionOrder.id.in_(ids))


def _occurrences(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(Occurrence.id, Unit.name, Occurrence.due_on).join(Unit, Unit.id == Occurrence.unit_id)
    return query.where(Occurrence.id.in_(ids))


def _units(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    return select(Unit.id, Unit.name).where(Unit.id.in_(ids))


def _plans(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    return select(Plan.id, Plan.title).where(Plan.id.in_(ids))


def _notices(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    return select(Notice.id, Notice.title, Notice.planned_on).where(Notice.id.in_(ids))


def _indicators(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    return select(Indicator.id, Indicator.name).where(Indicator.id.in_(ids))


def _readings(ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    query = select(IndicatorReading.id, Indicator.name, IndicatorReading.fact_on, IndicatorReading.indicator_id)
    return query.join(Indicator, Indicator.id == IndicatorReading.indicator_id).where(IndicatorReading.id.in_(ids))


_Face = tuple[Callable[[Iterable[int]], Select[*tuple[Any, ...]]], Callable[[Any], RowBehind]]
_FACES: Mapping[str, _Face] = {
    "task": (_tasks, lambda row: RowBehind("task", row.id, row.title, ("task", row.id))),
    "assignment": (
        _assignments, lambda row: RowBehind("assignment", row.id, f"{row.name}：{row.title}", ("task", row.task_id)),
    ),
    "update": (
        _updates,
        lambda row: RowBehind("update", row.id, f"{row.name}：{row.title}（{row.period}，第{row.version}版）", ("update", row.id)),
    ),
    "evidence": (
        _evidence, lambda row: RowBehind("evidence", row.id, f"{row.unit}：{row.name}", ("update", row.update_id)),
    ),
    "supervision_order": (
        _orders,
        lambda row: RowBehind(
            "supervision_order", row.id, f"〔{row.year}〕{row.number}号 {row.name}：{row.title}", ("supervision_order", row.id)
        ),
    ),
    "occurrence": (
        _occurrences, lambda row: RowBehind("occurrence", row.id, f"{row.name}（{row.due_on}）", ("occurrence", row.id)),
    ),
    "unit": (_units, lambda row: RowBehind("unit", row.id, row.name, None)),
    "plan": (_plans, lambda row: RowBehind("plan", row.id, row.title, ("plan", row.id))),
    "notice": (_notices, lambda row: RowBehind("notice", row.id, f"{row.planned_on} {row.title}", None)),
    "indicator": (_indicators, lambda row: RowBehind("indicator", row.id, row.name, ("indicator", row.id))),
    "indicator_reading": (
        _readings,
        lambda row: RowBehind("indicator_reading", row.id, f"{row.name}（{row.fact_on}）", ("indicator", row.indicator_id)),
    ),
}  # fmt: skip
