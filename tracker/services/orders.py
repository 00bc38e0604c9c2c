"""Urging (催办单) and supervision orders (督办单): issued by level, numbered without gaps, and brought to an end.

One task and one unit each, with a limit for the answer and, where asked, things to be put right (整改事项). What the unit
answers and how that is judged: `services/order_answers.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.errors import InvalidInput
from tracker.labels import label, order_number
from tracker.marking import Term
from tracker.models import Plan, RectificationItem, SupervisionOrder, Task, Unit
from tracker.queries.held import told
from tracker.queries.lights import light_clock, reason_code
from tracker.rules.days import official_day
from tracker.rules.lights import REASONS, LightPolicy
from tracker.rules.orders import PastOrder, Proposal, is_ignored, is_right_kind, propose
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    OWED_ITEM_STATES,
    SETTLED_ASSIGNMENT_STATES,
    SETTLED_ITEM_STATES,
    AssignmentState,
    OrderKind,
    OrderLevel,
    OrderOutcome,
    OrderState,
)
from tracker.rules.transitions import Proof
from tracker.services.calendars import work_calendar
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.moves import hold, make_move
from tracker.services.numbering import next_number
from tracker.services.order_answers import proofs, tell
from tracker.services.order_limits import POLICY, answer_by, asked_sign_by
from tracker.services.order_texts import issued


@dataclass(frozen=True)
class ItemText:
    """What is to be put right, and by when; None: by the day of the answer."""

    text: str
    due_on: date | None = None


def proposals(session: Session, task: Task, today: date) -> dict[int, Proposal]:
    """The level that the rule proposes for an order to each unit of the task, by unit; three statements."""
    clock = light_clock(session, today, work_calendar(session).add(today, LightPolicy().soon_workdays))
    code = session.scalar(
        select(reason_code(clock)).select_from(Task).join(Plan, Plan.id == Task.plan_id).where(Task.id == task.id)
    )
    days_late = (today - task.due_on).days if task.due_on and not task.is_ongoing else 0
    past: dict[int, list[PastOrder]] = {}
    query = select(SupervisionOrder).where(SupervisionOrder.task_id == task.id, SupervisionOrder.state != OrderState.CLOSED)
    for order in session.scalars(query.options(selectinload(SupervisionOrder.items)).order_by(SupervisionOrder.id)):
        past.setdefault(order.unit_id, []).append(past_order(order))
    light = REASONS[code or "on_course"]
    return {unit: propose(past.get(unit, ()), light, days_late, today, POLICY) for unit in carrying_units(task)}


def past_order(order: SupervisionOrder) -> PastOrder:
    """The order as the rule looks at it."""
    owed = [item.due_on for item in order.items if item.state in OWED_ITEM_STATES]
    return PastOrder(order.id, order.level, order.state, order.reply_due_on, min(owed, default=None))


def carrying_units(task: Task) -> tuple[int, ...]:
    """The units that have a part in the task now, each once, in the order of its shares."""
    return tuple(dict.fromkeys(share.unit_id for share in task.assignments if share.state is not AssignmentState.ENDED))


def finished_units(task: Task) -> frozenset[int]:
    """Of the carrying units those whose every part the office has accepted as done: they may be urged, but hold nothing up."""
    at_work = {share.unit_id for share in task.assignments if share.state not in SETTLED_ASSIGNMENT_STATES}
    return frozenset(carrying_units(task)) - at_work


def issue_order(
    session: Session,
    task: Task,
    unit: Unit,
    kind: OrderKind,
    demand: str,
    reply_due_on: date | None = None,
    *,
    level: OrderLevel | None = None,
    level_reason: str = "",
    reply_days: int | None = None,
    sign_by: date | None = None,
    items: Sequence[ItemText] = (),
    actor: Actor,
    now: datetime,
) -> SupervisionOrder:
    """A numbered order to one unit of the task, of the level that the rule proposes unless another is given with a reason.

    Without a limit the answer is due after `reply_days`, or after the working days of its level; `sign_by` is the day by which the
    unit is asked to sign, else the usual one. Orders that the unit has ignored give way to this one (升级). Refused for a unit
    without a part in the task, a limit already past, an urging notice stricter than blue.
    """
    require_plan(actor, Permission.ORDER_ISSUE, task.plan)
    hold(session, task)
    today = official_day(now)
    _check_matter(task, unit, demand)
    proposal = proposals(session, task, today)[unit.id]
    chosen = _chosen_level(kind, level, proposal, level_reason)
    limit, counted = answer_by(session, reply_due_on, reply_days or POLICY.limits[chosen], today)
    order = SupervisionOrder(
        jurisdiction_id=task.plan.jurisdiction_id, task_id=task.id, unit_id=unit.id, kind=kind, year=today.year,
        level=chosen, proposed_level=proposal.level, level_reason=level_reason.strip(), policy_version=POLICY.version,
        follows_id=proposal.ignored[-1] if proposal.ignored else None, demand=demand.strip(), reply_due_on=limit, issued_at=now,
        **counted, number=_next_number(session, task.plan.jurisdiction_id, kind, today.year),
        items=[_item(text, place, limit, counted, today) for place, text in enumerate(items, start=1)],
    )  # fmt: skip
    session.add(order)
    session.flush()
    _send_out(session, order, proposal.ignored, asked_sign_by(session, sign_by, limit, today), actor, now)
    return order


def _send_out(
    session: Session, order: SupervisionOrder, ignored: Sequence[int], sign_by: date, actor: Actor, now: datetime
) -> None:  # fmt: skip
    """Record the order, let those that were ignored give way to it, and tell the unit."""
    _record_issue(session, order, sign_by, actor, now)
    for order_id in ignored:
        _escalate(session, session.get_one(SupervisionOrder, order_id), order, actor, now)
    said = issued(order, sign_by)
    tell(session, order, said.title, said.text, "issued", now=now, owed=order)


def _record_issue(session: Session, order: SupervisionOrder, sign_by: date, actor: Actor, now: datetime) -> None:
    facts = {
        "kind": order.kind, "unit": order.unit_id, "level": order.level, "proposed_level": order.proposed_level,
        "reply_due_on": order.reply_due_on.isoformat(), "sign_by": sign_by.isoformat(),
    }  # fmt: skip
    entry = Entry("order", order.id, "issue", None, OrderState.ISSUED, order.level_reason, order.task_id, facts, wrote=told(order))
    record(session, order.task.plan_id, [entry, *map(_added, order.items)], actor=actor, now=now)


def _added(item: RectificationItem) -> Entry:
    facts = {"order": item.order_id, "due_on": item.due_on.isoformat()}
    return Entry("item", item.id, "add", None, item.state, item.text, item.task_id, facts, wrote=told(item))


def _check_matter(task: Task, unit: Unit, demand: str) -> None:
    if task.state not in OPEN_TASK_STATES:
        raise InvalidInput("只有已交办、尚未销号的任务可以催办或督办。")
    if unit.id not in carrying_units(task):
        raise InvalidInput("该单位不承办这项任务，请选择任务的承办单位。")
    if not demand.strip():
        raise InvalidInput("请写明办理要求。")


def _chosen_level(kind: OrderKind, asked: OrderLevel | None, proposal: Proposal, reason: str) -> OrderLevel:
    """The level that is asked for, for a reason where the rule proposes another; the proposed one where none is asked for."""
    level = asked or proposal.level
    if level is not proposal.level and not reason.strip():
        raise InvalidInput(
            "按规则建议用%(level)s。改用%(chosen)s的，请写明理由。", level=Term(label(proposal.level)), chosen=Term(label(level))
        )
    if not is_right_kind(kind, level):
        raise InvalidInput("催办单只用蓝色；这一次是%(level)s，请改发督办单。", level=Term(label(level)))
    return level


def _item(given: ItemText, position: int, limit: date, counted: Mapping[str, Any], today: date) -> RectificationItem:
    """A thing to be put right by a day of its own, or with the answer: then its limit was counted as the answer's was."""
    if not given.text.strip():
        raise InvalidInput("请写明整改事项的内容。")
    due_on = given.due_on or limit
    if due_on < today:
        raise InvalidInput("整改期限不能早于今天。")
    counted = {} if given.due_on else counted
    return RectificationItem(position=position, text=given.text.strip(), due_on=due_on, **counted)


