"""Changing what was given out (调整): asked for by the unit, signed by the head, looked at first and decided by the office."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Adjustment, AdjustmentFile
from tracker.queries import adjustments as queries
from tracker.queries.adjustments import AdjustmentFilter, the_adjustment, the_adjustment_file
from tracker.queries.events import last_reason
from tracker.queries.signers import signers
from tracker.rules.adjustments import AdjustmentKind, AdjustmentState, is_for_director
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.transitions import Proof, Subject
from tracker.services import adjustment_decisions, adjustments
from tracker.services.moves import offers
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now
from tracker.web.errors import message_of
from tracker.web.evidence import given_out
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.adjustments import GRANT, RETURN, DecisionForm, FirstLookForm
from tracker.web.forms.answering import status_of
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("adjustments", __name__)

Act = Callable[[Session, Adjustment], None]


@bp.get("/adjustments")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = AdjustmentFilter(
        state=asked_choice(AdjustmentState, "state"),
        kind=asked_choice(AdjustmentKind, "kind"),
        waits=request.args.get("waits") == "yes",
    )
    with database().reading() as session:
        page = queries.adjustments(session, actor(), chosen, asked_page())
    fields = [
        select_field("waits", gettext("范围"), "yes" if chosen.waits else "", [("yes", gettext("待我办理"))]),
        select_field("kind", gettext("调整事项"), chosen.kind, options_of(AdjustmentKind)),
        select_field("state", gettext("状态"), chosen.state, options_of(AdjustmentState)),
    ]
    chips = chips_of(kind=chosen.kind, state=chosen.state)
    if chosen.waits:
        chips.append((gettext("待我办理"), here(waits=None, page=None)))
    return render_template("adjustments/index.html", rows=page.rows, page=pager(page), fields=fields, chips=chips)


def said_of_sent(row: Adjustment) -> str:
    """What is said to whoever has sent it on."""
    if row.state is AdjustmentState.UNIT_REVIEW:
        return gettext("已送单位负责人审核，同意后报送领导小组办公室。")
    return gettext("已报送领导小组办公室。批准以前，仍按原来的要求办理。")


@bp.get("/adjustments/<int:adjustment_id>")
@needs(Permission.TASK_READ)
def show(adjustment_id: int) -> ResponseReturnValue:
    return _show(adjustment_id)


@bp.post("/adjustments/<int:adjustment_id>/send")
@needs(Permission.ADJUSTMENT_ASK)
def send(adjustment_id: int) -> ResponseReturnValue:
    return _carry_out(
        adjustment_id, FlaskForm(), said_of_sent, lambda session, row: adjustments.send(session, row, actor=actor(), now=now())
    )


@bp.post("/adjustments/<int:adjustment_id>/approve")
@needs(Permission.ADJUSTMENT_APPROVE)
def approve(adjustment_id: int) -> ResponseReturnValue:
    return _carry_out(
        adjustment_id, FlaskForm(), said_of_sent, lambda session, row: adjustments.approve(session, row, actor=actor(), now=now())
    )


@bp.post("/adjustments/<int:adjustment_id>/send_back")
@needs(Permission.ADJUSTMENT_APPROVE)
def send_back(adjustment_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        adjustment_id, form, lambda _row: gettext("已退回联络员修改。"),
        lambda session, row: adjustments.send_back(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/adjustments/<int:adjustment_id>/withdraw")
@needs(Permission.ADJUSTMENT_ASK)
def withdraw(adjustment_id: int) -> ResponseReturnValue:
    return _carry_out(
        adjustment_id, FlaskForm(), lambda _row: gettext("已撤回调整申请，仍按原来的要求办理。"),
        lambda session, row: adjustments.withdraw(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/adjustments/<int:adjustment_id>/review")
@needs(Permission.ADJUSTMENT_DECIDE)
def review(adjustment_id: int) -> ResponseReturnValue:
    form = FirstLookForm()

    def act(session: Session, row: Adjustment) -> None:
        if form.result.data == RETURN:
            adjustment_decisions.return_adjustment(session, row, form.note.data, actor=actor(), now=now())
        else:
            goal = form.touches_goal.data
            adjustment_decisions.review(session, row, form.note.data, touches_goal=goal, actor=actor(), now=now())

    def said(row: Adjustment) -> str:
        return gettext("已退回单位补充。") if row.state is AdjustmentState.DRAFT else gettext("初审已通过，等待审批。")

    return _carry_out(adjustment_id, form, said, act)


@bp.post("/adjustments/<int:adjustment_id>/decide")
@needs(Permission.ADJUSTMENT_DECIDE)
def decide(adjustment_id: int) -> ResponseReturnValue:
    form = DecisionForm()

    def act(session: Session, row: Adjustment) -> None:
        note = form.note.data or ""
        if form.decision.data == GRANT:
            adjustment_decisions.grant(session, row, note, form.approval.data or "", actor=actor(), now=now())
        else:
            adjustment_decisions.refuse(session, row, note, actor=actor(), now=now())

    def said(row: Adjustment) -> str:
        if row.state is AdjustmentState.GRANTED:
            return gettext("已批准并完成调整，承办单位会收到消息。")
        return gettext("未批准调整，仍按原来的要求办理，申请单位会收到消息。")

    return _carry_out(adjustment_id, form, said, act)


def _carry_out(adjustment_id: int, form: FlaskForm, said: Callable[[Adjustment], str], act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the application again with what was typed."""

    def made(session: Session) -> str:
        row = the_adjustment(session, actor(), adjustment_id)
        act(session, row)
        return said(row)

    return carried_out(form, made, "adjustments.show", adjustment_id=adjustment_id) or _show(adjustment_id, form)


