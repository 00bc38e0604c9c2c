"""Urging and supervision orders: the list, a new one, one with its moves, and the sheet that is printed."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.labels import label, order_number
from tracker.models import SupervisionOrder, Unit
from tracker.queries import orders as queries
from tracker.queries.orders import OrderFilter, the_order
from tracker.queries.reporting import office_name
from tracker.queries.scope import the_task
from tracker.rules.permissions import Permission
from tracker.rules.statuses import OrderKind, OrderLevel, OrderState
from tracker.services import orders
from tracker.services.order_limits import usual_sign_by
from tracker.web import order_moves, order_page, phone_urges, rectification
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_choice, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.orders import OrderForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_id, asked_page, here, pager

bp = Blueprint("orders", __name__)
bp.register_blueprint(order_moves.bp)
bp.register_blueprint(rectification.bp)
bp.register_blueprint(phone_urges.bp)


@bp.get("/orders")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = OrderFilter(
        state=asked_choice(OrderState, "state"),
        kind=asked_choice(OrderKind, "kind"),
        level=asked_choice(OrderLevel, "level"),
        unit_id=asked_id("unit"),
        overdue=request.args.get("overdue") == "1",
    )
    with database().reading() as session:
        page = queries.orders(session, actor(), chosen, today(), asked_page())
        units = queries.order_units(session, actor())
    return render_template(
        "orders/index.html",
        rows=page.rows,
        page=pager(page),
        today=today(),
        fields=_fields(chosen, units),
        chips=_chips(chosen, dict(units)),
    )


def _fields(chosen: OrderFilter, units: list[tuple[int, str]]) -> list[dict[str, Any]]:
    return [
        select_field("kind", gettext("种类"), chosen.kind, options_of(OrderKind)),
        select_field("level", gettext("级别"), chosen.level, options_of(OrderLevel)),
        select_field("state", gettext("状态"), chosen.state, options_of(OrderState)),
        select_field("unit", gettext("承办单位"), chosen.unit_id, units),
        select_field("overdue", gettext("期限"), "1" if chosen.overdue else "", [("1", gettext("已超期"))]),
    ]


def _chips(chosen: OrderFilter, units: dict[int, str]) -> list[tuple[str, str]]:
    words = {name: gettext(label(value)) for name, value in vars(chosen).items() if name in ("kind", "level", "state") and value}
    if chosen.unit_id:
        words["unit"] = units.get(chosen.unit_id, gettext("所选单位"))
    if chosen.overdue:
        words["overdue"] = gettext("已超期")
    return [(word, here(**{name: None, "page": None})) for name, word in words.items()]


@bp.route("/tasks/<int:task_id>/orders/new", methods=["GET", "POST"])
@needs(Permission.ORDER_ISSUE)
@once
def new(task_id: int) -> ResponseReturnValue:
    form = OrderForm()
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        form.offer(task, orders.proposals(session, task, today()), usual_sign_by(session, today()))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                order = _issue(session, task_id, form)
                order_id, number = order.id, order_number(order.kind, order.year, order.number)
            return done(gettext("已发出%(number)s，并通知承办单位。", number=number), "orders.show", order_id=order_id)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        return render_template("orders/new.html", form=form, task=task), status_of(form)


def _issue(session: Session, task_id: int, form: OrderForm) -> SupervisionOrder:
    return orders.issue_order(
        session,
        the_task(session, actor(), task_id),
        session.get_one(Unit, form.unit.data),
        OrderKind(form.kind.data),
        form.demand.data,
        level=OrderLevel(form.level.data) if form.level.data else None,
        level_reason=form.level_reason.data or "",
        reply_days=form.limit_days.data,
        sign_by=form.sign_by.data,
        items=form.texts(),
        actor=actor(),
        now=now(),
    )


@bp.get("/orders/<int:order_id>")
@needs(Permission.TASK_READ)
def show(order_id: int) -> ResponseReturnValue:
    return order_moves.page(order_id)


@bp.get("/orders/<int:order_id>/sheet")
@needs(Permission.TASK_READ)
def sheet(order_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        order = the_order(session, actor(), order_id)
        office = office_name(session, order.jurisdiction_id, today())
        return render_template("orders/sheet.html", order=order, office=office, people=order_page.people(session, order))
