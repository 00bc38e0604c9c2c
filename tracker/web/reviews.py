"""The office's review of reports: the queue, one report beside the last accepted one, the verdict."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.models import Update
from tracker.queries import reviews as queries
from tracker.queries.checklists import checklists_of_task
from tracker.queries.consolidations import waiting_consolidations
from tracker.queries.reviews import QueueFilter
from tracker.queries.signers import signers
from tracker.queries.updates import last_accepted, the_update
from tracker.rules.permissions import Permission
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import UpdateState
from tracker.rules.transitions import Subject
from tracker.services import reviews
from tracker.services.moves import offers
from tracker.web.context import actor, database, now
from tracker.web.errors import message_of
from tracker.web.filters import select_field
from tracker.web.forms.answering import keeping_input, status_of
from tracker.web.forms.ratings import rating_of
from tracker.web.forms.reviews import DAYS_TO_MEND, ReturnForm, VerdictForm, return_form, verdict_form
from tracker.web.guards import needs
from tracker.web.paging import asked_id, asked_page, here, pager
from tracker.web.report_doubts import doubts_about, lateness
from tracker.web.report_view import changes, shown

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.get("")
@needs(Permission.UPDATE_REVIEW)
def index() -> ResponseReturnValue:
    chosen = _chosen()
    with database().reading() as session:
        page = queries.review_queue(session, actor(), chosen, asked_page())
        plans, units = queries.queue_plans(session, actor()), queries.queue_units(session, actor())
        return render_template(
            "reviews/index.html",
            rows=page.rows,
            page=pager(page),
            consolidated=waiting_consolidations(session, actor()),
            one_plan=len(plans) == 1,
            kept=_kept(chosen),
            fields=[
                select_field("plan", gettext("方案"), chosen.plan_id, plans),
                select_field("unit", gettext("单位"), chosen.unit_id, units),
            ],
            chips=_chips(plans, chosen.plan_id, "plan") + _chips(units, chosen.unit_id, "unit"),
            long_ago=now() - timedelta(days=DAYS_TO_MEND),
        )


def _chosen() -> QueueFilter:
    return QueueFilter(asked_id("plan"), asked_id("unit"))


def _kept(chosen: QueueFilter) -> dict[str, Any]:
    """The filter as a part of an address, so that the next report comes from the same queue."""
    return {name: value for name, value in (("plan", chosen.plan_id), ("unit", chosen.unit_id)) if value}


def _chips(options: list[tuple[int, str]], value: int | None, name: str) -> list[tuple[str, str]]:
    return [(title, here(**{name: None, "page": None})) for number, title in options if number == value]


@bp.get("/<int:update_id>")
@needs(Permission.UPDATE_REVIEW)
def show(update_id: int) -> ResponseReturnValue:
    return _show(update_id, None, return_form())


def _show(update_id: int, sent: VerdictForm | None, returning: ReturnForm) -> ResponseReturnValue:
    with database().reading() as session:
        update = the_update(session, actor(), update_id)
        accepting = sent or verdict_form(update)
        if update.state is not UpdateState.SUBMITTED and request.method == "GET":
            flash(gettext("这份填报已经处理，或者还没有报送。"), "info")
            return redirect(url_for("updates.show", update_id=update_id))
        before = last_accepted(session, update, update.assignment_id)
        reports = [row for row in (update, before) if row]
        people = signers(session, {Subject.UPDATE: [row.id for row in reports]}, [row.submitted_by_id for row in reports])
        page = render_template(
            "reviews/show.html",
            update=update,
            assignment=update.assignment,
            current=shown(update, people),
            previous=shown(before, people) if before else None,
            changes=changes(update, before),
            following=queries.following(session, actor(), _chosen(), update),
            checklists=checklists_of_task(session, actor(), update.assignment.task_id, update.id),
            doubts=[*filter(None, [lateness(session, update)]), *doubts_about(session, update, before)],
            offered=offers(actor(), update, reviews.proofs(update, actor())),
            lacks=_lacks(update),
            waiting=session.scalar(queries.waiting_query(actor(), _chosen())),
            kept=_kept(_chosen()),
            accepting=accepting,
            returning=returning,
        )
    return page, max(status_of(accepting), status_of(returning))


def _lacks(update: Update) -> str | None:
    """Why this reviewer may not decide, in words."""
    code = next((offer.lacks for offer in offers(actor(), update, reviews.proofs(update, actor())) if offer.lacks), None)
    return message_of(RuleViolation(code)) if code else None


@bp.post("/<int:update_id>/accept")
@needs(Permission.UPDATE_REVIEW)
def accept(update_id: int) -> ResponseReturnValue:
    form = VerdictForm()

    def carry_out(session: Session, update: Update) -> str:
        rating = rating_of(form.rating)
        reviews.accept(session, update, actor=actor(), now=now(), note=form.note.data or "", rating=rating)
        return gettext("已采信 %(unit)s 的填报。", unit=update.assignment.unit.name)

    return _decide(update_id, form, carry_out) or _show(update_id, form, ReturnForm(formdata=None))


@bp.post("/<int:update_id>/return")
@needs(Permission.UPDATE_REVIEW)
def return_update(update_id: int) -> ResponseReturnValue:
    form = ReturnForm()

    def carry_out(session: Session, update: Update) -> str:
        reviews.return_update(session, update, form.reason.data, form.mend_by.data, actor=actor(), now=now())
        return gettext("已退回 %(unit)s，并通知其补正。", unit=update.assignment.unit.name)

    return _decide(update_id, form, carry_out) or _show(update_id, None, form)


def _decide(
    update_id: int, form: VerdictForm | ReturnForm, carry_out: Callable[[Session, Update], str]
) -> ResponseReturnValue | None:
    """On to the next report of the queue once the verdict is given; None where the form is to be shown again."""
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                update = the_update(session, actor(), update_id)
                following = queries.following(session, actor(), _chosen(), update)
                message = carry_out(session, update)
            flash(message, "success")
            kept = _kept(_chosen())
            if following is None:
                return redirect(url_for("reviews.index", **kept))
            return redirect(url_for("reviews.show", update_id=following, **kept))
    return None
