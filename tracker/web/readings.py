"""Look a reading over: the text with what each stretch became beside the tasks, and the document by itself for everyone."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.labels import numbered
from tracker.models import Checklist, Task
from tracker.queries import documents
from tracker.queries import plans as queries
from tracker.queries.checklists import checklists_of
from tracker.queries.editions import older_plans
from tracker.queries.issue_requests import pending_request
from tracker.queries.readings import issues_of, marks_of
from tracker.queries.scope import found, the_plan
from tracker.rules.permissions import Permission
from tracker.rules.statuses import PlanState
from tracker.services import checklists, plans
from tracker.services.drafts import require_plan
from tracker.web import reading_page, task_page
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.plans import ChecklistForm, HeaderForm, header_form
from tracker.web.guards import needs

bp = Blueprint("readings", __name__)


@bp.get("/plans/<int:plan_id>/check")
@needs(Permission.PLAN_IMPORT)
def check(plan_id: int) -> ResponseReturnValue:
    """The text on one side, what was read from it on the other."""
    with database().reading() as session:
        plan = queries.plan_in_full(session, actor(), plan_id, with_text=True)
        require_plan(actor(), Permission.PLAN_IMPORT, plan)
        alike = [item for item in older_plans(session, actor(), plan) if item.is_alike] if plan.state is PlanState.DRAFT else []
        tasks, issues, marks = queries.readings(session, plan_id), issues_of(session, plan_id), marks_of(plan)
        text = reading_page.text_of(plan, tasks, marks, issues)
        waits = pending_request(session, plan_id) is not None
        return render_template(
            "readings/check.html",
            plan=plan,
            is_draft=plan.state is PlanState.DRAFT and not waits,
            waits=waits,
            passages=text,
            legend=reading_page.legend_of(text),
            cards=reading_page.cards(tasks, issues),
            doubts=reading_page.open_doubts(issues),
            elsewhere=reading_page.elsewhere(issues),
            settled=sum(issue.settled_at is not None for issue in issues),
            notes=[issue for issue in issues if issue.severity == "note"],
            left_out=reading_page.left_out(plan.source_document.text if plan.source_document else "", marks),
            obligations=queries.obligations(session, plan_id),
            indicators=queries.plan_indicators(session, plan_id),
            checklists=checklists_of(session, plan_id),
            figure=task_page.figure,
            alike=alike,
        )


@bp.get("/plans/<int:plan_id>/document")
@needs(Permission.PLAN_READ)
def document(plan_id: int) -> ResponseReturnValue:
    """The plan's text as it was issued, each measure leading to its task where the reader may open it."""
    with database().reading() as session:
        plan = queries.plan_in_full(session, actor(), plan_id, with_text=True)
        places = documents.places_of(session, actor(), plan_id)
        text = reading_page.document_text(plan, places, marks_of(plan))
        return render_template(
            "readings/document.html",
            plan=plan,
            places=places,
            open_tasks={place.task_id for place in places if place.is_open},
            passages=text,
            legend=reading_page.legend_of(text),
        )


@bp.route("/plans/<int:plan_id>/header", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def header(plan_id: int) -> ResponseReturnValue:
    """What the plan says of itself: title, number, issuers, day, term."""
    form = HeaderForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                plans.correct_header(session, the_plan(session, actor(), plan_id), form.correction(), actor=actor(), now=now())
            return done(gettext("已更正。"), "readings.check", plan_id=plan_id)
    with database().reading() as session:
        plan = queries.plan_in_full(session, actor(), plan_id)
        require_plan(actor(), Permission.PLAN_ISSUE, plan)
        shown = form if form.is_submitted() else header_form(plan)
        return render_template("readings/header.html", plan=plan, form=shown), status_of(form)


@bp.route("/plans/<int:plan_id>/checklists/<int:checklist_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def checklist(plan_id: int, checklist_id: int) -> ResponseReturnValue:
    """Say whose evidence a list of the annexes is held against."""
    form = ChecklistForm()
    with database().reading() as session:
        plan = queries.plan_in_full(session, actor(), plan_id)
        require_plan(actor(), Permission.PLAN_ISSUE, plan)
        row = found(next((item for item in checklists_of(session, plan_id) if item.id == checklist_id), None))
        places = documents.places_of(session, actor(), plan_id)
        form.offer([(place.task_id, numbered(place.label, place.title)) for place in places])
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                task = session.get(Task, form.task_id.data) if form.task_id.data else None
                checklists.attach(session, session.get_one(Checklist, checklist_id), task, actor=actor(), now=now())
            return _after_checklist(plan_id)
    if not form.is_submitted():
        form.task_id.data = row.task_id or 0
    return render_template("readings/checklist.html", plan=plan, checklist=row, form=form), status_of(form)


def _after_checklist(plan_id: int) -> ResponseReturnValue:
    """Back to the doubts where it was asked for there, else to the reading."""
    if request.args.get("doubts"):
        return done(gettext("已记下。"), "doubts.index", plan_id=plan_id, at=request.args.get("next", type=int))
    return done(gettext("已更正。"), "readings.check", plan_id=plan_id)