def _next_number(session: Session, jurisdiction_id: int, kind: OrderKind, year: int) -> int:
    query = select(func.max(SupervisionOrder.number)).where(
        SupervisionOrder.jurisdiction_id == jurisdiction_id, SupervisionOrder.kind == kind, SupervisionOrder.year == year
    )
    return next_number(session, jurisdiction_id, query)


def add_item(session: Session, order: SupervisionOrder, text: ItemText, *, actor: Actor, now: datetime) -> RectificationItem:
    """One more thing to be put right, while the order is not closed."""
    require_plan(actor, Permission.ORDER_ISSUE, order.task.plan)
    hold(session, order)
    if order.state is OrderState.CLOSED:
        raise InvalidInput("这份督办单已经了结，不能再提整改事项。")
    counted = {"counted_from": order.counted_from, "counted_days": order.counted_days}
    item = _item(text, len(order.items) + 1, order.reply_due_on, counted, official_day(now))
    order.items.append(item)
    session.flush()
    record(session, order.task.plan_id, [_added(item)], actor=actor, now=now)
    words = f"{item.text} 请于{item.due_on.isoformat()}前完成。"
    tell(session, order, "督办单增加整改事项", words, f"item:{item.id}", now=now, owed=item)
    return item


def close_order(session: Session, order: SupervisionOrder, note: str, *, actor: Actor, now: datetime) -> None:
    """The matter is settled: the answer accepted, every item verified or withdrawn."""
    hold(session, order)
    make_move(
        session, order, "close", actor=actor, now=now, reason=note, proven=proofs(order), closed_at=now,
        outcome=OrderOutcome.FULFILLED,
    )  # fmt: skip


