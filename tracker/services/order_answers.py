"""What a unit does with an order, and how the office judges the answer: received, answered, signed, accepted or returned.

What the unit and its head do with the answer they do alike with what they report of a single item (整改事项): `Answer` stands
for both. Judging an item: `services/rectification.py`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.labels import order_number
from tracker.models import RectificationItem, SupervisionOrder
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import ORDER_IN_HAND_STATES, SETTLED_ITEM_STATES
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.moves import hold, make_move
from tracker.services.signing import give_back, goes_straight

Answer = SupervisionOrder | RectificationItem
_SUBJECTS = {SupervisionOrder: Subject.ORDER, RectificationItem: Subject.ITEM}
BY_HAND = {"counted_from": None, "counted_days": None}  # a limit that a person set: no calendar moves it


def receive(session: Session, order: SupervisionOrder, *, actor: Actor, now: datetime) -> None:
    """The unit signs for the order."""
    make_move(session, order, "receive", actor=actor, now=now, received_at=now, received_by_id=actor.user_id)


def reply(session: Session, row: Answer, text: str, *, actor: Actor, now: datetime) -> None:
    """Send the unit's answer on: to its head, or straight to the office where there is none or the head acts."""
    hold(session, row)
    proven = proofs(row)
    if goes_straight(session, row.unit_id, Permission.ORDER_APPROVE, actor=actor, now=now):
        proven.add(Proof.NO_HEAD_OR_HEAD_ACTS)
        make_move(session, row, "reply", actor=actor, now=now, reason=text, proven=proven, reply=text, replied_at=now)
        _tell_office(session, row, now)
    else:
        make_move(session, row, "send_for_approval", actor=actor, now=now, reason=text, proven=proven, reply=text)


def approve(session: Session, row: Answer, *, actor: Actor, now: datetime) -> None:
    """The head of the unit lets the answer leave the unit."""
    hold(session, row)
    make_move(session, row, "approve", actor=actor, now=now, proven=proofs(row), replied_at=now)
    _tell_office(session, row, now)


def _tell_office(session: Session, row: Answer, now: datetime) -> None:
    """Tell the office that an answer has come in: to the order itself, or to one thing that it wants put right."""
    if isinstance(row, RectificationItem):
        order, said, path = row.order, "已报送整改情况", f"/orders/items/{row.id}"
    else:
        order, said, path = row, "已答复", f"/orders/{row.id}"
    number, unit = order_number(order.kind, order.year, order.number), order.unit.name
    notices.tell_office(
        session, order.task.plan, key=f"answered:{path}:{now.isoformat()}", title=f"{unit}{said}：{number}",
        body=f"《{order.task.title}》的{number}，{unit}{said}。请登录审核。", due_on=None, now=now, path=path,
        about=(_SUBJECTS[type(row)], row.id),
    )  # fmt: skip


def recall(session: Session, row: Answer, *, actor: Actor, now: datetime) -> None:
    """The liaison takes back what the head has not signed yet."""
    make_move(session, row, "recall", actor=actor, now=now)


def send_back(session: Session, row: Answer, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives the answer back to the liaison."""
    order = row.order if isinstance(row, RectificationItem) else row
    said, path = ("整改情况", f"/orders/items/{row.id}") if order is not row else ("答复", f"/orders/{row.id}")
    what = f"{order_number(order.kind, order.year, order.number)}的{said}"
    give_back(session, row, order.unit, what, path, reason, actor=actor, now=now)


def proofs(row: Answer) -> set[Proof]:
    """What holds of the order and its items towards the moves that ask for it."""
    order = row.order if isinstance(row, RectificationItem) else row
    proven = set()
    if order.state in ORDER_IN_HAND_STATES:
        proven.add(Proof.ORDER_IN_HAND)
    if all(item.state in SETTLED_ITEM_STATES for item in order.items):
        proven.add(Proof.ITEMS_SETTLED)
    return proven


def accept(session: Session, order: SupervisionOrder, *, actor: Actor, now: datetime) -> None:
    """The office is satisfied with the answer; what is to be put right is still checked."""
    make_move(session, order, "accept", actor=actor, now=now)


def return_reply(
    session: Session, order: SupervisionOrder, reason: str, reply_due_on: date, *, actor: Actor, now: datetime
) -> None:
    """The answer will not do: back to the unit, with the reason and a new limit."""
    if reply_due_on < official_day(now):
        raise InvalidInput("新的答复期限不能早于今天。")
    facts = {"reply_due_on": reply_due_on.isoformat(), "before": order.reply_due_on.isoformat()}
    values: dict[str, Any] = {"reply_due_on": reply_due_on, "return_reason": reason.strip(), "replied_at": None, **BY_HAND}
    make_move(session, order, "return", actor=actor, now=now, reason=reason, data=facts, **values)
    key = f"returned:{reply_due_on.isoformat()}:{now.isoformat()}"
    said = f"{reason.strip()} 请于{reply_due_on.isoformat()}前重新答复。"
    tell(session, order, "督办单答复被退回", said, key, now=now, owed=order)


def tell(
    session: Session,
    order: SupervisionOrder,
    title: str,
    text: str,
    key: str,
    *,
    now: datetime,
    owed: Answer | None = None,
) -> None:
    """Tell the unit of an act on its order; `key` names the act, so that it is told once. Where something is `owed` by it, it
    presses."""
    due_on = owed.due_on if isinstance(owed, RectificationItem) else order.reply_due_on
    notices.tell(
        session, order.unit, key=f"order:{order.id}:{key}", title=title, path=f"/orders/{order.id}", task=order.task,
        due_on=due_on, body=f"《{order.task.title}》：{text}", now=now, urgent=owed is not None,
        about=(_SUBJECTS[type(owed or order)], (owed or order).id),
    )  # fmt: skip
