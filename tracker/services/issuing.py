"""Issue a plan (交办): its tasks go out to their units, and the clock starts."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.errors import Conflict
from tracker.models import Assignment, Plan, Task, Unit, UnitMember
from tracker.queries.readings import unsettled_errors
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentState, PlanState, TaskState
from tracker.services import events, notices
from tracker.services.drafts import is_draft, require_plan


def issue_plan(session: Session, plan: Plan, *, actor: Actor, now: datetime, supervise: bool = True) -> None:
    """Issue every task of the plan to its units; a collective unit with known members is replaced by them.

    With `supervise` False the tasks stand as issued but nothing is asked of anybody: facts of a plan that others carry out.
    """
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    if not is_draft(session, plan):
        raise Conflict("这份方案已经交办过了。")
    errors = unsettled_errors(session, plan.id)
    if errors:
        raise Conflict(f"还有 {errors} 处读取有误的地方没有处理，不能交办。请先在核对页逐处更正。")
    _expand_collectives(session, plan)
    today = official_day(now)
    tasks = list(session.scalars(select(Task).where(Task.plan_id == plan.id).order_by(Task.id)))
    shares = list(session.scalars(select(Assignment).join(Task).where(Task.plan_id == plan.id).order_by(Assignment.id)))
    plan.state, plan.issued_at = PlanState.ISSUED, now
    plan.supervised_from = today if supervise else None
    session.flush()
    task_ids = [task.id for task in tasks]
    session.execute(update(Task).where(Task.id.in_(task_ids)).values(state=TaskState.ISSUED, issued_on=today))
    session.execute(
        update(Assignment).where(Assignment.task_id.in_(task_ids)).values(state=AssignmentState.PENDING, issued_on=today)
    )
    entries = [events.Entry("plan", plan.id, "issue", PlanState.DRAFT, PlanState.ISSUED)]
    entries += [events.Entry("task", task.id, "issue", TaskState.DRAFT, TaskState.ISSUED, task_id=task.id) for task in tasks]
    entries += [
        events.Entry("assignment", share.id, "issue", AssignmentState.DRAFT, AssignmentState.PENDING, task_id=share.task_id)
        for share in shares
    ]
    events.record(session, plan.id, entries, actor=actor, now=now)
    if supervise:
        _tell_units(session, plan, shares, now)


def _tell_units(session: Session, plan: Plan, shares: Sequence[Assignment], now: datetime) -> None:
    """One message to each unit, however many tasks it was given."""
    for unit_id, number in Counter(share.unit_id for share in shares).items():
        notices.tell(
            session, session.get_one(Unit, unit_id), key=f"issued:{plan.id}:{unit_id}", title=f"收到交办任务 {number} 项，请签收",
            body=f"《{plan.title}》已交办，其中 {number} 项由你单位承办。请登录查看任务内容并签收，如有异议请一并提出。",
            path="/mine", plan_id=plan.id, now=now,
        )  # fmt: skip


def _expand_collectives(session: Session, plan: Plan) -> None:
    rows = session.execute(
        select(Assignment, UnitMember.member_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(UnitMember, UnitMember.collective_id == Assignment.unit_id)
        .where(Task.plan_id == plan.id)
        .order_by(Assignment.id, UnitMember.member_id)
    ).all()
    for share in dict.fromkeys(share for share, _ in rows):
        session.delete(share)
    own = {
        (share.task_id, share.unit_id, share.clause_id)
        for share in session.scalars(select(Assignment).join(Task).where(Task.plan_id == plan.id))
    }
    for share, member_id in rows:
        if (share.task_id, member_id, share.clause_id) not in own:
            own.add((share.task_id, member_id, share.clause_id))
            session.add(
                Assignment(
                    task_id=share.task_id,
                    unit_id=member_id,
                    role=share.role,
                    clause_id=share.clause_id,
                    is_implied=share.is_implied,
                    via_unit_id=share.unit_id,
                )  # fmt: skip
            )
    session.flush()
