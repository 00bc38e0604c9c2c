"""One thing to be put right: what the unit says, with its files; what its head and the office make of it."""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import RectificationItem
from tracker.queries.orders import citable_evidence, the_file, the_item
from tracker.rules.permissions import Permission
from tracker.rules.statuses import CheckMethod, ItemState
from tracker.services import order_answers, rectification
from tracker.services.order_limits import POLICY
from tracker.web import order_page
from tracker.web.context import actor, calendar, database, now, storage, today
from tracker.web.evidence import given_out
from tracker.web.forms.answering import done, keeping_input, status_of
from tracker.web.forms.orders import ReasonForm, ReportForm, ReturnForm, VerifyForm
from tracker.web.guards import needs

bp = Blueprint("rectification", __name__)

Act = Callable[[Session, RectificationItem], None]


@bp.get("/orders/items/<int:item_id>")
@needs(Permission.TASK_READ)
def show(item_id: int) -> ResponseReturnValue:
    return _page(item_id)


def _page(item_id: int, sent: dict[str, FlaskForm] | None = None) -> str:
    """The page of the item; `sent` holds a form that came back refused."""
    with database().reading() as session:
        item = the_item(session, actor(), item_id)
        limit = calendar().add(today(), POLICY.limits[item.order.level])
        refused = next(iter((sent or {}).values()), None)
        return render_template("orders/item.html", **order_page.shown_item(session, item, sent or {}, limit), refused=refused)


def _carry_out(item_id: int, name: str, form: FlaskForm, message: str, act: Act, waits: str | None = None) -> ResponseReturnValue:
    """Make the move that the form asks for, and back to the order; refused, the item's page with what was typed.

    `waits` is said in place of `message` where it now waits for the head of the unit.
    """
    if form.validate_on_submit():
        with keeping_input(form):
            with database().transaction() as session:
                item = the_item(session, actor(), item_id)
                act(session, item)
                order_id = item.order_id
                said = waits if waits and item.state is ItemState.UNIT_REVIEW else message
            return done(said, "orders.show", order_id=order_id, _anchor="items")
    return _page(item_id, sent={name: form}), status_of(form)


@bp.post("/orders/items/<int:item_id>/reply")
@needs(Permission.ORDER_REPLY)
def reply(item_id: int) -> ResponseReturnValue:
    form = ReportForm()
    with database().reading() as session:
        form.offer(citable_evidence(session, the_item(session, actor(), item_id).order))

    def act(session: Session, item: RectificationItem) -> None:
        rectification.report_item(
            session, storage(), item, form.reply.data, cited=form.cited.data or (), uploads=form.uploads(), actor=actor(), now=now()
        )

    waits = gettext("已送单位负责人审核，同意后报送办公室。")
    return _carry_out(item_id, "reply", form, gettext("整改情况已报送领导小组办公室。"), act, waits=waits)


@bp.post("/orders/items/<int:item_id>/approve")
@needs(Permission.ORDER_APPROVE)
def approve(item_id: int) -> ResponseReturnValue:
    return _carry_out(
        item_id, "approve", FlaskForm(), gettext("已同意，整改情况已送领导小组办公室。"),
        lambda session, item: order_answers.approve(session, item, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/items/<int:item_id>/recall")
@needs(Permission.ORDER_REPLY)
def recall(item_id: int) -> ResponseReturnValue:
    return _carry_out(
        item_id, "recall", FlaskForm(), gettext("已撤回，可以修改后重新报送。"),
        lambda session, item: order_answers.recall(session, item, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/items/<int:item_id>/send-back")
@needs(Permission.ORDER_APPROVE)
def send_back(item_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        item_id, "send_back", form, gettext("已退回联络员修改。"),
        lambda session, item: order_answers.send_back(session, item, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.post("/orders/items/<int:item_id>/verify")
@needs(Permission.ORDER_ISSUE)
def verify(item_id: int) -> ResponseReturnValue:
    form = VerifyForm()
    form.offer()
    return _carry_out(
        item_id, "verify", form, gettext("已记录核查情况。"),
        lambda session, item: rectification.verify(
            session, item, CheckMethod(form.method.data), form.finding.data, actor=actor(), now=now()
        ),
    )  # fmt: skip


@bp.post("/orders/items/<int:item_id>/return")
@needs(Permission.ORDER_ISSUE)
def return_item(item_id: int) -> ResponseReturnValue:
    form = ReturnForm()
    return _carry_out(
        item_id, "return", form, gettext("已退回整改，并通知承办单位。"),
        lambda session, item: rectification.return_item(
            session, item, form.reason.data, form.due_on.data, actor=actor(), now=now()
        ),
    )  # fmt: skip


@bp.post("/orders/items/<int:item_id>/withdraw")
@needs(Permission.ORDER_ISSUE)
def withdraw(item_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    return _carry_out(
        item_id, "withdraw", form, gettext("已撤销该整改事项。"),
        lambda session, item: rectification.withdraw_item(session, item, form.reason.data, actor=actor(), now=now()),
    )  # fmt: skip


@bp.get("/orders/files/<int:item_file_id>")
@needs(Permission.EVIDENCE_READ)
def download(item_file_id: int) -> ResponseReturnValue:
    with database().transaction() as session:
        file = the_file(session, actor(), item_file_id)
        rectification.record_reading(session, file, actor=actor(), now=now())
        digest, name, media_type = file.sha256, file.name, file.file.media_type
    return given_out(digest, name, media_type)
