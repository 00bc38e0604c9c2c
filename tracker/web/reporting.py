"""Reporting by period: who owes, who sent, what was waived (免报); the rhythm in which units report."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Plan, Unit
from tracker.queries import period_reporting as queries
from tracker.queries.scope import found
from tracker.queries.sql import Page
from tracker.queries.updates import the_assignment
from tracker.reports.figure_reporting import OwedReport, owed_reports, reporting_of
from tracker.rules.periods import Period
from tracker.rules.permissions import Permission, may_touch
from tracker.rules.statuses import RECEIVED_UPDATE_STATES, Cycle
from tracker.rules.tallies import came_late, is_waived
from tracker.services import exemptions
from tracker.services.drafts import require_plan
from tracker.services.moves import require
from tracker.services.periods import change_rhythm
from tracker.web import formats
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.reporting import ReasonForm, RhythmForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("reporting", __name__)

Row = TypeVar("Row")

ROWS_ON_A_PAGE = 30
EXEMPTING = lazy_gettext("这一期不再要求报送，不提醒、不亮灯，不计入应报；单位仍可自愿报送。以前的报告不受影响。")
REVOKING = lazy_gettext("这一期恢复为应报，单位须补报；已过截止日的，报送后按迟报计。")


@bp.get("/plans/<int:plan_id>/reporting")
@needs(Permission.REPORT_READ)
def index(plan_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        plan = queries.followed_plan(session, actor(), plan_id)
        periods = queries.periods_of(plan, today())
        period = _asked_period(periods)
        figures = reporting_of(period, _owed(session, plan_id, period)) if period else None
        page = _page_of(figures.units if figures else ())
        return render_template(
            "reporting/index.html",
            plan=plan,
            periods=periods,
            period=period,
            figures=figures,
            today=today(),
            units=page.rows,
            pager=pager(page),
            may_change=may_touch(actor(), Permission.RHYTHM_CHANGE, region=plan.jurisdiction.path),
        )


def _page_of(rows: Sequence[Row]) -> Page[Row]:
    """The page of the list that the address asks for."""
    number = min(asked_page(), -(-len(rows) // ROWS_ON_A_PAGE) or 1)
    first = (number - 1) * ROWS_ON_A_PAGE
    return Page(rows[first : first + ROWS_ON_A_PAGE], number, len(rows), ROWS_ON_A_PAGE)


def _asked_period(periods: list[Period]) -> Period | None:
    """The period that the address names, else the running one."""
    asked = next((period for period in periods if period.key == request.args.get("period")), None)
    return asked or next((period for period in periods if period.start <= today()), None)


def _owed(session: Session, plan_id: int, period: Period) -> list[OwedReport]:
    facts = queries.period_facts(session, plan_id, period, today())
    return owed_reports(period, facts.shares, facts.updates, facts.exempt)


@bp.get("/plans/<int:plan_id>/reporting/<period>/units/<int:unit_id>")
@needs(Permission.REPORT_READ)
def unit(plan_id: int, period: str, unit_id: int) -> ResponseReturnValue:
    """The unit's reports for the period, one line for each of its parts in the plan's tasks."""
    with database().reading() as session:
        plan, named, who = _named(session, plan_id, period, unit_id)
        owed = [item for item in _owed(session, plan_id, named) if item.share.unit_id == unit_id]
        tasks = queries.tasks_named(session, plan_id)
        waived = queries.exemptions_of(session, plan_id, unit_id, period)
        may_exempt = may_touch(actor(), Permission.UPDATE_EXEMPT, region=plan.jurisdiction.path)
        page = _page_of(owed)
        return render_template(
            "reporting/unit.html",
            plan=plan,
            period=named,
            unit=who,
            today=today(),
            rows=[_row(item, tasks, waived, may_exempt=may_exempt) for item in page.rows],
            pager=pager(page),
            may_exempt=may_exempt and any(_is_open(item) for item in owed),
        )


def _named(session: Session, plan_id: int, period: str, unit_id: int) -> tuple[Plan, Period, Unit]:
    plan = queries.followed_plan(session, actor(), plan_id)
    named = next((one for one in queries.periods_of(plan, today()) if one.key == period), None)
    if named is None:
        raise NotFound(gettext("这份方案没有这一填报期，请从列表中选择。"))
    return plan, named, found(session.get(Unit, unit_id))


def _row(item: OwedReport, tasks: Any, waived: Any, *, may_exempt: bool) -> dict[str, Any]:
    exemption = waived.get(item.share.id)
    return {
        "task": tasks[item.share.task_id],
        "share": item.share,
        "report": item.row,
        "update_id": item.update_id,
        "is_late": came_late(item.row),
        "exemption": exemption,
        "may_exempt": may_exempt and _is_open(item),
        "may_revoke": may_exempt and exemption is not None,
    }


def _is_open(item: OwedReport) -> bool:
    """True for a report that is asked for and has not come."""
    return not is_waived(item.row) and item.row.state not in RECEIVED_UPDATE_STATES


@bp.route("/assignments/<int:assignment_id>/exemptions/<period>", methods=["GET", "POST"])
@needs(Permission.UPDATE_EXEMPT)
def exempt(assignment_id: int, period: str) -> ResponseReturnValue:
    form = ReasonForm()
    with database().reading() as session:
        share = the_assignment(session, actor(), assignment_id)
        require(actor(), Permission.UPDATE_EXEMPT, share)
        back = url_for("reporting.unit", plan_id=share.task.plan_id, period=period, unit_id=share.unit_id)
        words = {"unit": share.unit.name, "task": share.task.title, "period": _title(period)}
    title = gettext("%(unit)s %(period)s免报“%(task)s”", **words)

    def act(session: Session) -> None:
        share = the_assignment(session, actor(), assignment_id)
        exemptions.exempt(session, share, period, form.reason.data, actor=actor(), now=now())

    return _decide(form, title, EXEMPTING, back, act, gettext("已免报，承办单位会收到消息。"))


@bp.route("/plans/<int:plan_id>/reporting/<period>/units/<int:unit_id>/exempt", methods=["GET", "POST"])
@needs(Permission.UPDATE_EXEMPT)
def exempt_unit(plan_id: int, period: str, unit_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    with database().reading() as session:
        plan, _, who = _named(session, plan_id, period, unit_id)
        require_plan(actor(), Permission.UPDATE_EXEMPT, plan)
        title = gettext("%(unit)s %(period)s全部免报", unit=who.name, period=_title(period))
    back = url_for("reporting.unit", plan_id=plan_id, period=period, unit_id=unit_id)

    def act(session: Session) -> None:
        plan, _, who = _named(session, plan_id, period, unit_id)
        exemptions.exempt_unit(session, plan, who, period, form.reason.data, actor=actor(), now=now())

    return _decide(form, title, EXEMPTING, back, act, gettext("已免报，承办单位会收到消息。"))


@bp.route("/exemptions/<int:exemption_id>/revoke", methods=["GET", "POST"])
@needs(Permission.UPDATE_EXEMPT)
def revoke(exemption_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    with database().reading() as session:
        row = queries.the_exemption(session, actor(), exemption_id)
        back = url_for("reporting.unit", plan_id=row.task.plan_id, period=row.period, unit_id=row.unit_id)
        words = {"unit": row.assignment.unit.name, "task": row.task.title, "period": _title(row.period)}
    title = gettext("撤销%(unit)s %(period)s“%(task)s”的免报", **words)

    def act(session: Session) -> None:
        exemption = queries.the_exemption(session, actor(), exemption_id)
        exemptions.revoke(session, exemption, form.reason.data, actor=actor(), now=now())

    return _decide(form, title, REVOKING, back, act, gettext("已撤销免报，承办单位会收到消息。"))


@bp.route("/plans/<int:plan_id>/rhythm", methods=["GET", "POST"])
@needs(Permission.RHYTHM_CHANGE)
def rhythm(plan_id: int) -> ResponseReturnValue:
    """Change in which cycle, and by which day, units report on the plan from a period to come."""
    form = RhythmForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = queries.followed_plan(session, actor(), plan_id)
                change = change_rhythm(
                    session, plan, Cycle(form.cycle.data), form.cutoff_day.data, form.reason.data, actor=actor(), now=now()
                )
                first = plan.rhythm.period_on(change.from_on).key
            return done(gettext("已调整，自%(period)s起执行。", period=_title(first)), "reporting.index", plan_id=plan_id)
    with database().reading() as session:
        plan = queries.followed_plan(session, actor(), plan_id)
        require_plan(actor(), Permission.RHYTHM_CHANGE, plan)
        stage, running = plan.rhythm.stage_on(today()), plan.rhythm.period_on(today())
        if not form.is_submitted():
            form.cycle.data, form.cutoff_day.data = stage.cycle.value, stage.cutoff_day
        page = render_template("reporting/rhythm.html", form=form, plan=plan, stage=stage, running=running, today=today())
    return page, status_of(form)


def _title(period: str) -> str:
    try:
        return formats.period(period)
    except ValueError as error:
        raise NotFound(gettext("没有这一填报期，请从列表中选择。")) from error


def _decide(
    form: ReasonForm, title: str, consequence: LazyString, back: str, act: Callable[[Session], None], said: str
) -> ResponseReturnValue:
    """Carry out what the office decides; first, or refused, the page that says what it leads to."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                act(session)
            flash(said, "success")
            return redirect(back)
    page = render_template("reporting/decide.html", form=form, title=title, consequence=consequence, back=back)
    return page, status_of(form)
