"""A ledger that the office kept before becomes a plan: upload it, say what its columns hold, check it like any document."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.intake.ledgers.grids import read_grids
from tracker.intake.ledgers.office import find_table, read_office_table
from tracker.ledger_labels import KINDS
from tracker.queries.ledger_imports import the_office_ledger
from tracker.rules.permissions import Permission
from tracker.rules.statuses import PlanState
from tracker.services import office_ledgers
from tracker.web.context import actor, database, now, services, storage
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.ledgers import LedgerFileForm, MappingForm
from tracker.web.guards import needs

bp = Blueprint("office_ledgers", __name__)

SHOWN = 5  # rows of the ledger, to tell its columns by


@bp.route("/plans/new/ledger", methods=["GET", "POST"])
@needs(Permission.PLAN_IMPORT)
def upload() -> ResponseReturnValue:
    form = LedgerFileForm()
    if form.validate_on_submit():
        with keeping_input(form):
            data, filename = form.ledger.data.read(), form.ledger.data.filename or ""
            limits = services().settings.intake
            table = find_table(read_grids(data, filename, limits), limits)
            with database().transaction() as session:
                row = office_ledgers.keep_ledger(session, storage(), table, data, filename, actor=actor(), now=now())
                ledger_id = row.id
            return done(gettext("台账已读入，请认定各列的含义。"), "office_ledgers.columns", ledger_id=ledger_id)
    megabytes = services().settings.intake.max_bytes // 1024**2
    return render_template("office_ledgers/upload.html", form=form, megabytes=megabytes), status_of(form)


@bp.route("/office-ledgers/<int:ledger_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_IMPORT)
def columns(ledger_id: int) -> ResponseReturnValue:
    """What each column holds, guessed at first; on the office's word the ledger is read as a draft plan."""
    form = MappingForm()
    with database().reading() as session:
        row = the_office_ledger(session, actor(), ledger_id)
        table, kinds = office_ledgers.table_of(row), office_ledgers.kinds_of(session, row)
    if form.is_submitted():
        kinds = tuple(request.form.get(f"kind-{at}", "") for at in range(len(table.heads)))
    elif not form.title.data:
        form.title.data = table.title
    if form.validate_on_submit():
        with keeping_input(form):
            return _make(ledger_id, form.title.data.strip(), kinds)
    return render_template(
        "office_ledgers/columns.html", form=form, row=row, table=table, kinds=kinds, words=KINDS, shown=table.rows[:SHOWN]
    ), status_of(form)


def _make(ledger_id: int, title: str, kinds: tuple[str, ...]) -> ResponseReturnValue:
    with database().reading() as session:
        table = office_ledgers.table_of(the_office_ledger(session, actor(), ledger_id))
    parsed = read_office_table(title, kinds, table.rows)  # outside the transaction: a long ledger takes a while
    with database().transaction() as session:
        row = the_office_ledger(session, actor(), ledger_id)
        imported = office_ledgers.make_plan(session, storage(), row, kinds, parsed, actor=actor(), now=now())
        plan_id, tasks, state = imported.plan.id, imported.tasks, imported.plan.state
    if imported.is_new:
        return done(gettext("已读出 %(n)s 条措施，请对照原文核对。", n=tasks), "readings.check", plan_id=plan_id)
    flash(gettext("这份文件此前已经导入，没有重复导入。"), "info")
    return redirect(url_for("readings.check" if state is PlanState.DRAFT else "plans.show", plan_id=plan_id))
