"""How a task stood at the end of a past day, out of its history: what the page and the report of that day said."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.queries.reporting import facts_on
from tracker.queries.scope import the_task
from tracker.queries.tasks import sees_every_unit
from tracker.reports.figures import draw_figures
from tracker.rules.days import official_day
from tracker.rules.permissions import Permission
from tracker.services.moves import consolidating_units
from tracker.web.context import actor, calendar, database, today
from tracker.web.filters import asked_day
from tracker.web.guards import needs

bp = Blueprint("past_days", __name__)


@bp.get("/tasks/<int:task_id>/past")
@needs(Permission.TASK_READ)
def show(task_id: int) -> ResponseReturnValue:
    """The task as of the day that the address names; without one, or for a day to come, as of today."""
    day = min(asked_day("day") or today(), today())
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        issued_on = official_day(task.plan.issued_at) if task.plan.issued_at else None
        line, shares, orders = None, [], []
        if issued_on is not None and issued_on <= day:
            facts = facts_on(session, task.plan_id, day)
            line = next((one for one in draw_figures(facts, calendar()).tasks if one.id == task_id), None)
            shares = [share for share in facts.shares if share.task_id == task_id]
            own = {share.unit for share in shares if share.unit_id in actor().units(Permission.TASK_READ)}
            sees_all = sees_every_unit(actor(), task, consolidating_units(task))
            orders = [order for order in facts.orders if order.task_id == task_id and (sees_all or order.unit in own)]
        return render_template("past_days/show.html", task=task, day=day, line=line, shares=shares, orders=orders)
