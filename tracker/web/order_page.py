"""What the pages of an order and of its items show: the moves on offer with their forms, the people, what happened."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.models import ItemFile, RectificationItem, SupervisionOrder
from tracker.queries.order_history import events_of_order
from tracker.queries.orders import citable_evidence, reads_answer
from tracker.queries.phone_urges import calls_of_order
from tracker.queries.signers import Signers, signers
from tracker.rules.orders import owed_by
from tracker.rules.permissions import Permission, may_touch
from tracker.rules.statuses import OrderState
from tracker.rules.transitions import Subject
from tracker.sentences import refusal_sentence
from tracker.services.moves import Offer, offers
from tracker.services.order_answers import proofs
from tracker.services.orders import past_order
from tracker.web import task_page
from tracker.web.context import actor, today
from tracker.web.forms.answering import told_apart
from tracker.web.forms.orders import AnswerForm, CloseForm, ItemForm, ReasonForm, ReportForm, ReturnForm, VerifyForm

_ORDER_FORMS: Mapping[str, type[FlaskForm]] = {
    "reply": AnswerForm, "send_back": ReasonForm, "return": ReturnForm, "close": CloseForm, "withdraw": ReasonForm,
}  # fmt: skip
_ITEM_FORMS: Mapping[str, type[FlaskForm]] = {
    "reply": ReportForm, "send_back": ReasonForm, "verify": VerifyForm, "return": ReturnForm, "withdraw": ReasonForm,
}  # fmt: skip


def shown(session: Session, order: SupervisionOrder, sent: Mapping[str, FlaskForm], limit: date) -> dict[str, Any]:
    """What `orders/show.html` needs; `limit` is the limit to offer where an answer is returned."""
    forms = _forms(_ORDER_FORMS, sent)
    if not forms["reply"].is_submitted():
        forms["reply"].reply.data = order.reply
    if not forms["return"].is_submitted():
        forms["return"].due_on.data = limit
    may_order = may_touch(actor(), Permission.ORDER_ISSUE, region=order.task.plan.jurisdiction.path)
    owed = owed_by(past_order(order))
    return {
        "order": order,
        "reads_answer": reads_answer(actor(), order),
        "owed_by": owed,
        "is_overdue": owed is not None and owed < today(),
        "today": today(),
        "offered": _offered(order),
        "forms": forms,
        "item_form": sent.get("add_item") or ItemForm(formdata=None),
        "may_order": may_order,
        "may_add": may_order and order.state is not OrderState.CLOSED,
        "people": people(session, order),
        "files": files,
        "calls": calls_of_order(session, order),
        "events": task_page.timeline(events_of_order(session, actor(), order)),
    }


def shown_item(session: Session, item: RectificationItem, sent: Mapping[str, FlaskForm], limit: date) -> dict[str, Any]:
    """What `orders/item.html` needs; `limit` is the limit to offer where the item is returned."""
    forms = _forms(_ITEM_FORMS, sent)
    forms["reply"].offer(citable_evidence(session, item.order))
    forms["verify"].offer()
    if not forms["reply"].is_submitted():
        forms["reply"].reply.data = item.reply
    if not forms["return"].is_submitted():
        forms["return"].due_on.data = limit
    return {
        "item": item,
        "reads_answer": reads_answer(actor(), item),
        "order": item.order,
        "today": today(),
        "offered": _offered(item),
        "forms": forms,
        "people": people(session, item.order),
        "files": files(item.files),
    }


def _forms(kinds: Mapping[str, type[FlaskForm]], sent: Mapping[str, FlaskForm]) -> dict[str, Any]:
    """One form for each move."""
    return told_apart({name: sent.get(name) or kind(formdata=None) for name, kind in kinds.items()})


def _offered(row: SupervisionOrder | RectificationItem) -> dict[str, str]:
    """The moves on offer by name, each with the sentence that says what it still lacks.

    Whether an answer goes through the head is for the service to find out: both ways are one button.
    """
    found = {offer.name: _lacks(offer, row) for offer in offers(actor(), row, proofs(row))}
    if "send_for_approval" in found:
        found["reply"] = found.pop("send_for_approval")
    found.pop("escalate", None)
    return found


def _lacks(offer: Offer, row: SupervisionOrder | RectificationItem) -> str:
    subject = Subject.ORDER if isinstance(row, SupervisionOrder) else Subject.ITEM
    return refusal_sentence(offer.lacks, {"subject": subject, "move": offer.name}, gettext) if offer.lacks else ""


def people(session: Session, order: SupervisionOrder) -> Signers:
    """Who signed for the order, and who checked its items."""
    papers = {Subject.ORDER: [order.id], Subject.ITEM: [item.id for item in order.items]}
    return signers(session, papers, [order.received_by_id, *(item.verified_by_id for item in order.items)])


def files(found: Iterable[ItemFile]) -> list[dict[str, Any]]:
    """Files as the macro `evidence_list` takes them."""
    return [
        {"name": file.name, "size": file.file.size, "href": url_for("orders.rectification.download", item_file_id=file.id)}
        for file in found
    ]
