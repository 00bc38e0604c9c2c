"""Orders in any state, made through the services, for the tests of every layer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.factories import NOW, Factory
from tracker.models import RectificationItem, SupervisionOrder, Task, Unit
from tracker.rules.statuses import CheckMethod, OrderKind
from tracker.services import order_answers, orders, rectification

DEMAND, LIMIT = "请说明滞后原因，提出赶超措施。", date(2025, 3, 17)
ITEM = orders.ItemText("公示收费标准")


def issue(factory: Factory, task_id: int, who: str = "liaison", *, by: str = "clerk", now: datetime = NOW, **over: Any) -> int:
    """A supervision order to the unit of that person."""
    given: dict[str, Any] = {"kind": OrderKind.SUPERVISION, "demand": DEMAND, "reply_due_on": LIMIT, **over}
    with factory.database.transaction() as session:
        task, unit = session.get_one(Task, task_id), session.get_one(Unit, factory.cast.unit_id(who))
        return orders.issue_order(session, task, unit, actor=getattr(factory.cast, by), now=now, **given).id


def act(factory: Factory, verb: Callable[..., None], order_id: int, *given: Any, who: str, now: datetime = NOW) -> None:
    """Do something with the order, or with its first item where the verb is of an item, in a transaction of its own."""
    with factory.database.transaction() as session:
        row: Any = session.get_one(SupervisionOrder, order_id)
        if verb in ITEM_VERBS:
            row = row.items[0]
        verb(session, row, *given, actor=getattr(factory.cast, who), now=now)


ITEM_VERBS = (rectification.verify, rectification.return_item, rectification.withdraw_item)


def received(factory: Factory, task_id: int, who: str = "liaison", **over: Any) -> int:
    """An order for which the unit has signed."""
    order_id = issue(factory, task_id, who, **over)
    act(factory, order_answers.receive, order_id, who=who)
    return order_id


def answered(factory: Factory, task_id: int, who: str = "joint_liaison", **over: Any) -> int:
    """An order whose answer waits for the office."""
    order_id = received(factory, task_id, who, **over)
    act(factory, order_answers.reply, order_id, "已加快推进，月底前完成。", who=who)
    return order_id


def accepted(factory: Factory, task_id: int, who: str = "joint_liaison", **over: Any) -> int:
    """An order whose answer the office has accepted."""
    order_id = answered(factory, task_id, who, **over)
    act(factory, order_answers.accept, order_id, who="clerk")
    return order_id


def reported(factory: Factory, task_id: int, who: str = "joint_liaison", *, cited: tuple[int, ...] = ()) -> int:
    """An order with one item, which the unit says it has put right."""
    order_id = accepted(factory, task_id, who, items=(ITEM,))
    with factory.database.transaction() as session:
        item = session.get_one(SupervisionOrder, order_id).items[0]
        rectification.report_item(session, factory.storage, item, "已公示", cited=cited, actor=getattr(factory.cast, who), now=NOW)
    return order_id


def closed(factory: Factory, task_id: int, who: str = "joint_liaison") -> int:
    """An order that came to its end: its item verified."""
    order_id = reported(factory, task_id, who)
    act(factory, rectification.verify, order_id, CheckMethod.ON_SITE, "现场已公示", who="clerk")
    act(factory, orders.close_order, order_id, "按要求办结", who="clerk")
    return order_id


def order_of(factory: Factory, order_id: int) -> SupervisionOrder:
    """The order as it stands, detached."""
    with factory.database.reading() as session:
        return session.get_one(SupervisionOrder, order_id)


def item_of(factory: Factory, order_id: int) -> RectificationItem:
    """The first item of the order as it stands, detached."""
    with factory.database.reading() as session:
        return session.get_one(SupervisionOrder, order_id).items[0]
