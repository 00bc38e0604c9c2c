"""Give the tasks of a collective unit (各乡镇人民政府) to its members, when these were registered after the tasks had gone out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.errors import Conflict
from tracker.models import Assignment, Plan, Task, Unit
from tracker.queries.unit_members import is_stranded, members_by_unit
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import AssignmentState
from tracker.rules.transitions import Proof
from tracker.services.drafts import require_plan
from tracker.services.events import hold_chain
from tracker.services.giving import give_share
from tracker.services.issue_notices import send_notices
from tracker.services.moves import make_move


def share_out(session: Session, plan: Plan, *, actor: Actor, now: datetime) -> int:
    """How many shares members of the plan's collective units were given in the place of these, each unit with a notice.

    Only what the collective has not signed for; a member that has the part already keeps it. Conflict where there is nothing to
    share out.
    """
    require_plan(actor, Permission.TASK_ADMINISTER, plan)
    hold_chain(session, plan.id)
    shares = _stranded(session, plan)
    members = members_by_unit(session, {share.unit_id for share in shares}, official_day(now))
    fresh = [
        part
        for share in shares
        if share.unit_id in members
        for part in _part_with(session, share, members[share.unit_id], actor, now)
    ]
    if not fresh:
        raise Conflict("没有可以拆分的任务。请先登记统称单位所含的单位，已经拆分的不必重复。")
    send_notices(session, plan, fresh, actor=actor, now=now)
    return len(fresh)


def _stranded(session: Session, plan: Plan) -> list[Assignment]:
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(*is_stranded(plan.id))
        .options(joinedload(Assignment.task).selectinload(Task.assignments))
    )
    return list(session.scalars(query.order_by(Assignment.id)))


def _part_with(session: Session, share: Assignment, members: list[int], actor: Actor, now: datetime) -> list[Assignment]:
    """The shares that the members get for that of their collective, which ends."""
    make_move(session, share, "share_out", actor=actor, now=now, proven={Proof.TASK_OPEN}, data={"to": members})
    standing = {(other.unit_id, other.clause_id) for other in share.task.assignments if other.state is not AssignmentState.ENDED}
    given = []
    for unit_id in members:
        if (unit_id, share.clause_id) not in standing:
            facts = {"from_share": share.id}
            part = give_share(session, share.task, unit_id, share.role, share.clause_id, data=facts, actor=actor, now=now)
            part.via_unit_id, part.is_implied = share.unit_id, share.is_implied
            given.append(part)
    return given
