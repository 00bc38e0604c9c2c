"""Plan messages: one row for each reader, before anything is sent (services/digests.py gathers, notify/deliver.py sends)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, inspect, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Delegation, Event, Membership, Notice, NoticeState, Plan, Task, Unit, User
from tracker.queries.delegations import runs_on
from tracker.queries.sql import insert_new
from tracker.queries.terms import holds_on
from tracker.rules.days import official_day
from tracker.rules.statuses import OFFICE_ROLES, Role

# What an act is told over, beside the inbox.
ACT_VIA = "mail"
URGENT_VIA = "mail sms"


def tell_unit(
    session: Session, assignment: Assignment, *, key: str, title: str, body: str, now: datetime,
    about: tuple[str, int] | None = None,
) -> None:  # fmt: skip
    """Tell the liaisons of the assignment's unit of an act on it; `about` as in `tell`."""
    task = assignment.task
    tell(
        session, assignment.unit, key=key, title=title, body=body, path=f"/tasks/{task.id}", task=task, due_on=task.due_on,
        now=now, about=about,
    )  # fmt: skip


def tell(
    session: Session,
    unit: Unit,
    *,
    key: str,
    title: str,
    body: str,
    path: str,
    now: datetime,
    plan_id: int | None = None,
    task: Task | None = None,
    due_on: date | None = None,
    urgent: bool = False,
    about: tuple[str, int] | None = None,
    but: int | None = None,
) -> None:
    """Tell the liaisons of a unit; `key` names the act, so that it is told once. What is `urgent` does not wait for the digest.

    `about`: the paper of the act, its kind and number. The message ends when that is moved on, so it is told after the act is in
    the history; and what it makes due on `due_on` with urgency the reader is not reminded of on the same day.
    `but`: who has done it, and need not be told.
    """
    people = recipients(session, [unit.id], [Role.LIAISON], official_day(now)).get(unit.id, [])
    tell_people(
        session, unit, people, key=key, title=title, body=body, path=path, now=now, plan_id=plan_id, task=task, due_on=due_on,
        urgent=urgent, about=about, but=but,
    )  # fmt: skip


def tell_people(
    session: Session,
    unit: Unit,
    people: Sequence[User],
    *,
    key: str,
    title: str,
    body: str,
    path: str,
    now: datetime,
    plan_id: int | None = None,
    task: Task | None = None,
    due_on: date | None = None,
    urgent: bool = False,
    about: tuple[str, int] | None = None,
    but: int | None = None,
) -> None:
    """Tell these people of a unit, or where there are none the unit itself. The rest as `tell`."""
    readers = [(unit, reader) for reader in addressed(people) if but is None or reader["user_id"] != but]
    subject, subject_id = about or (None, None)
    _say(
        session, readers, key, now, urgent, title=title, body=body, path=path, due_on=due_on, subject=subject,
        subject_id=subject_id, plan_id=task.plan_id if task else plan_id, task_id=task.id if task else None,
    )  # fmt: skip


def tell_office(
    session: Session, plan: Plan, *, key: str, title: str, body: str, due_on: date | None, now: datetime, path: str = "",
    but: int | None = None, about: tuple[str, int] | None = None,
) -> None:  # fmt: skip
    """Tell everyone in the office of the plan's place, `but` for who knows it already; `key` names the matter, told once.

    `about` as in `tell`.
    """
    holders = office_recipients(session, [plan.jurisdiction_id], official_day(now)).get(plan.jurisdiction_id, [])
    readers = [(holder.unit, reader) for holder in holders if holder.person.id != but for reader in addressed([holder.person])]
    path = path or f"/plans/{plan.id}"
    subject, subject_id = about or (None, None)
    _say(
        session, readers, key, now, title=title, body=body, path=path, due_on=due_on, subject=subject, subject_id=subject_id,
        plan_id=plan.id, task_id=None,
    )  # fmt: skip


def _say(
    session: Session, readers: Iterable[tuple[Unit, Mapping[str, Any]]], key: str, now: datetime, urgent: bool = False, **said: Any
) -> None:
    """Enter one message for each reader in the name of the unit, all with what is `said`."""
    newest = session.scalar(select(func.max(Event.id))) if said["subject"] else None
    common = {
        **said, "rung": None, "planned_on": official_day(now), "is_urgent": urgent, "via": URGENT_VIA if urgent else ACT_VIA,
        "after_event": newest,
    }  # fmt: skip
    enter(
        session,
        [{**common, **reader, "unit_id": unit.id, "key": f"{key}:{reader['user_id'] or 'unit'}"} for unit, reader in readers],
    )


def addressed(people: Sequence[User]) -> list[dict[str, Any]]:
    """Who reads a message to these people: each in the inbox at once and in the next digest; nobody: the unit's inbox."""
    if not people:
        return [{"user_id": None, "state": NoticeState.INBOX}]
    return [{"user_id": person.id, "state": NoticeState.PLANNED} for person in people]


def enter(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The ids, by key, of the messages that are new; one whose key is there already is left as it is.

    The database decides, so that of two processes that plan the same at once only one enters it.
    """
    if not rows:
        return {}
    # Into the table, not the class: the ORM would part the rows by which of their values are null, a statement for each.
    table = inspect(Notice).local_table
    statement = insert_new(session, table).on_conflict_do_nothing(index_elements=["key"]).returning(Notice.key, Notice.id)
    return dict(session.execute(statement, rows).all())


def recipients(session: Session, unit_ids: Iterable[int], roles: Iterable[Role], today: date) -> dict[int, list[User]]:
    """The active people who hold one of the roles in each of the units on the day."""
    query = _holders(roles, today).where(Membership.unit_id.in_(list(unit_ids)))
    found: dict[int, list[User]] = {}
    for unit, person in session.execute(query):
        if person not in found.setdefault(unit.id, []):
            found[unit.id].append(person)
    return found


@dataclass(frozen=True)
class OfficeHolder:
    """A person of an office, and the unit in which the post is held."""

    unit: Unit
    person: User


def office_recipients(
    session: Session, jurisdiction_ids: Iterable[int], today: date, roles: Iterable[Role] = OFFICE_ROLES
) -> dict[int, list[OfficeHolder]]:
    """The active people of the office (经办, 主任), or of other roles, in each of the jurisdictions on the day, each once."""
    query = _holders(roles, today).where(Unit.jurisdiction_id.in_(list(jurisdiction_ids)))
    found: dict[int, list[OfficeHolder]] = {}
    for unit, person in session.execute(query):
        holders = found.setdefault(unit.jurisdiction_id, [])
        if person not in [holder.person for holder in holders]:
            holders.append(OfficeHolder(unit, person))
    return found


def _holders(roles: Iterable[Role], today: date) -> Select[Unit, User]:
    """Who holds the roles, and who stands in for them: the deputy gets what the absent one gets."""
    return (
        select(Unit, User)
        .join(Membership, Membership.unit_id == Unit.id)
        .outerjoin(Delegation, and_(Delegation.membership_id == Membership.id, runs_on(today)))
        .join(User, User.id.in_((Membership.user_id, Delegation.deputy_id)))
        .where(Membership.role.in_(list(roles)), holds_on(today), User.is_active)
        .order_by(User.id, Unit.id)
    )
