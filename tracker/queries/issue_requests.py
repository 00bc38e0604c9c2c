"""Who asks for a second person's word before a plan is given out (提请审定), and what came of it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Event, IssueRequest, Plan
from tracker.queries.scope import found, in_region
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.permissions import Actor, Permission


def pending_request(session: Session, plan_id: int) -> IssueRequest | None:
    """The request about the plan that is not settled; None where there is none."""
    query = select(IssueRequest).where(IssueRequest.plan_id == plan_id, IssueRequest.state == IssueRequestState.SUBMITTED)
    return session.scalar(query)


def requests_of(session: Session, plan_id: int) -> list[IssueRequest]:
    """All requests about the plan, the newest first."""
    return list(session.scalars(select(IssueRequest).where(IssueRequest.plan_id == plan_id).order_by(IssueRequest.id.desc())))


def plans_waiting(session: Session, plan_ids: Collection[int]) -> frozenset[int]:
    """Those of the plans that wait for a second person's word."""
    query = select(IssueRequest.plan_id).where(
        IssueRequest.plan_id.in_(plan_ids), IssueRequest.state == IssueRequestState.SUBMITTED
    )
    return frozenset(session.scalars(query))


def the_request(session: Session, actor: Actor, request_id: int) -> IssueRequest:
    """The request with its plan and place; NotFound where the actor's office does not handle the plan."""
    query = (
        select(IssueRequest)
        .join(Plan, Plan.id == IssueRequest.plan_id)
        .where(IssueRequest.id == request_id, in_region(actor, Permission.PLAN_ISSUE))
        .options(joinedload(IssueRequest.plan).joinedload(Plan.jurisdiction))
    )
    return found(session.scalar(query))


def importer_of(session: Session, plan_id: int) -> int | None:
    """Who brought the plan in; None for the operator at the command line, and for facts that came with the product."""
    query = select(Event.actor_id).where(Event.chain == plan_id, Event.subject == "plan", Event.action == "import")
    return session.scalar(query.order_by(Event.seq).limit(1))
