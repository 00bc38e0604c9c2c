"""Consolidated reports of joint tasks (汇总报告): begun and written by the lead, signed by its head, decided by the office."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Consolidation
from tracker.queries.consolidations import the_consolidation
from tracker.queries.events import sent_back_because
from tracker.queries.opinions import opinions_on
from tracker.queries.scope import the_task
from tracker.queries.signers import signers
from tracker.rules.joint_statuses import EDITABLE_CONSOLIDATION_STATES, ConsolidationState
from tracker.rules.permissions import Permission
from tracker.rules.transitions import Subject
from tracker.services import consolidations
from tracker.services.moves import may, offers, require
from tracker.web import formats
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.joint import ConsolidationForm
from tracker.web.forms.reviews import AcceptForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs

bp = Blueprint("consolidations", __name__)


@bp.post("/tasks/<int:task_id>/joint/<period>/consolidation")
@needs(Permission.UPDATE_WRITE)
def begin(task_id: int, period: str) -> ResponseReturnValue:
    with database().transaction() as session:
        row = consolidations.begin(session, the_task(session, actor(), task_id), period, actor=actor(), now=now())
        consolidation_id = row.id
    return redirect(url_for("consolidations.edit", consolidation_id=consolidation_id))


@bp.route("/consolidations/<int:consolidation_id>/edit", methods=["GET", "POST"])
@needs(Permission.UPDATE_WRITE)
def edit(consolidation_id: int) -> ResponseReturnValue:
    form = ConsolidationForm()
    anew = request.form.get("do") == "draft"
    if form.validate_on_submit() and not anew:
        answer = _save(form, consolidation_id)
        if answer is not None:
            return answer
    with database().reading() as session:
        row = the_consolidation(session, actor(), consolidation_id)
        require(actor(), Permission.UPDATE_WRITE, row)
        if row.state not in EDITABLE_CONSOLIDATION_STATES and not form.is_submitted():
            return redirect(url_for("consolidations.show", consolidation_id=row.id))
        if anew:
            form.text.data = consolidations.first_draft(session, row, actor=actor())
        elif not form.is_submitted():
            form.text.data = row.text
        preview = formats.prose(form.text.data or "")
        sent_back = sent_back_because(session, Subject.CONSOLIDATION, row.id)
        return render_template(
            "consolidations/edit.html", form=form, row=row, task=row.task, preview=preview, sent_back=sent_back
        ), status_of(form)


def _save(form: ConsolidationForm, consolidation_id: int) -> ResponseReturnValue | None:
    """Keep the text and, if asked, send it; None where the form is to be shown again."""
    with keeping_input(form):
        with database().transaction() as session:
            row = the_consolidation(session, actor(), consolidation_id)
            consolidations.save_text(session, row, form.text.data or "", actor=actor())
        if request.form.get("do") == "send":
            return _send(consolidation_id)
        flash(gettext("草稿已保存，尚未报送。"), "success")
        return redirect(url_for("consolidations.edit", consolidation_id=consolidation_id))
    return None


def _send(consolidation_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        row = the_consolidation(session, actor(), consolidation_id)
        consolidations.send(session, row, actor=actor(), now=now())
        waits = row.state is ConsolidationState.UNIT_REVIEW
    message = gettext("已送单位负责人审核，同意后报送办公室。") if waits else _sent_on()
    return done(message, "consolidations.show", consolidation_id=consolidation_id)


def _sent_on() -> str:
    return gettext("已报送领导小组办公室，并征求其他承办单位的意见。")


@bp.get("/consolidations/<int:consolidation_id>")
@needs(Permission.TASK_READ)
def show(consolidation_id: int) -> ResponseReturnValue:
    return _show(consolidation_id)


def _show(consolidation_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_consolidation(session, actor(), consolidation_id)
        is_own = may(actor(), Permission.UPDATE_WRITE, row)
        found = offers(actor(), row, consolidations.proofs(row, actor()))
        page = render_template(
            "consolidations/show.html",
            row=row,
            task=row.task,
            text=formats.prose(row.text),
            opinions=opinions_on(session, row.task_id, row.id),
            people=signers(session, {Subject.CONSOLIDATION: [row.id]}, [row.drafted_by_id, row.submitted_by_id, row.decided_by_id]),
            offered={offer.name for offer in found if not offer.lacks},
            unsigned=why_unsigned(found),
            sent_back=sent_back_because(session, Subject.CONSOLIDATION, row.id) if is_own else "",
            may_edit=row.state in EDITABLE_CONSOLIDATION_STATES and is_own,
            refused=sent,
            accepting=sent if isinstance(sent, AcceptForm) else AcceptForm(formdata=None),
            returning=sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
        )
    return page, status_of(sent) if sent else 200


@bp.post("/consolidations/<int:consolidation_id>/approve")
@needs(Permission.UPDATE_APPROVE)
def approve(consolidation_id: int) -> ResponseReturnValue:
    return _act(consolidation_id, FlaskForm(), _sent_on(), consolidations.approve)


@bp.post("/consolidations/<int:consolidation_id>/recall")
@needs(Permission.UPDATE_WRITE)
def recall(consolidation_id: int) -> ResponseReturnValue:
    return _act(consolidation_id, FlaskForm(), gettext("已撤回，可以继续修改。"), consolidations.recall)


@bp.post("/consolidations/<int:consolidation_id>/send-back")
@needs(Permission.UPDATE_APPROVE)
def send_back(consolidation_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _act(consolidation_id, form, gettext("已退回联络员修改。"), consolidations.send_back, form.reason.data)


@bp.post("/consolidations/<int:consolidation_id>/accept")
@needs(Permission.UPDATE_REVIEW)
def accept(consolidation_id: int) -> ResponseReturnValue:
    form = AcceptForm()
    return _act(consolidation_id, form, gettext("已采信汇总报告。"), consolidations.accept, form.note.data or "")


@bp.post("/consolidations/<int:consolidation_id>/return")
@needs(Permission.UPDATE_REVIEW)
def return_report(consolidation_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _act(consolidation_id, form, gettext("已退回，并通知牵头单位。"), consolidations.return_report, form.reason.data)


def _act(
    consolidation_id: int, form: FlaskForm, message: str, verb: Callable[..., None], *words: str | None
) -> ResponseReturnValue:
    """Make the move; refused, the page of the report again with what was typed."""

    def act(session: Session) -> str:
        row: Consolidation = the_consolidation(session, actor(), consolidation_id)
        verb(session, row, *words, actor=actor(), now=now())
        return message

    answer = carried_out(form, act, "consolidations.show", consolidation_id=consolidation_id)
    return answer or _show(consolidation_id, form)
