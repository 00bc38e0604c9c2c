"""Urging and supervision orders: the list, a new one, one as a printed sheet, its answer and its end."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.labels import label, order_number
from tracker.models import Unit
from tracker.queries import orders as queries
from tracker.queries.orders import OrderFilter, the_order
from tracker.queries.scope import the_task
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OrderKind, OrderState
from tracker.services import order_answers, orders
from tracker.services.calendars import work_calendar
from tracker.services.moves import offers
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.orders import CloseOrderForm, OrderForm, ReplyForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("orders", __name__)

DAYS_TO_REPLY = 5  # working days, offered and not imposed


@bp.get("/orders")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = OrderFilter(state=_choice(OrderState, "state"), kind=_choice(OrderKind, "kind"))
    with database().reading() as session:
        page = queries.orders(session, actor(), chosen, today(), asked_page())
    return render_template(
        "orders/index.html",
        rows=page.rows,
        page=pager(page),
        today=today(),
        fields=[
            _select("kind", gettext("种类"), OrderKind, chosen.kind),
            _select("state", gettext("状态"), OrderState, chosen.state),
        ],
        chips=[
            (gettext(label(value)), here(**{name: None, "page": None}))
            for name, value in (("kind", chosen.kind), ("state", chosen.state))
            if value
        ],
    )


def _choice(kind: Any, name: str) -> Any:
    asked = request.args.get(name, "")
    return kind(asked) if asked in list(kind) else None


def _select(name: str, title: str, kind: Any, value: Any) -> dict[str, Any]:
    options = [("", gettext("全部")), *((item.value, gettext(label(item))) for item in kind)]
    return {"name": name, "label": title, "kind": "select", "value": value or "", "options": options}


@bp.route("/tasks/<int:task_id>/orders/new", methods=["GET", "POST"])
@needs(Permission.ORDER_ISSUE)
def new(task_id: int) -> ResponseReturnValue:
    form = OrderForm()
    with database().reading() as session:
        form.offer(the_task(session, actor(), task_id))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                order = orders.issue_order(
                    session,
                    the_task(session, actor(), task_id),
                    session.get_one(Unit, form.unit.data),
                    OrderKind(form.kind.data),
                    form.demand.data,
                    form.reply_due_on.data,
                    actor=actor(),
                    now=now(),
                )
                order_id, number = order.id, order_number(order.kind, order.year, order.number)
            return done(gettext("已发出%(number)s，并通知承办单位。", number=number), "orders.show", order_id=order_id)
    if not form.is_submitted():
        form.reply_due_on.data = work_calendar().add(today(), DAYS_TO_REPLY)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        return render_template("orders/new.html", form=form, task=task), status_of(form)


@bp.get("/orders/<int:order_id>")
@needs(Permission.TASK_READ)
def show(order_id: int) -> ResponseReturnValue:
    return _show(order_id, ReplyForm(), CloseOrderForm())


def _show(order_id: int, replying: ReplyForm, closing: CloseOrderForm) -> ResponseReturnValue:
    with database().reading() as session:
        order = the_order(session, actor(), order_id)
        page = render_template(
            "orders/show.html",
            order=order,
            offered={offer.name for offer in offers(actor(), order, ())},
            replying=replying,
            closing=closing,
            today=today(),
        )
    return page, max(status_of(replying), status_of(closing))


@bp.post("/orders/<int:order_id>/reply")
@needs(Permission.ORDER_REPLY)
def reply(order_id: int) -> ResponseReturnValue:
    form = ReplyForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                order_answers.reply(session, the_order(session, actor(), order_id), form.reply.data, actor=actor(), now=now())
            return done(gettext("答复已送领导小组办公室。"), "orders.show", order_id=order_id)
    return _show(order_id, form, CloseOrderForm(formdata=None))


@bp.post("/orders/<int:order_id>/close")
@needs(Permission.ORDER_ISSUE)
def close(order_id: int) -> ResponseReturnValue:
    form = CloseOrderForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                order = the_order(session, actor(), order_id)
                end = orders.close_order if order.state is OrderState.ACCEPTED else orders.withdraw_order
                end(session, order, form.note.data, actor=actor(), now=now())
            return done(gettext("已了结。"), "orders.show", order_id=order_id)
    return _show(order_id, ReplyForm(formdata=None), form)
