"""What the unit is told when an order reaches it: which order, what is asked, by when."""

from dataclasses import dataclass
from datetime import date

from tracker.labels import label, order_number
from tracker.models import SupervisionOrder


@dataclass(frozen=True)
class OrderSaid:
    """The subject of the message, and its words behind the title of the task."""

    title: str
    text: str


def issued(order: SupervisionOrder, sign_by: date) -> OrderSaid:
    """Number and level, what is asked, and the days by which to sign for it and to answer.

    The things to be put right may have limits of their own, which stand on its page.
    """
    number = order_number(order.kind, order.year, order.number)
    days = f"请于{_month_day(sign_by)}前登录落实台签收，{_month_day(order.reply_due_on)}前写明办理情况、报送答复"
    to_mend = f"；整改事项 {len(order.items)} 项，请按各项期限报送整改情况" if order.items else ""
    return OrderSaid(f"收到{number}（{label(order.level)}）", f"{order.demand} {days}{to_mend}。")


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
