"""Years of the calendar that were loaded here, and the limits that were counted in working days across a year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models import (
    Assignment,
    CalendarYear,
    Dispute,
    Jurisdiction,
    Plan,
    RectificationItem,
    SupervisionOrder,
    Task,
    Unit,
    User,
)
from tracker.queries.sql import Page, page_of
from tracker.rules.statuses import OWED_ITEM_STATES, REPLY_OWED_STATES, AssignmentState, OrderState
from tracker.rules.transitions import Subject
from tracker.rules.workdays import YearNotice


@dataclass(frozen=True)
class LoadedYear:
    """A year that was loaded here, by whom and when."""

    notice: YearNotice
    loaded_by: str | None
    loaded_at: datetime


def loaded_years(session: Session) -> dict[int, LoadedYear]:
    """The years that were loaded here; one statement."""
    query = select(CalendarYear, User.name).outerjoin(User, User.id == CalendarYear.loaded_by_id).order_by(CalendarYear.year)
    return {row.year: LoadedYear(_notice(row), name, row.loaded_at) for row, name in session.execute(query)}


def loaded_notices(session: Session) -> dict[int, YearNotice]:
    """The same without who and when."""
    return {row.year: _notice(row) for row in session.scalars(select(CalendarYear).order_by(CalendarYear.year))}


def _notice(row: CalendarYear) -> YearNotice:
    off, worked = (tuple(map(date.fromisoformat, days)) for days in (row.holidays, row.makeup_days))
    return YearNotice(row.year, row.document, row.official, off, worked)


@dataclass(frozen=True)
class CountedLimit:
    """A column that holds a limit counted in working days, and where it still binds somebody.

    `due` moves with the calendar; base and number are `counted_from` and `counted_days` beside it.
    """

    subject: str
    model: Any
    due: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]
    binds: tuple[ColumnElement[bool], ...]


LIMITS: tuple[CountedLimit, ...] = (
    CountedLimit(Subject.ASSIGNMENT, Assignment, Assignment.acknowledge_by, (Assignment.state == AssignmentState.PENDING,)),
    CountedLimit(Subject.ORDER, SupervisionOrder, SupervisionOrder.reply_due_on, (SupervisionOrder.state.in_(REPLY_OWED_STATES),)),
    CountedLimit(
        Subject.ITEM,
        RectificationItem,
        RectificationItem.due_on,
        (RectificationItem.state.in_(OWED_ITEM_STATES), SupervisionOrder.state != OrderState.CLOSED),
    ),
    CountedLimit("dispute", Dispute, Dispute.decide_by, (Dispute.outcome.is_(None), Assignment.state == AssignmentState.OBJECTED)),
)


@dataclass(frozen=True)
class Tally:
    """So many rows of a kind that were counted from one day, by one number, and have one limit; `low` and `high`: their ids."""

    subject: str
    counted_from: date
    counted_days: int
    due_on: date
    rows: int
    low: int
    high: int


@dataclass(frozen=True)
class CountedRow:
    """One limit with the matter that it belongs to."""

    subject: str
    id: int
    counted_from: date
    counted_days: int
    due_on: date
    task_id: int
    task: str
    unit_id: int
    unit: str
    plan_id: int
    plan: str
    jurisdiction_id: int


Key = tuple[str, date, int, date]  # subject, counted_from, counted_days, due_on


def tallies(session: Session, year: int) -> list[Tally]:
    """The limits that were counted across days of the year and still bind, gathered; one statement for each kind.

    They began before the year was over and end in it or later: no other limit can have counted one of its days.
    """
    found = []
    for limit in LIMITS:
        model = limit.model
        key = (model.counted_from, model.counted_days, limit.due)
        query = (
            _from(limit, select(*key, func.count(), func.min(model.id), func.max(model.id)))
            .where(model.counted_from <= date(year, 12, 31), limit.due >= date(year, 1, 1))
            .group_by(*key)
            .order_by(*key)
        )
        found += [Tally(limit.subject, *row) for row in session.execute(query)]
    return found


def counted_page(session: Session, keys: Collection[Key], number: int) -> Page[CountedRow]:
    """One page of the limits with these keys, plan by plan; two statements."""
    if not keys:
        return Page([], 1, 0)
    rows, number, total = page_of(session, _rows(keys), number)
    return Page([CountedRow(*row) for row in rows], number, total)


def counted_rows(session: Session, keys: Collection[Key]) -> Sequence[CountedRow]:
    """Every limit with these keys, plan by plan; one statement."""
    return [CountedRow(*row) for row in session.execute(_rows(keys))] if keys else []


def concerned(session: Session, keys: Collection[Key]) -> tuple[set[int], set[int]]:
    """The units that must keep the limits with these keys, and the places of their plans, as ids; one statement.

    A dispute's limit is the office's to keep.
    """
    if not keys:
        return set(), set()
    found = _rows(keys).order_by(None).subquery()
    rows = session.execute(select(found.c.subject, found.c.unit_id, found.c.jurisdiction_id).distinct()).all()
    return {row.unit_id for row in rows if row.subject != "dispute"}, {row.jurisdiction_id for row in rows}


def _rows(keys: Collection[Key]) -> Select[*tuple[Any, ...]]:
    wanted = {key[0] for key in keys}
    found = union_all(*(_matters(limit, keys) for limit in LIMITS if limit.subject in wanted)).subquery()
    return select(found).order_by(found.c.plan_id, found.c.due_on, found.c.subject, found.c.id)


def _matters(limit: CountedLimit, keys: Collection[Key]) -> Select[*tuple[Any, ...]]:
    model = limit.model
    wanted = [key[1:] for key in keys if key[0] == limit.subject]
    unit_id = SupervisionOrder.unit_id if limit.subject in (Subject.ORDER, Subject.ITEM) else Assignment.unit_id
    columns = (
        literal(limit.subject).label("subject"), model.id.label("id"), model.counted_from.label("counted_from"),
        model.counted_days.label("counted_days"), limit.due.label("due_on"), Task.id.label("task_id"), Task.title.label("task"),
        unit_id.label("unit_id"), Unit.name.label("unit"), Plan.id.label("plan_id"), Plan.title.label("plan"),
        Plan.jurisdiction_id.label("jurisdiction_id"),
    )  # fmt: skip
    return (
        _from(limit, select(*columns))
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == unit_id)
        .where(tuple_(model.counted_from, model.counted_days, limit.due).in_(wanted))
    )


def _from(limit: CountedLimit, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The query over the rows of the kind that still bind, with what they belong to down to the task."""
    query = query.select_from(limit.model)
    if limit.subject == Subject.ITEM:
        query = query.join(SupervisionOrder, SupervisionOrder.id == RectificationItem.order_id)
    if limit.subject == "dispute":
        query = query.join(Assignment, Assignment.id == Dispute.assignment_id)
    task_id = SupervisionOrder.task_id if limit.subject in (Subject.ORDER, Subject.ITEM) else Assignment.task_id
    return query.join(Task, Task.id == task_id).where(limit.model.counted_from.is_not(None), *limit.binds)


def regions_in_use(session: Session) -> Sequence[str]:
    """The places, as paths, for which a plan was given out: on those a year's notice has its effect."""
    query = select(Jurisdiction.path).join(Plan, Plan.jurisdiction_id == Jurisdiction.id).where(Plan.supervised_from.is_not(None))
    return session.scalars(query.distinct().order_by(Jurisdiction.path)).all()
