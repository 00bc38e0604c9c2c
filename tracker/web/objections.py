"""Having a conclusion looked at again (复核): asked by a unit, decided by somebody who took no part in it."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Objection
from tracker.queries import objections as queries
from tracker.queries.objections import the_objection
from tracker.queries.scope import the_task
from tracker.queries.signers import signers
from tracker.rules.days import official_day
from tracker.rules.objections import decide_by, file_by
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import ObjectionState
from tracker.rules.transitions import Proof, Subject
from tracker.services import objections
from tracker.services.moves import offers
from tracker.web import formats
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now, today
from tracker.web.errors import message_of
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.objections import ConclusionForm, RulingOnObjectionForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("objections", __name__)

Act = Callable[[Session, Objection], None]


@bp.get("/objections")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    state = asked_choice(ObjectionState, "state")
    with database().reading() as session:
        page = queries.objections(session, actor(), state, asked_page())
        return render_template(
            "objections/index.html",
            rows=page.rows,
            page=pager(page),
            fields=[select_field("state", gettext("状态"), state, options_of(ObjectionState))],
            chips=chips_of(state=state),
        )


@bp.route("/tasks/<int:task_id>/objections/new", methods=["GET", "POST"])
@needs(Permission.OBJECTION_FILE)
def new(task_id: int) -> ResponseReturnValue:
    form = ConclusionForm()
    with database().reading() as session:
        open_to = objections.open_to(session, the_task(session, actor(), task_id), actor=actor(), today=today())
    form.conclusion.choices = [
        (item.key, gettext("%(kind)s：%(title)s（%(day)s）", kind=formats.label(item.kind), title=item.title, day=item.received_on))
        for item in open_to
    ]
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                task = the_task(session, actor(), task_id)
                filed = objections.file_objection(session, task, form.conclusion.data, form.reason.data, actor=actor(), now=now())
                said, objection_id = _sent(filed), filed.id
            return done(said, "objections.show", objection_id=objection_id)
    with database().reading() as session:
        return render_template("objections/new.html", form=form, task=the_task(session, actor(), task_id)), status_of(form)


def _sent(objection: Objection) -> str:
    if objection.state is ObjectionState.UNIT_REVIEW:
        return gettext("已送单位负责人审核，同意后报送办公室。")
    return gettext("已报送办公室，三十日内答复。")


@bp.get("/objections/<int:objection_id>")
@needs(Permission.TASK_READ)
def show(objection_id: int) -> ResponseReturnValue:
    return _show(objection_id)


@bp.post("/objections/<int:objection_id>/approve")
@needs(Permission.OBJECTION_APPROVE)
def approve(objection_id: int) -> ResponseReturnValue:
    return _carry_out(
        objection_id, FlaskForm(), _sent, lambda session, row: objections.approve(session, row, actor=actor(), now=now())
    )


@bp.post("/objections/<int:objection_id>/stop")
@needs(Permission.OBJECTION_APPROVE)
def stop(objection_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        objection_id, form, lambda _row: gettext("已决定不申请复核。"),
        lambda session, row: objections.stop(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/objections/<int:objection_id>/withdraw")
@needs(Permission.OBJECTION_FILE)
def withdraw(objection_id: int) -> ResponseReturnValue:
    return _carry_out(
        objection_id, FlaskForm(), lambda _row: gettext("已撤回复核申请。"),
        lambda session, row: objections.withdraw(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/objections/<int:objection_id>/decide")
@needs(Permission.OBJECTION_DECIDE)
def decide(objection_id: int) -> ResponseReturnValue:
    form = RulingOnObjectionForm()
    return _carry_out(
        objection_id, form, lambda _row: gettext("复核决定已作出，申请单位会收到消息。"),
        lambda session, row: objections.decide(
            session, row, form.decision.data, form.reason.data, actor=actor(), now=now()
        ),
    )  # fmt: skip


def _carry_out(objection_id: int, form: FlaskForm, said: Callable[[Objection], str], act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the application again with what was typed."""

    def made(session: Session) -> str:
        objection = the_objection(session, actor(), objection_id)
        act(session, objection)
        return said(objection)

    return carried_out(form, made, "objections.show", objection_id=objection_id) or _show(objection_id, form)


def _show(objection_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        objection = the_objection(session, actor(), objection_id)
        proven = {*objections.proofs(session, objection, actor=actor()), Proof.WITHIN_THIRTY_DAYS}
        offered = {offer.name: offer for offer in offers(actor(), objection, proven)}
        lacks = offered["uphold"].lacks if "uphold" in offered else None
        page = render_template(
            "objections/show.html",
            objection=objection,
            task=objection.task,
            offered=set(offered),
            lacks=message_of(RuleViolation(lacks)) if lacks else None,
            file_by=file_by(objection.received_on),
            decide_by=decide_by(official_day(objection.submitted_at)) if objection.submitted_at else None,
            today=today(),
            people=signers(session, {Subject.OBJECTION: [objection.id]}, [objection.filed_by_id, objection.decided_by_id]),
            unsigned=why_unsigned(offered.values()),
            refused=sent,
            deciding=sent if isinstance(sent, RulingOnObjectionForm) else RulingOnObjectionForm(formdata=None),
            stopping=sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
        )
    return page, status_of(sent) if sent else 200
