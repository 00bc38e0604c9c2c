"""A unit's answer to what it was given: acknowledge, object; and the office's answer to an objection."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from tracker.models import Assignment
from tracker.queries.mine import pending_ids
from tracker.queries.updates import the_assignment
from tracker.rules.permissions import Permission
from tracker.services import assignments, closures
from tracker.services.moves import require
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.assignments import ObjectionForm, ResumeForm
from tracker.web.forms.tasks import UpholdForm
from tracker.web.guards import needs

bp = Blueprint("assignments", __name__, url_prefix="/assignments")


@bp.post("/<int:assignment_id>/acknowledge")
@needs(Permission.ASSIGNMENT_ANSWER)
def acknowledge(assignment_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        assignments.acknowledge(session, assignment, actor=actor(), now=now())
        title, task_id = assignment.task.title, assignment.task_id
    message = gettext("已签收《%(title)s》。", title=title)
    # Who signs on the list has the next one to sign for there.
    return done(message, "mine.index") if request.form.get("then") == "mine" else done(message, "tasks.show", task_id=task_id)


@bp.post("/acknowledge")
@needs(Permission.ASSIGNMENT_ANSWER)
def acknowledge_all() -> ResponseReturnValue:
    with database().transaction() as session:
        ids = pending_ids(session, actor())
        for assignment_id in ids:
            assignments.acknowledge(session, session.get_one(Assignment, assignment_id), actor=actor(), now=now())
    return done(gettext("已签收 %(n)s 项任务。", n=len(ids)), "mine.index")


@bp.route("/<int:assignment_id>/objection", methods=["GET", "POST"])
@needs(Permission.ASSIGNMENT_ANSWER)
def object_to(assignment_id: int) -> ResponseReturnValue:
    form = ObjectionForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                assignment = the_assignment(session, actor(), assignment_id)
                assignments.object_to(session, assignment, form.reason.data, actor=actor(), now=now())
                task_id = assignment.task_id
            return done(gettext("异议已提交领导小组办公室，答复前无须签收。"), "tasks.show", task_id=task_id)
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        require(actor(), Permission.ASSIGNMENT_ANSWER, assignment)
        return render_template("assignments/object_to.html", form=form, assignment=assignment), status_of(form)


@bp.route("/<int:assignment_id>/uphold", methods=["GET", "POST"])
@needs(Permission.TASK_ADMINISTER)
def uphold(assignment_id: int) -> ResponseReturnValue:
    said = gettext("已维持原承办安排，并通知单位签收。")
    return _decide(assignment_id, UpholdForm(), assignments.uphold, said, "assignments/uphold.html")


@bp.route("/<int:assignment_id>/resume", methods=["GET", "POST"])
@needs(Permission.TASK_CLOSE)
def resume(assignment_id: int) -> ResponseReturnValue:
    said = gettext("已请该单位继续办理，其他单位不受影响。")
    return _decide(assignment_id, ResumeForm(), closures.resume_share, said, "assignments/resume.html")


def _decide(assignment_id: int, form: FlaskForm, decide: Callable[..., None], said: str, template: str) -> ResponseReturnValue:
    """The office's decision on one unit's share, with its reason."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                assignment = the_assignment(session, actor(), assignment_id)
                decide(session, assignment, form.reason.data, actor=actor(), now=now())
                task_id = assignment.task_id
            return done(said, "tasks.show", task_id=task_id)
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        return render_template(template, form=form, assignment=assignment), status_of(form)
