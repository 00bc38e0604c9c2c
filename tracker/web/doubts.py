"""Doubts of a reading one at a time: each with its sentence, the answers open for it, and a key for every answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Checklist, ReadingIssue, Unit
from tracker.queries import plans as plan_queries
from tracker.queries import readings as queries
from tracker.queries.checklists import checklists_of
from tracker.queries.issue_requests import pending_request
from tracker.queries.scope import found, the_plan, the_task
from tracker.rules.permissions import Permission
from tracker.rules.reading import Answer, Part, settled_by
from tracker.rules.statuses import AssignmentRole, PlanState
from tracker.services import measures, readings
from tracker.services.drafts import require_plan
from tracker.web.context import actor, database, now, today
from tracker.web.doubt_choices import asks_for_day, asks_for_units, choices_of, context_of
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.doubts import AnswerForm
from tracker.web.forms.measures import correction_of
from tracker.web.guards import needs

bp = Blueprint("doubts", __name__)


@bp.get("/plans/<int:plan_id>/doubts")
@needs(Permission.PLAN_ISSUE)
def index(plan_id: int) -> ResponseReturnValue:
    return _page(plan_id, request.args.get("at", type=int), AnswerForm(formdata=None))


@bp.post("/plans/<int:plan_id>/doubts/<int:issue_id>")
@needs(Permission.PLAN_ISSUE)
def settle(plan_id: int, issue_id: int) -> ResponseReturnValue:
    """Take one answer, and go on to the doubt after it."""
    form = AnswerForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                issue = _issue(session, plan_id, issue_id)
                after = _after(queries.unsettled_issues(session, plan_id), issue_id)
                _act(session, issue, form)
            return redirect(url_for("doubts.index", plan_id=plan_id, at=after, last=issue_id))
    return _page(plan_id, issue_id, form), status_of(form)


@bp.post("/plans/<int:plan_id>/doubts/<int:issue_id>/reopen")
@needs(Permission.PLAN_ISSUE)
def reopen(plan_id: int, issue_id: int) -> ResponseReturnValue:
    """Take an answer back, and show the doubt again."""
    with database().transaction() as session:
        readings.reopen_issue(session, _issue(session, plan_id, issue_id), actor=actor(), now=now())
    return done(gettext("已撤销，请重新确认。"), "doubts.index", plan_id=plan_id, at=issue_id)


def _issue(session: Session, plan_id: int, issue_id: int) -> ReadingIssue:
    """The issue of a plan that the actor may see, or NotFound."""
    plan = the_plan(session, actor(), plan_id)
    return found(session.scalar(select(ReadingIssue).where(ReadingIssue.id == issue_id, ReadingIssue.plan_id == plan.id)))


def _after(waiting: list[ReadingIssue], issue_id: int) -> int | None:
    """The doubt that comes next once this one is settled; from the last one on to the first."""
    ids = [issue.id for issue in waiting]
    place = ids.index(issue_id) if issue_id in ids else -1
    others = [*ids[place + 1 :], *ids[: max(place, 0)]]
    return others[0] if others else None


def _act(session: Session, issue: ReadingIssue, form: AnswerForm) -> None:
    """Carry out what the answer says; an answer that corrects the measure settles the issue by that."""
    corrected = form.corrected()
    if form.role.data or corrected:
        task = the_task(session, actor(), issue.task_id or 0)
        if corrected:
            measures.correct_measure(session, task, correction_of(task, **corrected), actor=actor(), now=now())
        else:
            role = AssignmentRole(form.role.data)
            measures.correct_role_of(session, task, _words(session, issue), role, actor=actor(), now=now())
        session.refresh(issue)
        if issue.settled_at is None:
            readings.settle(session, issue, Answer.CORRECTED, actor=actor(), now=now())
    elif form.answer.data:
        readings.settle(
            session, issue, Answer(form.answer.data), into_id=form.into_id.data, note=form.note.data or "", actor=actor(), now=now()
        )
    else:
        raise InvalidInput("请选择一个答复，或填写所问的内容。")


def _words(session: Session, issue: ReadingIssue) -> str:
    """The words of the document that the issue is about."""
    plan = plan_queries.plan_in_full(session, actor(), issue.plan_id, with_text=True)
    text = plan.source_document.text if plan.source_document else ""
    return text[issue.span_from : issue.span_to].strip()


def _page(plan_id: int, at: int | None, form: AnswerForm) -> str:
    """One doubt: the one asked for, or the first that waits; `form` is of an answer that came back refused."""
    with database().reading() as session:
        plan = plan_queries.plan_in_full(session, actor(), plan_id, with_text=True)
        require_plan(actor(), Permission.PLAN_ISSUE, plan)
        waiting = queries.unsettled_issues(session, plan_id)
        place = next((number for number, issue in enumerate(waiting) if issue.id == at), 0)
        issue = waiting[place] if waiting else None
        last = session.get(ReadingIssue, request.args.get("last", 0, type=int))
        text = plan.source_document.text if plan.source_document else ""
        return render_template(
            "doubts/index.html",
            plan=plan,
            is_draft=plan.state is PlanState.DRAFT and pending_request(session, plan_id) is None,
            waiting=len(waiting),
            place=place + 1,
            issue=issue,
            before=waiting[place - 1] if place else None,
            after=waiting[place + 1] if place + 1 < len(waiting) else None,
            last=last if last and last.plan_id == plan.id and last.settled_at else None,
            context=context_of(text, issue) if issue else None,
            choices=choices_of(issue, _candidates(session, issue)) if issue else [],
            units=queries.known_units(session, plan.jurisdiction_id) if issue and issue.code == "unit_like" else [],
            asks_for_day=issue is not None and asks_for_day(issue),
            checklist=_checklist(session, issue) if issue else None,
            asks_for_units=issue is not None and asks_for_units(issue),
            preview=None if issue else plan_queries.issue_preview(session, plan_id, today()),
            form=form,
        )


def _checklist(session: Session, issue: ReadingIssue) -> Checklist | None:
    """The list that the issue asks the task of; None for any other issue."""
    loose = (item for item in checklists_of(session, issue.plan_id) if item.task_id is None and f"“{item.title}”" in issue.message)
    return next(loose, None) if issue.code in settled_by(Part.CHECKLIST) else None


def _candidates(session: Session, issue: ReadingIssue) -> list[Unit]:
    """The units that may be the same, in the order in which the reader found them likely."""
    if not issue.candidates:
        return []
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(issue.candidates)))}
    return [units[unit_id] for unit_id in issue.candidates if unit_id in units]
