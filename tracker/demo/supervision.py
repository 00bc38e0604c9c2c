"""Orders in the play: issued for what is late, signed for, answered, judged, put right and brought to an end."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.behaviour import habit_of
from tracker.demo.people import Cast
from tracker.models import PhoneUrge, RectificationItem, SupervisionOrder, Task
from tracker.queries.orders import citable_evidence
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.orders import is_ignored
from tracker.rules.statuses import (
    SETTLED_ITEM_STATES,
    CheckMethod,
    ItemState,
    OrderKind,
    OrderState,
    TaskState,
)
from tracker.rules.workdays import WorkCalendar
from tracker.services import closures, order_answers, orders, phone_urges, rectification
from tracker.services.order_answers import Answer
from tracker.services.orders import ItemText
from tracker.storage import Storage

ANSWER = "因手续办理耗时较长，已倒排工期，本月底前完成并补报佐证材料。"
LAST_ORDERS = (5, 2, 0)  # working days before the last one
EMPTY = "已收悉，正在办理。"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of the day in official time."""
    return datetime.combine(day, time(hour, minute), OFFICIAL_ZONE).astimezone(UTC)


@dataclass
class Supervision:
    """What the office and the units do about orders on a day; the dice are the play's."""

    storage: Storage
    calendar: WorkCalendar
    cast: Cast
    plan_id: int
    last_day: date
    dice: random.Random

    def one_day(self, session: Session, day: date) -> None:
        """First what is waiting, each matter one step a day; then what is new."""
        for order in self._open(session):
            self._one_step(session, order, day)
        self._issue(session, day)
        if day in [self.calendar.add(self.last_day, -before) for before in LAST_ORDERS]:
            self._issue_one_more(session, day)

    def _open(self, session: Session) -> list[SupervisionOrder]:
        query = select(SupervisionOrder).join(Task, Task.id == SupervisionOrder.task_id)
        query = query.where(Task.plan_id == self.plan_id, SupervisionOrder.state != OrderState.CLOSED)
        return list(session.scalars(query.order_by(SupervisionOrder.id)))

    def _one_step(self, session: Session, order: SupervisionOrder, day: date) -> None:
        liaison = self.cast.liaisons[order.unit_id]
        if is_ignored(orders.past_order(order), day):
            self._call(session, order, day)
        if order.state is OrderState.REPLIED:
            self._judge(session, order, day)
        elif order.state is OrderState.ACCEPTED:
            self._put_right(session, order, day)
        elif self.dice.randrange(100) >= habit_of(order.unit.name).skips and order.state is not OrderState.UNIT_REVIEW:
            if order.state is OrderState.ISSUED:
                order_answers.receive(session, order, actor=liaison, now=at(day, 9, 20))
            text = EMPTY if not order.return_reason and self.dice.randrange(6) == 0 else ANSWER
            order_answers.reply(session, order, text, actor=liaison, now=at(day, 11, 30))
            self._sign(session, order, day)

    def _sign(self, session: Session, row: Answer, day: date) -> None:
        """The head signs the same day; on the last one it still waits."""
        if row.state in (OrderState.UNIT_REVIEW, ItemState.UNIT_REVIEW) and day != self.last_day:
            order_answers.approve(session, row, actor=self.cast.heads[row.unit_id], now=at(day, 14, 30))

    def _judge(self, session: Session, order: SupervisionOrder, day: date) -> None:
        if order.reply == EMPTY:
            reason = "答复没有写明原因和完成时间，请补充后重新答复。"
            limit = self.calendar.add(day, 3)
            order_answers.return_reply(session, order, reason, limit, actor=self.cast.clerk, now=at(day, 15, 30))
        else:
            order_answers.accept(session, order, actor=self.cast.clerk, now=at(day, 15, 30))

    def _put_right(self, session: Session, order: SupervisionOrder, day: date) -> None:
        liaison, clerk = self.cast.liaisons[order.unit_id], self.cast.clerk
        for item in order.items:
            if item.state is ItemState.REPORTED:
                rectification.verify(session, item, CheckMethod.DOCUMENTS, "查阅所附材料，情况属实。", actor=clerk, now=at(day, 16))
            elif item.state in (ItemState.OPEN, ItemState.RETURNED) and day >= self.calendar.add(item.due_on, -2):
                self._report(session, item, day)
        if liaison and all(item.state in SETTLED_ITEM_STATES for item in order.items):
            orders.close_order(session, order, "答复属实，整改事项均已核查。", actor=clerk, now=at(day, 16, 40))

    def _report(self, session: Session, item: RectificationItem, day: date) -> None:
        if self.dice.randrange(100) < habit_of(item.order.unit.name).skips:
            return
        cited = [evidence.id for evidence in citable_evidence(session, item.order)[:1]]
        liaison = self.cast.liaisons[item.unit_id]
        rectification.report_item(
            session, self.storage, item, "已按要求整改，材料附后。", cited=cited, actor=liaison, now=at(day, 11, 40)
        )
        self._sign(session, item, day)

    def _call(self, session: Session, order: SupervisionOrder, day: date) -> None:
        """The clerk calls once about an order whose day has passed."""
        if session.scalar(select(PhoneUrge.id).where(PhoneUrge.order_id == order.id).limit(1)) is None:
            said = "提醒督办单已到期，请尽快办理；对方答复正在准备材料。"
            now = at(day, 9, 50)
            phone_urges.log_call(session, order.task, order.unit, "联络员", said, now, order=order, actor=self.cast.clerk, now=now)

    def _issue(self, session: Session, day: date) -> None:
        """Urge units late for five working days, and put under supervision those late for twenty."""
        for behind, kind in ((5, OrderKind.URGE), (20, OrderKind.SUPERVISION)):
            due_on = self.calendar.add(day, -behind)
            query = select(Task).where(Task.plan_id == self.plan_id, Task.due_on == due_on, Task.state == TaskState.IN_PROGRESS)
            for task in session.scalars(query.order_by(Task.id)).all():
                for share in closures.open_shares(task)[:3]:
                    demand = f"该任务已逾期 {behind} 个工作日，请说明原因，提出完成时间，并报送佐证材料。"
                    orders.issue_order(
                        session, task, share.unit, kind, demand, self.calendar.add(day, 3), items=self._items(kind, day),
                        actor=self.cast.clerk, now=at(day, 17),
                    )  # fmt: skip

    def _issue_one_more(self, session: Session, day: date) -> None:
        """An order that is still on its way when the curtain falls, to a unit that has none open."""
        busy = {(order.task_id, order.unit_id) for order in self._open(session)}
        query = select(Task).where(Task.plan_id == self.plan_id, Task.state == TaskState.IN_PROGRESS).order_by(Task.due_on, Task.id)
        tasks = session.scalars(query.where(Task.due_on.is_not(None))).all()
        shares = [share for task in tasks for share in closures.open_shares(task) if (task.id, share.unit_id) not in busy]
        if shares:
            share, demand = shares[0], "请说明目前进展、存在的困难和年底前完成的安排。"
            orders.issue_order(
                session, share.task, share.unit, OrderKind.SUPERVISION, demand, items=self._items(OrderKind.SUPERVISION, day),
                actor=self.cast.clerk, now=at(day, 11, 50),
            )  # fmt: skip

    def _items(self, kind: OrderKind, day: date) -> tuple[ItemText, ...]:
        if kind is OrderKind.URGE:
            return ()
        return (
            ItemText("倒排工期，明确完成时间和责任人", self.calendar.add(day, 5)),
            ItemText("补报能够反映实际进度的佐证材料", self.calendar.add(day, 10)),
        )
