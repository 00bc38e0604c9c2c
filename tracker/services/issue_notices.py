"""Notices of giving out (交办通知): one to each unit at each giving out, numbered without gaps, with the day to sign by."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tracker.act_labels import document_name
from tracker.giving_out_labels import notice_number
from tracker.models import Assignment, Clause, IssueNotice, IssueNoticeItem, Measure, Plan, Task, Unit
from tracker.queries.held import told
from tracker.queries.reporting import office_name
from tracker.rules.days import official_day
from tracker.rules.giving_out import sign_by
from tracker.rules.permissions import Actor
from tracker.services import notices
from tracker.services.calendars import work_calendar
from tracker.services.events import Entry, record
from tracker.services.numbering import next_number

SUBJECT = "issue_notice"
SIGNING = ("acknowledge_by", "counted_from", "counted_days")  # what `sign_limit` sets
Given = Row[Assignment, Task, str, str]


def limit_from(session: Session, plan: Plan, day: date) -> date:
    """The day by which a unit signs for what it is given under the plan on the day."""
    return sign_by(day, plan.acknowledge_days, work_calendar(session))


def sign_limit(session: Session, plan: Plan, day: date) -> dict[str, Any]:
    """That day for the columns of a share, with what it was counted from."""
    limit = limit_from(session, plan, day)
    return {"acknowledge_by": limit, "counted_from": day, "counted_days": plan.acknowledge_days}


def send_notices(session: Session, plan: Plan, shares: Sequence[Assignment], *, actor: Actor, now: datetime) -> list[IssueNotice]:
    """A notice to each unit for the shares that were given out to it just now, in the order of the units.

    The units' liaisons are told. The caller holds the plan's chain, has found that the actor may give out, and has written into
    the shares the day by which they are to be signed for (`sign_limit` of today).
    """
    today = official_day(now)
    limit = limit_from(session, plan, today)
    ids = [share.id for share in shares]
    if not ids:
        return []
    contact = "　".join(part for part in (office_name(session, plan.jurisdiction_id, today), actor.name) if part)
    highest = select(func.max(IssueNotice.number)).where(
        IssueNotice.jurisdiction_id == plan.jurisdiction_id, IssueNotice.year == today.year
    )
    number = next_number(session, plan.jurisdiction_id, highest)
    found: list[IssueNotice] = []
    for unit_id, rows in groupby(_given(session, ids), key=lambda row: row[0].unit_id):
        found.append(
            IssueNotice(
                jurisdiction_id=plan.jurisdiction_id, plan_id=plan.id, unit_id=unit_id, year=today.year, number=number + len(found),
                issued_at=now, issued_by_id=actor.user_id, contact=contact, acknowledge_by=limit,
                items=[_item(row, place) for place, row in enumerate(rows, start=1)],
            )
        )  # fmt: skip
    session.add_all(found)
    session.flush()
    record(session, plan.id, [_entry(notice) for notice in found], actor=actor, now=now)
    for notice in found:
        _tell(session, plan, notice, now)
    return found


def _given(session: Session, ids: Sequence[int]) -> Sequence[Given]:
    """The shares with their tasks and words, by unit and in the order of the plan."""
    query = (
        select(Assignment, Task, Measure.label, Clause.text)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .outerjoin(Clause, Clause.id == Assignment.clause_id)
        .where(Assignment.id.in_(ids))
        .order_by(Assignment.unit_id, Measure.ordinal, Assignment.id)
    )
    return session.execute(query).all()


def _item(row: Given, position: int) -> IssueNoticeItem:
    share, task, label, clause = row
    return IssueNoticeItem(
        position=position, assignment_id=share.id, label=label or "", title=task.title, clause=clause, role=share.role,
        due_on=task.due_on, is_ongoing=task.is_ongoing, assignment=share,
    )  # fmt: skip


def _entry(notice: IssueNotice) -> Entry:
    tasks = {item.assignment.task_id for item in notice.items}
    data = {
        "name": notice_number(notice.year, notice.number), "unit": notice.unit_id,
        "acknowledge_by": notice.acknowledge_by.isoformat(), "shares": [item.assignment_id for item in notice.items],
    }  # fmt: skip
    return Entry(SUBJECT, notice.id, "issue", task_id=tasks.pop() if len(tasks) == 1 else None, data=data, wrote=told(notice))


def _tell(session: Session, plan: Plan, notice: IssueNotice, now: datetime) -> None:
    count, limit = len(notice.items), notice.acknowledge_by
    first = f"“{notice.items[0].title}”{'等 ' + str(count) + ' 项任务' if count > 1 else ''}"
    given = f"{document_name(plan.title, plan.document_number)}已交办，{first}由你单位承办"
    notices.tell(
        session, session.get_one(Unit, notice.unit_id), key=f"issued:{plan.id}:{notice.id}",
        title=f"收到交办任务 {count} 项，请签收",
        body=f"{given}，见{notice_number(notice.year, notice.number)}。"
        f"请于{limit.year}年{limit.month}月{limit.day}日前登录签收，如有异议请一并提出。",
        path=f"/issue-notices/{notice.id}", plan_id=plan.id, due_on=limit, about=(SUBJECT, notice.id), now=now,
    )  # fmt: skip
