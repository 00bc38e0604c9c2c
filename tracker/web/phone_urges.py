"""Urging by telephone: the list of calls, and the record of a new one."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import Unit
from tracker.queries.orders import the_order
from tracker.queries.phone_urges import calls
from tracker.queries.scope import the_task
from tracker.queries.tasks import orders_of
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.permissions import Permission
from tracker.services import phone_urges
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.phone_urges import CallForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_page, pager

bp = Blueprint("phone_urges", __name__)


@bp.get("/orders/calls")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        page = calls(session, actor(), asked_page())
        return render_template("orders/calls.html", calls=page.rows, page=pager(page))


@bp.route("/tasks/<int:task_id>/calls/new", methods=["GET", "POST"])
@needs(Permission.ORDER_ISSUE)
@once
def new(task_id: int) -> ResponseReturnValue:
    form = CallForm()
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        form.offer(task, orders_of(session, actor(), task, sees_all=True))
        title, plan = task.title, (task.plan_id, task.plan.title)
    if form.validate_on_submit():
        with keeping_input(form):
            _log(task_id, form)
            return done(gettext("已登记电话催办。"), "tasks.show", task_id=task_id)
    if not form.is_submitted():
        form.caller.data, form.called_on.data = actor().name, today()
        form.called_time.data = now().astimezone(OFFICIAL_ZONE).time().replace(second=0, microsecond=0)
        form.unit.data = request.args.get("unit", type=int)
        form.order.data = request.args.get("order", 0, type=int)
    return render_template("orders/call.html", form=form, task_id=task_id, title=title, plan=plan), status_of(form)


def _log(task_id: int, form: CallForm) -> None:
    with database().transaction() as session:
        phone_urges.log_call(
            session,
            the_task(session, actor(), task_id),
            session.get_one(Unit, form.unit.data),
            form.callee.data or "",
            form.said.data or "",
            form.called_at(),
            caller=form.caller.data or "",
            order=the_order(session, actor(), form.order.data) if form.order.data else None,
            actor=actor(),
            now=now(),
        )
