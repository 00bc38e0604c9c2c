"""The director's decisions about a task's standing: let it rest (中止), take it up (恢复), carry it out with another (并案)."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.queries.scope import the_task
from tracker.queries.suspensions import possible_successors
from tracker.rules.permissions import Permission
from tracker.services import merging, suspensions
from tracker.services.moves import require
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.suspensions import MergeForm, ResumeTaskForm, RulingForm, SuspendForm
from tracker.web.guards import needs

bp = Blueprint("suspensions", __name__)

Act = Callable[[Session, Task], object]


@bp.route("/tasks/<int:task_id>/suspend", methods=["GET", "POST"])
@needs(Permission.TASK_SUSPEND)
def suspend(task_id: int) -> ResponseReturnValue:
    form = SuspendForm()
    return _decide(
        task_id, form, "suspend", gettext("已中止，期间不催报、不亮灯、不计入报送率。"),
        lambda session, task: suspensions.suspend(session, task, form.ruling(), actor=actor(), now=now()),
    )  # fmt: skip


@bp.route("/tasks/<int:task_id>/resume", methods=["GET", "POST"])
@needs(Permission.TASK_SUSPEND)
def resume(task_id: int) -> ResponseReturnValue:
    form = ResumeTaskForm()
    if not form.is_submitted():
        with database().reading() as session:
            form.due_on.data = the_task(session, actor(), task_id).due_on
    return _decide(
        task_id, form, "resume", gettext("已恢复办理，承办单位会收到消息。"),
        lambda session, task: suspensions.resume(session, task, form.ruling(), form.due_on.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.route("/tasks/<int:task_id>/merge", methods=["GET", "POST"])
@needs(Permission.TASK_MERGE)
def merge(task_id: int) -> ResponseReturnValue:
    form = MergeForm()
    with database().reading() as session:
        form.successor.choices = possible_successors(session, actor(), the_task(session, actor(), task_id))

    def act(session: Session, task: Task) -> None:
        successor = the_task(session, actor(), form.successor.data)
        merging.merge(session, task, successor, form.ruling(), actor=actor(), now=now())

    return _decide(task_id, form, "merge", gettext("已并案，承办单位今后在并入的任务下办理。"), act)


def _decide(task_id: int, form: RulingForm, name: str, said: str, act: Act) -> ResponseReturnValue:
    """Carry out what the form decides; first, or refused, the page that says what it leads to."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                act(session, the_task(session, actor(), task_id))
            return done(said, "tasks.show", task_id=task_id)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        require(actor(), Permission.TASK_SUSPEND, task)
        return render_template("suspensions/decide.html", form=form, task=task, move=name), status_of(form)
