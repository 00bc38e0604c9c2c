"""The board (看板): how the plans in view stand today, for the office and for leaders."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.queries import board, job_runs, plans
from tracker.queries.instructions import unsettled
from tracker.queries.ledger import LedgerFilter, first_rows, light_counts
from tracker.queries.rechecks import due_count
from tracker.queries.reports import drafts_waiting
from tracker.queries.undelivered import Undelivered, undelivered
from tracker.rules.permissions import Permission, holds
from tracker.rules.statuses import Light
from tracker.services.calendars import calendar_warning
from tracker.web.context import actor, calendar, clock, database, now, today
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("board", __name__)

WORST = 10


@bp.get("/board")
@needs(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """The board; what plans not under supervision hold is listed apart and colours nothing."""
    week_ends = today() + timedelta(days=6 - today().weekday())
    supervised = LedgerFilter(supervised=True)
    late = LedgerFilter(supervised=True, lights=(Light.RED,), sort="due")
    due = LedgerFilter(supervised=True, only_open=True, due_from=today(), due_to=week_ends, sort="due")
    with database().reading() as session:
        unsigned, unsigned_total = board.unsigned_units(session, actor())
        reporting = board.reporting_by_unit(session, actor(), clock(), asked_page("units"))
        return render_template(
            "board/index.html",
            counts=light_counts(session, actor(), supervised, clock()),
            late=first_rows(session, actor(), late, clock(), WORST),
            due=first_rows(session, actor(), due, clock(), WORST),
            week_ends=week_ends,
            waiting=board.waiting(session, actor()),
            may_review=holds(actor(), Permission.UPDATE_REVIEW),
            instructions=unsettled(session, actor()),
            drafts=drafts_waiting(session, actor()),
            rechecks_due=due_count(session, actor(), today()) if holds(actor(), Permission.TASK_CLOSE) else None,
            unsigned=unsigned,
            unsigned_total=unsigned_total,
            reporting=reporting,
            reporting_pager=pager(reporting, "units"),
            periods=board.current_periods(clock()),
            plans=plans.plan_rows(session, actor(), supervised=True),
            facts=plans.plan_rows(session, actor(), supervised=False),
            today=today(),
            is_silent=_is_silent(session),
            calendar_warning=calendar_warning(session, today()) if holds(actor(), Permission.UPDATE_REVIEW) else None,
            undelivered=_undelivered(session),
            may_load_calendar=holds(actor(), Permission.CALENDAR_LOAD),
        )


def _undelivered(session: Session) -> Undelivered | None:
    """Whom messages did not reach; for those who may send them again."""
    may_see = holds(actor(), Permission.REMINDER_READ)
    return undelivered(session, actor(), Permission.REMINDER_READ, today()) if may_see else None


def _is_silent(session: Session) -> bool:
    """True where, on a working day, no scheduler has been heard for an hour; for the office, whose reminders it sends."""
    return holds(actor(), Permission.TASK_ADMINISTER) and calendar().is_workday(today()) and job_runs.is_silent(session, now())
