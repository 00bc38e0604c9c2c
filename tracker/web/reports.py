"""督查 reports: the list, drawing one up, reading it as a page, what a figure rests on, taking it away as a file."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import NotFound
from tracker.queries import plans as plan_queries
from tracker.queries import reports as queries
from tracker.queries.report_parts import parts_of_plan
from tracker.queries.report_rows import rows_behind
from tracker.queries.scope import the_plan
from tracker.queries.sql import PAGE_SIZE
from tracker.reports.edited import corrected_title, number_text
from tracker.reports.frozen import thawed_paper
from tracker.reports.reference_words import Words
from tracker.reports.references import by_key
from tracker.reports.rendering import MEDIA_TYPES, render
from tracker.rules.permissions import Permission, holds
from tracker.rules.report_kinds import ReportKind
from tracker.rules.report_states import ReportState
from tracker.services import reports
from tracker.services.drafts import require_plan
from tracker.web import report_page
from tracker.web.context import actor, database, now, services, today
from tracker.web.downloads import written_file
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.reports import PURPOSES, DrawForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_id, asked_page, asked_rows, here, pager

bp = Blueprint("reports", __name__)

PLACE = re.compile(r"figure-\d+")  # in the page of a report, from which a figure was followed


@bp.get("/reports")
@needs(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    may_draw = holds(actor(), Permission.REPORT_DRAW)
    chosen = queries.ReportFilter(asked_id("plan"), asked_choice(ReportKind, "kind"), asked_choice(ReportState, "state"))
    with database().reading() as session:
        page = queries.report_rows(session, actor(), asked_page(), chosen)
        plans = queries.reportable_plans(session, actor()) if may_draw else []
        reported = queries.reported_plans(session, actor())
    titles = dict(reported)
    chips = chips_of(kind=chosen.kind, state=chosen.state)
    if chosen.plan_id in titles:
        chips.append((titles[chosen.plan_id], here(plan=None, page=None)))
    fields = [
        select_field("plan", gettext("方案"), chosen.plan_id, reported),
        select_field("kind", gettext("文种"), chosen.kind, options_of(ReportKind)),
        select_field("state", gettext("状态"), chosen.state, options_of(ReportState)),
    ]
    return render_template(
        "reports/index.html", rows=page.rows, pager=pager(page), plans=plans, may_draw=may_draw, fields=fields, chips=chips,
        number_text=number_text,
    )  # fmt: skip


@bp.route("/plans/<int:plan_id>/reports/new", methods=["GET", "POST"])
@needs(Permission.REPORT_DRAW)
@once
def draw(plan_id: int) -> ResponseReturnValue:
    """First the kind is chosen, then the day and the part of the plan that a paper of the kind may be on."""
    with database().reading() as session:
        plan = plan_queries.plan_in_full(session, actor(), plan_id)
        require_plan(actor(), Permission.REPORT_DRAW, plan)
        kind = _asked_kind()
        if kind is None:
            return render_template("reports/choose.html", plan=plan, purposes=PURPOSES)
        form = DrawForm(kind, parts_of_plan(session, plan_id), today())
        if not form.validate_on_submit():
            return render_template("reports/draw.html", form=form, plan=plan, kind=kind, purposes=PURPOSES), status_of(form)
    with keeping_input(form):
        with database().transaction() as session:
            plan = the_plan(session, actor(), plan_id)
            scope = form.asked_scope()
            report_id = reports.draw_report(session, plan, form.as_of.data, kind, scope, actor=actor(), now=now()).id
        return done(gettext("报告草稿已生成，可以修改；审定、印发以后不再变化。"), "reports.show", report_id=report_id)
    with database().reading() as session:
        plan = plan_queries.plan_in_full(session, actor(), plan_id)
        return render_template("reports/draw.html", form=form, plan=plan, kind=kind, purposes=PURPOSES), status_of(form)


def _asked_kind() -> ReportKind | None:
    """The kind that was chosen; None where none was yet. A form that names none asks for 督查报告."""
    named = request.form.get("kind", ReportKind.REPORT) if request.method == "POST" else request.args.get("kind")
    return next((kind for kind in ReportKind if kind == named), None)


@bp.get("/reports/<int:report_id>")
@needs(Permission.REPORT_READ)
def show(report_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        report = queries.the_report(session, actor(), report_id)
        return render_template("reports/show.html", **report_page.shown(session, report, {}))


@bp.get("/reports/<int:report_id>/sources")
@needs(Permission.REPORT_READ)
def sources(report_id: int) -> ResponseReturnValue:
    """All figures of the report and how each comes about, in pages: together they are as long as the report itself."""
    with database().reading() as session:
        report = queries.the_report(session, actor(), report_id)
        some = asked_rows(thawed_paper(report.paper).references)
        return render_template(
            "reports/sources.html", report=report, references=some.rows, pager=pager(some), words=Words(report.figures),
            rule_words=report_page.rule_words,
        )  # fmt: skip


@bp.get("/reports/<int:report_id>/figure")
@needs(Permission.REPORT_READ)
def figure(report_id: int) -> ResponseReturnValue:
    """What one figure of the report was counted from: its rows, with links, in pages."""
    with database().reading() as session:
        report = queries.the_report(session, actor(), report_id)
        if not request.args.get("key"):
            return redirect(url_for("reports.show", report_id=report_id))
        reference = by_key(thawed_paper(report.paper).references).get(request.args.get("key", ""))
        if reference is None:
            raise NotFound(gettext("报告中没有这个数据。"))
        is_whole = request.args.get("of") == "whole" and bool(reference.whole)
        some = asked_rows(reference.whole if is_whole else reference.rows)
        back = request.args.get("back", "")
        return render_template(
            "reports/figure.html", report=report, reference=reference, words=Words(report.figures),
            rule_words=report_page.rule_words, back=back if PLACE.fullmatch(back) else None,
            lines=report_page.lines(rows_behind(session, some.rows)), is_whole=is_whole, pager=pager(some),
            files=report_page.lines(rows_behind(session, [("evidence", item) for item in reference.evidence[:PAGE_SIZE]])),
        )  # fmt: skip


@bp.get("/reports/<int:report_id>/<form>")
@needs(Permission.REPORT_READ)
def download(report_id: int, form: str) -> ResponseReturnValue:
    """The report as a file; that it was taken away goes into the history."""
    if form not in MEDIA_TYPES:
        raise NotFound(gettext("报告没有这种格式，可下载 Word、PDF、Excel、网页或文本格式。"))
    with database().transaction() as session:
        report = queries.the_report(session, actor(), report_id)
        reports.note_download(session, report, form, actor=actor(), now=now())
        title = corrected_title(report.title) if report.replaces_id else report.title
        paper = thawed_paper(report.paper)
    data = render(paper, form, services().settings.font_dir)
    return written_file(data, MEDIA_TYPES[form], f"{title}.{form}", f"report_{report_id}.{form}")
