"""The main navigation: what each role comes for, as data."""

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext

from tracker.labels import N_
from tracker.rules.permissions import Actor, Permission, holds

# Title, endpoint, permission that shows it (None: everybody).
ENTRIES = (
    (N_("看板"), "board.index", Permission.REPORT_READ),
    (N_("我的任务"), "mine.index", Permission.ASSIGNMENT_ANSWER),
    (N_("单位审核"), "approvals.index", Permission.UPDATE_APPROVE),
    (N_("台账"), "tasks.index", Permission.TASK_READ),
    (N_("指标"), "indicators.index", Permission.TASK_READ),
    (N_("审核"), "reviews.index", Permission.UPDATE_REVIEW),
    (N_("督办"), "orders.index", Permission.TASK_READ),
    (N_("申请"), "requests.index", Permission.TASK_READ),
    (N_("批示"), "instructions.index", Permission.TASK_READ),
    (N_("定期报告"), "obligations.index", Permission.TASK_READ),
    (N_("方案"), "plans.index", Permission.PLAN_READ),
    (N_("报告"), "reports.index", Permission.REPORT_READ),
    (N_("单位"), "units.index", Permission.UNIT_MANAGE),
    (N_("用户"), "people.index", Permission.USER_READ),
    (N_("操作记录"), "events.index", Permission.EVENT_READ),
    (N_("消息"), "inbox.index", None),
)


def navigation(actor: Actor, endpoint: str, counts: Mapping[str, int]) -> list[tuple[str, str, bool, int | None]]:
    """(title, address, is the reader there, count) of the entries that the actor may use; `counts` by endpoint."""
    blueprint = endpoint.partition(".")[0]
    return [
        (gettext(title), url_for(target), target.partition(".")[0] == blueprint, counts.get(target))
        for title, target, permission in ENTRIES
        if permission is None or holds(actor, permission)
    ]


def home(actor: Actor) -> str:
    """The endpoint of the page that the actor comes for first."""
    return next(target for _, target, permission in ENTRIES if permission is None or holds(actor, permission))
