"""What a list of tasks may show or ask for beside the tasks: reports of the running period, open orders, indicators.

Every column is read for the rows of one page together, and only where it is shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.models import Assignment, Indicator, Plan, SupervisionOrder, Task, Update
from tracker.queries.lights import LightClock
from tracker.queries.orders import visible_order
from tracker.queries.rhythms import exempted_periods, owes, rhythm_in
from tracker.queries.scope import own_share
from tracker.rules.days import official_day
from tracker.rules.ledger_shown import Shown
from tracker.rules.periods import Period, Rhythm
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, OWING_ASSIGNMENT_STATES, RECEIVED_UPDATE_STATES, OrderState

_FURTHEST = 24  # periods ahead: who is exempt from all of them owes nothing that a list should name


@dataclass(frozen=True)
class RowFacts:
    """By task: the day of the newest report, the day by which the next one is owed, how many indicators and open orders.

    A task without any is in none of them.
    """

    reported: Mapping[int, date] = field(default_factory=dict)
    next_report: Mapping[int, date] = field(default_factory=dict)
    indicators: Mapping[int, int] = field(default_factory=dict)
    orders: Mapping[int, int] = field(default_factory=dict)


def facts_of(
    session: Session, actor: Actor, task_ids: Collection[int], shown: Collection[Shown], clock: LightClock
) -> RowFacts:  # fmt: skip
    """The facts of the tasks that the columns need; to units those of their own shares and orders. Five statements at most."""
    ids = sorted(task_ids)
    return RowFacts(
        reported=_reported(session, actor, ids) if Shown.REPORTED in shown else {},
        next_report=_next_report(session, actor, ids, clock) if Shown.NEXT in shown else {},
        indicators=_counted(session, _indicators(ids)) if Shown.INDICATORS in shown else {},
        orders=_counted(session, _orders(actor, ids)) if Shown.ORDERS in shown else {},
    )


def unreported(clock: LightClock, actor: Actor) -> ColumnElement[bool]:
    """True for an open task of which some unit has not yet reported for the running period (本期未报); to units only their own.

    The query must join Plan.
    """
    conditions = []
    for group in clock.rhythms:
        owing = exists().where(
            Assignment.task_id == Task.id,
            Assignment.state.in_(OWING_ASSIGNMENT_STATES),
            owes(group.rhythm.period_on(clock.today)),
            _whose(actor),
        )
        conditions.append(and_(group.holds(), owing.correlate(Task)))
    return and_(Plan.supervised_from.is_not(None), Task.state.in_(OPEN_TASK_STATES), or_(false(), *conditions))


def has_open_order(actor: Actor) -> ColumnElement[bool]:
    """True for a task with an order (催办单, 督办单) that the actor may see and that is not closed. The query must join Plan."""
    return (
        exists()
        .where(SupervisionOrder.task_id == Task.id, SupervisionOrder.state != OrderState.CLOSED, visible_order(actor))
        .correlate(Task, Plan)
    )


def _whose(actor: Actor) -> ColumnElement[bool]:
    """A condition on Assignment: each unit answers for its own share; office and leaders look at all."""
    sees_all = actor.trusted or actor.regions(Permission.TASK_READ)
    return true() if sees_all else own_share(actor, Permission.TASK_READ)


def _reported(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, date]:
    query = (
        select(Assignment.task_id, func.max(Update.submitted_at))
        .join(Update, Update.assignment_id == Assignment.id)
        .where(Assignment.task_id.in_(ids), _whose(actor), Update.state.in_(RECEIVED_UPDATE_STATES))
        .group_by(Assignment.task_id)
    )
    return {task_id: official_day(at) for task_id, at in session.execute(query) if at is not None}


def _next_report(session: Session, actor: Actor, ids: Sequence[int], clock: LightClock) -> dict[int, date]:
    """The nearest cut-off for which a share still owes its report, from the running period on; one that is past says so."""
    query = (
        select(Assignment, Plan.id.label("plan_id"), Plan.cycle, Plan.cutoff_day)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Assignment.task_id.in_(ids), Task.state.in_(OPEN_TASK_STATES), Plan.supervised_from.is_not(None))
        .where(Assignment.state.in_(OWING_ASSIGNMENT_STATES), _whose(actor))
    )
    rows = session.execute(query).all()
    waived = exempted_periods(session, [row.Assignment.id for row in rows])
    days: dict[int, date] = {}
    for row in rows:
        rhythm = rhythm_in(clock.rhythms, row.plan_id, row.cycle, row.cutoff_day)
        period = _owed_next(row.Assignment, rhythm, rhythm.period_on(clock.today), waived.get(row.Assignment.id, set()))
        if period is not None:
            days[row.Assignment.task_id] = min(period.cutoff, days.get(row.Assignment.task_id, date.max))
    return days


def _owed_next(share: Assignment, rhythm: Rhythm, period: Period, waived: Collection[str]) -> Period | None:
    for _ in range(_FURTHEST):
        is_asked = share.issued_on is not None and share.issued_on < period.cutoff and period.key not in waived
        if is_asked and (share.reported_through is None or share.reported_through < period.key):
            return period
        period = rhythm.after(period)
    return None


def _indicators(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    query = select(Task.id, func.count()).join(Indicator, Indicator.measure_id == Task.measure_id)
    return query.where(Task.id.in_(ids)).group_by(Task.id)


def _orders(actor: Actor, ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(SupervisionOrder.task_id, func.count())
        .join(Task, Task.id == SupervisionOrder.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(SupervisionOrder.task_id.in_(ids), SupervisionOrder.state != OrderState.CLOSED, visible_order(actor))
        .group_by(SupervisionOrder.task_id)
    )


def _counted(session: Session, query: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(query)}
