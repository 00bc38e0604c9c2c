"""暂停提醒: one's own wishes to be left in peace, and for the office those of everybody in its plans."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import Plan, Task
from tracker.queries import mutes as queries
from tracker.queries.scope import the_plan, the_task
from tracker.rules.mutes import LONGEST_DAYS
from tracker.rules.permissions import Permission, holds
from tracker.services import mutes
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.mutes import MuteForm
from tracker.web.guards import LOGGED_IN, needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("mutes", __name__)

PROPOSED = timedelta(days=14)


@bp.get("/mutes")
@needs(LOGGED_IN)
def index() -> ResponseReturnValue:
    with database().reading() as session:
        own = queries.own_mutes(session, actor(), today())
        others = queries.mutes(session, actor(), today(), asked_page()) if holds(actor(), Permission.REMINDER_READ) else None
    return render_template("mutes/index.html", own=own, others=others, page=pager(others) if others else None)


@bp.route("/plans/<int:plan_id>/mute", methods=["GET", "POST"])
@needs(Permission.PLAN_READ)
def of_plan(plan_id: int) -> ResponseReturnValue:
    """Every reminder of the plan."""
    with database().reading() as session:
        plan = the_plan(session, actor(), plan_id)
    return _ask(plan, None)


@bp.route("/tasks/<int:task_id>/mute", methods=["GET", "POST"])
@needs(Permission.TASK_READ)
def of_task(task_id: int) -> ResponseReturnValue:
    """The reminders of one task."""
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        plan = task.plan
    return _ask(plan, task)


def _ask(plan: Plan, task: Task | None) -> ResponseReturnValue:
    form = MuteForm(to_on=today() + PROPOSED)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                mutes.mute(session, plan, task, form.to_on.data, form.reason.data, actor=actor(), now=now())
            return done(gettext("已暂停提醒。消息仍列在“消息”里，紧急事项和督办单照常发送。"), "mutes.index")
    return render_template("mutes/new.html", form=form, plan=plan, task=task, longest=LONGEST_DAYS), status_of(form)


@bp.post("/mutes/<int:mute_id>/end")
@needs(LOGGED_IN)
def end(mute_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        mutes.end(session, queries.the_mute(session, actor(), mute_id), actor=actor(), now=now())
    return done(gettext("已恢复提醒。"), "mutes.index")
