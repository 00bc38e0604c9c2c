"""Instructions of leaders (批示): the list, a new one, one with its answer, and how the office settles it."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Instruction
from tracker.queries import instructions as queries
from tracker.queries.instructions import places_of, the_instruction
from tracker.queries.scope import the_task
from tracker.rules.matter_statuses import InstructionKind, InstructionState
from tracker.rules.permissions import Permission, holds
from tracker.rules.statuses import TaskState
from tracker.services import instructions as services
from tracker.services.moves import may, offers
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.instructions import AnswerForm, InstructionForm, NewInstructionForm, NoteForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs
from tracker.web.once import once
from tracker.web.paging import asked_page, pager

bp = Blueprint("instructions", __name__)


@bp.get("/instructions")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    state = asked_choice(InstructionState, "state")
    with database().reading() as session:
        page = queries.instructions(session, actor(), state, asked_page())
    return render_template(
        "instructions/index.html",
        rows=page.rows,
        page=pager(page),
        today=today(),
        fields=[select_field("state", gettext("状态"), state, options_of(InstructionState))],
        chips=chips_of(state=state),
        may_give=holds(actor(), Permission.INSTRUCTION_GIVE),
        may_enter=holds(actor(), Permission.AD_HOC_ENTER),
    )


@bp.route("/instructions/new", methods=["GET", "POST"])
@needs(Permission.INSTRUCTION_GIVE)
@once
def new() -> ResponseReturnValue:
    """Something that no task holds yet; the office gives it out."""
    form = NewInstructionForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                place = next(iter(places_of(session, actor(), Permission.INSTRUCTION_GIVE)), None)
                if place is None:
                    raise NotAllowed(gettext("您没有作批示的权限。"))
                row = services.give_new(session, place, form.text.data, form.answer_due_on.data, actor=actor(), now=now())
                row_id = row.id
            return done(gettext("已作出批示，并通知领导小组办公室。"), "instructions.show", instruction_id=row_id)
    return render_template("instructions/new.html", form=form, task=None), status_of(form)


@bp.route("/tasks/<int:task_id>/instructions/new", methods=["GET", "POST"])
@needs(Permission.INSTRUCTION_GIVE)
@once
def on_task(task_id: int) -> ResponseReturnValue:
    form = InstructionForm()
    with database().reading() as session:
        form.offer(the_task(session, actor(), task_id))
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                row = services.give(
                    session, the_task(session, actor(), task_id), InstructionKind(form.kind.data), form.text.data,
                    form.answer_due_on.data, actor=actor(), now=now(),
                )  # fmt: skip
                row_id = row.id
            return done(gettext("已作出批示，并通知承办单位和领导小组办公室。"), "instructions.show", instruction_id=row_id)
    with database().reading() as session:
        return render_template("instructions/new.html", form=form, task=the_task(session, actor(), task_id)), status_of(form)


@bp.get("/instructions/<int:instruction_id>")
@needs(Permission.TASK_READ)
def show(instruction_id: int) -> ResponseReturnValue:
    return _show(instruction_id)


def _show(instruction_id: int, **tried: FlaskForm) -> ResponseReturnValue:
    """The page; `tried` is the form that was refused."""
    forms = {
        "answering": tried.get("answering") or AnswerForm(formdata=None),
        "returning": tried.get("returning") or SendBackForm(formdata=None),
        "settling": tried.get("settling") or NoteForm(formdata=None),
    }
    with database().reading() as session:
        row = the_instruction(session, actor(), instruction_id)
        asks_to_reopen = row.kind is InstructionKind.REOPEN and row.state is not InstructionState.SETTLED
        proven = services.speaking(session, row, actor=actor(), now=now())
        page = render_template(
            "instructions/show.html",
            row=row,
            today=today(),
            offered={offer.name: offer for offer in offers(actor(), row, proven)},
            may_reopen=asks_to_reopen
            and row.task is not None
            and row.task.state is TaskState.CLOSED
            and may(actor(), Permission.TASK_REOPEN, row.task),
            may_open=row.kind is InstructionKind.OPEN and row.task_id is None and row.state is not InstructionState.SETTLED
            and may(actor(), Permission.AD_HOC_ENTER, row),
            **forms,
        )  # fmt: skip
    return page, max(status_of(form) for form in forms.values())


@bp.post("/instructions/<int:instruction_id>/answer")
@needs(Permission.INSTRUCTION_ANSWER)
def answer(instruction_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    said = gettext("已反馈领导小组办公室。")
    return _act(instruction_id, "answering", form, said, lambda session, row: services.answer(
        session, row, form.text.data, actor=actor(), now=now()))  # fmt: skip


@bp.post("/instructions/<int:instruction_id>/return_answer")
@needs(Permission.INSTRUCTION_SETTLE)
def return_answer(instruction_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _act(instruction_id, "returning", form, gettext("已退回承办单位。"), lambda session, row: services.return_answer(
        session, row, form.reason.data, actor=actor(), now=now()))  # fmt: skip


@bp.post("/instructions/<int:instruction_id>/settle")
@needs(Permission.INSTRUCTION_SETTLE)
def settle(instruction_id: int) -> ResponseReturnValue:
    form = NoteForm()
    return _act(instruction_id, "settling", form, gettext("批示已办结。"), lambda session, row: services.settle(
        session, row, form.note.data, actor=actor(), now=now()))  # fmt: skip


@bp.post("/instructions/<int:instruction_id>/reopen")
@needs(Permission.TASK_REOPEN)
def reopen(instruction_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        services.reopen_task(session, the_instruction(session, actor(), instruction_id), actor=actor(), now=now())
    return done(gettext("已撤销销号，任务回到推进中，批示办结。"), "instructions.show", instruction_id=instruction_id)


def _act(
    instruction_id: int, name: str, form: FlaskForm, message: str, act: Callable[[Session, Instruction], None]
) -> ResponseReturnValue:
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                act(session, the_instruction(session, actor(), instruction_id))
            return done(message, "instructions.show", instruction_id=instruction_id)
    return _show(instruction_id, **{name: form})
