"""Giving a plan out (交办): by one person of the office, or, where the installation asks for it, by the word of two."""

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import IssueRequest
from tracker.queries import plans as plan_queries
from tracker.queries import readings
from tracker.queries.issue_requests import requests_of, the_request
from tracker.queries.scope import the_plan
from tracker.queries.signers import Signers, signers
from tracker.rules.giving_out import IssueRequestState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.transitions import Subject
from tracker.services import drafts, issue_requests, issuing
from tracker.services.moves import offers
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now, services, today
from tracker.web.errors import message_of
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.plans import IssueForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs

bp = Blueprint("issue_requests", __name__, url_prefix="/issue-requests")

Act = Callable[[Session, IssueRequest], None]


def issue(plan_id: int) -> ResponseReturnValue:
    """The page on which a plan is given out, and what is sent from it: given out at once, or put before a second person."""
    form = IssueForm(acknowledge_days=services().settings.acknowledge_days)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                said = _give_out(session, plan_id, form)
            return done(said, "plans.show", plan_id=plan_id)
    return _page(plan_id, form)


def _give_out(session: Session, plan_id: int, form: IssueForm) -> str:
    plan, days = the_plan(session, actor(), plan_id), form.acknowledge_days.data or services().settings.acknowledge_days
    if services().settings.issue_needs_second:
        issue_requests.ask(session, plan, form.note.data or "", days, actor=actor(), now=now())
        return gettext("已提请审定，主任审定后即行交办。")
    issuing.issue_plan(session, plan, actor=actor(), now=now(), acknowledge_days=days)
    return gettext("已交办，各承办单位可以签收了。")


@bp.post("/<int:request_id>/approve")
@needs(Permission.PLAN_APPROVE)
def approve(request_id: int) -> ResponseReturnValue:
    return _carry_out(
        request_id, FlaskForm(), gettext("已审定并交办，各承办单位可以签收了。"),
        lambda session, row: issue_requests.approve(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/<int:request_id>/return")
@needs(Permission.PLAN_APPROVE)
def return_(request_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        request_id, form, gettext("已退回，方案可以继续修改。"),
        lambda session, row: issue_requests.send_back(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/<int:request_id>/withdraw")
@needs(Permission.PLAN_ISSUE)
def withdraw(request_id: int) -> ResponseReturnValue:
    return _carry_out(
        request_id, FlaskForm(), gettext("已撤回提请，方案可以继续修改。"),
        lambda session, row: issue_requests.withdraw(session, row, actor=actor(), now=now()),
    )  # fmt: skip


def _carry_out(request_id: int, form: FlaskForm, said: str, act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of giving out again with what was typed."""
    with database().reading() as session:
        plan_id = the_request(session, actor(), request_id).plan_id

    def made(session: Session) -> str:
        act(session, the_request(session, actor(), request_id))
        return said

    return carried_out(form, made, "plans.issue", plan_id=plan_id) or _page(plan_id, form)


def _page(plan_id: int, sent: FlaskForm) -> ResponseReturnValue:
    with database().reading() as session:
        plan = plan_queries.plan_in_full(session, actor(), plan_id)
        drafts.require_plan(actor(), Permission.PLAN_ISSUE, plan)
        asked = requests_of(session, plan_id)
        pending = next((row for row in asked if row.state is IssueRequestState.SUBMITTED), None)
        offered = offers(actor(), pending, issue_requests.proofs(pending, actor())) if pending else ()
        days = services().settings.acknowledge_days
        page = render_template(
            "plans/issue.html",
            plan=plan,
            sent=sent,
            form=sent if isinstance(sent, IssueForm) else IssueForm(formdata=None, acknowledge_days=days),
            sending_back=sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
            preview=plan_queries.issue_preview(session, plan_id, today()),
            doubts=readings.unsettled_issues(session, plan_id),
            needs_second=services().settings.issue_needs_second,
            pending=pending,
            last=asked[0] if asked and asked[0] is not pending else None,
            offered={offer.name: message_of(RuleViolation(offer.lacks)) if offer.lacks else "" for offer in offered},
            people=_people(session, asked),
        )
    return page, status_of(sent)


def _people(session: Session, asked: Sequence[IssueRequest]) -> Signers:
    """Who asked, and who settled it."""
    people = [person for row in asked for person in (row.asked_by_id, row.settled_by_id)]
    return signers(session, {Subject.ISSUE_REQUEST: [row.id for row in asked]}, people)
