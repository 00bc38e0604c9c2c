"""Correct one measure of a draft beside its text, take out what is none, make one of a stretch that was not read as one."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake.outline import read_label
from tracker.models import Plan, ReadingIssue, Task
from tracker.queries import plans as queries
from tracker.queries.readings import issues_of, marks_of
from tracker.queries.scope import found, the_plan
from tracker.rules.permissions import Permission
from tracker.rules.reading import Answer
from tracker.services import measure_list, readings
from tracker.services.drafts import require_plan
from tracker.services.measure_list import NewMeasure
from tracker.web import measure_corrections, reading_page
from tracker.web.context import actor, database, now
from tracker.web.doubt_choices import may_be_corrected
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.measures import DropForm, MeasureForm, NewMeasureForm, measure_form, names
from tracker.web.guards import needs
from tracker.web.marked_text import find_stretch

bp = Blueprint("measures", __name__)


@bp.route("/plans/<int:plan_id>/measures/<int:task_id>/correct", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def correct(plan_id: int, task_id: int) -> ResponseReturnValue:
    """Everything that was read of one measure; saved, back to the place from which it was opened."""
    form = MeasureForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                measure_corrections.apply(session, _task(session, plan_id, task_id), form)
                _settle_asked(session, plan_id, task_id)
            return _back(gettext("已更正。"), plan_id, task_id)
    return _page(plan_id, task_id, form if form.is_submitted() else None), status_of(form)


@bp.route("/plans/<int:plan_id>/measures/<int:task_id>/drop", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def drop(plan_id: int, task_id: int) -> ResponseReturnValue:
    """What is no measure goes, with its task; the reason stays beside the text."""
    form = DropForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                measure_list.drop_measure(session, _task(session, plan_id, task_id), form.reason.data, actor=actor(), now=now())
            back = "doubts.index" if request.args.get("doubts") else "readings.check"
            return done(gettext("已从措施中去掉，原因记在原文旁边。"), back, plan_id=plan_id)
    with database().reading() as session:
        plan, task = _draft(session, plan_id), _task(session, plan_id, task_id)
        return render_template("measures/drop.html", plan=plan, task=task, form=form), status_of(form)


@bp.route("/plans/<int:plan_id>/measures/new", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def new(plan_id: int) -> ResponseReturnValue:
    """Make a measure of the stretch that is selected (from, to), or that lies between the first words and the last."""
    form = NewMeasureForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plan = queries.plan_in_full(session, actor(), plan_id, with_text=True)
                task_id = measure_list.add_measure(session, plan, _said(form), actor=actor(), now=now()).id
            return done(gettext("已设为措施，请核对单位和时限。"), "readings.check", plan_id=plan_id, _anchor=f"m-{task_id}")
    with database().reading() as session:
        plan = _draft(session, plan_id)
        text = plan.source_document.text if plan.source_document else ""
        span = (form.start.data or 0, form.end.data or 0) if form.is_submitted() else _asked_span(text)
        if not form.is_submitted():
            form = _prefilled(text, span)
        return render_template("measures/new.html", plan=plan, form=form, stretch=text[span[0] : span[1]]), status_of(form)


def _said(form: NewMeasureForm) -> NewMeasure:
    return NewMeasure(
        span=(form.start.data, form.end.data),
        title=form.title.data,
        label=form.label.data or "",
        lead=names(form.lead.data),
        responsible=names(form.responsible.data),
        supporting=names(form.supporting.data),
        due_on=form.due_on.data,
        is_ongoing=form.is_ongoing.data,
    )


def _asked_span(text: str) -> tuple[int, int]:
    """The stretch that the address asks for: by its offsets, or by its first and last words."""
    start, end = request.args.get("from", type=int), request.args.get("to", type=int)
    if start is not None and end is not None:
        words = text[max(start, 0) : max(end, 0)]
        start = max(start, 0) + len(words) - len(words.lstrip())
        span: tuple[int, int] | None = (start, start + len(words.strip()))
    else:
        span = find_stretch(text, request.args.get("first", ""), request.args.get("last", ""))
    if span is None or span[0] >= span[1]:
        raise InvalidInput(gettext("没有在原文里找到这段文字。请选中原文中的一段，或者原样抄写它的开头和结尾几个字。"))
    return span


def _prefilled(text: str, span: tuple[int, int]) -> NewMeasureForm:
    """The form of a stretch: its number and first sentence as number and title."""
    words = text[span[0] : span[1]]
    label = read_label(words)
    printed = words[: len(label.printed)].strip() if label else ""
    rest = words[len(label.printed) if label else 0 :].lstrip()
    ends = [place for mark in "。：:\n" if (place := rest.find(mark)) > 0]
    title = rest[: min([*ends, 60])].strip()
    return NewMeasureForm(formdata=None, data={"start": span[0], "end": span[1], "label": printed, "title": title})


def _draft(session: Session, plan_id: int) -> Plan:
    plan = queries.plan_in_full(session, actor(), plan_id, with_text=True)
    require_plan(actor(), Permission.PLAN_ISSUE, plan)
    return plan


def _task(session: Session, plan_id: int, task_id: int) -> Task:
    """The task of a plan that the actor may see, with what was read of it; or NotFound."""
    plan = the_plan(session, actor(), plan_id)
    return found(next(iter(queries.readings(session, plan.id, task_id)), None))


def _settle_asked(session: Session, plan_id: int, task_id: int) -> None:
    """The doubt from which the correction was opened is settled by it."""
    issue = session.get(ReadingIssue, request.args.get("doubt", 0, type=int))
    if issue and (issue.plan_id, issue.task_id, issue.settled_at) == (plan_id, task_id, None) and may_be_corrected(issue):
        readings.settle(session, issue, Answer.CORRECTED, actor=actor(), now=now())


def _back(message: str, plan_id: int, task_id: int) -> ResponseReturnValue:
    if request.args.get("doubt", type=int):
        return done(message, "doubts.index", plan_id=plan_id, at=request.args.get("next", type=int), last=request.args["doubt"])
    return done(message, "readings.check", plan_id=plan_id, _anchor=f"m-{task_id}")


def _page(plan_id: int, task_id: int, form: MeasureForm | None) -> str:
    with database().reading() as session:
        plan = _draft(session, plan_id)
        task = _task(session, plan_id, task_id)
        issues = [issue for issue in issues_of(session, plan_id) if issue.task_id == task_id]
        text = [part for part in reading_page.text_of(plan, [task], marks_of(plan), issues) if part.owner == task_id]
        return render_template(
            "measures/correct.html",
            plan=plan,
            task=task,
            passages=text,
            legend=reading_page.legend_of(text),
            doubts=reading_page.open_doubts(issues),
            form=form or measure_form(task),
        )
