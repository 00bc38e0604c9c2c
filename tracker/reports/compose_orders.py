"""催办督办情况: what was reminded of, the orders issued, and the table of all of them."""

from collections.abc import Sequence

from tracker.labels import label, order_number
from tracker.reports.composition import Composition, stretch_text
from tracker.reports.figure_reporting import OrderLine
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import day_text, table
from tracker.rules.statuses import REPLY_OWED_STATES

ORDERS_ANNEX = "催办督办情况表"


def orders_part(work: Composition) -> list[str]:
    """The sentence on reminders, where there were any, and the one on orders."""
    return [*_reminders(work), _orders(work)]


def _reminders(work: Composition) -> list[str]:
    """The reminders of the month in one sentence: what was dealt with after them, and not that it was because of them."""
    found = work.figures.reminders
    if found is None:
        return []
    matters = rows_of("notice", found.matters)
    sent = work.cites.cite("reminders.sent", Rule.REMINDERS, found.reminders, matters)
    done = f"首次提醒后办结{work.count('reminders.after_first', 'notice', found.after_first)}项"
    waiting = f"尚未办结{work.count('reminders.open', 'notice', found.still_open)}项"
    when = stretch_text(found.first, work.figures.as_of)
    return [f"{when}，系统提醒{sent}次，涉及{work.count('reminders.matters', 'notice', found.matters)}项；{done}，{waiting}。"]


def _orders(work: Composition) -> str:
    orders = work.figures.orders
    if not orders.lines:
        return f"截至{work.day}，未发出催办单、督办单。"
    kinds = (("催办单", "urges", orders.urges), ("督办单", "supervision", orders.supervision))
    sent = [f"{word}{_count(work, key, found)}件" for word, key, found in kinds if found]
    waiting = [line for line in orders.lines if line.state in REPLY_OWED_STATES]
    answered = [line for line in orders.lines if line.state not in REPLY_OWED_STATES]
    late = [line for line in waiting if line.days_late > 0]
    overdue = f"，其中超过答复期限{_count(work, 'late', late)}件" if late else ""
    stand = f"已答复或了结{_count(work, 'answered', answered)}件，待答复{_count(work, 'waiting', waiting)}件{overdue}"
    return f"截至{work.day}，共发出{'、'.join(sent)}，{stand}。逐件情况见附件“{ORDERS_ANNEX}”。"


def _count(work: Composition, key: str, lines: Sequence[OrderLine]) -> str:
    return work.count(f"orders.{key}", "supervision_order", [line.id for line in lines])


def orders_annex(work: Composition) -> Annex | None:
    """Every order with its limit and how it stands; None where none was issued."""
    lines = work.figures.orders.lines
    headers = ("编号", "任务", "单位", "发出日期", "答复期限", "办理情况")
    body = table(headers, "llllll", [_row(work, line) for line in lines])
    return Annex(ORDERS_ANNEX, body, landscape=True) if lines else None


def _row(work: Composition, line: OrderLine) -> tuple[str, ...]:
    state = label(line.state)
    if line.days_late:
        late = work.cites.cite(f"order.{line.id}.days_late", Rule.DAYS_LATE, line.days_late, (("supervision_order", line.id),))
        state += f"，超期{late}天"
    return (
        order_number(line.kind, line.year, line.number),
        f"第{work.figures.task(line.task_id).position}项",
        cell(line.unit),
        day_text(line.issued_on),
        day_text(line.reply_due_on),
        state,
    )
