"""The liaison's first page: what my unit owes, by when, and why."""

from datetime import timedelta
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.queries.instructions import instructions_to_answer
from tracker.queries.mine import Need, finished, owed
from tracker.queries.occurrences import reports_owed
from tracker.queries.orders import orders_to_answer
from tracker.queries.own_updates import own_updates
from tracker.queries.waiting_papers import waiting_papers
from tracker.rules.matter_statuses import OccurrenceState
from tracker.rules.permissions import Permission
from tracker.web.context import actor, clock, database, today
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("mine", __name__)

ORDERS_SHOWN = 10
NEAR = timedelta(days=30)  # when the first reminder of a report goes out (rules/reminders.py)


@bp.get("/mine")
@needs(Permission.ASSIGNMENT_ANSWER)
def index() -> ResponseReturnValue:
    asked = request.args.get("need", "")
    need = Need(asked) if asked in list(Need) else None
    with database().reading() as session:
        reports = reports_owed(session, actor(), ORDERS_SHOWN)
        found = owed(session, actor(), clock(), asked_page(), need)
        return render_template(
            "mine/index.html",
            groups=[(need, list(rows)) for need, rows in groupby(found.page.rows, key=lambda row: row.need)],
            page=pager(found.page),
            counts=found.counts,
            need=need,
            orders=orders_to_answer(session, actor(), ORDERS_SHOWN),
            own_reports=reports,
            papers=waiting_papers(session, actor(), ORDERS_SHOWN),
            instructions=instructions_to_answer(session, actor(), ORDERS_SHOWN),
            reports_first=any(row.state is OccurrenceState.RETURNED or row.due_on <= today() + NEAR for row in reports),
            today=today(),
            several_units=_several_units(),
        )


@bp.get("/mine/finished")
@needs(Permission.ASSIGNMENT_ANSWER)
def done() -> ResponseReturnValue:
    with database().reading() as session:
        page = finished(session, actor(), clock(), asked_page())
        return render_template("mine/finished.html", rows=page.rows, page=pager(page))


@bp.get("/mine/history")
@needs(Permission.ASSIGNMENT_ANSWER)
def history() -> ResponseReturnValue:
    with database().reading() as session:
        page = own_updates(session, actor(), asked_page())
        return render_template("mine/history.html", rows=page.rows, page=pager(page), several_units=_several_units())


def _several_units() -> bool:
    return len(actor().units(Permission.ASSIGNMENT_ANSWER)) > 1
