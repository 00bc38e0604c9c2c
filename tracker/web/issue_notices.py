"""Notices of giving out (交办通知): the list with who has not signed, one of them, and the sheet that is printed."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.labels import N_
from tracker.queries import issue_notices as queries
from tracker.queries.issue_notices import NoticeFilter, Waiting, the_notice
from tracker.queries.mine import pending_ids
from tracker.queries.reporting import office_name
from tracker.rules.days import official_day
from tracker.rules.permissions import Permission, holds
from tracker.web.context import actor, database, today
from tracker.web.filters import asked_choice, select_field
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, here, pager

bp = Blueprint("issue_notices", __name__, url_prefix="/issue-notices")

_WAITING = {Waiting.OVERDUE: N_("逾期未签收"), Waiting.PENDING: N_("待签收"), Waiting.OBJECTED: N_("有异议")}


@bp.get("")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    chosen = NoticeFilter(asked_id("plan"), asked_id("unit"), asked_choice(Waiting, "waiting"))
    with database().reading() as session:
        page = queries.issue_notices(session, actor(), chosen, today(), asked_page())
        plans, units = queries.notice_choices(session, actor())
        late = queries.units_late(session, actor(), today())
    return render_template(
        "issue_notices/index.html", rows=page.rows, page=pager(page), late=late, today=today(),
        fields=_fields(chosen, plans, units), chips=_chips(chosen, dict(plans), dict(units)),
    )  # fmt: skip


def _fields(chosen: NoticeFilter, plans: list[tuple[int, str]], units: list[tuple[int, str]]) -> list[dict[str, Any]]:
    waiting = [(item.value, gettext(word)) for item, word in _WAITING.items()]
    return [
        select_field("waiting", gettext("签收情况"), chosen.waiting, waiting),
        select_field("unit", gettext("承办单位"), chosen.unit_id, units),
        select_field("plan", gettext("方案"), chosen.plan_id, plans),
    ]


def _chips(chosen: NoticeFilter, plans: dict[int, str], units: dict[int, str]) -> list[tuple[str, str]]:
    words = {}
    if chosen.waiting:
        words["waiting"] = gettext(_WAITING[chosen.waiting])
    if chosen.unit_id:
        words["unit"] = units.get(chosen.unit_id, gettext("所选单位"))
    if chosen.plan_id:
        words["plan"] = plans.get(chosen.plan_id, gettext("所选方案"))
    return [(word, here(**{name: None, "page": None})) for name, word in words.items()]


@bp.get("/<int:issue_notice_id>")
@needs(Permission.TASK_READ)
def show(issue_notice_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        notice = the_notice(session, actor(), issue_notice_id)
        pending = len(pending_ids(session, actor(), notice.id)) if holds(actor(), Permission.ASSIGNMENT_ANSWER) else 0
        return render_template("issue_notices/show.html", issue_notice=notice, today=today(), pending=pending)


@bp.get("/<int:issue_notice_id>/sheet")
@needs(Permission.TASK_READ)
def sheet(issue_notice_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        notice = the_notice(session, actor(), issue_notice_id)
        office = office_name(session, notice.jurisdiction_id, official_day(notice.issued_at))
        return render_template("issue_notices/sheet.html", issue_notice=notice, office=office)
