"""What every correction of a draft plan begins with."""

from sqlalchemy.orm import Session

from tracker.errors import Conflict, NotAllowed
from tracker.models import Plan
from tracker.queries.issue_requests import pending_request
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import PlanState
from tracker.services import events


def require_draft(session: Session, plan: Plan, *, actor: Actor) -> None:
    """Nothing where the actor may correct the plan and it is a draft, which it stays until this transaction ends."""
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    if not is_draft(session, plan):
        raise Conflict("方案已经交办，措施原文不能再改。如需调整，请走调整程序。")
    if pending_request(session, plan.id) is not None:
        raise Conflict("方案正在等待审定，不能修改。需要修改的，请先到“交办”页撤回提请。")


def is_draft(session: Session, plan: Plan) -> bool:
    """True for a draft, which stays one until this transaction ends: nobody else can issue it meanwhile."""
    events.hold_chain(session, plan.id)
    return plan.state is PlanState.DRAFT


def require_plan(actor: Actor, permission: Permission, plan: Plan) -> None:
    """Nothing where the actor holds the permission for the plan's jurisdiction; otherwise NotAllowed."""
    if not may_touch(actor, permission, region=plan.jurisdiction.path):
        raise NotAllowed("您没有办理这份方案的权限。如确需办理，请联系领导小组办公室。")
