"""A unit's answer to what it was given: acknowledge, object. What the office says to an objection: `web/disputes.py`."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.models import Assignment
from tracker.queries.mine import pending_ids
from tracker.queries.updates import the_assignment
from tracker.rules.giving_out import DisputeKind
from tracker.rules.permissions import Permission
from tracker.services import assignments, closures, disputes
from tracker.services.moves import require
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.assignments import ResumeForm
from tracker.web.forms.disputes import DisputeForm
from tracker.web.guards import needs
from tracker.web.paging import asked_id

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
    """Sign for everything that waits; from the page of a notice, for what that notice gave out."""
    with database().transaction() as session:
        ids = pending_ids(session, actor(), asked_id("notice"))
        for assignment_id in ids:
            assignments.acknowledge(session, session.get_one(Assignment, assignment_id), actor=actor(), now=now())
    return done(gettext("已签收 %(n)s 项任务。", n=len(ids)), "mine.index")


@bp.route("/<int:assignment_id>/objection", methods=["GET", "POST"])
@needs(Permission.ASSIGNMENT_ANSWER)
def object_to(assignment_id: int) -> ResponseReturnValue:
    form = DisputeForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                assignment = the_assignment(session, actor(), assignment_id)
                kind = DisputeKind(form.kind.data)
                disputes.object_to(session, assignment, form.reason.data, kind=kind, actor=actor(), now=now())
                task_id = assignment.task_id
            return done(gettext("异议已提交领导小组办公室，答复前无须签收。"), "tasks.show", task_id=task_id)
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        require(actor(), Permission.ASSIGNMENT_ANSWER, assignment)
        return render_template("assignments/object_to.html", form=form, assignment=assignment), status_of(form)


@bp.route("/<int:assignment_id>/resume", methods=["GET", "POST"])
@needs(Permission.TASK_CLOSE)
def resume(assignment_id: int) -> ResponseReturnValue:
    form = ResumeForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                assignment = the_assignment(session, actor(), assignment_id)
                closures.resume_share(session, assignment, form.reason.data, actor=actor(), now=now())
                task_id = assignment.task_id
            return done(gettext("已请该单位继续办理，其他单位不受影响。"), "tasks.show", task_id=task_id)
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        return render_template("assignments/resume.html", form=form, assignment=assignment), status_of(form)
