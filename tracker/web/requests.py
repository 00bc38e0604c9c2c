"""What is asked of the office about tasks (申请): one list for the office and for units."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.queries import requests as queries
from tracker.queries.requests import RequestFilter
from tracker.rules.permissions import Permission
from tracker.rules.statuses import ExtensionState
from tracker.web.context import actor, database
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("requests", __name__)


@bp.get("/requests")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    state = asked_choice(ExtensionState, "state")
    chosen = RequestFilter(state=state, waits=request.args.get("waits") == "yes")
    with database().reading() as session:
        page = queries.requests(session, actor(), chosen, asked_page())
    chips = chips_of(state=state)
    if chosen.waits:
        chips.append((gettext("待我办理"), here(waits=None, page=None)))
    return render_template("requests/index.html", rows=page.rows, page=pager(page), fields=_fields(chosen), chips=chips)


def _fields(chosen: RequestFilter) -> list[dict[str, object]]:
    return [
        select_field("waits", gettext("范围"), "yes" if chosen.waits else "", [("yes", gettext("待我办理"))]),
        select_field("state", gettext("状态"), chosen.state, options_of(ExtensionState)),
    ]
