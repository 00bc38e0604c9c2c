"""A unit's report: write it with its evidence, send it, have the head of the unit sign it off, read it."""

from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Update
from tracker.queries.events import sent_back_because
from tracker.queries.signers import signers
from tracker.queries.updates import last_accepted, the_assignment, the_update
from tracker.rules.periods import period_named
from tracker.rules.permissions import Permission
from tracker.rules.statuses import UpdateState
from tracker.rules.transitions import Subject
from tracker.services import updates
from tracker.services.checklist_ticks import tick
from tracker.services.moves import may, offers, require
from tracker.web import formats, update_form
from tracker.web.acting import why_unsigned
from tracker.web.checklist_form import asked_ticks
from tracker.web.context import actor, database, now
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.updates import SendBackForm, UpdateForm
from tracker.web.guards import needs
from tracker.web.report_doubts import doubts_of_the_words, lateness
from tracker.web.report_view import shown

bp = Blueprint("updates", __name__)

ON_ITS_WAY = (UpdateState.UNIT_REVIEW, UpdateState.SUBMITTED)
# A correction of what was accepted, or returned, begins as the next version.
EDITABLE = (UpdateState.DRAFT, UpdateState.RETURNED, UpdateState.ACCEPTED)


@bp.route("/assignments/<int:assignment_id>/updates/<period>", methods=["GET", "POST"])
@needs(Permission.UPDATE_WRITE)
def edit(assignment_id: int, period: str) -> ResponseReturnValue:
    form = UpdateForm()
    if form.is_submitted():
        answer = _save(form, assignment_id, period)
        if answer is not None:
            return _onward(answer)
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        require(actor(), Permission.UPDATE_WRITE, assignment)
        latest = updates.latest_version(session, assignment, _known(period))
        if latest is not None and latest.state in ON_ITS_WAY and (not form.is_submitted() or update_form.says(form, latest)):
            # Sent once more because the line dropped before the answer came: it has arrived, and is shown.
            return _onward(redirect(url_for("updates.show", update_id=latest.id)))
        before = last_accepted(session, None, assignment.id)
        if not form.is_submitted():
            form = UpdateForm(data=update_form.typed(latest or before, assignment))
        form.began_from.data = updates.mark_of(latest)
        page = update_form.edit_page(session, assignment, period, latest)
        written = shown(latest) if latest and gettext(updates.WRITTEN_MEANWHILE) in form.form_errors else None
        return render_template(
            "updates/edit.html", form=form, before=shown(before) if before else None, written=written, **page
        ), status_of(form)


