"""The ledger (台账), the page of one task, and the moves that strike a task off the list."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Adjustment, Extension, Task
from tracker.queries import tasks as queries
from tracker.queries.applications import applications_of
from tracker.queries.checklists import checklists_of_task, items_not_met
from tracker.queries.disputes import open_disputes, wordings_of
from tracker.queries.editions import origins
from tracker.queries.issue_notices import notices_of
from tracker.queries.ledger import task_row
from tracker.queries.phone_urges import calls_of_task
from tracker.queries.scope import the_task
from tracker.queries.suspensions import standing
from tracker.queries.task_history import history
from tracker.rules.closing import FactFound
from tracker.rules.permissions import Permission, may_touch
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Proof
from tracker.services import closures, objections
from tracker.services.moves import consolidating_units, may, offers
from tracker.web import beside_plans, closing_page, indicator_page, joint, ledger_page, task_page
from tracker.web.acting import carried_out
from tracker.web.context import actor, clock, database, now, today
from tracker.web.forms.answering import status_of, told_apart
from tracker.web.forms.closing import CloseForm
from tracker.web.forms.tasks import (
    MOVE_FORMS,
    ReopenForm,
    RequestClosureForm,
    ReturnClosureForm,
)
from tracker.web.guards import needs
from tracker.web.paging import asked_page, pager

bp = Blueprint("tasks", __name__)

STANDING_MOVES = ("suspend", "resume", "merge")  # each has a page of its own, see web/suspensions.py

Act = Callable[[Session, Task], object]


@bp.get("/tasks")
@needs(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    return ledger_page.page()


@bp.get("/tasks/<int:task_id>")
@needs(Permission.TASK_READ)
def show(task_id: int) -> ResponseReturnValue:
    return page(task_id)


@bp.post("/tasks/<int:task_id>/request_closure")
@needs(Permission.TASK_REQUEST_CLOSURE)
def request_closure(task_id: int) -> ResponseReturnValue:
    form = RequestClosureForm()
    return _carry_out(
        task_id, "request_closure", form, gettext("已申请销号，等待领导小组办公室核查。"),
        lambda session, task: closures.request_closure(session, task, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/tasks/<int:task_id>/return_closure")
@needs(Permission.TASK_CLOSE)
def return_closure(task_id: int) -> ResponseReturnValue:
    form = ReturnClosureForm()
    return _carry_out(
        task_id, "return_closure", form, gettext("已退回销号申请，任务继续推进。"),
        lambda session, task: closures.return_closure(session, task, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/tasks/<int:task_id>/close")
@needs(Permission.TASK_CLOSE)
def close(task_id: int) -> ResponseReturnValue:
    form = CloseForm()
    return _carry_out(
        task_id, "close", form, gettext("已销号。"),
        lambda session, task: closures.close(
            session, task, form.conclusion(), actor=actor(), now=now()
        ),
    )  # fmt: skip


@bp.post("/tasks/<int:task_id>/reopen")
@needs(Permission.TASK_REOPEN)
def reopen(task_id: int) -> ResponseReturnValue:
    form = ReopenForm()
    return _carry_out(
        task_id, "reopen", form, gettext("已撤销销号，任务回到推进中。"),
        lambda session, task: closures.reopen(session, task, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


def _carry_out(task_id: int, name: str, form: FlaskForm, message: str, act: Act) -> ResponseReturnValue:
    """Make the move that the form asks for; refused, the page of the task again with what was typed."""

    def made(session: Session) -> str:
        act(session, the_task(session, actor(), task_id))
        return message

    return carried_out(form, made, "tasks.show", task_id=task_id) or (page(task_id, sent={name: form}), status_of(form))


def page(task_id: int, sent: dict[str, FlaskForm] | None = None) -> str:
    """The page of the task; `sent` holds a form that came back refused, by the name of what it asks for."""
    with database().reading() as session:
        task = queries.task_in_full(session, actor(), task_id)
        row = task_row(session, actor(), task_id, clock())
        if task is None or row is None:
            raise NotFound(gettext("没有找到这项任务，可能已被删除，或者您没有查看的权限。"))
        sees_all = queries.sees_every_unit(actor(), task, consolidating_units(task))
        reports = queries.unit_reports(session, actor(), task, asked_page("units"), sees_all=sees_all)
        checklists = checklists_of_task(session, actor(), task.id)
        events = history(session, actor(), task, asked_page("events"), sees_all=sees_all)
        closing = closing_page.of_task(session, task, sent or {}, sees_all=sees_all)
        return render_template(
            "tasks/show.html",
            task=task,
            row=row,
            reports=reports.rows,
            reports_pager=pager(reports, "units"),
            events=task_page.timeline(events.rows),
            events_pager=pager(events, "events"),
            orders=queries.orders_of(session, actor(), task, sees_all=sees_all),
            calls=calls_of_task(session, actor(), task.id, sees_all=sees_all),
            sees_all=sees_all,
            own_units=actor().units(Permission.ASSIGNMENT_ANSWER),
            period=task.plan.rhythm.period_on(today()),
            shares_in_order=task_page.in_order(task.assignments),
            files=task_page.files,
            figure=task_page.figure,
            checklists=checklists,
            items_not_met=items_not_met(checklists),
            **_papers(session, task),
            **indicator_page.of_task(session, task),
            **beside_plans.of_task(session, task),
            **joint.of_task(session, task),
            **closing,
            **_actions(session, task, sent or {}, closing["closing_facts"]),
        )


def _papers(session: Session, task: Task) -> dict[str, Any]:
    """What was written about the task beside the reports of its units."""
    return {
        "disputes": open_disputes(session, task),
        "wordings": wordings_of(session, task),
        "issue_notices": notices_of(session, actor(), task),
        "origins": origins(session, task.id),
        "extensions": applications_of(session, actor(), task, Extension),
        "adjustments": applications_of(session, actor(), task, Adjustment),
        "standing": standing(session, task),
    }


def _actions(session: Session, task: Task, sent: dict[str, FlaskForm], facts: Sequence[FactFound]) -> dict[str, Any]:
    """What the actor may do with the task now, each with its form; a move that lacks a proof stays in sight with the reason."""
    proven = {*closures.proofs_of(session, task, actor=actor(), facts=facts), Proof.EVERYTHING_CHECKED}
    possible = offers(actor(), task, proven)
    offered = [offer for offer in possible if offer.name in MOVE_FORMS]
    return {
        "offers": task_page.move_boxes(offered),
        "forms": told_apart({offer.name: sent.get(offer.name) or MOVE_FORMS[offer.name](formdata=None) for offer in offered}),
        "standing_moves": [offer.name for offer in possible if offer.name in STANDING_MOVES],
        "refused": next(iter(sent.values()), None),
        "open_shares": closures.open_shares(task),
        "may_decide": may(actor(), Permission.TASK_ADMINISTER, task),
        "may_resume": task.state in OPEN_TASK_STATES
        and may_touch(actor(), Permission.TASK_CLOSE, region=task.plan.jurisdiction.path),
        "may_object": bool(objections.open_to(session, task, actor=actor(), today=today())),
        "may_adjust": task.state in OPEN_TASK_STATES and bool(actor().units(Permission.ADJUSTMENT_ASK) & consolidating_units(task)),
        "may_extend": task.state in OPEN_TASK_STATES
        and task.due_on is not None
        and not task.is_ongoing
        and bool(actor().units(Permission.EXTENSION_ASK) & consolidating_units(task)),
        "may_order": task.state in OPEN_TASK_STATES
        and may_touch(actor(), Permission.ORDER_ISSUE, region=task.plan.jurisdiction.path),
    }
