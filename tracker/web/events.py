"""The history, read by the auditor and changed by nobody."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.act_labels import event_title
from tracker.connecting import witness_of
from tracker.errors import Conflict
from tracker.event_labels import TITLES
from tracker.queries import events as queries
from tracker.queries.events import EventFilter
from tracker.queries.kept_files import kept_bytes
from tracker.rules.permissions import Permission
from tracker.services.audit_runs import keep_run, verify_all
from tracker.web.context import actor, database, now, services, storage
from tracker.web.filters import asked_day
from tracker.web.forms.answering import done
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_rows, here, pager
from tracker.web.task_page import change

bp = Blueprint("events", __name__)

BYTES_ON_DEMAND = 200_000_000  # read in a few seconds; more files than that are left to the nightly run
EVENTS_ON_DEMAND = 200_000  # verified in under a minute; a longer history likewise
EVENTS_A_SECOND = 4_000


@bp.get("/events")
@needs(Permission.EVENT_READ)
def index() -> ResponseReturnValue:
    chosen = _chosen()
    with database().reading() as session:
        page = queries.events(session, chosen)
        plans = queries.chains(session)
    return render_template(
        "events/index.html",
        rows=[(row, event_title(row.subject, row.action), change(row)) for row in page.rows],
        subjects=TITLES,
        plans=dict(plans),
        older=here(before=page.older) if page.older else None,
        newest=here(before=None) if chosen.before else None,
        fields=_fields(chosen, plans),
        is_narrowed=chosen != EventFilter(before=chosen.before),
    )


@bp.get("/events/verification")
@needs(Permission.EVENT_READ)
def verification() -> ResponseReturnValue:
    with database().reading() as session:
        run = queries.last_run(session)
        plans = dict(queries.chains(session))
        size = queries.newest_number(session)
    found = [*run.data["breaks"], *run.data["spoilt"]] if run is not None and run.data else []
    page = asked_rows(found)
    return render_template(
        "events/verification.html",
        seconds=-(-size // EVENTS_A_SECOND),
        may_verify=size <= EVENTS_ON_DEMAND,
        run=run,
        plans={0: gettext("登录与账号"), **plans},
        rows=page.rows,
        pager=pager(page),
    )


@bp.post("/events/verification")
@needs(Permission.EVENT_READ)
def verify() -> ResponseReturnValue:
    with database().reading() as session:
        if queries.newest_number(session) > EVENTS_ON_DEMAND:
            raise Conflict("操作记录太多，不能在网页上核对。请看每天凌晨核对的结果，或者在服务器上运行 tracker audit verify。")
        files = storage() if kept_bytes(session) <= BYTES_ON_DEMAND else None
    outcome = verify_all(database(), witness_of(services().settings), files)
    with database().transaction() as session:
        keep_run(session, outcome, actor=actor(), now=now())
    if outcome.is_whole:
        return done(gettext("核对完毕，没有发现改动。"), "events.verification")
    return done(gettext("核对完毕，发现问题，请看下面的清单。"), "events.verification")


def _chosen() -> EventFilter:
    subject = request.args.get("subject", "")
    return EventFilter(
        chain=0 if request.args.get("plan") == "0" else asked_id("plan"),
        subject=subject if subject in TITLES else "",
        who=request.args.get("who", "").strip()[:60],
        from_on=asked_day("from_on"),
        to_on=asked_day("to_on"),
        before=asked_id("before"),
    )


def _fields(chosen: EventFilter, plans: list[tuple[int, str]]) -> list[dict[str, Any]]:
    every = ("", gettext("全部"))
    of_plans = [every, (0, gettext("登录与账号")), *plans]
    of_subjects = [every, *((key, gettext(title)) for key, title in TITLES.items())]
    return [
        {"name": "who", "label": gettext("操作人"), "kind": "search", "value": chosen.who, "placeholder": gettext("姓名")},
        {"name": "plan", "label": gettext("方案"), "kind": "select", "options": of_plans, "value": _text(chosen.chain)},
        {"name": "subject", "label": gettext("对象"), "kind": "select", "options": of_subjects, "value": chosen.subject},
        {"name": "from_on", "label": gettext("起"), "kind": "date", "value": _text(chosen.from_on)},
        {"name": "to_on", "label": gettext("止"), "kind": "date", "value": _text(chosen.to_on)},
    ]


def _text(value: date | int | None) -> str:
    return "" if value is None else str(value)
