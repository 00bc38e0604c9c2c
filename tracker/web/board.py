"""The board (看板): how the plans in view stand today, for the office and for leaders."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.queries import board, job_runs, plans
from tracker.queries.ledger import LedgerFilter, first_rows, light_counts
from tracker.queries.task_units import holding_of
from tracker.queries.trends import LightTrend, light_trend
from tracker.queries.undelivered import Undelivered, undelivered
from tracker.rules.permissions import Permission, holds
from tracker.rules.statuses import Light
from tracker.services.calendars import calendar_warning
from tracker.web import trend
from tracker.web.context import actor, calendar, clock, database, now, today
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager
from tracker.web.waiting import waiting_for

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
            **_lights(session, supervised),
            late=first_rows(session, actor(), late, clock(), WORST),
            due=first_rows(session, actor(), due, clock(), WORST),
            week_ends=week_ends,
            waiting=waiting_for(session),
            holding=holding_of,
            may_import=holds(actor(), Permission.PLAN_IMPORT),
            may_instruct=holds(actor(), Permission.INSTRUCTION_GIVE),
            unsigned=unsigned,
            unsigned_total=unsigned_total,
            reporting=reporting,
            reporting_pager=pager(reporting, "units"),
            periods=board.current_periods(clock()),
            plans=plans.plan_rows(session, actor(), supervised=True),
            facts=plans.plan_rows(session, actor(), supervised=False),
            today=today(),
            is_silent=_is_silent(session),
            calendar_warning=calendar_warning(session, today(), gettext) if holds(actor(), Permission.UPDATE_REVIEW) else None,
            undelivered=_undelivered(session),
            may_load_calendar=holds(actor(), Permission.CALENDAR_LOAD),
        )


def _lights(session: Session, supervised: LedgerFilter) -> dict[str, Any]:
    """How many tasks stand under each light, and what has changed. Who acts for units as well sees of some plans only a part, which
    was never counted: they get no trend.
    """
    counts = light_counts(session, actor(), supervised, clock())
    found = LightTrend() if actor().units(Permission.TASK_READ) else light_trend(session, actor(), today())
    return {"counts": counts, "changes": trend.changes(found, counts), "chart": trend.chart_of(found, counts)}


def _undelivered(session: Session) -> Undelivered | None:
    """Whom messages did not reach; for those who may send them again."""
    may_see = holds(actor(), Permission.REMINDER_READ)
    return undelivered(session, actor(), Permission.REMINDER_READ, today()) if may_see else None


def _is_silent(session: Session) -> bool:
    """True where, on a working day, no scheduler has been heard for an hour; for the office, whose reminders it sends."""
    return holds(actor(), Permission.TASK_ADMINISTER) and calendar().is_workday(today()) and job_runs.is_silent(session, now())
