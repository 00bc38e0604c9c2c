"""The list's SQL says the same as the rule; the past knows every order as it was."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import Factory
from tests.histories import ORDER_ACTS, play, random_plan
from tests.orders import ITEM, accepted, answered, closed, issue, received
from tracker.models import SupervisionOrder, Task
from tracker.queries.order_history import orders_on
from tracker.queries.orders import OrderFilter, orders, owed_by
from tracker.rules import orders as rules
from tracker.rules.days import end_of_day
from tracker.rules.statuses import OrderState
from tracker.services.orders import ItemText, past_order


def test_the_list_and_the_rule_agree_on_what_is_owed_and_what_is_ignored(factory: Factory) -> None:
    task_id = factory.acknowledged()
    for make in (issue, received, answered, accepted):
        make(factory, task_id, "joint_liaison", items=(ITEM, ItemText("补报", date(2025, 3, 14))))
    closed(factory, task_id)
    with factory.database.reading() as session:
        rows = session.execute(select(SupervisionOrder, owed_by())).all()
        assert [rules.owed_by(past_order(order)) for order, _ in rows] == [owed for _, owed in rows]
        for today in (date(2025, 3, 14), date(2025, 3, 15), date(2025, 3, 18)):
            late = {row.id for row in orders(session, factory.cast.clerk, OrderFilter(overdue=True), today).rows}
            assert late == {order.id for order, _ in rows if rules.is_ignored(past_order(order), today)}


def _now(session: Session, plan_id: int) -> list[tuple[int, OrderState, date]]:
    query = select(SupervisionOrder).join(Task, Task.id == SupervisionOrder.task_id).where(Task.plan_id == plan_id)
    rows = session.scalars(query.order_by(SupervisionOrder.issued_at, SupervisionOrder.id))
    return [(row.id, row.state, row.reply_due_on) for row in rows]


def test_every_past_night_knows_the_orders_as_they_were(factory: Factory) -> None:
    plan_id, nights = random_plan(factory), {}
    for night, _ in play(factory, plan_id, 5, steps=60, acts=ORDER_ACTS):
        with factory.database.reading() as session:
            nights[night] = _now(session, plan_id)
    assert {state for night in nights.values() for _, state, _ in night} >= {
        OrderState.ISSUED,
        OrderState.RECEIVED,
        OrderState.REPLIED,
        OrderState.CLOSED,
    }
    with factory.database.reading() as session:
        for night, then in nights.items():
            told = orders_on(session, plan_id, end_of_day(night))
            assert [(order.id, order.state, order.reply_due_on) for order in told] == then, night
