"""Recurring reports (定期报告): the list, one report, its writing by the unit; asking for it and its receipt by the office."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import TextAreaField

from tracker.labels import label
from tracker.models import Occurrence
from tracker.queries import occurrences as queries
from tracker.queries.events import sent_back_because
from tracker.queries.occurrences import OccurrenceFilter, the_occurrence
from tracker.queries.plans import the_duty
from tracker.queries.scope import the_plan
from tracker.queries.signers import signers
from tracker.rules.matter_statuses import EDITABLE_OCCURRENCE_STATES, OccurrenceState
from tracker.rules.permissions import Permission
from tracker.rules.transitions import Subject
from tracker.services import occurrences
from tracker.services.drafts import require_plan
from tracker.services.moves import may, offers, require
from tracker.web import formats
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_choice, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.obligations import AskForm, OwnReportForm, WithdrawForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("obligations", __name__)


@bp.get("/obligations")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = OccurrenceFilter(
        state=asked_choice(OccurrenceState, "state"),
        plan_id=request.args.get("plan", type=int),
        obligation_id=request.args.get("duty", type=int),
        unit_id=request.args.get("unit", type=int),
        overdue=request.args.get("overdue") == "1",
    )
    with database().reading() as session:
        page = queries.occurrences(session, actor(), chosen, today(), asked_page())
        plans, units = queries.occurrence_choices(session, actor())
    return render_template(
        "obligations/index.html",
        rows=page.rows,
        page=pager(page),
        today=today(),
        fields=_fields(chosen, plans, units),
        chips=_chips(chosen, dict(plans), dict(units)),
    )


def _fields(chosen: OccurrenceFilter, plans: list[tuple[int, str]], units: list[tuple[int, str]]) -> list[dict[str, Any]]:
    return [
        select_field("plan", gettext("方案"), chosen.plan_id, plans),
        select_field("unit", gettext("单位"), chosen.unit_id, units),
        select_field("state", gettext("状态"), chosen.state, options_of(OccurrenceState)),
        select_field("overdue", gettext("时限"), "1" if chosen.overdue else None, [("1", gettext("已超期未报"))]),
    ]


def _chips(chosen: OccurrenceFilter, plans: dict[int, str], units: dict[int, str]) -> list[tuple[str, str]]:
    """What the list is narrowed to now, each with the address of the list without it."""
    words = {
        "plan": plans.get(chosen.plan_id or 0),
        "duty": gettext("单项报告要求") if chosen.obligation_id else None,
        "unit": units.get(chosen.unit_id or 0),
        "state": gettext(label(chosen.state)) if chosen.state else None,
        "overdue": gettext("已超期未报") if chosen.overdue else None,
    }
    return [(word, here(**{name: None, "page": None})) for name, word in words.items() if word]


@bp.route("/plans/<int:plan_id>/duties/<int:obligation_id>/ask", methods=["GET", "POST"])
@needs(Permission.OBLIGATION_RECEIVE)
def ask(plan_id: int, obligation_id: int) -> ResponseReturnValue:
    form = AskForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                duty = the_duty(session, the_plan(session, actor(), plan_id).id, obligation_id)
                number = occurrences.ask_for(session, duty, form.due_on.data, actor=actor(), now=now())
            said = gettext("已要求 %(n)s 个单位报送。", n=number) if number else gettext("各单位这一天的报告都已列入，没有新增。")
            return done(said, "obligations.index", plan=plan_id, duty=obligation_id)
    with database().reading() as session:
        plan = the_plan(session, actor(), plan_id)
        require_plan(actor(), Permission.OBLIGATION_RECEIVE, plan)
        page = render_template("obligations/ask.html", form=form, plan=plan, duty=the_duty(session, plan_id, obligation_id))
    return page, status_of(form)


@bp.get("/obligations/<int:occurrence_id>")
@needs(Permission.TASK_READ)
def show(occurrence_id: int) -> ResponseReturnValue:
    return _show(occurrence_id, SendBackForm(), WithdrawForm())


def _show(occurrence_id: int, form: SendBackForm, withdraw_form: WithdrawForm) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_occurrence(session, actor(), occurrence_id)
        is_own = may(actor(), Permission.OBLIGATION_REPORT, row)
        found = offers(actor(), row, occurrences.proofs(row, actor()))
        page = render_template(
            "obligations/show.html",
            row=row,
            form=form,
            withdraw_form=withdraw_form,
            text=formats.prose(row.text) if _may_read(row) else "",
            today=today(),
            people=signers(session, {Subject.OCCURRENCE: [row.id]}, [row.submitted_by_id, row.received_by_id]),
            offered={offer.name for offer in found if not offer.lacks},
            unsigned=why_unsigned(found),
            sent_back=sent_back_because(session, Subject.OCCURRENCE, row.id) if is_own else "",
            may_edit=row.state in EDITABLE_OCCURRENCE_STATES and is_own,
        )
    return page, status_of(form) if form.errors else status_of(withdraw_form)


def _may_read(row: Occurrence) -> bool:
    """What has not left the unit is the unit's own."""
    return row.submitted_on is not None or may(actor(), Permission.OBLIGATION_REPORT, row)


