"""Looking back at closed tasks (回头看): the list of the office, and one with its result."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from tracker.queries import rechecks as queries
from tracker.queries.rechecks import ended_by, the_recheck
from tracker.rules.closing import RecheckState
from tracker.rules.permissions import Permission
from tracker.services import recheck_results, rechecks
from tracker.services.moves import may
from tracker.web import closing_page
from tracker.web.context import actor, database, now, today
from tracker.web.filters import asked_choice, chips_of, options_of, select_field
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.closing import REBOUND, RecheckForm
from tracker.web.forms.orders import ReasonForm
from tracker.web.guards import needs
from tracker.web.paging import asked_page, here, pager

bp = Blueprint("rechecks", __name__)


@bp.get("/rechecks")
@needs(Permission.TASK_CLOSE)
def index() -> ResponseReturnValue:
    state = asked_choice(RecheckState, "state")
    is_due = request.args.get("due") == "yes"
    with database().reading() as session:
        page = queries.rechecks(session, actor(), state, today() if is_due else None, asked_page())
    chips = chips_of(state=state)
    if is_due:
        chips.append((gettext("已到期"), here(due=None, page=None)))
    fields = [
        select_field("due", gettext("期限"), "yes" if is_due else "", [("yes", gettext("已到期"))]),
        select_field("state", gettext("状态"), state, options_of(RecheckState)),
    ]
    return render_template("rechecks/index.html", rows=page.rows, page=pager(page), fields=fields, chips=chips, today=today())


@bp.get("/rechecks/<int:recheck_id>")
@needs(Permission.TASK_CLOSE)
def show(recheck_id: int) -> ResponseReturnValue:
    return _page(recheck_id)


def _page(recheck_id: int, result: RecheckForm | None = None, giving_up: ReasonForm | None = None) -> ResponseReturnValue:
    """The page of the look back; a form that came back refused stands in it with what was typed."""
    with database().reading() as session:
        row = the_recheck(session, actor(), recheck_id)
        shown: dict[str, Any] = {"may_reopen": may(actor(), Permission.TASK_REOPEN, row)}
        form = result or RecheckForm(formdata=None)
        form.offer(may_reopen=shown["may_reopen"])
        is_open = row.state is RecheckState.PLANNED and may(actor(), Permission.TASK_CLOSE, row)
        sent: FlaskForm | None = result or giving_up
        page = render_template(
            "rechecks/show.html", recheck=row, ended_by=ended_by(session, row.id), task=row.task, closure=row.closure,
            form=form, is_open=is_open, refused=sent, giving_up=giving_up or ReasonForm(formdata=None),
            office_files=closing_page.files, today=today(), **shown,
        )  # fmt: skip
    return page, status_of(sent) if sent else 200


@bp.post("/rechecks/<int:recheck_id>/result")
@needs(Permission.TASK_CLOSE)
def result(recheck_id: int) -> ResponseReturnValue:
    form = RecheckForm()
    with database().reading() as session:
        form.offer(may_reopen=may(actor(), Permission.TASK_REOPEN, the_recheck(session, actor(), recheck_id)))
    if form.validate_on_submit():
        verb = recheck_results.rebound if form.result.data == REBOUND else recheck_results.confirm
        with keeping_input(form):
            with database().transaction() as session:
                row = the_recheck(session, actor(), recheck_id)
                verb(session, row, form.findings(), form.uploads(), actor=actor(), now=now())
                task_id = row.task_id
            said = gettext("已撤销销号，任务重新办理。") if form.result.data == REBOUND else gettext("已登记回头看结果，维持销号。")
            return done(said, "tasks.show", task_id=task_id, _anchor="closings")
    return _page(recheck_id, result=form)


@bp.post("/rechecks/<int:recheck_id>/withdraw")
@needs(Permission.TASK_CLOSE)
def withdraw(recheck_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                rechecks.withdraw(session, the_recheck(session, actor(), recheck_id), form.reason.data, actor=actor(), now=now())
            return done(gettext("已取消这次回头看。"), "rechecks.index")
    return _page(recheck_id, giving_up=form)
