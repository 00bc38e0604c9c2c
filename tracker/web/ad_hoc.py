"""Ad hoc tasks (专项交办): enter one, confirm a draft or take it back."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Instruction, Jurisdiction
from tracker.queries.instructions import places_of, the_instruction
from tracker.queries.scope import the_task
from tracker.rules.matter_statuses import TaskSource
from tracker.rules.permissions import Permission
from tracker.services import ad_hoc
from tracker.web.context import actor, database, now, services
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.instructions import AdHocForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.once import once

bp = Blueprint("ad_hoc", __name__)


@bp.route("/ad-hoc/new", methods=["GET", "POST"])
@needs(Permission.AD_HOC_ENTER)
@once
def new() -> ResponseReturnValue:
    """A new task; with `instruction`, the one that a leader asked for."""
    form = AdHocForm()
    settings = services().settings
    form.offer(at_once=not settings.issue_needs_second)
    asked = request.args.get("instruction", type=int)
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                instruction = the_instruction(session, actor(), asked) if asked else None
                at_once = form.when.data == "now"
                task_id = ad_hoc.enter_task(
                    session, _place(session, instruction), form.given(settings.acknowledge_days), actor=actor(), now=now(),
                    at_once=at_once, instruction=instruction,
                ).id  # fmt: skip
            said = gettext("已交办，承办单位可以签收了。") if at_once else gettext("已登记，待主任审定后交办。")
            return done(said, "tasks.show", task_id=task_id)
    with database().reading() as session:
        instruction = the_instruction(session, actor(), asked) if asked else None
        if instruction is not None and not form.is_submitted():
            form.text.data, form.source.data = instruction.text, TaskSource.INSTRUCTION.value
            form.reference.data = gettext("%(who)s批示", who=instruction.given_by)
            form.due_on.data = instruction.answer_due_on
        return render_template("ad_hoc/new.html", form=form, instruction=instruction), status_of(form)


def _place(session: Session, instruction: Instruction | None) -> Jurisdiction:
    if instruction is not None:
        return instruction.plan.jurisdiction
    place = next(iter(places_of(session, actor(), Permission.AD_HOC_ENTER)), None)
    if place is None:
        raise NotAllowed(gettext("您没有专项交办的权限。如确需办理，请联系领导小组办公室。"))
    return place


@bp.post("/ad-hoc/<int:task_id>/confirm")
@needs(Permission.AD_HOC_CONFIRM)
def confirm(task_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        ad_hoc.confirm_task(session, the_task(session, actor(), task_id), actor=actor(), now=now())
    return done(gettext("已审定并交办，承办单位可以签收了。"), "tasks.show", task_id=task_id)


@bp.route("/ad-hoc/<int:task_id>/drop", methods=["GET", "POST"])
@needs(Permission.AD_HOC_ENTER)
def drop(task_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                task = the_task(session, actor(), task_id)
                plan_id = task.plan_id
                ad_hoc.drop_task(session, task, form.reason.data, actor=actor(), now=now())
            return done(gettext("已撤销这项草稿，没有交办。"), "plans.show", plan_id=plan_id)
    with database().reading() as session:
        return render_template("ad_hoc/drop.html", form=form, task=the_task(session, actor(), task_id)), status_of(form)