def _onward(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The redirect; to the script of the form as a value, for it cannot see where a redirect leads but by going there."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return {"go": cast(Response, answer).location}
    return answer


@bp.post("/assignments/<int:assignment_id>/updates/<period>/autosave")
@needs(Permission.UPDATE_WRITE)
def autosave(assignment_id: int, period: str) -> ResponseReturnValue:
    """Keep what is being typed; the script of the form asks for it. Files and ticks wait for the button."""
    form = UpdateForm()
    form.validate()
    with keeping_input(form):
        with database().transaction() as session:
            draft = _keep(session, form, assignment_id, period)
            mark = updates.mark_of(draft)
        return {"said": gettext("已自动保存 %(time)s", time=formats.time_of_day(now())), "began_from": mark}
    return {"said": form.form_errors[0]}, status_of(form)


def _known(period: str) -> str:
    try:
        return period_named(period).key
    except ValueError as error:
        raise NotFound(gettext("没有这一填报期，请从“我的任务”重新进入。")) from error


def _save(form: UpdateForm, assignment_id: int, period: str) -> ResponseReturnValue | None:
    """Keep all that can be kept, then say what cannot; None where the form is to be shown again."""
    form.validate()
    with keeping_input(form):
        with database().transaction() as session:
            draft = _keep(session, form, assignment_id, period)
            update_form.remove(session, draft)
            update_form.attach(session, form, draft)
            tick(session, draft, asked_ticks(draft), actor=actor(), now=now())
            update_id = draft.id
        if form.errors:
            flash(gettext("其余内容和材料已存为草稿。"), "info")
        elif request.form.get("do") == "send":
            return _look_twice(update_id) or _send(update_id)
        elif request.form.get("do") == "pick":
            return redirect(url_for("evidence.earlier", update_id=update_id))
        else:
            flash(gettext("草稿已保存，尚未报送。"), "success")
            return redirect(url_for("updates.edit", assignment_id=assignment_id, period=period, _anchor=_place()))
    return None


def _keep(session: Session, form: UpdateForm, assignment_id: int, period: str) -> Update:
    """The draft with what was typed, but for what cannot be right."""
    assignment = the_assignment(session, actor(), assignment_id)
    progress = update_form.progress(session, form, assignment, period)
    return updates.save_draft(
        session, assignment, period, progress, actor=actor(), now=now(), began_from=form.began_from.data
    )  # fmt: skip


def _look_twice(update_id: int) -> ResponseReturnValue | None:
    """Back to the form where the report says what its reviewer will doubt; None where nothing is doubtful, where the unit has seen
    it, and where nothing is said, which the rule refuses.
    """
    if request.form.get("checked"):
        return None
    with database().reading() as session:
        draft = the_update(session, actor(), update_id)
        if not draft.narrative.strip() or not doubts_of_the_words(draft, last_accepted(session, draft, draft.assignment_id)):
            return None
        flash(gettext("内容已存为草稿，还没有报送。请核对下面几点，需要改的改好；确认无误的，再点“报送”。"), "warning")
        return redirect(url_for("updates.edit", assignment_id=draft.assignment_id, period=draft.period))


def _place() -> str | None:
    return "evidence" if request.form.get("remove") else None


def _send(update_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        update = the_update(session, actor(), update_id)
        updates.send(session, update, actor=actor(), now=now())
        waits = update.state is UpdateState.UNIT_REVIEW
    message = gettext("已送单位负责人审核，同意后报送办公室。") if waits else gettext("已报送领导小组办公室。")
    return done(message, "updates.show", update_id=update_id)


@bp.post("/updates/<int:update_id>/send")
@needs(Permission.UPDATE_WRITE)
def send(update_id: int) -> ResponseReturnValue:
    return _send(update_id)


@bp.get("/updates/<int:update_id>")
@needs(Permission.EVIDENCE_READ)
def show(update_id: int) -> ResponseReturnValue:
    return _show(update_id, SendBackForm())


def _show(update_id: int, form: SendBackForm) -> ResponseReturnValue:
    with database().reading() as session:
        update = the_update(session, actor(), update_id)
        assignment = update.assignment
        latest = updates.latest_version(session, assignment, update.period)
        people = signers(
            session, {Subject.UPDATE: [update.id]}, [update.drafted_by_id, update.submitted_by_id, update.decided_by_id]
        )
        may_edit = latest is update and update.state in EDITABLE and may(actor(), Permission.UPDATE_WRITE, update)
        found = offers(actor(), update, updates.proofs(update))
        page = render_template(
            "updates/show.html",
            form=form,
            update=update,
            assignment=assignment,
            newer=latest if latest is not update else None,
            current=shown(update, people),
            people=people,
            offered={offer.name for offer in found},
            unsigned=why_unsigned(found),
            sent_back=sent_back_because(session, Subject.UPDATE, update.id),
            may_edit=may_edit,
            late=lateness(session, update),
            may_review=update.state is UpdateState.SUBMITTED and may(actor(), Permission.UPDATE_REVIEW, update),
        )
    return page, status_of(form)


@bp.post("/updates/<int:update_id>/approve")
@needs(Permission.UPDATE_APPROVE)
def approve(update_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        updates.approve(session, the_update(session, actor(), update_id), actor=actor(), now=now())
    return done(gettext("已同意，并报送领导小组办公室。"), "approvals.index")


@bp.post("/updates/<int:update_id>/recall")
@needs(Permission.UPDATE_WRITE)
def recall(update_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        update = the_update(session, actor(), update_id)
        updates.recall(session, update, actor=actor(), now=now())
        assignment_id, period = update.assignment_id, update.period
    return done(gettext("已撤回，可以继续修改。"), "updates.edit", assignment_id=assignment_id, period=period)


@bp.post("/updates/<int:update_id>/send-back")
@needs(Permission.UPDATE_APPROVE)
def send_back(update_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                updates.send_back(session, the_update(session, actor(), update_id), form.reason.data, actor=actor(), now=now())
            return done(gettext("已退回联络员修改。"), "approvals.index")
    return _show(update_id, form)
