"""提醒情况: who was reminded in a month, how far up that went, and what came of it; for the office and for leaders."""

import re
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.queries.reminder_summary import Asked, ReminderSummary, plans_told
from tracker.reports import reminder_files, tables
from tracker.rules.permissions import Permission, holds
from tracker.rules.reminder_figures import month_before, month_of
from tracker.rules.reminders import Ladder
from tracker.rules.settling import Outcome
from tracker.services.reminder_summaries import note_download
from tracker.web import formats
from tracker.web.context import actor, database, now, today
from tracker.web.downloads import written_file
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, here, pager

bp = Blueprint("reminder_summary", __name__, url_prefix="/reminders/summary")

MONTHS = 24  # that the page offers


@bp.get("")
@needs(Permission.REMINDER_SUMMARY)
def index() -> ResponseReturnValue:
    asked = _asked()
    with database().reading() as session:
        summary = ReminderSummary(session, actor(), asked)
        units, matters = summary.units(asked_page("units")), summary.matters(asked_page())
        return render_template(
            "reminder_summary/index.html", asked=asked, figures=summary.figures(), units=units.rows,
            units_page=pager(units, "units"), matters=matters.rows, page=pager(matters), outcome=Outcome, ladder=Ladder,
            reached=reminder_files.REACHED, fields=_fields(session, asked), chips=_chips(asked, units.rows),
            sees_messages=holds(actor(), Permission.REMINDER_READ), months=_neighbours(asked), forms=tuple(tables.MEDIA_TYPES),
        )  # fmt: skip


@bp.get("/files/<sheet_form>")
@needs(Permission.REMINDER_SUMMARY)
def export(sheet_form: str) -> ResponseReturnValue:
    """The same as a file, whole; that it was taken away goes into the history."""
    if sheet_form not in tables.MEDIA_TYPES:
        raise NotFound(gettext("提醒情况没有这种格式，可下载 Excel 或 CSV。"))
    asked = _asked()
    month = f"{asked.first:%Y-%m}"
    with database().transaction() as session:
        note_download(session, month, sheet_form, actor=actor(), now=now())
        summary = ReminderSummary(session, actor(), asked)
        found, title = reminder_files.tables(summary.every_unit(), summary.every_matter()), f"提醒情况_{month}"
        data = tables.to_csv(found) if sheet_form == "csv" else tables.to_xlsx(title, found, asked.until)
    return written_file(data, tables.MEDIA_TYPES[sheet_form], f"{title}.{sheet_form}", f"reminders_{month}.{sheet_form}")


def _asked() -> Asked:
    """What the address asks for; nonsense and months to come count for nothing."""
    first, last = month_of(_asked_month() or today())
    return Asked(
        first, last, today(), asked_id("plan"), asked_id("unit"), asked_choice(Ladder, "ladder"), asked_choice(Outcome, "outcome")
    )


def _asked_month() -> date | None:
    written = request.args.get("month", "")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", written):
        return None
    month = date(int(written[:4]), int(written[5:]), 1)
    return month if month <= today() else None


def _neighbours(asked: Asked) -> tuple[str, str | None]:
    """The addresses of the month before, and of the one after unless it is still to come."""
    before, after = month_before(asked.first)[0], asked.last + timedelta(days=1)
    return _address(before), _address(after) if after <= today() else None


def _address(month: date) -> str:
    return here(month=f"{month:%Y-%m}", page=None, units=None)


def _fields(session: Session, asked: Asked) -> list[dict[str, Any]]:
    found, month = [], today()
    for _ in range(MONTHS):
        found.append((f"{month:%Y-%m}", formats.month(month)))
        month = month_before(month)[0]
    plans = plans_told(session, actor(), asked)
    return [
        {"name": "month", "label": gettext("月份"), "kind": "select", "value": f"{asked.first:%Y-%m}", "options": found},
        *([select_field("plan", gettext("方案"), asked.plan_id, plans)] if len(plans) > 1 else []),
        select_field("ladder", gettext("提醒事项"), asked.ladder, options_of(Ladder)),
        select_field("outcome", gettext("办理结果"), asked.outcome, options_of(Outcome)),
    ]


def _chips(asked: Asked, units: Any) -> list[tuple[str, str]]:
    found = chips_of(ladder=asked.ladder, outcome=asked.outcome)
    if asked.unit_id is not None:
        name = next((row.unit for row in units), gettext("所选单位"))
        found.append((name, here(unit=None, page=None, units=None)))
    if asked.plan_id is not None:
        found.append((gettext("所选方案"), here(plan=None, page=None, units=None)))
    return found
