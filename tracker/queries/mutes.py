"""Who has muted what: one's own, and for the office all of its plans."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from tracker.models import Mute, Plan, Task, User
from tracker.queries.scope import found, in_region
from tracker.queries.sql import Page, page_of
from tracker.rules.permissions import Actor, Permission


def running_mute(session: Session, user_id: int, plan_id: int, task_id: int | None, today: date) -> Mute | None:
    """The person's wish for this very plan or task that holds today."""
    same_task = Mute.task_id == task_id if task_id else Mute.task_id.is_(None)
    query = select(Mute).where(Mute.user_id == user_id, Mute.plan_id == plan_id, same_task, Mute.to_on >= today)
    return session.scalars(query.order_by(Mute.id)).first()


def own_mutes(session: Session, actor: Actor, today: date) -> Sequence[Row[Any]]:
    """The actor's wishes that hold, with the titles of what they are about; the first to end first."""
    return session.execute(_mutes(today).where(Mute.user_id == actor.user_id).order_by(Mute.to_on, Mute.id)).all()


def mutes(session: Session, actor: Actor, today: date, number: int = 1) -> Page[Row[Any]]:
    """One page of the others' wishes that hold, in the plans of the actor's places; two statements."""
    of_others = (in_region(actor, Permission.REMINDER_READ), Mute.user_id != actor.user_id)
    query = _mutes(today).where(*of_others).order_by(Mute.id.desc())
    rows, number, total = page_of(session, query, number)
    return Page(rows, number, total)


def the_mute(session: Session, actor: Actor, mute_id: int) -> Mute:
    """The actor's own wish; NotFound for any other."""
    return found(session.scalar(select(Mute).where(Mute.id == mute_id, Mute.user_id == actor.user_id)))


def _mutes(today: date) -> Select[*tuple[Any, ...]]:
    columns = (Mute, Plan.title.label("plan"), Task.title.label("task"), User.name.label("person"))
    query = select(*columns).join(Plan, Plan.id == Mute.plan_id).join(User, User.id == Mute.user_id)
    return query.outerjoin(Task, Task.id == Mute.task_id).where(Mute.to_on >= today)
