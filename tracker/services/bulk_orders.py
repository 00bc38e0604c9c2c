"""Urge (催办) the units that answer for many tasks at once: one urging order (催办单) to each, as if each were issued alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import SupervisionOrder, Task, Unit
from tracker.queries.bulk import chosen_tasks, open_orders, plans_of_tasks
from tracker.queries.ledger import task_rows
from tracker.queries.lights import light_clock
from tracker.rules.bulk import MOST, LeftOut
from tracker.rules.days import official_day
from tracker.rules.deadlines import days_late
from tracker.rules.lights import LightPolicy
from tracker.rules.orders import is_right_kind, propose
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import OPEN_TASK_STATES, Light, OrderKind
from tracker.services.calendars import work_calendar
from tracker.services.events import hold_chain
from tracker.services.moves import consolidating_units
from tracker.services.order_limits import POLICY
from tracker.services.orders import issue_order, past_order


@dataclass(frozen=True)
class Urging:
    """One order to come: to this unit, about this task."""

    task: Task
    unit: Unit


@dataclass(frozen=True)
class UrgingPlan:
    """What an urging of these tasks comes to, and which are left out, why; of a unit of the task, or of the whole task."""

    urgings: tuple[Urging, ...]
    left_out: tuple[tuple[Task, Unit | None, LeftOut], ...]


def plan_urging(session: Session, task_ids: Collection[int], *, actor: Actor, today: date) -> UrgingPlan:
    """What `urge` would do now; a fixed number of statements.

    An order goes to each unit that answers for the whole task. Where it has an open order already none is added, so that a
    press on the same button does nothing twice; where the rule calls for a stricter one (rules/orders.py), the office issues
    that by hand, with the reason.
    """
    tasks = chosen_tasks(session, actor, task_ids)
    open_by_task = open_orders(session, [task.id for task in tasks])
    clock = light_clock(session, today, work_calendar(session).add(today, LightPolicy().soon_workdays))
    lights = {row.id: row.verdict.light for row in task_rows(session, actor, [task.id for task in tasks], clock).values()}
    urgings: list[Urging] = []
    left_out: list[tuple[Task, Unit | None, LeftOut]] = []
    for task in tasks:
        units = _answering(task)
        why = _not_at_all(task, units, actor)
        if why is not None:
            left_out.append((task, None, why))
            continue
        for unit in units:
            past = [order for order in open_by_task.get(task.id, ()) if order.unit_id == unit.id]
            lacks = _not_this_unit(task, past, lights[task.id], today)
            if lacks is None:
                urgings.append(Urging(task, unit))
            else:
                left_out.append((task, unit, lacks))
    return UrgingPlan(tuple(urgings), tuple(left_out))


def urge(
    session: Session, task_ids: Collection[int], demand: str, reply_due_on: date | None = None, *, actor: Actor, now: datetime
) -> UrgingPlan:
    """Issue the orders, all or none, with one demand and one day for the answer; what was done and left out.

    Refused where nothing can be urged, and for more than `MOST` tasks.
    """
    if len(task_ids) > MOST:
        raise InvalidInput("一次最多办理 %(most)s 项任务，请分批办理。", most=MOST)
    # Before any number is taken, and always in this order: nobody waits in a ring.
    for plan_id in plans_of_tasks(session, task_ids):
        hold_chain(session, plan_id)
    plan = plan_urging(session, task_ids, actor=actor, today=official_day(now))
    if not plan.urgings:
        raise InvalidInput("所选任务都不需要或者不能催办，没有发出催办单。")
    for urging in plan.urgings:
        issue_order(session, urging.task, urging.unit, OrderKind.URGE, demand, reply_due_on, actor=actor, now=now)
    return plan


def _answering(task: Task) -> list[Unit]:
    wanted = consolidating_units(task)
    return list({share.unit_id: share.unit for share in task.assignments if share.unit_id in wanted}.values())


def _not_at_all(task: Task, units: Sequence[Unit], actor: Actor) -> LeftOut | None:
    if not may_touch(actor, Permission.ORDER_ISSUE, region=task.plan.jurisdiction.path):
        return LeftOut.NOT_YOURS
    if task.state not in OPEN_TASK_STATES:
        return LeftOut.NOT_OPEN
    return None if units else LeftOut.NO_UNIT


def _not_this_unit(task: Task, past: Sequence[SupervisionOrder], light: Light, today: date) -> LeftOut | None:
    late = 0 if task.is_ongoing else days_late(task.due_on, today)
    proposal = propose([past_order(order) for order in past], light, late, today, POLICY)
    if not is_right_kind(OrderKind.URGE, proposal.level):
        return LeftOut.STRICTER
    return LeftOut.HAS_ORDER if past else None
