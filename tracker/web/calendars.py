"""The work calendar (放假安排): the years that are known, and for the director a new one: hand in, look at what moves, load."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.calendar_labels import COUNTED, DAYS
from tracker.queries.calendars import counted_page, loaded_years
from tracker.rules.permissions import Permission, holds
from tracker.rules.workdays import stretches
from tracker.services.calendar_loading import load_year, may_load, preview
from tracker.services.calendar_messages import notice_name, readers
from tracker.services.calendars import calendar_warning, years_with
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.calendars import CalendarForm, LoadForm, notice_of, parts_of
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("calendars", __name__)


@bp.get("/calendars")
@needs(Permission.CALENDAR_READ)
def index() -> ResponseReturnValue:
    """The years, newest first, and the days of the one that the address names; this year's without one."""
    with database().reading() as session:
        loaded = loaded_years(session)
        years = years_with({year: one.notice for year, one in loaded.items()})
        asked = request.args.get("year", today().year, type=int)
        shown = years.get(asked) or years[max(year for year, notice in years.items() if notice.official)]
        may = holds(actor(), Permission.CALENDAR_LOAD) and may_load(session, actor=actor())
        # A year may have come with a later release: nobody was asked, and what had been counted by the estimate still stands.
        left = preview(session, shown, today()).rows if may and shown.official else 0
        return render_template(
            "calendars/index.html", years=sorted(years.values(), key=lambda notice: -notice.year), loaded=loaded, shown=shown,
            stretches=stretches(shown), name=notice_name(shown, gettext), warning=calendar_warning(session, today(), gettext),
            may_load=may, check=parts_of(shown) if left else None, left=left,
        )  # fmt: skip


@bp.route("/calendars/new", methods=["GET", "POST"])
@needs(Permission.CALENDAR_LOAD)
def new() -> ResponseReturnValue:
    form = CalendarForm()
    if form.validate_on_submit():
        with keeping_input(form):
            notice = form.notice()
            with database().reading() as session:
                preview(session, notice, today())  # so that what is refused is refused beside the input
            return redirect(url_for("calendars.shown", **parts_of(notice)))
    with database().reading() as session:
        return render_template("calendars/new.html", form=form, may_load=may_load(session, actor=actor())), status_of(form)


@bp.route("/calendars/preview", methods=["GET", "POST"])
@needs(Permission.CALENDAR_LOAD)
def shown() -> ResponseReturnValue:
    """What the notice in the address says and what it would move; on the director's word it is loaded."""
    notice = notice_of(request.args)
    if notice is None:
        return redirect(url_for("calendars.new"))
    form = LoadForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                moved = load_year(session, notice, mark=form.mark.data, actor=actor(), now=now())
            message = gettext("已载入%(year)s年放假安排，调整期限 %(n)s 项，已通知有关单位。", year=notice.year, n=len(moved))
            if not moved:
                message = gettext("已载入%(year)s年放假安排，没有期限需要调整。", year=notice.year)
            return done(message, "calendars.index", year=notice.year)
    with database().reading() as session:
        found = preview(session, notice, today())
        page = counted_page(session, found.new_days, asked_page())
        return render_template(
            "calendars/preview.html", given=notice, name=notice_name(notice, gettext), stretches=stretches(notice),
            found=found, rows=page.rows, page=pager(page),
            form=LoadForm(formdata=None, data={"mark": found.mark}), refused=form,
            counted=COUNTED, day_words=DAYS, today=today(), may_load=may_load(session, actor=actor()),
            readers=readers(session, found.new_days, today()),
            known_name=notice_name(found.known, gettext) if found.known else None,
            address=url_for("calendars.shown", **parts_of(notice)),
        ), status_of(form)  # fmt: skip
