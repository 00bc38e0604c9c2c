"""The papers beside the reports that wait for an act of a unit's own (延期、调整、复核、配合意见、协调事项、指标读数), in one list.

Each kind says itself what waits, and the navigation counts by the same condition, so that every number in the bar is found here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from tracker.models import (
    Adjustment,
    CoordinationItem,
    Extension,
    Indicator,
    IndicatorReading,
    Objection,
    Opinion,
    Plan,
    Task,
    Unit,
)
from tracker.queries import adjustments, coordination, indicators, objections, opinions, requests
from tracker.rules.adjustments import AdjustmentState
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.joint_statuses import CoordinationState, OpinionState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import ExtensionState, ObjectionState
from tracker.rules.transitions import Subject

STATES: Mapping[Subject, type[StrEnum]] = {
    Subject.EXTENSION: ExtensionState,
    Subject.ADJUSTMENT: AdjustmentState,
    Subject.OBJECTION: ObjectionState,
    Subject.OPINION: OpinionState,
    Subject.COORDINATION: CoordinationState,
    Subject.INDICATOR_READING: IndicatorReadingState,
}


@dataclass(frozen=True)
class WaitingPaper:
    """One paper: its kind, the id by which its page is found (of a reading, its indicator's), and what it is about."""

    kind: Subject
    page_id: int
    title: str
    unit: str
    state: StrEnum
    since: datetime


@dataclass(frozen=True)
class WaitingPapers:
    """The first few of them, those that wait longest on top, and how many of each kind there are."""

    rows: list[WaitingPaper]
    counts: dict[Subject, int]


def waiting_papers(session: Session, actor: Actor, limit: int) -> WaitingPapers:
    """What waits for the actor among the papers of the actor's own units; two statements."""
    every = union_all(*_kinds(actor)).subquery()
    counts = session.execute(select(every.c.kind, func.count()).group_by(every.c.kind).order_by(every.c.kind))
    rows = session.execute(select(every).order_by(every.c.since, every.c.kind, every.c.page_id).limit(limit))
    found = [
        WaitingPaper(Subject(row.kind), row.page_id, row.title, row.unit, STATES[Subject(row.kind)](row.state), row.since)
        for row in rows
    ]
    return WaitingPapers(found, {Subject(kind): number for kind, number in counts})


def _kinds(actor: Actor) -> list[Select[*tuple[Any, ...]]]:
    began = {
        Extension: func.coalesce(Extension.submitted_at, Extension.drafted_at),
        Adjustment: func.coalesce(Adjustment.submitted_at, Adjustment.drafted_at),
    }
    return [
        _of_task(actor, Subject.EXTENSION, Extension, began[Extension], requests.waits_for(actor)),
        _of_task(actor, Subject.ADJUSTMENT, Adjustment, began[Adjustment], adjustments.waits_for(actor)),
        _of_task(actor, Subject.OBJECTION, Objection, Objection.filed_at, objections.waits_for(actor)),
        _of_task(actor, Subject.OPINION, Opinion, Opinion.asked_at, opinions.waiting(actor)),
        _of_task(actor, Subject.COORDINATION, CoordinationItem, CoordinationItem.opened_at, coordination.waits_for(actor)),
        _readings(actor),
    ]


def _of_task(
    actor: Actor, kind: Subject, model: Any, since: ColumnElement[datetime] | Any, waits: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    query = _columns(kind, model.id, Task.title, model.state, since)
    query = query.select_from(model).join(Task, Task.id == model.task_id).join(Plan, Plan.id == Task.plan_id)
    return _own(query.where(waits), actor, model.unit_id)


def _readings(actor: Actor) -> Select[*tuple[Any, ...]]:
    reading = IndicatorReading
    query = _columns(Subject.INDICATOR_READING, Indicator.id, Indicator.name, reading.state, reading.entered_at)
    query = query.select_from(reading).join(Indicator, Indicator.id == reading.indicator_id)
    return _own(query.join(Plan, Plan.id == Indicator.plan_id).where(indicators.waits_for(actor)), actor, reading.unit_id)


def _columns(kind: Subject, page_id: Any, title: Any, state: Any, since: Any) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind.value).label("kind"), page_id.label("page_id"), title.label("title"), Unit.name.label("unit"),
        type_coerce(state, String).label("state"), since.label("since"),
    )  # fmt: skip


def _own(query: Select[*tuple[Any, ...]], actor: Actor, unit_id: Any) -> Select[*tuple[Any, ...]]:
    own = sorted(actor.units(Permission.ASSIGNMENT_ANSWER))
    return query.join(Unit, Unit.id == unit_id).where(unit_id.in_(own))
