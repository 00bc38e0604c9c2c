"""Urging by telephone (电话催办): who called whom, when, and what was said; a call leaves nothing else (domain.md a12)."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import PhoneUrge, SupervisionOrder, Task, Unit
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.moves import hold
from tracker.services.orders import carrying_units


def log_call(
    session: Session,
    task: Task,
    unit: Unit,
    callee: str,
    said: str,
    called_at: datetime,
    *,
    caller: str = "",
    order: SupervisionOrder | None = None,
    actor: Actor,
    now: datetime,
) -> PhoneUrge:
    """The record of a call to a unit of the task, about one of its orders or about the task itself.

    `caller` is whoever called, the actor where it is empty. Refused for a unit without a part in the task, a call that lies in
    the future, and a record that does not say whom and what.
    """
    require_plan(actor, Permission.ORDER_ISSUE, task.plan)
    hold(session, task)
    if task.state not in OPEN_TASK_STATES:
        raise InvalidInput("只有已交办、尚未销号的任务可以登记电话催办。")
    if unit.id not in carrying_units(task):
        raise InvalidInput("该单位不承办这项任务，请选择任务的承办单位。")
    if not callee.strip() or not said.strip():
        raise InvalidInput("请写明接电话的人和通话内容。")
    if called_at > now:
        raise InvalidInput("通话时间不能晚于现在。")
    if order is not None and (order.task_id, order.unit_id) != (task.id, unit.id):
        raise InvalidInput("所选督办单不是发给这个单位的，请重新选择。")
    call = PhoneUrge(
        task_id=task.id, unit_id=unit.id, order_id=order.id if order else None, caller=caller.strip() or actor.name,
        callee=callee.strip(), called_at=called_at, said=said.strip(), recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(call)
    session.flush()
    facts = {"unit": unit.id, "order": call.order_id, "caller": call.caller, "callee": call.callee, "at": called_at.isoformat()}
    entry = Entry("phone_urge", call.id, "log", reason=call.said, task_id=task.id, data=facts)
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return call
