"""What the office does with one report: approve, send back, number and issue, withdraw, correct, draw anew, verify."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import Report
from tracker.queries.reports import the_report
from tracker.rules.permissions import Permission
from tracker.services import report_issuing, report_verification, reports
from tracker.web import report_page
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.reports import ReasonForm
from tracker.web.guards import needs
from tracker.web.once import once

bp = Blueprint("report_moves", __name__)

Act = Callable[[Session, Report], object]


@bp.post("/reports/<int:report_id>/approve")
@needs(Permission.REPORT_APPROVE)
def approve(report_id: int) -> ResponseReturnValue:
    act: Act = lambda session, report: report_issuing.approve(session, report, actor=actor(), now=now())  # noqa: E731
    return _carry_out(report_id, FlaskForm(), gettext("报告已审定，可以编号印发。"), act)


@bp.post("/reports/<int:report_id>/return")
@needs(Permission.REPORT_APPROVE)
def send_back(report_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        report_id, form, gettext("已退回草稿，起草人会收到消息。"),
        lambda session, report: report_issuing.send_back(session, report, form.reason.data or "", actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/reports/<int:report_id>/issue")
@needs(Permission.REPORT_APPROVE)
def issue(report_id: int) -> ResponseReturnValue:
    return _carry_out(
        report_id, FlaskForm(), gettext("报告已编号印发，内容不再变化。"),
        lambda session, report: report_issuing.issue(session, report, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/reports/<int:report_id>/withdraw")
@needs(Permission.REPORT_DRAW)
def withdraw(report_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        report_id, form, gettext("草稿已作废。"),
        lambda session, report: report_issuing.withdraw(session, report, form.reason.data or "", actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/reports/<int:report_id>/refresh")
@needs(Permission.REPORT_DRAW)
def refresh(report_id: int) -> ResponseReturnValue:
    return _carry_out(
        report_id, FlaskForm(), gettext("已按现在的数据重新生成，正文回到系统写出的文字。"),
        lambda session, report: reports.refresh(session, report, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/reports/<int:report_id>/correct")
@needs(Permission.REPORT_DRAW)
@once
def correct(report_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        found = report_issuing.correct(session, the_report(session, actor(), report_id), actor=actor(), now=now())
        found_id = found.id
    return done(gettext("更正的草稿已生成，修改、审定后印发；原报告继续可以查看。"), "reports.show", report_id=found_id)


@bp.post("/reports/<int:report_id>/verify")
@needs(Permission.REPORT_READ)
def verify(report_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        report = the_report(session, actor(), report_id)
        found = report_verification.note_verification(session, report, actor=actor(), now=now())
    if found.is_whole:
        flash(gettext("核验一致：重新计算了 %(n)s 个数据，与报告相同。", n=found.references) + found.note, "success")
    else:
        flash(gettext("核验不一致：%(first)s", first=found.differences[0]), "error")
    return redirect(url_for("reports.show", report_id=report_id))


def _carry_out(report_id: int, form: FlaskForm, message: str, act: Act) -> ResponseReturnValue:
    """Do what the form asks for; refused, the page of the report again with what was typed."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                act(session, the_report(session, actor(), report_id))
            return done(message, "reports.show", report_id=report_id)
    with database().reading() as session:
        shown = report_page.shown(session, the_report(session, actor(), report_id), {"reason": form} if "reason" in form else {})
        return render_template("reports/show.html", **shown, refused=form), status_of(form)
