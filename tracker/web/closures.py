"""Verifying a task before it is struck off, the sheet of a closing, and the day on which the office looks back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.queries.closing import last_asked, the_closure, the_verification_file
from tracker.queries.reporting import office_name
from tracker.queries.scope import the_task
from tracker.queries.signers import signers
from tracker.rules.closing import ClosingCheck, ClosingFact, FactFound
from tracker.rules.permissions import Permission
from tracker.rules.transitions import Subject
from tracker.services import rechecks, verifications
from tracker.services.moves import require
from tracker.web import tasks
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now, today
from tracker.web.evidence import given_out
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.closing import RecheckDayForm, VerificationForm
from tracker.web.guards import needs

bp = Blueprint("closures", __name__)


@bp.route("/tasks/<int:task_id>/verifications/new", methods=["GET", "POST"])
@needs(Permission.TASK_CLOSE)
def verify(task_id: int) -> ResponseReturnValue:
    form = VerificationForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                task = the_task(session, actor(), task_id)
                said, files = form.findings(), form.uploads()
                verifications.record_verification(session, task, said, files, actor=actor(), now=now())
            return done(gettext("已登记核查情况。"), "tasks.show", task_id=task_id, _anchor="closing")
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        require(actor(), Permission.TASK_CLOSE, task)
        statement = last_asked(session, task)[1]
        return render_template("closures/verify.html", form=form, task=task, statement=statement), status_of(form)


@bp.get("/verifications/files/<int:verification_file_id>")
@needs(Permission.EVIDENCE_READ)
def download(verification_file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        file = the_verification_file(session, actor(), verification_file_id)
        verifications.record_reading(session, file, actor=actor(), now=now())
        digest, name, media_type = file.sha256, file.name, file.file.media_type
    return given_out(digest, name, media_type)


@bp.get("/closures/<int:closure_id>/sheet")
@needs(Permission.TASK_READ)
def sheet(closure_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        closure = the_closure(session, actor(), closure_id)
        office = office_name(session, closure.task.plan.jurisdiction_id, today())
        people = signers(session, {Subject.TASK: [closure.task_id]}, [closure.closed_by_id])
        facts = [FactFound(ClosingFact(item["fact"]), item["open"], item["total"]) for item in closure.findings]
        return render_template(
            "closures/sheet.html", closure=closure, task=closure.task, office=office, people=people, facts=facts,
            checks=list(ClosingCheck),
        )  # fmt: skip


@bp.post("/closures/<int:closure_id>/recheck")
@needs(Permission.TASK_CLOSE)
def plan_recheck(closure_id: int) -> ResponseReturnValue:
    form = RecheckDayForm()
    with database().reading() as session:
        task_id = the_closure(session, actor(), closure_id).task_id

    def planned(session: Session) -> str:
        rechecks.plan_recheck(session, the_closure(session, actor(), closure_id), form.due_on.data, actor=actor(), now=now())
        return gettext("已安排回头看，到期时提醒办公室。")

    way_on = carried_out(form, planned, "tasks.show", task_id=task_id, _anchor="closings")
    return way_on or (tasks.page(task_id, sent={"plan_recheck": form}), status_of(form))
