"""Many tasks of the ledger at once: a page that says what will happen to which tasks and which are left out, then the act.

The ids and the filter stand in the address, as the form above the ledger sends them; what is posted are the ids that the page
has listed, so that nothing is done that was not shown.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.bulk_labels import WHY
from tracker.models import Task, Unit
from tracker.queries.bulk import chosen_tasks
from tracker.queries.ledger import ledger_ids
from tracker.reports import tables
from tracker.rules.bulk import MOST, LeftOut
from tracker.rules.ledger_shown import shown_columns
from tracker.rules.permissions import Permission
from tracker.services import bulk_corrections, bulk_orders, task_lists
from tracker.web.context import actor, clock, database, now, today
from tracker.web.downloads import written_file
from tracker.web.forms.answering import keeping_input, status_of
from tracker.web.forms.bulk import DatesForm, UnitsForm, UrgeForm
from tracker.web.forms.tasks import ledger_filter, ledger_query
from tracker.web.guards import needs
from tracker.web.ledger_page import ledger_url
from tracker.web.once import once

bp = Blueprint("bulk", __name__, url_prefix="/tasks/bulk")

NAMED = 5  # of those left out, in the sentence after the act

Skipped = Sequence[tuple[Task, Unit | None, LeftOut]]
Act = Callable[[Session, list[int]], tuple[str, Skipped]]


@bp.route("/urge", methods=["GET", "POST"])
@needs(Permission.ORDER_ISSUE)
@once
def urge() -> ResponseReturnValue:
    form = UrgeForm()

    def act(session: Session, ids: list[int]) -> tuple[str, Skipped]:
        demand, due = form.demand.data or "", form.reply_due_on.data
        made = bulk_orders.urge(session, ids, demand, due, actor=actor(), now=now())
        return gettext("已发出催办单 %(n)s 份，并通知承办单位。", n=len(made.urgings)), made.left_out

    def page(session: Session, ids: list[int], total: int) -> str:
        plan = bulk_orders.plan_urging(session, ids, actor=actor(), today=today())
        done = _by_task((urging.task, urging.unit.name) for urging in plan.urgings)
        return _page("bulk/urge.html", form, done, plan.left_out, total)

    return _answer(form, act, page)


@bp.route("/dates", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def dates() -> ResponseReturnValue:
    form = DatesForm()

    def act(session: Session, ids: list[int]) -> tuple[str, Skipped]:
        made = bulk_corrections.set_dates(session, ids, form.due_on.data, actor=actor(), now=now())
        return gettext("已修改 %(n)s 项任务的完成时限。", n=len(made.tasks)), _whole(made.left_out)

    def page(session: Session, ids: list[int], total: int) -> str:
        plan = bulk_corrections.plan_dates(session, ids, actor=actor())
        done = [(task, task.due_on.isoformat() if task.due_on else gettext("未写明")) for task in plan.tasks]
        return _page("bulk/dates.html", form, done, _whole(plan.left_out), total)

    return _answer(form, act, page)


@bp.route("/units", methods=["GET", "POST"])
@needs(Permission.PLAN_ISSUE)
def units() -> ResponseReturnValue:
    form = UnitsForm()

    def act(session: Session, ids: list[int]) -> tuple[str, Skipped]:
        made = bulk_corrections.give_role(session, ids, form.unit.data or "", form.chosen_role(), actor=actor(), now=now())
        return gettext("已调整 %(n)s 项任务的承办单位。", n=len(made.tasks)), _whole(made.left_out)

    def page(session: Session, ids: list[int], total: int) -> str:
        plan = bulk_corrections.plan_units(session, ids, actor=actor())
        done = [(task, list(dict.fromkeys(share.unit.name for share in task.assignments))) for task in plan.tasks]
        return _page("bulk/units.html", form, done, _whole(plan.left_out), total)

    return _answer(form, act, page)


@bp.get("/export")
@needs(Permission.TASK_READ)
def export() -> ResponseReturnValue:
    with database().reading() as session:
        ids, total = _asked(session, task_lists.MOST)
        if not ids:
            return _none_chosen()
        shown = chosen_tasks(session, actor(), ids[:MOST])
        file = f"{url_for('bulk.export_file')}?{urlencode(list(request.args.items(multi=True)))}"
        most = task_lists.MOST
        return render_template("bulk/export.html", tasks=shown, n=len(ids), total=total, most=most, file=file, back=_back())


@bp.get("/export.xlsx")
@needs(Permission.TASK_READ)
def export_file() -> ResponseReturnValue:
    """The tasks as a workbook; that they were taken away goes into the history."""
    shown = shown_columns(request.args.getlist("cols"))
    with database().reading() as session:
        ids, _ = _asked(session, task_lists.MOST)
    if not ids:
        return _none_chosen()
    title = f"任务清单_{today().isoformat()}"
    with database().transaction() as session:
        table = task_lists.export_tasks(session, ids, shown, clock(), actor=actor(), now=now())
    data = tables.to_xlsx(title, [table], today())
    return written_file(data, tables.MEDIA_TYPES["xlsx"], f"{title}.xlsx", f"tasks_{today().isoformat()}.xlsx")


def _asked(session: Session, most: int) -> tuple[list[int], int]:
    """The tasks that are asked for, at most so many, and how many there are: ticked ones, or all of the filter in the address."""
    if request.method == "GET" and request.args.get("scope") == "all":
        return ledger_ids(session, actor(), ledger_filter(request.args), clock(), most)
    sent = request.form if request.method == "POST" else request.args
    ids = list(dict.fromkeys(number for number in sent.getlist("task", type=int) if 0 < number < 2**31))
    return ids[:most], len(ids)


def _answer(form: FlaskForm, act: Act, page: Callable[[Session, list[int], int], str]) -> ResponseReturnValue:
    """Carry out what was confirmed and go back to the ledger; else the page that asks."""
    with database().reading() as session:
        ids, total = _asked(session, MOST)
    if not ids:
        return _none_chosen()
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                message, skipped = act(session, ids)
                left_out = _said(skipped)
            flash(message, "success")
            if left_out:
                flash(left_out, "warning")
            return redirect(_back())
    with database().reading() as session:
        return page(session, ids, total), status_of(form)


def _page(template: str, form: FlaskForm, done: list[tuple[Task, Any]], skipped: Skipped, total: int) -> str:
    reasons = [why for why in LeftOut if any(why is other for _, _, other in skipped)]
    left_out = [
        (gettext(WHY[why]), _by_task((task, unit.name if unit else "") for task, unit, other in skipped if other is why))
        for why in reasons
    ]
    ids = [task.id for task, _ in done]
    return render_template(template, form=form, done=done, left_out=left_out, ids=ids, total=total, most=MOST, back=_back())


def _by_task(pairs: Iterable[tuple[Task, str]]) -> list[tuple[Task, list[str]]]:
    """Each task once, with the names that stand beside it; an empty one names nothing."""
    found: dict[int, tuple[Task, list[str]]] = {}
    for task, name in pairs:
        found.setdefault(task.id, (task, []))[1].extend([name] if name else [])
    return list(found.values())


def _said(skipped: Skipped) -> str:
    """What was left out, the first few by name; empty where nothing was."""
    if not skipped:
        return ""
    first = "".join(gettext("“%(title)s”：%(why)s", title=task.title, why=gettext(WHY[why])) for task, _, why in skipped[:NAMED])
    return gettext("另有 %(n)s 项未办。%(first)s", n=len(skipped), first=first)


def _whole(left_out: Sequence[tuple[Task, LeftOut]]) -> Skipped:
    return [(task, None, why) for task, why in left_out]


def _none_chosen() -> ResponseReturnValue:
    flash(gettext("还没有选任务。请在任务名称前打勾，或者选择“符合条件的全部”，再选要办的事。"), "warning")
    return redirect(_back())


def _back() -> str:
    """The ledger as it was."""
    return ledger_url(ledger_query(ledger_filter(request.args), shown_columns(request.args.getlist("cols"))))
