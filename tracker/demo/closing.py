"""Striking finished tasks off in the demonstration, and looking back at them two months later: one has fallen back."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.demo import joint
from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Recheck, Task
from tracker.rules.closing import ClosingCheck, RecheckState
from tracker.rules.statuses import AssignmentRole, CheckMethod, TaskState
from tracker.services import closures, recheck_results, verifications
from tracker.services.verifications import Findings

RECHECK_AFTER = timedelta(days=60)
REBOUNDS = 2  # the second look back finds that it did not hold


def close_finished(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """Strike off every task whose units are done: asked for, verified, concluded."""
    query = select(Task).where(Task.plan_id == plan_id, Task.state == TaskState.IN_PROGRESS)
    query = query.options(selectinload(Task.assignments)).order_by(Task.id)
    for task in session.scalars(query).all():
        if task.assignments and not closures.open_shares(task):
            lead = min(task.assignments, key=lambda share: (share.role is not AssignmentRole.LEAD, share.id))
            statement = "各承办单位均已完成，佐证材料齐全，申请销号。"
            closures.request_closure(session, task, statement, actor=cast.liaisons[lead.unit_id], now=at(day, 16))
            joint.speak_on_closing(session, cast, task, day)
            strike_off(session, cast, task, day)


def strike_off(session: Session, cast: Cast, task: Task, day: date) -> None:
    """Verify the task in two ways and close it."""
    for method, finding in (
        (CheckMethod.DOCUMENTS, "查阅全部佐证材料，数据、日期与填报一致。"),
        (CheckMethod.PHONE, "电话抽查 2 个承办单位，情况属实。"),
    ):
        said = Findings(method, cast.clerk.name, day, finding)
        verifications.record_verification(session, task, said, actor=cast.clerk, now=at(day, 16, 10))
    conclusion = closures.Conclusion("经核查，任务已经落实，同意销号。", day, tuple(ClosingCheck), day + RECHECK_AFTER)
    closures.close(session, task, conclusion, actor=cast.director, now=at(day, 16, 30))


def look_back(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """Make every look back that has fallen due."""
    query = select(Recheck).join(Task, Task.id == Recheck.task_id).where(Task.plan_id == plan_id)
    due = query.where(Recheck.state == RecheckState.PLANNED, Recheck.due_on <= day).order_by(Recheck.id)
    for row in session.scalars(due).all():
        before = session.scalars(query.where(Recheck.state.in_((RecheckState.HELD, RecheckState.REBOUNDED)))).all()
        if len(before) == REBOUNDS - 1:
            found = Findings(CheckMethod.ON_SITE, cast.clerk.name, day, "现场回访发现 1 处设施停用，与销号时不符。")
            recheck_results.rebound(session, row, found, actor=cast.director, now=at(day, 15))
            lead = min(row.task.assignments, key=lambda share: (share.role is not AssignmentRole.LEAD, share.id))
            closures.resume_share(session, lead, "请整改后重新报送。", actor=cast.director, now=at(day, 15, 10))
        else:
            found = Findings(CheckMethod.VISIT, cast.clerk.name, day, "走访群众，成效保持良好。")
            recheck_results.confirm(session, row, found, actor=cast.clerk, now=at(day, 15))
