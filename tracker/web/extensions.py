"""More time for a task (延期): asked for by its unit, signed by the head, decided by the office."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Extension
from tracker.queries.events import sent_back_because
from tracker.queries.extensions import last_said, the_extension, the_file
from tracker.queries.scope import the_task
from tracker.queries.signers import signers
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import ExtensionState
from tracker.rules.transitions import Proof, Subject
from tracker.services import extensions
from tracker.services.moves import offers, require
from tracker.web.acting import carried_out, why_unsigned
from tracker.web.context import actor, database, now, storage, today
from tracker.web.errors import message_of
from tracker.web.evidence import given_out
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.extensions import GRANT, DecisionForm, ExtensionForm
from tracker.web.forms.updates import SendBackForm
from tracker.web.guards import needs

bp = Blueprint("extensions", __name__)

Act = Callable[[Session, Extension], None]


@bp.route("/tasks/<int:task_id>/extensions/new", methods=["GET", "POST"])
@needs(Permission.EXTENSION_ASK)
def new(task_id: int) -> ResponseReturnValue:
    form = ExtensionForm()
    if form.validate_on_submit():
        with keeping_input(form), database().transaction() as session:
            task = the_task(session, actor(), task_id)
            extension = extensions.draft_extension(session, task, form.application(), actor=actor(), now=now())
            return _kept(session, extension, form)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        refusal = extensions.obstacle(session, task, actor=actor(), today=today())
        if not form.is_submitted():
            form.progress.data = last_said(session, task.id, actor().units(Permission.EXTENSION_ASK))
        return render_template(
            "extensions/edit.html", form=form, task=task, extension=None, obstacle=message_of(refusal) if refusal else None
        ), status_of(form)


@bp.route("/extensions/<int:extension_id>/edit", methods=["GET", "POST"])
@needs(Permission.EXTENSION_ASK)
def edit(extension_id: int) -> ResponseReturnValue:
    form = ExtensionForm()
    if form.validate_on_submit():
        with keeping_input(form), database().transaction() as session:
            extension = the_extension(session, actor(), extension_id)
            extensions.rewrite(session, extension, form.application(), actor=actor(), now=now())
            return _kept(session, extension, form)
    with database().reading() as session:
        extension = the_extension(session, actor(), extension_id)
        require(actor(), Permission.EXTENSION_ASK, extension)
        if extension.state is not ExtensionState.DRAFT:
            raise NotFound(gettext("这份延期申请已经送出，不能修改。请到申请页面查看。"))
        if not form.is_submitted():
            form = ExtensionForm(data={name: getattr(extension, name) for name in ("asked_due_on", "reason", "progress")})
        return render_template(
            "extensions/edit.html", form=form, task=extension.task, extension=extension, obstacle=None
        ), status_of(form)


def _kept(session: Session, extension: Extension, form: ExtensionForm) -> ResponseReturnValue:
    """Attach what was picked; then send it on, or leave it a draft."""
    for file in form.chosen_files():
        extensions.attach(session, storage(), extension, file.filename or "", file.read(), actor=actor(), now=now())
    if request.form.get("do") != "send":
        return done(gettext("已存为草稿，尚未报送。"), "extensions.show", extension_id=extension.id)
    extensions.send(session, extension, actor=actor(), now=now())
    return done(_sent(extension), "extensions.show", extension_id=extension.id)


def _sent(extension: Extension) -> str:
    if extension.state is ExtensionState.UNIT_REVIEW:
        return gettext("已送单位负责人审核，同意后报送领导小组办公室。")
    return gettext("已报送领导小组办公室。批准以前，仍按原时限办理。")


@bp.get("/extensions/<int:extension_id>")
@needs(Permission.TASK_READ)
def show(extension_id: int) -> ResponseReturnValue:
    return _show(extension_id)


@bp.post("/extensions/<int:extension_id>/send")
@needs(Permission.EXTENSION_ASK)
def send(extension_id: int) -> ResponseReturnValue:
    return _carry_out(
        extension_id, FlaskForm(), _sent, lambda session, row: extensions.send(session, row, actor=actor(), now=now())
    )


@bp.post("/extensions/<int:extension_id>/approve")
@needs(Permission.EXTENSION_APPROVE)
def approve(extension_id: int) -> ResponseReturnValue:
    return _carry_out(
        extension_id, FlaskForm(), _sent, lambda session, row: extensions.approve(session, row, actor=actor(), now=now())
    )


@bp.post("/extensions/<int:extension_id>/send_back")
@needs(Permission.EXTENSION_APPROVE)
def send_back(extension_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    return _carry_out(
        extension_id, form, lambda _row: gettext("已退回联络员修改。"),
        lambda session, row: extensions.send_back(session, row, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/extensions/<int:extension_id>/withdraw")
@needs(Permission.EXTENSION_ASK)
def withdraw(extension_id: int) -> ResponseReturnValue:
    return _carry_out(
        extension_id, FlaskForm(), lambda _row: gettext("已撤回延期申请，时限不变。"),
        lambda session, row: extensions.withdraw(session, row, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/extensions/<int:extension_id>/decide")
@needs(Permission.EXTENSION_DECIDE)
def decide(extension_id: int) -> ResponseReturnValue:
    form = DecisionForm()

    def act(session: Session, row: Extension) -> None:
        note = form.note.data or ""
        if form.decision.data == GRANT:
            extensions.grant(session, row, form.due_on.data, note, actor=actor(), now=now())
        else:
            extensions.refuse(session, row, note, actor=actor(), now=now())

    def said(row: Extension) -> str:
        if row.state is ExtensionState.GRANTED:
            return gettext("已批准延期，时限已经顺延，承办单位会收到消息。")
        return gettext("未批准延期，时限不变，申请单位会收到消息。")

    return _carry_out(extension_id, form, said, act)


def _carry_out(extension_id: int, form: FlaskForm, said: Callable[[Extension], str], act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the application again with what was typed."""

    def made(session: Session) -> str:
        extension = the_extension(session, actor(), extension_id)
        act(session, extension)
        return said(extension)

    return carried_out(form, made, "extensions.show", extension_id=extension_id) or _show(extension_id, form)


