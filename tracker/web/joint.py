"""A joint task for one period on one page: every unit's share, the consolidated report, opinions; the office decides row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Assignment, Task, Update
from tracker.queries import tasks as task_queries
from tracker.queries.consolidations import SharePeriod, consolidation_of, consolidations_of, shares_of_period
from tracker.queries.coordination import items_of
from tracker.queries.opinions import dissents_on_reports, opinions_on
from tracker.queries.updates import the_update
from tracker.rules.permissions import Permission
from tracker.rules.statuses import TaskState
from tracker.services import consolidations, coordination, reviews
from tracker.services.moves import consolidating_units, offers
from tracker.web.acting import carried_out
from tracker.web.context import actor, database, now, today
from tracker.web.forms.answering import status_of
from tracker.web.forms.ratings import rating_of
from tracker.web.forms.reviews import ReturnForm, VerdictForm, return_form, verdict_form
from tracker.web.guards import needs
from tracker.web.report_view import shown

bp = Blueprint("joint", __name__)


@bp.get("/tasks/<int:task_id>/joint/<period>")
@needs(Permission.TASK_READ)
def show(task_id: int, period: str) -> ResponseReturnValue:
    return _show(task_id, period)


def _show(task_id: int, period: str, sent: tuple[int, FlaskForm] | None = None) -> ResponseReturnValue:
    """The page; `sent` is a form that came back refused, with the report that it was about."""
    with database().reading() as session:
        task = task_queries.task_in_full(session, actor(), task_id)
        if task is None or task.state is TaskState.DRAFT:
            raise NotFound(gettext("没有找到这项任务，可能已被删除，或者您没有查看的权限。"))
        known = task.plan.rhythm.named(period)
        if known is None or known.start > today():
            raise NotFound(gettext("没有这一填报期，请从任务页面重新进入。"))
        sees_all = task_queries.sees_every_unit(actor(), task, consolidating_units(task))
        rows = shares_of_period(session, actor(), task, period, sees_all=sees_all)
        report = consolidation_of(session, actor(), task.id, period)
        before = task.plan.rhythm.before(known)
        page = render_template(
            "joint/show.html",
            task=task,
            period=period,
            earlier=before.key if task.issued_on and before.end >= task.issued_on else None,
            later=_later(task, period),
            rows=[_row(row, sent[1] if sent and row.update and row.update.id == sent[0] else None) for row in rows],
            report=report,
            opinions=opinions_on(session, task.id, report.id) if report else [],
            items=items_of(session, actor(), task.id),
            may_begin=report is None and consolidations.may_consolidate(task, actor()),
            refused=sent[1] if sent else None,
        )
    return page, status_of(sent[1]) if sent else 200


def _later(task: Task, period: str) -> str | None:
    named = task.plan.rhythm.named(period)
    after = task.plan.rhythm.after(named) if named else None
    return after.key if after and after.start <= today() else None


@dataclass(frozen=True)
class ShareRow:
    """One share with its report, what that says (`report_view.shown`), and the forms by which the reader decides about it here."""

    share: Assignment
    update: Update | None
    said: dict[str, Any] | None
    accepting: VerdictForm | None = None
    returning: ReturnForm | None = None


def _row(row: SharePeriod, sent: FlaskForm | None) -> ShareRow:
    update = row.update
    if update is None:
        return ShareRow(row.share, None, None)
    possible = offers(actor(), update, reviews.proofs(update, actor()))
    if not any(offer.name == "accept" and not offer.lacks for offer in possible):
        return ShareRow(row.share, update, shown(update))
    accepting = sent if isinstance(sent, VerdictForm) else verdict_form(update)
    returning = sent if isinstance(sent, ReturnForm) else return_form()
    for form in (accepting, returning):
        _tell_apart(form, update.id)
    return ShareRow(row.share, update, shown(update), accepting, returning)


def _tell_apart(form: FlaskForm, update_id: int) -> None:
    """Ids of fields that no other report's form on the page has."""
    for field in form:
        field.id = f"{field.short_name}-{update_id}"
        field.label.field_id = field.id


@bp.post("/joint/updates/<int:update_id>/accept")
@needs(Permission.UPDATE_REVIEW)
def accept(update_id: int) -> ResponseReturnValue:
    form = VerdictForm()

    def verdict(session: Session, update: Update) -> str:
        rating = rating_of(form.rating)
        reviews.accept(session, update, actor=actor(), now=now(), note=form.note.data or "", rating=rating)
        return gettext("已采信 %(unit)s 的填报。", unit=update.assignment.unit.name)

    return _decide(update_id, form, verdict)


@bp.post("/joint/updates/<int:update_id>/return")
@needs(Permission.UPDATE_REVIEW)
def return_update(update_id: int) -> ResponseReturnValue:
    form = ReturnForm()

    def verdict(session: Session, update: Update) -> str:
        reviews.return_update(session, update, form.reason.data, form.mend_by.data, actor=actor(), now=now())
        return gettext("已退回 %(unit)s，其他单位的填报不受影响。", unit=update.assignment.unit.name)

    return _decide(update_id, form, verdict)


def _decide(update_id: int, form: FlaskForm, verdict: Callable[[Session, Update], str]) -> ResponseReturnValue:
    """The verdict on one unit's share; back to the page of all shares either way."""
    with database().reading() as session:
        update = the_update(session, actor(), update_id)
        task_id, period = update.assignment.task_id, update.period

    def act(session: Session) -> str:
        return verdict(session, the_update(session, actor(), update_id))

    return carried_out(form, act, "joint.show", task_id=task_id, period=period) or _show(task_id, period, (update_id, form))


def of_task(session: Session, task: Task) -> dict[str, Any]:
    """What the page of a task shows of its being joint; no statement for a task of one unit, six for others."""
    if task.state is TaskState.DRAFT or not consolidations.is_joint(task):
        return {"joint": None}
    return {
        "joint": {
            "period": task.plan.rhythm.period_on(today()).key,
            "reports": consolidations_of(session, actor(), task.id),
            "opinions": opinions_on(session, task.id),
            "dissents": dissents_on_reports(session, task.id),
            "matters": items_of(session, actor(), task.id),
            "may_coordinate": coordination.asking_unit(task, actor()) is not None,
        }
    }