def withdraw_order(session: Session, order: SupervisionOrder, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office takes the order back, and with it what it still wanted put right."""
    _end(session, order, "withdraw", OrderOutcome.WITHDRAWN, reason, actor, now)
    tell(session, order, "督办单已撤回", reason.strip(), "withdrawn", now=now)


def withdraw_open_orders(
    session: Session, task: Task, reason: str, *, unit_id: int | None = None, actor: Actor, now: datetime
) -> None:
    """Take back every open order about the task, or those to the unit, which has no part in it any more."""
    query = select(SupervisionOrder).where(SupervisionOrder.task_id == task.id, SupervisionOrder.state != OrderState.CLOSED)
    if unit_id is not None:
        query = query.where(SupervisionOrder.unit_id == unit_id)
    for order in session.scalars(query.order_by(SupervisionOrder.id)).all():
        withdraw_order(session, order, reason, actor=actor, now=now)


def _escalate(session: Session, order: SupervisionOrder, by: SupervisionOrder, actor: Actor, now: datetime) -> None:
    reason = f"到期未办理，由{order_number(by.kind, by.year, by.number)}（{label(by.level)}）代替。"
    _end(session, order, "escalate", OrderOutcome.ESCALATED, reason, actor, now)


def _end(
    session: Session, order: SupervisionOrder, name: str, outcome: OrderOutcome, reason: str, actor: Actor, now: datetime
) -> None:
    hold(session, order)
    proven = {Proof.ORDER_IGNORED} if is_ignored(past_order(order), official_day(now)) else set()
    make_move(session, order, name, actor=actor, now=now, reason=reason, proven=proven, closed_at=now, outcome=outcome)
    for item in order.items:
        if item.state not in SETTLED_ITEM_STATES:
            make_move(session, item, "withdraw", actor=actor, now=now, reason=reason, finding=reason)
