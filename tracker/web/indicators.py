"""Indicators (量化指标): the list of a plan, one with its readings, curve and history, and how the office has it read."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.labels import label
from tracker.queries import indicators as queries
from tracker.queries.indicators import the_indicator
from tracker.queries.plans import plan_choices
from tracker.queries.sql import PAGE_SIZE, Page
from tracker.rules.curves import IndicatorStanding
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Permission, holds
from tracker.services import drafts, indicator_courses
from tracker.web import indicator_comparison, indicator_page, indicator_readings_pages
from tracker.web.context import actor, database, now
from tracker.web.filters import asked_choice, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.indicators import BLANK_POINTS, CourseForm, course_form
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, here, pager

bp = Blueprint("indicators", __name__)
bp.register_blueprint(indicator_readings_pages.bp)
bp.register_blueprint(indicator_comparison.bp)


@bp.get("/indicators")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    standing = asked_choice(IndicatorStanding, "standing")
    with database().reading() as session:
        plans = plan_choices(session, actor())
        plan_id = asked_id("plan") or queries.followed_plan(session, actor()) or 0
        found = queries.indicators_of_plan(session, actor(), plan_id)
        rows = queries.rows_of(session, found, now(), LightPolicy())
        page = _page(queries.filtered(rows, standing), asked_page())
        return render_template(
            "indicators/index.html",
            rows=page.rows,
            page=pager(page),
            plan_id=plan_id,
            tally={kind: sum(row.status.standing is kind for row in rows) for kind in IndicatorStanding},
            total=len(rows),
            waiting=queries.waiting(session, actor()),
            fields=_fields(plans, plan_id, standing),
            chips=[(gettext(label(standing)), here(standing=None, page=None))] if standing else [],
            may_compare=holds(actor(), Permission.REPORT_READ),
            words=indicator_page.WORDS,
        )


def _page(rows: list[queries.IndicatorRow], number: int) -> Page[queries.IndicatorRow]:
    """One page of rows that are all known."""
    whole = Page(rows, number, len(rows))
    number = min(number, whole.pages)
    return replace(whole, rows=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number=number)


def _fields(plans: list[tuple[int, str]], plan_id: int, standing: IndicatorStanding | None) -> list[dict[str, Any]]:
    chosen = select_field("plan", gettext("方案"), plan_id, plans)
    chosen["options"] = chosen["options"][1:]  # one plan at a time
    return [chosen, select_field("standing", gettext("进度"), standing, options_of(IndicatorStanding))]


@bp.get("/indicators/<int:indicator_id>")
@needs(Permission.TASK_READ)
def show(indicator_id: int) -> ResponseReturnValue:
    return indicator_page.page(indicator_id)


@bp.route("/indicators/<int:indicator_id>/course", methods=["GET", "POST"])
@needs(Permission.INDICATOR_ADMINISTER)
def course(indicator_id: int) -> ResponseReturnValue:
    """How the indicator is read, its baseline, and the points of its curve."""
    form = CourseForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                indicator = the_indicator(session, actor(), indicator_id)
                said = form.course()
                indicator_courses.set_course(session, indicator, said, form.reason.data, actor=actor(), now=now())
            return done(gettext("已设定，今后的序时进度按此计算。"), "indicators.show", indicator_id=indicator_id)
    with database().reading() as session:
        indicator = the_indicator(session, actor(), indicator_id)
        drafts.require_plan(actor(), Permission.INDICATOR_ADMINISTER, indicator.plan)
        row = queries.rows_of(session, [indicator], now(), LightPolicy())[0]
        shown = form if request.method == "POST" else course_form(row.facts)
        return render_template(
            "indicators/course.html", form=shown, row=row, words=indicator_page.WORDS, more=BLANK_POINTS,
            example=indicator_page.example_point(row.facts),
        ), status_of(shown)  # fmt: skip
