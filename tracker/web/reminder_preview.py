"""What would be sent on a day, and why the rest would not: the office's look behind the sweep (提醒试算)."""

from itertools import islice

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.message_labels import ladder_words
from tracker.queries.scope import in_region
from tracker.rules.permissions import Permission
from tracker.services.calendars import work_calendar
from tracker.services.reminder_reasons import NotSent, not_sent
from tracker.services.reminders import preview
from tracker.web.context import actor, database, today
from tracker.web.filters import asked_day, unread_day
from tracker.web.guards import needs
from tracker.web.messages import rung_title

bp = Blueprint("reminder_preview", __name__)

MOST = 200  # lines of each list; `tracker remind --dry-run` prints them all


@bp.get("/reminders/preview")
@needs(Permission.REMINDER_READ)
def index() -> ResponseReturnValue:
    day = asked_day("day") or today()
    with database().reading() as session:
        calendar = work_calendar(session)
        within = in_region(actor(), Permission.REMINDER_READ)
        sent = list(islice(preview(session, day, calendar, within), MOST + 1))
        left = list(islice(not_sent(session, day, calendar, within), MOST + 1))
        return render_template(
            "reminder_preview/index.html", day=day, unread=unread_day("day"), works=calendar.is_workday(day),
            sent=sent[:MOST], left=left[:MOST], most=MOST, rung_line=_rung_line, why=_why,
            more_sent=len(sent) > MOST, more_left=len(left) > MOST,
        )  # fmt: skip


def _why(row: NotSent) -> str:
    return row.why_in(gettext)


def _rung_line(name: str) -> str:
    """What is reminded of, and when: 任务到期 · 提前 5 个工作日."""
    return f"{gettext(ladder_words(name))} · {rung_title(name)}" if ladder_words(name) else rung_title(name)
