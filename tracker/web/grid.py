"""Units by sections of a plan: where it is late, and whose it is, at a glance."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.queries.grid import unit_grid
from tracker.queries.period_reporting import followed_plan
from tracker.rules.permissions import Permission
from tracker.web.context import actor, clock, database, today
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager
from tracker.web.plan_ways import plan_ways

bp = Blueprint("grid", __name__)


@bp.get("/plans/<int:plan_id>/grid")
@needs(Permission.REPORT_READ)
def show(plan_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        plan = followed_plan(session, actor(), plan_id)
        grid = unit_grid(session, actor(), plan_id, clock(), asked_page())
        ways = plan_ways(plan, "grid")
        return render_template("grid/show.html", plan=plan, ways=ways, grid=grid, pager=pager(grid.page), today=today())
