"""Objections of units to what they were given (承办异议): the list, and one with the office's three answers."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Assignment
from tracker.queries import disputes as queries
from tracker.queries.disputes import DisputeFilter, the_dispute
from tracker.queries.signers import signers
from tracker.rules.giving_out import DisputeKind, DisputeOutcome
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Subject
from tracker.services import disputes
from tracker.services.moves import may
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import status_of
from tracker.web.forms.disputes import ReassignForm, RewordForm, UpholdForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("disputes", __name__, url_prefix="/disputes")

Act = Callable[[Session, Assignment], object]


@bp.get("")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = DisputeFilter(
        kind=asked_choice(DisputeKind, "kind"),
        outcome=asked_choice(DisputeOutcome, "outcome"),
        waits=request.args.get("waits") == "yes",
    )
    with database().reading() as session:
        page = queries.disputes(session, actor(), chosen, asked_page())
    fields = [
        select_field("waits", gettext("范围"), "yes" if chosen.waits else "", [("yes", gettext("待答复"))]),
        select_field("kind", gettext("异议事项"), chosen.kind, options_of(DisputeKind)),
        select_field("outcome", gettext("答复"), chosen.outcome, options_of(DisputeOutcome)),
    ]
    return render_template(
        "disputes/index.html", rows=page.rows, page=pager(page), fields=fields, chips=_chips(chosen), today=today()
    )


def _chips(chosen: DisputeFilter) -> list[tuple[str, str]]:
    chips = chips_of(kind=chosen.kind, outcome=chosen.outcome)
    return [*chips, (gettext("待答复"), here(waits=None, page=None))] if chosen.waits else chips


@bp.get("/<int:dispute_id>")
@needs(Permission.TASK_READ)
def show(dispute_id: int) -> ResponseReturnValue:
    return _show(dispute_id)


@bp.post("/<int:dispute_id>/uphold")
@needs(Permission.TASK_ADMINISTER)
def uphold(dispute_id: int) -> ResponseReturnValue:
    form = UpholdForm(prefix="uphold")
    return _carry_out(
        dispute_id, form, gettext("已维持原承办安排，并通知单位签收。"),
        lambda session, share: disputes.uphold(session, share, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/<int:dispute_id>/reassign")
@needs(Permission.TASK_ADMINISTER)
def reassign(dispute_id: int) -> ResponseReturnValue:
    form = ReassignForm(prefix="reassign")
    return _carry_out(
        dispute_id, form, gettext("已改由其他单位承办，并发出交办通知。"),
        lambda session, share: disputes.reassign(
            session, share, form.unit.data, form.reason.data, actor=actor(), now=now()
        ),
    )  # fmt: skip


@bp.post("/<int:dispute_id>/reword")
@needs(Permission.TASK_ADMINISTER)
def reword(dispute_id: int) -> ResponseReturnValue:
    form = RewordForm(prefix="reword")
    return _carry_out(
        dispute_id, form, gettext("已调整表述，各承办单位会收到消息，该单位须重新签收。"),
        lambda session, share: disputes.reword(session, share, form.text.data, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


def _carry_out(dispute_id: int, form: FlaskForm, said: str, act: Act) -> ResponseReturnValue:
    """Answer the objection as the form has it; refused, its page again with what was typed."""

    def made(session: Session) -> str:
        act(session, the_dispute(session, actor(), dispute_id).assignment)
        return said

    return carried_out(form, made, "disputes.show", dispute_id=dispute_id) or _show(dispute_id, form)


def _show(dispute_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        dispute = the_dispute(session, actor(), dispute_id)
        share, task = dispute.assignment, dispute.assignment.task
        is_open = dispute.outcome is None and share.state == "objected"
        text = queries.current_text(session, task)
        forms = {"uphold": UpholdForm, "reassign": ReassignForm, "reword": RewordForm}
        page = render_template(
            "disputes/show.html",
            dispute=dispute,
            share=share,
            task=task,
            text=text,
            is_open=is_open,
            is_late=is_open and dispute.decide_by < today(),
            may_decide=is_open and may(actor(), Permission.TASK_ADMINISTER, share),
            may_change=task.state in OPEN_TASK_STATES,
            people=signers(session, {Subject.ASSIGNMENT: [share.id]}, [dispute.raised_by_id, dispute.decided_by_id]),
            refused=sent,
            forms={
                name: sent
                if isinstance(sent, kind)
                else kind(formdata=None, prefix=name, **({"text": text} if name == "reword" else {}))
                for name, kind in forms.items()
            },
        )
    return page, status_of(sent) if sent else 200
