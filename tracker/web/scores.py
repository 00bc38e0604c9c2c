"""Scores of units (考核): the worksheets of a plan, one worksheet for the office, one unit's lines for the unit."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import ScoreSheet
from tracker.queries import scores as queries
from tracker.queries.scope import the_plan
from tracker.reports import score_files, tables
from tracker.reports.score_sheet import policy_of, scores_of
from tracker.rules.days import official_day
from tracker.rules.permissions import Permission, may_touch
from tracker.services import scores
from tracker.services.drafts import require_plan
from tracker.services.moves import offers
from tracker.web.context import actor, database, now, today
from tracker.web.downloads import written_file
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.scores import AnswerForm, ExcludeForm, RemarkForm, SwitchForm, TermForm, WithdrawForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_page, asked_rows, pager

bp = Blueprint("scores", __name__)

Act = Callable[[Session, ScoreSheet], object]


@bp.get("/plans/<int:plan_id>/scores")
@needs(Permission.SCORE_READ)
def index(plan_id: int) -> ResponseReturnValue:
    return _index(plan_id, TermForm(formdata=None), SwitchForm(formdata=None))


@bp.post("/plans/<int:plan_id>/scores")
@needs(Permission.SCORE_DRAW)
@once
def draw(plan_id: int) -> ResponseReturnValue:
    form = TermForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = the_plan(session, actor(), plan_id)
                sheet = scores.draw(session, plan, form.from_on.data, form.to_on.data, actor=actor(), now=now())
                sheet_id = sheet.id
            return done(gettext("工作表已生成，各单位可以核对本单位的事项并提出意见。"), "scores.show", sheet_id=sheet_id)
    return _index(plan_id, form, SwitchForm(formdata=None))


@bp.post("/plans/<int:plan_id>/scores/switch")
@needs(Permission.SCORE_APPROVE)
@once
def switch(plan_id: int) -> ResponseReturnValue:
    form = SwitchForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = the_plan(session, actor(), plan_id)
                on = not queries.is_scored(session, plan_id)
                scores.switch(session, plan, form.reason.data or "", on=on, actor=actor(), now=now())
            return done(gettext("已启用考核。") if on else gettext("已停用考核。"), "scores.index", plan_id=plan_id)
    return _index(plan_id, TermForm(formdata=None), form)


def _index(plan_id: int, term: TermForm, switching: SwitchForm) -> ResponseReturnValue:
    with database().reading() as session:
        plan = the_plan(session, actor(), plan_id)
        if not term.is_submitted() and plan.supervised_from:
            term = TermForm(formdata=None, data={"from_on": plan.supervised_from, "to_on": today()})
        page = queries.sheets(session, actor(), plan_id, asked_page())
        region = plan.jurisdiction.path
        return render_template(
            "scores/index.html",
            plan=plan,
            rows=[(sheet, queries.units_read(actor(), sheet)) for sheet in page.rows],
            pager=pager(page),
            is_scored=queries.is_scored(session, plan_id),
            term=term,
            switching=switching,
            may_draw=may_touch(actor(), Permission.SCORE_DRAW, region=region),
            may_switch=may_touch(actor(), Permission.SCORE_APPROVE, region=region),
        ), max(status_of(term), status_of(switching))


@bp.get("/scores/<int:sheet_id>")
@needs(Permission.SCORE_DRAW)
def show(sheet_id: int) -> ResponseReturnValue:
    return _show(sheet_id, WithdrawForm(formdata=None))


def _carried_out(form: FlaskForm, sheet_id: int, act: Act) -> bool:
    """True where the form was right and the act was done on the sheet; what refuses it stands in the form."""
    if not form.validate_on_submit():
        return False
    with keeping_input(form), database().transaction() as session:
        act(session, queries.the_sheet(session, actor(), sheet_id))
        return True
    return False


def _show(sheet_id: int, withdrawing: FlaskForm) -> ResponseReturnValue:
    with database().reading() as session:
        sheet = queries.the_sheet(session, actor(), sheet_id)
        require_plan(actor(), Permission.SCORE_DRAW, sheet.plan)
        page = asked_rows(scores_of(sheet.content, [row.matter for row in sheet.exclusions]))
        return render_template(
            "scores/show.html",
            sheet=sheet,
            policy=policy_of(sheet.content),
            names={unit["id"]: unit["name"] for unit in sheet.content["units"]},
            rows=page.rows,
            pager=pager(page),
            open_remarks=[row for row in sheet.remarks if not row.answer],
            offered={offer.name: offer for offer in offers(actor(), sheet, scores.proofs(sheet))},
            withdrawing=withdrawing,
            forms=tuple(tables.MEDIA_TYPES),
        ), status_of(withdrawing)


@bp.post("/scores/<int:sheet_id>/approve")
@needs(Permission.SCORE_APPROVE)
def approve(sheet_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        scores.approve(session, queries.the_sheet(session, actor(), sheet_id), actor=actor(), now=now())
    return done(gettext("已审定，内容不再变化，可以导出。"), "scores.show", sheet_id=sheet_id)


@bp.post("/scores/<int:sheet_id>/withdraw")
@needs(Permission.SCORE_APPROVE)
def withdraw(sheet_id: int) -> ResponseReturnValue:
    form = WithdrawForm()
    reason = form.reason.data or ""
    if _carried_out(form, sheet_id, lambda session, sheet: scores.withdraw(session, sheet, reason, actor=actor(), now=now())):
        return done(gettext("已作废，各单位会收到消息。"), "scores.show", sheet_id=sheet_id)
    return _show(sheet_id, form)


@bp.get("/scores/<int:sheet_id>/files/<sheet_form>")
@needs(Permission.SCORE_DRAW)
def export(sheet_id: int, sheet_form: str) -> ResponseReturnValue:
    """The approved sheet as a file; that it was taken away goes into the history."""
    if sheet_form not in tables.MEDIA_TYPES:
        raise NotFound(gettext("工作表没有这种格式，可下载 Excel 或 CSV。"))
    with database().transaction() as session:
        sheet = queries.the_sheet(session, actor(), sheet_id)
        scores.note_download(session, sheet, sheet_form, actor=actor(), now=now())
        days = f"{sheet.from_on.isoformat()}_{sheet.to_on.isoformat()}"
        title = f"考核工作表_{days}"
        found = scores_of(sheet.content, [row.matter for row in sheet.exclusions])
        content = score_files.tables(sheet.content, found, {row.matter: row.reason for row in sheet.exclusions})
        made_on = official_day(sheet.drawn_at)
    data = tables.to_csv(content) if sheet_form == "csv" else tables.to_xlsx(title, content, made_on)
    plain_name = f"scores_{days}.{sheet_form}"
    return written_file(data, tables.MEDIA_TYPES[sheet_form], f"{title}.{sheet_form}", plain_name)


@bp.get("/scores/<int:sheet_id>/units/<int:unit_id>")
@needs(Permission.SCORE_READ)
def unit(sheet_id: int, unit_id: int) -> ResponseReturnValue:
    return _unit(sheet_id, unit_id, ExcludeForm(formdata=None), RemarkForm(formdata=None), AnswerForm(formdata=None))


def _unit(sheet_id: int, unit_id: int, excluding: FlaskForm, remarking: FlaskForm, answering: FlaskForm) -> ResponseReturnValue:
    with database().reading() as session:
        sheet = queries.the_sheet(session, actor(), sheet_id)
        if unit_id not in queries.units_read(actor(), sheet):
            raise NotFound(gettext("没有找到这一页的内容，可能已被删除，或者您没有查看的权限。"))
        exclusions = {row.matter: row for row in sheet.exclusions}
        score = next(one for one in scores_of(sheet.content, exclusions) if one.unit_id == unit_id)
        page = asked_rows(score.lines)
        may_draw = may_touch(actor(), Permission.SCORE_DRAW, region=sheet.plan.jurisdiction.path)
        is_draft = sheet.state == "draft"
        return render_template(
            "scores/unit.html",
            sheet=sheet,
            score=score,
            name=next(one["name"] for one in sheet.content["units"] if one["id"] == unit_id),
            policy=policy_of(sheet.content),
            lines=page.rows,
            pager=pager(page),
            exclusions=exclusions,
            remarks=[row for row in sheet.remarks if row.unit_id == unit_id],
            about_title=score_files.about_title,
            may_draw=may_draw,
            may_edit=may_draw and is_draft,
            may_remark=is_draft and unit_id in actor().units(Permission.SCORE_REMARK),
            excluding=excluding,
            remarking=remarking,
            answering=answering,
        ), max(status_of(form) for form in (excluding, remarking, answering))


@bp.post("/scores/<int:sheet_id>/units/<int:unit_id>/exclude")
@needs(Permission.SCORE_DRAW)
def exclude(sheet_id: int, unit_id: int) -> ResponseReturnValue:
    form = ExcludeForm()
    said = (form.matter.data or "", form.reason.data or "")
    if _carried_out(form, sheet_id, lambda session, sheet: scores.exclude(session, sheet, *said, actor=actor(), now=now())):
        return done(gettext("已认定不计，理由会在工作表中列出。"), "scores.unit", sheet_id=sheet_id, unit_id=unit_id)
    return _unit(sheet_id, unit_id, form, RemarkForm(formdata=None), AnswerForm(formdata=None))


@bp.post("/scores/<int:sheet_id>/units/<int:unit_id>/include")
@needs(Permission.SCORE_DRAW)
def include(sheet_id: int, unit_id: int) -> ResponseReturnValue:
    matter = ExcludeForm().matter.data or ""
    with database().transaction() as session:
        scores.include(session, queries.the_sheet(session, actor(), sheet_id), matter, actor=actor(), now=now())
    return done(gettext("已恢复计分。"), "scores.unit", sheet_id=sheet_id, unit_id=unit_id)


@bp.post("/scores/<int:sheet_id>/units/<int:unit_id>/remark")
@needs(Permission.SCORE_REMARK)
def remark(sheet_id: int, unit_id: int) -> ResponseReturnValue:
    form = RemarkForm()
    text = form.text.data or ""
    if _carried_out(form, sheet_id, lambda session, sheet: scores.remark(session, sheet, text, actor=actor(), now=now())):
        return done(gettext("意见已提交，办公室会答复。"), "scores.unit", sheet_id=sheet_id, unit_id=unit_id)
    return _unit(sheet_id, unit_id, ExcludeForm(formdata=None), form, AnswerForm(formdata=None))


@bp.post("/scores/<int:sheet_id>/units/<int:unit_id>/remarks/<int:remark_id>/answer")
@needs(Permission.SCORE_DRAW)
def answer(sheet_id: int, unit_id: int, remark_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    text = form.text.data or ""
    if _carried_out(
        form, sheet_id, lambda session, sheet: scores.answer(session, sheet, remark_id, text, actor=actor(), now=now())
    ):
        return done(gettext("已答复，单位会收到消息。"), "scores.unit", sheet_id=sheet_id, unit_id=unit_id)
    return _unit(sheet_id, unit_id, ExcludeForm(formdata=None), RemarkForm(formdata=None), form)
