"""Calls that urged a unit (电话催办记录), within what the actor may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, joinedload

from tracker.models import PhoneUrge, Plan, SupervisionOrder, Task
from tracker.queries.scope import in_region
from tracker.queries.sql import Page, page_of
from tracker.queries.updates import consolidates
from tracker.rules.permissions import Actor, Permission

CALLS_ON_A_TASK = 10


def calls(session: Session, actor: Actor, number: int = 1) -> Page[PhoneUrge]:
    """One page of the calls, the newest first; two statements."""
    own = _own(actor)
    query = (
        _calls()
        .join(Task, Task.id == PhoneUrge.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(or_(in_region(actor, Permission.TASK_READ), own, consolidates(actor)))
    )
    rows, number, total = page_of(session, _newest_first(query), number)
    return Page([row for (row,) in rows], number, total)


def calls_of_task(session: Session, actor: Actor, task_id: int, *, sees_all: bool) -> list[PhoneUrge]:
    """The newest calls about the task: all of them for the office, a unit's own for others."""
    query = _calls().where(PhoneUrge.task_id == task_id, true() if sees_all else _own(actor))
    return list(session.scalars(_newest_first(query).limit(CALLS_ON_A_TASK)))


def calls_of_order(session: Session, order: SupervisionOrder) -> list[PhoneUrge]:
    """The newest calls to the order's unit about its task. Who may read the order may read them."""
    query = _calls().where(PhoneUrge.task_id == order.task_id, PhoneUrge.unit_id == order.unit_id)
    return list(session.scalars(_newest_first(query).limit(CALLS_ON_A_TASK)))


def _own(actor: Actor) -> ColumnElement[bool]:
    return PhoneUrge.unit_id.in_(sorted(actor.units(Permission.TASK_READ)))


def _calls() -> Select[PhoneUrge]:
    return select(PhoneUrge).options(joinedload(PhoneUrge.unit), joinedload(PhoneUrge.task), joinedload(PhoneUrge.order))


def _newest_first(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.order_by(PhoneUrge.called_at.desc(), PhoneUrge.id.desc())
