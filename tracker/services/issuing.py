"""Issue a plan (交办): its tasks go out to their units, and the clock starts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from tracker.errors import Conflict
from tracker.models import Assignment, Plan, Task, Unit
from tracker.queries.readings import unsettled_errors
from tracker.queries.unit_members import members_by_unit
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState, PlanState, TaskState
from tracker.services import events, notices
from tracker.services.drafts import is_draft, require_plan
from tracker.services.occurrences import open_occurrences


def issue_plan(session: Session, plan: Plan, *, actor: Actor, now: datetime, supervise: bool = True) -> None:
    """Issue every task of the plan to its units; a collective unit with known members is replaced by them.

    Tasks that the plan took over from its last edition go on as they are; only their new units are given something.
    With `supervise` False the tasks stand as issued but nothing is asked of anybody: facts of a plan that others carry out.
    """
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    if not is_draft(session, plan):
        raise Conflict("这份方案已经交办过了。")
    errors = unsettled_errors(session, plan.id)
    if errors:
        raise Conflict(f"还有 {errors} 处读取有误的地方没有处理，不能交办。请先在核对页逐处更正。")
    today = official_day(now)
    expand_collectives(session, plan, today)
    drafts = select(Task).where(Task.plan_id == plan.id, Task.state == TaskState.DRAFT)
    given = select(Assignment).join(Task).where(Task.plan_id == plan.id, Assignment.state == AssignmentState.DRAFT)
    tasks = list(session.scalars(drafts.order_by(Task.id)))
    shares = list(session.scalars(given.options(joinedload(Assignment.task)).order_by(Assignment.id)))
    plan.state, plan.issued_at = PlanState.ISSUED, now
    plan.supervised_from = today if supervise else None
    session.flush()
    session.execute(
        update(Assignment)
        .where(Assignment.state == AssignmentState.DRAFT, Assignment.task_id.in_({share.task_id for share in shares}))
        .values(state=AssignmentState.PENDING, issued_on=today)
    )
    session.execute(update(Task).where(Task.id.in_([task.id for task in tasks])).values(state=TaskState.ISSUED, issued_on=today))
    entries = [events.Entry("plan", plan.id, "issue", PlanState.DRAFT, PlanState.ISSUED)]
    entries += [events.Entry("task", task.id, "issue", TaskState.DRAFT, TaskState.ISSUED, task_id=task.id) for task in tasks]
    entries += [
        events.Entry("assignment", share.id, "issue", AssignmentState.DRAFT, AssignmentState.PENDING, task_id=share.task_id)
        for share in shares
    ]
    events.record(session, plan.id, entries, actor=actor, now=now)
    if supervise:
        open_occurrences(session, plan, today, actor=actor, now=now)
        _tell_units(session, plan, [share for share in shares if share.task.state in OPEN_TASK_STATES], now)


def _tell_units(session: Session, plan: Plan, shares: Sequence[Assignment], now: datetime) -> None:
    """One message to each unit, however many tasks it was given."""
    for unit_id, number in Counter(share.unit_id for share in shares).items():
        notices.tell(
            session, session.get_one(Unit, unit_id), key=f"issued:{plan.id}:{unit_id}", title=f"收到交办任务 {number} 项，请签收",
            body=f"《{plan.title}》已交办，其中 {number} 项由你单位承办。请登录查看任务内容并签收，如有异议请一并提出。",
            path="/mine", plan_id=plan.id, now=now,
        )  # fmt: skip


def expand_collectives(session: Session, plan: Plan, day: date) -> None:
    """Put who answers for a collective unit on that day in the place of its draft share; one without members answers itself."""
    query = select(Assignment).join(Task, Task.id == Assignment.task_id).join(Unit, Unit.id == Assignment.unit_id)
    drafts = (Task.plan_id == plan.id, Unit.is_collective.is_(True), Assignment.state == AssignmentState.DRAFT)
    shares = list(session.scalars(query.where(*drafts).order_by(Assignment.id)))
    members = members_by_unit(session, {share.unit_id for share in shares}, day)
    rows = [(share, member_id) for share in shares for member_id in members.get(share.unit_id, ())]
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
