"""A unit's report: write it with its evidence, send it, have the head of the unit sign it off, read it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Assignment, Update
from tracker.queries.checklists import checklists_of_task
from tracker.queries.updates import last_accepted, names_of, newest_versions, the_assignment, the_update
from tracker.rules.periods import open_periods, period_named
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import UpdateKind, UpdateState
from tracker.services import evidence, updates
from tracker.services.checklist_ticks import tick
from tracker.services.moves import may, offers, require
from tracker.web.checklist_form import asked_ticks
from tracker.web.context import actor, database, now, storage, today
from tracker.web.errors import message_of
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.updates import SendBackForm, UpdateForm
from tracker.web.guards import needs
from tracker.web.report_view import files, shown

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
            return answer
    with database().reading() as session:
        assignment = the_assignment(session, actor(), assignment_id)
        require(actor(), Permission.UPDATE_WRITE, assignment)
        latest = updates.latest_version(session, assignment, _known(period))
        if latest is not None and latest.state in ON_ITS_WAY and not form.is_submitted():
            return redirect(url_for("updates.show", update_id=latest.id))
        before = last_accepted(session, None, assignment.id)
        if not form.is_submitted():
            form = UpdateForm(data=_typed(latest or before, assignment))
        page = _edit_page(session, assignment, period, latest)
        return render_template("updates/edit.html", form=form, before=shown(before) if before else None, **page), status_of(form)


def _known(period: str) -> str:
    try:
        return period_named(period).key
    except ValueError as error:
        raise NotFound(gettext("没有这一填报期，请从“我的任务”重新进入。")) from error


def _typed(update: Update | None, assignment: Assignment) -> dict[str, Any]:
    """What the form begins with: the period's own text, else that of the last accepted report, to be carried on.

    The reason for which there was nothing new holds for its own period only.
    """
    if update is None:
        return {"kind": UpdateKind.PROGRESS.value, "percent": assignment.percent}
    return {
        "kind": update.kind.value if update.state is UpdateState.DRAFT else UpdateKind.PROGRESS.value,
        "percent": update.percent if update.kind is UpdateKind.PROGRESS else assignment.percent,
        "narrative": "" if update.state is UpdateState.ACCEPTED and update.kind is UpdateKind.NOTHING_NEW else update.narrative,
        "problems": update.problems,
        "next_step": update.next_step,
        "self_rating": update.self_rating.value if update.self_rating else "",
    }


def _edit_page(session: Session, assignment: Assignment, period: str, latest: Update | None) -> dict[str, Any]:
    versions = {version.period: version for version in newest_versions(session, [assignment.id]).get(assignment.id, [])}
    return {
        "assignment": assignment,
        "period": period,
        "cutoff": assignment.task.plan.rhythm.cutoff_of(period),
        "periods": _periods(assignment, period, versions),
        "latest": latest,
        "newest": versions.get(period),
        "files": files(latest) if latest else [],
        "is_draft": latest is not None and latest.state is UpdateState.DRAFT,
        "obstacle": _obstacle(assignment),
        "checklists": checklists_of_task(session, actor(), assignment.task_id, latest.id if latest else None),
    }


def _periods(assignment: Assignment, period: str, versions: Mapping[str, Any]) -> list[str]:
    """The periods to choose from: those still owed, those returned, and the one that is open."""
    plan = assignment.task.plan
    since = assignment.issued_on or today()
    owed = [p.key for p in open_periods(since, assignment.reported_through, today(), plan.rhythm)]
    returned = [key for key, version in versions.items() if version.was_returned]
    return sorted({*owed, *returned, period})


def _obstacle(assignment: Assignment) -> str | None:
    """Why no report on this assignment can be sent now, in words; None where one can."""
    # Stands in for the draft, which may not exist yet; the words are for the form to ask.
    report = Update(assignment=assignment, state=UpdateState.DRAFT, kind=UpdateKind.NOTHING_NEW, narrative="")
    offer = next((offer for offer in offers(actor(), report, updates.proofs(report)) if offer.name == "send_for_approval"), None)
    return message_of(RuleViolation(offer.lacks)) if offer and offer.lacks else None


def _save(form: UpdateForm, assignment_id: int, period: str) -> ResponseReturnValue | None:
    """Keep all that can be kept, then say what cannot; None where the form is to be shown again."""
    form.validate()
    with keeping_input(form):
        with database().transaction() as session:
            assignment = the_assignment(session, actor(), assignment_id)
            draft = updates.save_draft(
                session, assignment, period, _progress(session, form, assignment, period), actor=actor(), now=now()
            )
            _remove(session, draft)
            _attach(session, form, draft)
            tick(session, draft, asked_ticks(draft), actor=actor(), now=now())
            update_id = draft.id
        if form.errors:
            flash(gettext("其余内容和材料已存为草稿。"), "info")
        elif request.form.get("do") == "send":
            return _send(update_id)
        elif request.form.get("do") == "pick":
            return redirect(url_for("evidence.earlier", update_id=update_id))
        else:
            flash(gettext("草稿已保存，尚未报送。"), "success")
            return redirect(url_for("updates.edit", assignment_id=assignment_id, period=period, _anchor=_place()))
    return None


def _progress(session: Session, form: UpdateForm, assignment: Assignment, period: str) -> updates.Progress:
    latest = updates.latest_version(session, assignment, period)
    if latest is None:
        return form.progress(updates.Progress(UpdateKind.PROGRESS, assignment.percent, ""))
    return form.progress(updates.said(latest))


def _remove(session: Session, draft: Update) -> None:
    """Take off the file whose button was pressed; the button is part of the form, so that what was typed is kept."""
    chosen = request.form.get("remove", type=int)
    for item in [item for item in draft.evidence if item.id == chosen]:
        evidence.detach(session, item, actor=actor(), now=now())


def _attach(session: Session, form: UpdateForm, draft: Update) -> None:
    """Attach the files one by one; a refused one is named with its reason and stops none of the others."""
    refused = []
    day = None if form.fact_on.errors else form.fact_on.data
    for file in form.chosen_files():
        try:
            evidence.attach(session, storage(), draft, file.filename or "", file.read(), day, actor=actor(), now=now())
        except RuleViolation as error:
            refused.append(message_of(error))
    form.files.errors = refused


def _place() -> str | None:
    return "files" if request.form.get("remove") else None


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
        people = names_of(session, [update.drafted_by_id, update.submitted_by_id, update.decided_by_id])
        may_edit = latest is update and update.state in EDITABLE and may(actor(), Permission.UPDATE_WRITE, update)
        page = render_template(
            "updates/show.html",
            form=form,
            update=update,
            assignment=assignment,
            newer=latest if latest is not update else None,
            current=shown(update, people),
            people=people,
            offered={offer.name for offer in offers(actor(), update, updates.proofs(update))},
            may_edit=may_edit,
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