def _show(adjustment_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_adjustment(session, actor(), adjustment_id)
        proven = {*adjustments.proofs(row, actor=actor()), Proof.NO_HEAD_OR_HEAD_ACTS, Proof.APPROVAL_NAMED}
        offered = {offer.name: offer for offer in offers(actor(), row, proven)}
        lacks = offered["grant"].lacks if "grant" in offered else None
        is_draft = row.state is AdjustmentState.DRAFT
        page = render_template(
            "adjustments/show.html",
            adjustment=row,
            task=row.task,
            offered=set(offered),
            for_director=is_for_director(row.touches_goal, row.filed_late),
            lacks=message_of(RuleViolation(lacks)) if lacks else None,
            people=signers(session, {Subject.ADJUSTMENT: [row.id]}, [row.drafted_by_id, row.reviewed_by_id, row.decided_by_id]),
            unsigned=why_unsigned(offered.values()),
            refused=sent,
            sent_back=last_reason(session, Subject.ADJUSTMENT, row.id, ("send_back", "return")) if is_draft else "",
            files=_files(row.files),
            looking=sent if isinstance(sent, FirstLookForm) else FirstLookForm(formdata=None),
            deciding=sent if isinstance(sent, DecisionForm) else DecisionForm(formdata=None),
            sending_back=sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
        )
    return page, status_of(sent) if sent else 200


def _files(found: Iterable[AdjustmentFile]) -> list[dict[str, Any]]:
    """Files as the macro `evidence_list` takes them."""
    return [
        {"name": item.name, "size": item.file.size, "href": url_for("adjustments.download", adjustment_file_id=item.id)}
        for item in found
    ]


@bp.get("/adjustments/files/<int:adjustment_file_id>")
@needs(Permission.EVIDENCE_READ)
def download(adjustment_file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_adjustment_file(session, actor(), adjustment_file_id)
        adjustments.record_reading(session, item, actor=actor(), now=now())
        digest, name, media_type = item.sha256, item.name, item.file.media_type
    return given_out(digest, name, media_type)
