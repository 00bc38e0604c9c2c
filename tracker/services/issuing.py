"""Issue a plan (交办): its tasks go out to their units, and the clock starts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from tracker.errors import Conflict, InvalidInput
from tracker.models import Assignment, Plan, Task, Unit
from tracker.queries.held import together, told
from tracker.queries.issue_requests import pending_request
from tracker.queries.readings import unsettled_errors
from tracker.queries.unit_members import members_by_unit
from tracker.rules.days import official_day
from tracker.rules.giving_out import LONGEST_ACKNOWLEDGE_DAYS, is_acknowledge_limit
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState, PlanState, TaskState
from tracker.services import events
from tracker.services.drafts import is_draft, require_plan
from tracker.services.issue_notices import SIGNING, send_notices, sign_limit
from tracker.services.occurrences import open_occurrences


def issue_plan(
    session: Session,
    plan: Plan,
    *,
    actor: Actor,
    now: datetime,
    supervise: bool = True,
    acknowledge_days: int | None = None,
) -> None:
    """Issue every task of the plan to its units; a collective unit with known members is replaced by them.

    Tasks that the plan took over from its last edition go on as they are; only their new units are given something.
    With `supervise` False the tasks stand as issued but nothing is asked of anybody: facts of a plan that others carry out.
    `acknowledge_days`: the working days in which units sign, where not those that the plan has.
    """
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    require_issuable(session, plan)
    set_limit(plan, acknowledge_days)
    today = official_day(now)
    expand_collectives(session, plan, today)
    tasks, shares = _drafts(session, plan)
    plan.state, plan.issued_at = PlanState.ISSUED, now
    plan.supervised_from = today if supervise else None
    session.flush()
    session.execute(
        update(Assignment)
        .where(Assignment.state == AssignmentState.DRAFT, Assignment.task_id.in_({share.task_id for share in shares}))
        .values(state=AssignmentState.PENDING, issued_on=today)
    )
    session.execute(update(Task).where(Task.id.in_([task.id for task in tasks])).values(state=TaskState.ISSUED, issued_on=today))
    asked = _ask_to_sign(session, plan, today) if supervise else []
    events.record(session, plan.id, list(_entries(plan, tasks, shares, asked)), actor=actor, now=now)
    if supervise:
        open_occurrences(session, plan, today, actor=actor, now=now)
        send_notices(session, plan, asked, actor=actor, now=now)


def _entries(
    plan: Plan, tasks: Sequence[Task], shares: Sequence[Assignment], asked: Sequence[Assignment]
) -> Iterator[events.Entry]:
    """What is told of the giving out; of a share that the plan took over only the day by which it is to be signed for."""
    wrote = together(told(plan), *(told(change) for change in plan.rhythm_changes))
    yield events.Entry("plan", plan.id, "issue", PlanState.DRAFT, PlanState.ISSUED, wrote=wrote)
    for task in tasks:
        yield events.Entry("task", task.id, "issue", TaskState.DRAFT, TaskState.ISSUED, task_id=task.id, wrote=told(task))
    before, after = AssignmentState.DRAFT, AssignmentState.PENDING
    for share in shares:
        yield events.Entry("assignment", share.id, "issue", before, after, task_id=share.task_id, wrote=told(share))
    fresh = {share.id for share in shares}
    for share in asked:
        if share.id not in fresh:
            yield events.Entry("assignment", share.id, "sign_by", task_id=share.task_id, wrote=told(share, *SIGNING))


def require_issuable(session: Session, plan: Plan) -> None:
    """Nothing where the plan is a draft whose reading is settled, and nobody's word is waited for; Conflict otherwise."""
    if not is_draft(session, plan):
        raise Conflict("这份方案已经交办过了。")
    if pending_request(session, plan.id) is not None:
        raise Conflict("这份方案正在等待审定，审定后即行交办。需要修改的，请先撤回提请。")
    errors = unsettled_errors(session, plan.id)
    if errors:
        raise Conflict("还有 %(count)s 处读取有误的地方没有处理，不能交办。请先在核对页逐处更正。", count=errors)


def set_limit(plan: Plan, acknowledge_days: int | None) -> None:
    """Give units so many working days to sign; None leaves the plan's own. InvalidInput for a number out of range."""
    if acknowledge_days is None:
        return
    if not is_acknowledge_limit(acknowledge_days):
        raise InvalidInput("签收期限须在 1 到 %(limit)s 个工作日之间。", limit=LONGEST_ACKNOWLEDGE_DAYS)
    plan.acknowledge_days = acknowledge_days


def _drafts(session: Session, plan: Plan) -> tuple[list[Task], list[Assignment]]:
    tasks = select(Task).where(Task.plan_id == plan.id, Task.state == TaskState.DRAFT)
    given = select(Assignment).join(Task).where(Task.plan_id == plan.id, Assignment.state == AssignmentState.DRAFT)
    shares = session.scalars(given.options(joinedload(Assignment.task)).order_by(Assignment.id))
    return list(session.scalars(tasks.order_by(Task.id))), list(shares)


def _ask_to_sign(session: Session, plan: Plan, today: date) -> list[Assignment]:
    """What units have just been given; also what a later edition names again, or asks of them for the first time.

    It gets the day by which it is to be signed for.
    """
    query = (
        select(Assignment)
        .join(Task)
        .where(
            Task.plan_id == plan.id,
            Task.state.in_(OPEN_TASK_STATES),
            Assignment.state == AssignmentState.PENDING,
            Assignment.acknowledge_by.is_(None),
        )
    )
    shares = list(session.scalars(query.order_by(Assignment.id)))
    limit = sign_limit(session, plan, today)
    for share in shares:
        for column, value in limit.items():
            setattr(share, column, value)
    session.flush()
    return shares


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
