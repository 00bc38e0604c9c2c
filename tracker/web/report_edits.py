"""Edit the draft of a report: the text with its preview, saved while it is typed; the file put back as the final version."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.errors import Conflict
from tracker.models import Report
from tracker.queries.report_files import the_report_file
from tracker.queries.reports import the_report
from tracker.reports.edited import text_of, with_text, wrong_figures
from tracker.reports.frozen import thawed_paper
from tracker.reports.reference_words import Words
from tracker.rules.permissions import Permission
from tracker.services import report_edits, reports
from tracker.services.drafts import require_plan
from tracker.services.files import NewFile
from tracker.web import formats, report_page
from tracker.web.context import actor, database, now, storage
from tracker.web.evidence import given_out
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.reports import FinalForm, TextForm
from tracker.web.guards import needs

bp = Blueprint("report_edits", __name__)


@bp.route("/reports/<int:report_id>/edit", methods=["GET", "POST"])
@needs(Permission.REPORT_DRAW)
def edit(report_id: int) -> ResponseReturnValue:
    """The editor. 预览 shows what was typed and saves nothing."""
    form = TextForm()
    if request.form.get("do") != "preview" and form.validate_on_submit():
        with keeping_input(form):
            _save(report_id, form)
            return done(gettext("报告已保存。"), "reports.show", report_id=report_id)
    with database().reading() as session:
        report = the_report(session, actor(), report_id)
        require_plan(actor(), Permission.REPORT_DRAW, report.plan)
        if not form.is_submitted():
            reports.require_draft(report)
            text = text_of(thawed_paper(report.paper))
            form = TextForm(data={**vars(text), "began_from": str(report.version)})
        return render_template("reports/edit.html", **_shown(report, form)), status_of(form)


@bp.post("/reports/<int:report_id>/autosave")
@needs(Permission.REPORT_DRAW)
def autosave(report_id: int) -> ResponseReturnValue:
    """Keep what is being typed. A text that cites wrongly is said so and not kept, for the next keys may mend it."""
    with database().reading() as session:
        require_plan(actor(), Permission.REPORT_DRAW, the_report(session, actor(), report_id).plan)
    form = TextForm()
    if form.validate():
        with keeping_input(form):
            version = _save(report_id, form)
            said = gettext("已自动保存 %(time)s", time=formats.time_of_day(now()))
            return {"said": said, "began_from": str(version)}
    is_lost = status_of(form) == 409
    said = (form.form_errors or [error for errors in form.errors.values() for error in errors])[0]
    return {"said": gettext("没有保存：%(why)s", why=said)}, 409 if is_lost else 200


@bp.post("/reports/<int:report_id>/preview")
@needs(Permission.REPORT_DRAW)
def preview(report_id: int) -> ResponseReturnValue:
    """The paper with the text as it is being typed, and what is wrong with its figures."""
    form = TextForm()
    with database().reading() as session:
        report = the_report(session, actor(), report_id)
        require_plan(actor(), Permission.REPORT_DRAW, report.plan)
        paper = with_text(thawed_paper(report.paper), form.text())
        return {"html": report_page.preview_html(report, paper), "wrong": wrong_figures(paper, report.figures)}


@bp.post("/reports/<int:report_id>/files")
@needs(Permission.REPORT_DRAW)
def put_back(report_id: int) -> ResponseReturnValue:
    form = FinalForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                report = the_report(session, actor(), report_id)
                new = NewFile(form.file.data.filename or "", form.file.data.read())
                report_edits.put_back(session, storage(), report, new, actor=actor(), now=now())
            return done(gettext("定稿文件已上传，印发时随报告登记。"), "reports.show", report_id=report_id)
    with database().reading() as session:
        shown = report_page.shown(session, the_report(session, actor(), report_id), {"final": form})
        return render_template("reports/show.html", **shown, refused=form), status_of(form)


@bp.get("/reports/files/<int:report_file_id>")
@needs(Permission.REPORT_READ)
def file(report_file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        found = the_report_file(session, actor(), report_file_id)
        reports.note_download(session, found.report, f"file {found.id}", actor=actor(), now=now())
        name, media_type, digest = found.name, found.file.media_type, found.sha256
    return given_out(digest, name, media_type)


def _save(report_id: int, form: TextForm) -> int:
    """The version after the text was written. A newer one that the writer has seen may be written over by name."""
    over = request.form.get("newest", "") if request.form.get("do") == "over" else ""
    version = int(over) if over.isdigit() else form.version()
    with database().transaction() as session:
        report = the_report(session, actor(), report_id)
        try:
            report_edits.edit(session, report, form.text(), version, actor=actor(), now=now())
        except Conflict:
            form.is_overtaken = True
            raise
        return report.version


def _shown(report: Report, form: TextForm) -> dict[str, object]:
    paper = thawed_paper(report.paper)
    typed = with_text(paper, form.text())
    return {
        "report": report,
        "form": form,
        "references": paper.references,
        "charts": paper.charts,
        "words": Words(report.figures),
        "preview": report_page.preview_html(report, typed),
        "wrong": wrong_figures(typed, report.figures),
        "newest": paper.body if getattr(form, "is_overtaken", False) else None,
    }
