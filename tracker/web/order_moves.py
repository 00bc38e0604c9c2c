"""What the unit, its head and the office do with one order: each a form on its page."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import SupervisionOrder
from tracker.queries.orders import the_order
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OrderState
from tracker.services import order_answers, orders
from tracker.services.order_limits import POLICY
from tracker.services.orders import ItemText
from tracker.web import order_page
from tracker.web.context import actor, calendar, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.orders import AnswerForm, CloseForm, ItemForm, ReasonForm, ReturnForm
from tracker.web.guards import needs

bp = Blueprint("moves", __name__)

Act = Callable[[Session, SupervisionOrder], None]


def page(order_id: int, sent: dict[str, FlaskForm] | None = None) -> str:
    """The page of the order; `sent` holds a form that came back refused."""
    with database().reading() as session:
        order = the_order(session, actor(), order_id)
        refused = next(iter((sent or {}).values()), None)
        limit = calendar().add(today(), POLICY.limits[order.level])
        return render_template("orders/show.html", **order_page.shown(session, order, sent or {}, limit), refused=refused)


def _carry_out(order_id: int, name: str, form: FlaskForm, message: str, act: Act, waits: str | None = None) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the order again with what was typed.

    `waits` is said in place of `message` where it now waits for the head of the unit.
    """
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                order = the_order(session, actor(), order_id)
                act(session, order)
                said = waits if waits and order.state is OrderState.UNIT_REVIEW else message
            return done(said, "orders.show", order_id=order_id)
    return page(order_id, sent={name: form}), status_of(form)


@bp.post("/orders/<int:order_id>/receive")
@needs(Permission.ORDER_REPLY)
def receive(order_id: int) -> ResponseReturnValue:
    message = gettext("已签收。请在期限前答复。")
    return _carry_out(
        order_id, "receive", FlaskForm(), message,
        lambda session, order: order_answers.receive(session, order, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/reply")
@needs(Permission.ORDER_REPLY)
def reply(order_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    return _carry_out(
        order_id, "reply", form, gettext("答复已送领导小组办公室。"),
        lambda session, order: order_answers.reply(session, order, form.reply.data, actor=actor(), now=now()),
        waits=gettext("已送单位负责人审核，同意后报送办公室。"),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/approve")
@needs(Permission.ORDER_APPROVE)
def approve(order_id: int) -> ResponseReturnValue:
    return _carry_out(
        order_id, "approve", FlaskForm(), gettext("已同意，答复已送领导小组办公室。"),
        lambda session, order: order_answers.approve(session, order, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/recall")
@needs(Permission.ORDER_REPLY)
def recall(order_id: int) -> ResponseReturnValue:
    return _carry_out(
        order_id, "recall", FlaskForm(), gettext("已撤回，可以修改后重新答复。"),
        lambda session, order: order_answers.recall(session, order, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/send-back")
@needs(Permission.ORDER_APPROVE)
def send_back(order_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        order_id, "send_back", form, gettext("已退回联络员修改。"),
        lambda session, order: order_answers.send_back(session, order, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/accept")
@needs(Permission.ORDER_ISSUE)
def accept(order_id: int) -> ResponseReturnValue:
    return _carry_out(
        order_id, "accept", FlaskForm(), gettext("已采信答复。"),
        lambda session, order: order_answers.accept(session, order, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/return")
@needs(Permission.ORDER_ISSUE)
def return_reply(order_id: int) -> ResponseReturnValue:
    form = ReturnForm()
    return _carry_out(
        order_id, "return", form, gettext("已退回答复，并通知承办单位。"),
        lambda session, order: order_answers.return_reply(
            session, order, form.reason.data, form.due_on.data, actor=actor(), now=now()
        ),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/close")
@needs(Permission.ORDER_ISSUE)
def close(order_id: int) -> ResponseReturnValue:
    form = CloseForm()
    return _carry_out(
        order_id, "close", form, gettext("已了结。"),
        lambda session, order: orders.close_order(session, order, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/withdraw")
@needs(Permission.ORDER_ISSUE)
def withdraw(order_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        order_id, "withdraw", form, gettext("已撤回，并通知承办单位。"),
        lambda session, order: orders.withdraw_order(session, order, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/<int:order_id>/items")
@needs(Permission.ORDER_ISSUE)
def add_item(order_id: int) -> ResponseReturnValue:
    form = ItemForm()

    def add(session: Session, order: SupervisionOrder) -> None:
        orders.add_item(session, order, ItemText(form.text.data, form.due_on.data), actor=actor(), now=now())

    return _carry_out(order_id, "add_item", form, gettext("已增加整改事项，并通知承办单位。"), add)
