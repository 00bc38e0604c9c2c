"""Matters to coordinate (协调事项): the list, one matter, put to the office by the lead, taken up and settled by the office."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import CoordinationItem
from tracker.queries import coordination as queries
from tracker.queries.coordination import the_item
from tracker.queries.scope import the_task
from tracker.queries.signers import signers
from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.permissions import Permission
from tracker.rules.transitions import Subject
from tracker.services import coordination
from tracker.services.coordination import Difference, Outcome
from tracker.services.moves import offers
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.joint import CoordinationForm, OutcomeForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_page, pager

bp = Blueprint("coordination", __name__)


@bp.get("/coordination")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    state = asked_choice(CoordinationState, "state")
    with database().reading() as session:
        page = queries.items(session, actor(), state, asked_page())
        return render_template(
            "coordination/index.html",
            rows=page.rows,
            page=pager(page),
            fields=[select_field("state", gettext("状态"), state, options_of(CoordinationState))],
            chips=chips_of(state=state),
        )


@bp.route("/tasks/<int:task_id>/coordination/new", methods=["GET", "POST"])
@needs(Permission.COORDINATION_ASK)
@once
def new(task_id: int) -> ResponseReturnValue:
    form = CoordinationForm()
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        form.units.choices = coordination.choices(task, actor())
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                said = Difference(form.matter.data, form.asked.data, form.units.data)
                item = coordination.open_item(session, the_task(session, actor(), task_id), said, actor=actor(), now=now())
                message, coordination_id = _sent(item), item.id
            return done(message, "coordination.show", coordination_id=coordination_id)
    return render_template("coordination/new.html", form=form, task=task), status_of(form)


def _sent(item: CoordinationItem) -> str:
    if item.state is CoordinationState.UNIT_REVIEW:
        return gettext("已送单位负责人审核，同意后报送办公室。")
    return gettext("已提请办公室协调，涉及的单位会收到消息。")


@bp.get("/coordination/<int:coordination_id>")
@needs(Permission.TASK_READ)
def show(coordination_id: int) -> ResponseReturnValue:
    return _show(coordination_id)


@bp.post("/coordination/<int:coordination_id>/approve")
@needs(Permission.COORDINATION_APPROVE)
def approve(coordination_id: int) -> ResponseReturnValue:
    return _act(coordination_id, FlaskForm(), coordination.approve, _sent)


@bp.post("/coordination/<int:coordination_id>/withdraw")
@needs(Permission.COORDINATION_ASK)
def withdraw(coordination_id: int) -> ResponseReturnValue:
    return _act(coordination_id, FlaskForm(), coordination.withdraw, lambda _item: gettext("已撤回协调事项。"))


@bp.post("/coordination/<int:coordination_id>/take_up")
@needs(Permission.COORDINATION_SETTLE)
def take_up(coordination_id: int) -> ResponseReturnValue:
    return _act(coordination_id, FlaskForm(), coordination.take_up, lambda _item: gettext("已受理，协调有结果后请在本页记录。"))


def _act(
    coordination_id: int, form: FlaskForm, verb: Callable[..., None], said: Callable[[CoordinationItem], str]
) -> ResponseReturnValue:
    def act(session: Session) -> str:
        item = the_item(session, actor(), coordination_id)
        verb(session, item, actor=actor(), now=now())
        return said(item)

    return carried_out(form, act, "coordination.show", coordination_id=coordination_id) or _show(coordination_id, form)


@bp.post("/coordination/<int:coordination_id>/stop")
@needs(Permission.COORDINATION_APPROVE)
def stop(coordination_id: int) -> ResponseReturnValue:
    form = SendBackForm()

    def act(session: Session) -> str:
        coordination.stop(session, the_item(session, actor(), coordination_id), form.reason.data, actor=actor(), now=now())
        return gettext("已决定不提请协调。")

    return carried_out(form, act, "coordination.show", coordination_id=coordination_id) or _show(coordination_id, form)


@bp.post("/coordination/<int:coordination_id>/settle")
@needs(Permission.COORDINATION_SETTLE)
def settle(coordination_id: int) -> ResponseReturnValue:
    form = OutcomeForm()

    def act(session: Session) -> str:
        outcome = Outcome(form.outcome.data, form.decided_by.data, form.decided_on.data)
        coordination.settle(session, the_item(session, actor(), coordination_id), outcome, actor=actor(), now=now())
        return gettext("已记录协调结果，涉及的单位会收到消息。")

    return carried_out(form, act, "coordination.show", coordination_id=coordination_id) or _show(coordination_id, form)


def _show(coordination_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        item = the_item(session, actor(), coordination_id)
        found = offers(actor(), item, coordination.proofs(item))
        page = render_template(
            "coordination/show.html",
            item=item,
            task=item.task,
            offered={offer.name for offer in found if not offer.lacks},
            unsigned=why_unsigned(found),
            people=signers(session, {Subject.COORDINATION: [item.id]}, [item.opened_by_id, item.settled_by_id]),
            refused=sent,
            settling=sent if isinstance(sent, OutcomeForm) else OutcomeForm(formdata=None),
            stopping=sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
        )
    return page, status_of(sent) if sent else 200
