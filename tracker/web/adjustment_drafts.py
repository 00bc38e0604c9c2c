"""Writing an application for an adjustment (调整申请): one form for each kind of change, kept as a draft or sent on."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Adjustment, Task
from tracker.queries.adjustments import the_adjustment
from tracker.queries.disputes import current_text
from tracker.queries.scope import the_task
from tracker.rules.adjustments import AdjustmentKind, AdjustmentState, last_day
from tracker.rules.permissions import Permission
from tracker.services import adjustments
from tracker.services.adjustment_changes import asks_now
from tracker.services.moves import require
from tracker.web.adjustments import said_of_sent
from tracker.web.context import actor, database, now
from tracker.web.errors import message_of
from tracker.web.filters import asked_choice
from tracker.web.forms.adjustments import FORMS, AdjustmentForm
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.guards import needs

bp = Blueprint("adjustment_drafts", __name__)


@bp.route("/tasks/<int:task_id>/adjustments/new", methods=["GET", "POST"])
@needs(Permission.ADJUSTMENT_ASK)
def new(task_id: int) -> ResponseReturnValue:
    kind = asked_choice(AdjustmentKind, "kind") or AdjustmentKind.WORDING
    form = FORMS[kind]()
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        form.offer(task, asks_now(session, task, now=now()))
    if form.validate_on_submit():
        with keeping_input(form), database().transaction() as session:
            task = the_task(session, actor(), task_id)
            row = adjustments.draft_adjustment(session, task, form.change(), form.uploads(), actor=actor(), now=now())
            return _kept(session, row)
    with database().reading() as session:
        task = the_task(session, actor(), task_id)
        refusal = adjustments.obstacle(session, task, actor=actor())
        obstacle = message_of(refusal) if refusal else None
        return _edit(form, task, None, current_text(session, task), obstacle)


@bp.route("/adjustments/<int:adjustment_id>/edit", methods=["GET", "POST"])
@needs(Permission.ADJUSTMENT_ASK)
def edit(adjustment_id: int) -> ResponseReturnValue:
    with database().reading() as session:
        row = the_adjustment(session, actor(), adjustment_id)
        require(actor(), Permission.ADJUSTMENT_ASK, row)
        if row.state is not AdjustmentState.DRAFT:
            raise NotFound(gettext("这份调整申请已经送出，不能修改。请到申请页面查看。"))
        form = FORMS[row.kind]()
        form.offer(row.task, asks_now(session, row.task, now=now()), row)
    if form.validate_on_submit():
        with keeping_input(form), database().transaction() as session:
            row = the_adjustment(session, actor(), adjustment_id)
            adjustments.rewrite(session, row, form.change(), form.uploads(), actor=actor(), now=now())
            return _kept(session, row)
    with database().reading() as session:
        row = the_adjustment(session, actor(), adjustment_id)
        return _edit(form, row.task, row, current_text(session, row.task), None)


def _edit(form: AdjustmentForm, task: Task, row: Adjustment | None, text: str, obstacle: str | None) -> ResponseReturnValue:
    until = last_day(task.due_on, adjustments.POLICY) if task.due_on else None
    return render_template(
        "adjustments/edit.html", form=form, task=task, adjustment=row, text=text, obstacle=obstacle, kinds=list(AdjustmentKind),
        until=until,
    ), status_of(form)  # fmt: skip


def _kept(session: Session, row: Adjustment) -> ResponseReturnValue:
    """Send the draft on, or leave it one."""
    if request.form.get("do") != "send":
        return done(gettext("已存为草稿，尚未报送。"), "adjustments.show", adjustment_id=row.id)
    adjustments.send(session, row, actor=actor(), now=now())
    return done(said_of_sent(row), "adjustments.show", adjustment_id=row.id)