def _show(extension_id: int, sent: FlaskForm | None = None) -> ResponseReturnValue:
    with database().reading() as session:
        extension = the_extension(session, actor(), extension_id)
        offered = {offer.name: offer for offer in offers(actor(), extension, _proven(session, extension))}
        lacks = offered["refuse"].lacks if "refuse" in offered else None
        page = render_template(
            "extensions/show.html",
            extension=extension,
            task=extension.task,
            offered=set(offered),
            times=extensions.times_granted(session, extension.task_id),
            for_director=extensions.needs_director(session, extension),
            lacks=message_of(RuleViolation(lacks)) if lacks else None,
            people=signers(session, {Subject.EXTENSION: [extension.id]}, [extension.drafted_by_id, extension.decided_by_id]),
            unsigned=why_unsigned(offered.values()),
            refused=sent,
            sent_back=sent_back_because(session, Subject.EXTENSION, extension.id),
            files=_files(extension),
            **_forms(extension, sent),
        )
    return page, status_of(sent) if sent else 200


def _proven(session: Session, extension: Extension) -> set[Proof]:
    """The facts, and what the service itself settles when the button is pressed."""
    return {*extensions.proofs(session, extension, actor=actor(), today=today()), Proof.NO_HEAD_OR_HEAD_ACTS}


def _files(extension: Extension) -> list[dict[str, Any]]:
    """The files as the macro `evidence_list` takes them."""
    return [
        {"name": item.name, "size": item.file.size, "fact_on": None, "href": url_for("extensions.download", file_id=item.id)}
        for item in extension.files
    ]


def _forms(extension: Extension, sent: FlaskForm | None) -> dict[str, Any]:
    return {
        "deciding": sent if isinstance(sent, DecisionForm) else DecisionForm(formdata=None, due_on=extension.asked_due_on),
        "sending_back": sent if isinstance(sent, SendBackForm) else SendBackForm(formdata=None),
    }


@bp.get("/extensions/files/<int:file_id>")
@needs(Permission.EVIDENCE_READ)
def download(file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        item = the_file(session, actor(), file_id)
        extensions.record_reading(session, item, actor=actor(), now=now())
        name, media_type, digest = item.name, item.file.media_type, item.sha256
    return given_out(digest, name, media_type)
