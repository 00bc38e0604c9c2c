"""Notices of giving out (交办通知): lists, one of them, and who is past the day to sign, within what the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, IssueNotice, IssueNoticeItem, Plan, Task, Unit
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState


class Waiting(StrEnum):
    """What a notice still waits for, computed when asked."""

    OVERDUE = "overdue"  # 逾期未签收
    PENDING = "pending"  # 待签收, overdue or not
    OBJECTED = "objected"  # 有异议


@dataclass(frozen=True)
class NoticeFilter:
    """What the list is narrowed to; None means no limit."""

    plan_id: int | None = None
    unit_id: int | None = None
    waiting: Waiting | None = None


@dataclass(frozen=True)
class NoticeRow:
    """One line of the list: how many tasks it gives, and how many of them wait to be signed for, are overdue, in dispute."""

    id: int
    year: int
    number: int
    unit: str
    plan_id: int
    plan: str
    issued_at: datetime
    acknowledge_by: date
    tasks: int
    pending: int
    overdue: int
    objected: int


def visible_notice(actor: Actor) -> ColumnElement[bool]:
    """A condition on IssueNotice joined to Plan: its own unit, the office and leaders."""
    own = IssueNotice.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))
    return or_(in_region(actor, Permission.TASK_READ), own)


def waits(waiting: Waiting, today: date) -> ColumnElement[bool]:
    """A condition on Assignment joined to Task: what it waits for before the work can begin."""
    if waiting is Waiting.OBJECTED:
        return Assignment.state == AssignmentState.OBJECTED
    pending = and_(Assignment.state == AssignmentState.PENDING, Task.state.in_(OPEN_TASK_STATES))
    return and_(pending, Assignment.acknowledge_by < today) if waiting is Waiting.OVERDUE else pending


def issue_notices(session: Session, actor: Actor, chosen: NoticeFilter, today: date, number: int = 1) -> Page[NoticeRow]:
    """One page of the notices, the newest first. Two statements."""
    query = _notices(today).where(visible_notice(actor), *_narrowed(chosen, today)).order_by(IssueNotice.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page([_row(row) for row in rows], number, total)


def _narrowed(chosen: NoticeFilter, today: date) -> list[ColumnElement[bool]]:
    wanted = ((IssueNotice.plan_id, chosen.plan_id), (IssueNotice.unit_id, chosen.unit_id))
    conditions = [column == value for column, value in wanted if value is not None]
    if chosen.waiting is not None:
        held = select(IssueNoticeItem.id).join(Assignment).join(Task, Task.id == Assignment.task_id)
        conditions.append(exists(held.where(IssueNoticeItem.notice_id == IssueNotice.id, waits(chosen.waiting, today))))
    return conditions


def _notices(today: date) -> Select[*tuple[Any, ...]]:
    def how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        query = (
            select(func.count())
            .select_from(IssueNoticeItem)
            .join(Assignment, Assignment.id == IssueNoticeItem.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
        )
        return query.where(IssueNoticeItem.notice_id == IssueNotice.id, *conditions).correlate(IssueNotice).scalar_subquery()

    return (
        select(
            IssueNotice, Unit.name.label("unit"), Plan.title.label("plan"), how_many().label("tasks"),
            *(how_many(waits(waiting, today)).label(waiting.value) for waiting in Waiting),
        )
        .join(Plan, Plan.id == IssueNotice.plan_id)
        .join(Unit, Unit.id == IssueNotice.unit_id)
    )  # fmt: skip


def _row(row: Any) -> NoticeRow:
    notice: IssueNotice = row.IssueNotice
    return NoticeRow(
        id=notice.id,
        year=notice.year,
        number=notice.number,
        unit=row.unit,
        plan_id=notice.plan_id,
        plan=row.plan,
        issued_at=notice.issued_at,
        acknowledge_by=notice.acknowledge_by,
        tasks=row.tasks,
        pending=row.pending,
        overdue=row.overdue,
        objected=row.objected,
    )


def units_late(session: Session, actor: Actor, today: date) -> list[tuple[int, str, int]]:
    """The units that are past the day to sign, those with most tasks first: id, name, how many tasks. Whole offices only."""
    count = func.count(Assignment.id)
    query = (
        select(Unit.id, Unit.name, count)
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(in_region(actor, Permission.TASK_ADMINISTER), waits(Waiting.OVERDUE, today))
        .group_by(Unit.id, Unit.name)
        .order_by(count.desc(), Unit.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.limit(30))]


def notice_choices(session: Session, actor: Actor) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The plans and the units of the notices in the actor's view, to choose from; two statements."""
    seen = select(IssueNotice).join(Plan, Plan.id == IssueNotice.plan_id).join(Unit, Unit.id == IssueNotice.unit_id)
    seen = seen.where(visible_notice(actor))
    plans = seen.with_only_columns(Plan.id, Plan.title).distinct().order_by(Plan.id.desc()).limit(300)
    units = seen.with_only_columns(Unit.id, Unit.name).distinct().order_by(Unit.name).limit(300)
    return [(row[0], row[1]) for row in session.execute(plans)], [(row[0], row[1]) for row in session.execute(units)]


def the_notice(session: Session, actor: Actor, notice_id: int) -> IssueNotice:
    """The notice with its plan, unit and shares; NotFound where the actor may not see it."""
    query = (
        select(IssueNotice)
        .join(Plan, Plan.id == IssueNotice.plan_id)
        .where(IssueNotice.id == notice_id, visible_notice(actor))
        .options(
            joinedload(IssueNotice.plan).joinedload(Plan.jurisdiction),
            joinedload(IssueNotice.unit),
            selectinload(IssueNotice.items).joinedload(IssueNoticeItem.assignment).joinedload(Assignment.task),
        )
    )
    return found(session.scalar(query))


def notices_of(session: Session, actor: Actor, task: Task) -> list[IssueNotice]:
    """The notices by which the task was given out that the actor may see, in their order."""
    held = select(IssueNoticeItem.notice_id).join(Assignment).where(Assignment.task_id == task.id)
    query = (
        select(IssueNotice)
        .join(Plan, Plan.id == IssueNotice.plan_id)
        .where(IssueNotice.id.in_(held), visible_notice(actor))
        .options(joinedload(IssueNotice.unit))
        .order_by(IssueNotice.id)
    )
    return list(session.scalars(query))
