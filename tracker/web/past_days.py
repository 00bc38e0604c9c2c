"""How a task stood at the end of a past day, out of its history: what the page and the report of that day said."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.queries.reporting import facts_on
from tracker.queries.scope import the_task
from tracker.queries.tasks import sees_every_unit
from tracker.reports.figures import draw_figures
from tracker.rules.days import official_day
from tracker.rules.permissions import Permission
from tracker.services.moves import consolidating_units
from tracker.web.context import actor, calendar, database, today
from tracker.web.filters import asked_day, unread_day
from tracker.web.guards import needs

bp = Blueprint("past_days", __name__)


@bp.get("/tasks/<int:task_id>/past")
@needs(Permission.TASK_READ)
def show(task_id: int) -> ResponseReturnValue:
    """The task as of the day that the address names, without one as of today; a day to come is refused."""
    given = request.args.get("day", "").strip() or today().isoformat()
    day = asked_day("day") or today()
    refusal = unread_day("day") or _refusal(day)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        issued_on = official_day(task.plan.issued_at) if task.plan.issued_at else None
        line, shares, orders = None, [], []
        if not refusal and issued_on is not None and issued_on <= day:
            facts = facts_on(session, task.plan_id, day)
            line = next((one for one in draw_figures(facts, calendar()).tasks if one.id == task_id), None)
            shares = [share for share in facts.shares if share.task_id == task_id]
            own = {share.unit for share in shares if share.unit_id in actor().units(Permission.TASK_READ)}
            sees_all = sees_every_unit(actor(), task, consolidating_units(task))
            orders = [order for order in facts.orders if order.task_id == task_id and (sees_all or order.unit in own)]
        page = render_template(
            "past_days/show.html", task=task, day=day, given=given, refusal=refusal, line=line, shares=shares, orders=orders,
            today=today(),
        )  # fmt: skip
    return page, 400 if refusal else 200


def _refusal(day: date) -> str | None:
    """Why the day cannot be looked at; None where it can."""
    if day > today():
        return gettext("%(day)s 还没有到，看不到那一天的情况。请选择今天或者以前的日期。", day=day.isoformat())
    return None
