"""A second person's word before a plan is given out: ask (提请审定), approve and give out, send back, withdraw.

Only where the installation asks for it (`TRACKER_ISSUE_NEEDS_SECOND`). While it waits, the plan is not corrected: what the
director reads is what goes out.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import IssueRequest, Plan
from tracker.queries.held import told
from tracker.queries.issue_requests import importer_of
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record
from tracker.services.issuing import issue_plan, require_issuable, set_limit
from tracker.services.moves import hold, make_move
from tracker.services.standing_in import principals


def ask(
    session: Session, plan: Plan, note: str = "", acknowledge_days: int | None = None, *, actor: Actor, now: datetime
) -> IssueRequest:
    """Ask the director to give the plan out; everything that stands against issuing it stands against asking as well."""
    require_plan(actor, Permission.PLAN_ISSUE, plan)
    require_issuable(session, plan)
    if actor.user_id is None:
        raise NotAllowed("提请审定须由办公室人员登录后办理。")
    set_limit(plan, acknowledge_days)
    request = IssueRequest(
        plan=plan, acknowledge_days=plan.acknowledge_days, note=note.strip(), asked_at=now, asked_by_id=actor.user_id
    )
    session.add(request)
    session.flush()
    data = {"acknowledge_days": plan.acknowledge_days}
    entry = Entry(Subject.ISSUE_REQUEST, request.id, "ask", None, request.state, request.note, data=data, wrote=told(request))
    record(session, plan.id, [entry], actor=actor, now=now)
    _tell(session, request, "asked", "方案待审定交办", f"{actor.name}提请交办《{plan.title}》，请主任审定。", actor, now)
    return request


def approve(session: Session, request: IssueRequest, *, actor: Actor, now: datetime) -> None:
    """The word of a director who did not ask: the plan goes out at once."""
    hold(session, request)
    make_move(session, request, "approve", actor=actor, now=now, proven=proofs(request, actor), **_settled(actor, now))
    issue_plan(session, request.plan, actor=actor, now=now, acknowledge_days=request.acknowledge_days)
    _tell(session, request, "approved", "方案已审定交办", f"《{request.plan.title}》已由{actor.name}审定并交办。", actor, now)


def send_back(session: Session, request: IssueRequest, reason: str, *, actor: Actor, now: datetime) -> None:
    """Not yet, and why: the plan may be corrected again."""
    make_move(session, request, "return", actor=actor, now=now, reason=reason, answer=reason.strip(), **_settled(actor, now))
    _tell(session, request, "returned", "交办提请已退回", f"《{request.plan.title}》暂不交办。理由：{reason.strip()}", actor, now)


def withdraw(session: Session, request: IssueRequest, *, actor: Actor, now: datetime) -> None:
    """Who asked takes the request back, to go on correcting; a director who does not agree returns it."""
    make_move(session, request, "withdraw", actor=actor, now=now, proven=proofs(request, actor), **_settled(actor, now))


def proofs(request: IssueRequest, actor: Actor) -> set[Proof]:
    """What is proved towards approving: that another person asked; and towards withdrawing: that the actor did."""
    return {Proof.OWN_REQUEST if actor.user_id == request.asked_by_id else Proof.SECOND_PERSON}


def require_second(session: Session, plan: Plan, *, actor: Actor) -> None:
    """Nothing where the actor may let the draft take over from another plan where two persons are asked for; NotAllowed otherwise.

    There the comparison is what is agreed to, so the director does it, and somebody else has prepared the plan.
    """
    hold_chain(session, plan.id)
    require_plan(actor, Permission.PLAN_APPROVE, plan)
    behalf = principals(actor, lambda person: may_touch(person, Permission.PLAN_APPROVE, region=plan.jurisdiction.path))
    first = importer_of(session, plan.id)
    if first is not None and first in {actor.user_id, *(principal.user_id for principal in behalf)}:
        raise NotAllowed("本平台设定为两人交办：新方案是您导入的，请由办公室的另一位主任办理替代。")


def _settled(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"settled_at": now, "settled_by_id": actor.user_id}


def _tell(session: Session, request: IssueRequest, act: str, title: str, body: str, actor: Actor, now: datetime) -> None:
    """Tell the office, but for who has done it."""
    notices.tell_office(
        session, request.plan, key=f"issue_request:{request.id}:{act}", title=title, body=body, due_on=None, now=now,
        path=f"/plans/{request.plan_id}/issue", but=actor.user_id, about=(Subject.ISSUE_REQUEST, request.id),
    )  # fmt: skip
