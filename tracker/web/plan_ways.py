"""The ways to see one plan whole: the tabs on its page, its grid and its timeline."""

from flask import url_for
from flask_babel import gettext

from tracker.models import Plan
from tracker.rules.permissions import Permission, may_touch
from tracker.rules.statuses import PlanState
from tracker.web.context import actor

Tab = tuple[str, str, bool, int | None]


def plan_ways(plan: Plan, here: str) -> list[Tab]:
    """What the macro `tabs` shows: title, address, whether it is open (`here`: plan, grid or timeline), no count.

    A plan that is not given out yet is only checked: it has neither. What is said of all units is for those who see them all.
    """
    if plan.state is PlanState.DRAFT:
        return []
    tabs = [("plan", gettext("方案"), url_for("plans.show", plan_id=plan.id))]
    sees_all = plan.supervised_from is not None and may_touch(actor(), Permission.REPORT_READ, region=plan.jurisdiction.path)
    if sees_all:
        tabs.append(("grid", gettext("单位和领域对照"), url_for("grid.show", plan_id=plan.id)))
    tabs += [
        ("timeline", gettext("时间轴"), url_for("timeline.show", plan_id=plan.id)),
        ("tasks", gettext("台账"), url_for("tasks.index", plan=plan.id)),
    ]
    if sees_all:
        tabs += [
            ("reporting", gettext("报送情况"), url_for("reporting.index", plan_id=plan.id)),
            ("reports", gettext("督查报告"), url_for("reports.index", plan=plan.id)),
        ]
    return [(title, url, name == here, None) for name, title, url in tabs]