@bp.route("/obligations/<int:occurrence_id>/edit", methods=["GET", "POST"])
@needs(Permission.OBLIGATION_REPORT)
def edit(occurrence_id: int) -> ResponseReturnValue:
    form = OwnReportForm()
    if form.validate_on_submit() and request.form.get("do") != "draft":
        answer = _save(form, occurrence_id)
        if answer is not None:
            return answer
    with database().reading() as session:
        row = the_occurrence(session, actor(), occurrence_id)
        require(actor(), Permission.OBLIGATION_REPORT, row)
        if row.state not in EDITABLE_OCCURRENCE_STATES and not form.is_submitted():
            return redirect(url_for("obligations.show", occurrence_id=row.id))
        if request.form.get("do") == "draft" or not (form.is_submitted() or row.text):
            form.text.data = occurrences.first_draft(session, row, actor=actor())
        elif not form.is_submitted():
            form.text.data = row.text
        preview = formats.prose(form.text.data or "")
        sent_back = sent_back_because(session, Subject.OCCURRENCE, row.id)
        return render_template(
            "obligations/edit.html", form=form, row=row, preview=preview, sent_back=sent_back, today=today()
        ), status_of(form)


def _save(form: OwnReportForm, occurrence_id: int) -> ResponseReturnValue | None:
    """Keep the text and, if asked, send it; None where the form is to be shown again."""
    with keeping_input(form):
        with database().transaction() as session:
            row = the_occurrence(session, actor(), occurrence_id)
            occurrences.save_text(session, row, form.text.data or "", actor=actor())
        if request.form.get("do") == "send":
            return _send(occurrence_id)
        flash(gettext("草稿已保存，尚未报送。"), "success")
        return redirect(url_for("obligations.edit", occurrence_id=occurrence_id))
    return None


def _send(occurrence_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        row = the_occurrence(session, actor(), occurrence_id)
        occurrences.send(session, row, actor=actor(), now=now())
        waits = row.state is OccurrenceState.UNIT_REVIEW
    message = gettext("已送单位负责人审核，同意后报送办公室。") if waits else gettext("已报送领导小组办公室。")
    return done(message, "obligations.show", occurrence_id=occurrence_id)


@bp.post("/obligations/<int:occurrence_id>/approve")
@needs(Permission.OBLIGATION_APPROVE)
def approve(occurrence_id: int) -> ResponseReturnValue:
    return _act(occurrences.approve, occurrence_id, gettext("已同意，并报送领导小组办公室。"))


@bp.post("/obligations/<int:occurrence_id>/recall")
@needs(Permission.OBLIGATION_REPORT)
def recall(occurrence_id: int) -> ResponseReturnValue:
    return _act(occurrences.recall, occurrence_id, gettext("已撤回，可以继续修改。"))


@bp.post("/obligations/<int:occurrence_id>/receive")
@needs(Permission.OBLIGATION_RECEIVE)
def receive(occurrence_id: int) -> ResponseReturnValue:
    return _act(occurrences.receive, occurrence_id, gettext("已收件。"))


def _act(verb: Callable[..., None], occurrence_id: int, message: str) -> ResponseReturnValue:
    with database().transaction() as session:
        verb(session, the_occurrence(session, actor(), occurrence_id), actor=actor(), now=now())
    return done(message, "obligations.show", occurrence_id=occurrence_id)


@bp.post("/obligations/<int:occurrence_id>/send-back")
@needs(Permission.OBLIGATION_APPROVE)
def send_back(occurrence_id: int) -> ResponseReturnValue:
    return _give_back(occurrences.send_back, occurrence_id, gettext("已退回联络员修改。"))


@bp.post("/obligations/<int:occurrence_id>/return")
@needs(Permission.OBLIGATION_RECEIVE)
def return_report(occurrence_id: int) -> ResponseReturnValue:
    return _give_back(occurrences.return_report, occurrence_id, gettext("已退回，并通知该单位。"))


def _give_back(verb: Callable[..., None], occurrence_id: int, message: str) -> ResponseReturnValue:
    form = SendBackForm()
    answer = _explained(verb, occurrence_id, form, form.reason, message)
    return answer or _show(occurrence_id, form, WithdrawForm(None))


@bp.post("/obligations/<int:occurrence_id>/withdraw")
@needs(Permission.OBLIGATION_RECEIVE)
def withdraw(occurrence_id: int) -> ResponseReturnValue:
    form = WithdrawForm()
    answer = _explained(occurrences.withdraw, occurrence_id, form, form.withdrawal, gettext("已通知该单位不再报送。"))
    return answer or _show(occurrence_id, SendBackForm(None), form)


def _explained(
    verb: Callable[..., None], occurrence_id: int, form: FlaskForm, reason: TextAreaField, message: str
) -> ResponseReturnValue | None:
    """The move made with the reason of the form; None where the form is to be shown again."""

    def made(session: Session) -> str:
        verb(session, the_occurrence(session, actor(), occurrence_id), reason.data, actor=actor(), now=now())
        return message

    return carried_out(form, made, "obligations.show", occurrence_id=occurrence_id)
