"""督查 reports: the list, drawing one up, reading it as a page, taking it away as a file."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from tracker.errors import NotFound
from tracker.queries import plans as plan_queries
from tracker.queries import reports as queries
from tracker.queries.scope import the_plan
from tracker.reports.frozen import thawed_paper
from tracker.reports.render_html import to_html_body
from tracker.reports.rendering import MEDIA_TYPES, render
from tracker.rules.permissions import Permission, holds
from tracker.services import reports
from tracker.services.drafts import require_plan
from tracker.web.context import actor, database, now, today
from tracker.web.downloads import written_file
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.reports import DrawForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("reports", __name__)


@bp.get("/reports")
@needs(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    may_draw = holds(actor(), Permission.REPORT_DRAW)
    with database().reading() as session:
        page = queries.report_rows(session, actor(), asked_page())
        plans = queries.reportable_plans(session, actor()) if may_draw else []
        return render_template("reports/index.html", rows=page.rows, pager=pager(page), plans=plans, may_draw=may_draw)


@bp.route("/plans/<int:plan_id>/reports/new", methods=["GET", "POST"])
@needs(Permission.REPORT_DRAW)
def draw(plan_id: int) -> ResponseReturnValue:
    form = DrawForm(data={"as_of": today()})
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = the_plan(session, actor(), plan_id)
                report_id = reports.draw_report(session, plan, form.as_of.data, actor=actor(), now=now()).id
            return done(gettext("报告已生成。"), "reports.show", report_id=report_id)
    with database().reading() as session:
        plan = plan_queries.plan_in_full(session, actor(), plan_id)
        require_plan(actor(), Permission.REPORT_DRAW, plan)
        return render_template("reports/draw.html", form=form, plan=plan), status_of(form)


@bp.get("/reports/<int:report_id>")
@needs(Permission.REPORT_READ)
def show(report_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        report = queries.the_report(session, actor(), report_id)
        body = Markup(to_html_body(thawed_paper(report.paper)))  # noqa: S704 - the renderer escapes and cleans
        return render_template("reports/show.html", report=report, body=body, forms=tuple(MEDIA_TYPES))


@bp.get("/reports/<int:report_id>/<form>")
@needs(Permission.REPORT_READ)
def download(report_id: int, form: str) -> ResponseReturnValue:
    """The report as a file; that it was taken away goes into the history."""
    if form not in MEDIA_TYPES:
        raise NotFound(gettext("报告没有这种格式，可下载 Word、网页或文本格式。"))
    with database().transaction() as session:
        report = queries.the_report(session, actor(), report_id)
        reports.note_download(session, report, form, actor=actor(), now=now())
        title, paper = report.title, thawed_paper(report.paper)
    return written_file(render(paper, form), MEDIA_TYPES[form], f"{title}.{form}", f"report_{report_id}.{form}")
