"""Plan messages: one row for each person and channel, before anything is sent (outside the transaction, see tracker/notify)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Channel, Membership, Notice, NoticeState, Task, Unit, User
from tracker.rules.days import official_day
from tracker.rules.statuses import Role


def tell_unit(session: Session, assignment: Assignment, *, key: str, title: str, body: str, now: datetime) -> None:
    """Tell the liaisons of the assignment's unit of an act on it."""
    task = assignment.task
    tell(
        session, assignment.unit, key=key, title=title, body=body, path=f"/tasks/{task.id}", task=task, due_on=task.due_on, now=now
    )


def tell(
    session: Session,
    unit: Unit,
    *,
    key: str,
    title: str,
    body: str,
    path: str,
    now: datetime,
    task: Task | None = None,
    due_on: date | None = None,
) -> None:
    """Tell the liaisons of a unit, in their inbox and by mail; `key` names the act, so that it is told once."""
    people = recipients(session, [unit.id], [Role.LIAISON], official_day(now)).get(unit.id, [])
    common = {
        "rung": None, "plan_id": task.plan_id if task else None, "task_id": task.id if task else None, "unit_id": unit.id,
        "title": title, "body": body, "path": path, "due_on": due_on, "planned_on": official_day(now),
        "state": NoticeState.PLANNED, "attempts": 0,
    }  # fmt: skip
    rows = [
        {**common, **address, "key": f"{key}:{address['user_id'] or 'unit'}:{address['channel']}"} for address in addresses(people)
    ]
    known = set(session.scalars(select(Notice.key).where(Notice.key.in_([row["key"] for row in rows]))))
    rows = [row for row in rows if row["key"] not in known]
    if rows:
        session.execute(insert(Notice), rows)


def addresses(people: Sequence[User]) -> list[dict[str, object]]:
    """Where a message to these people goes: everyone's inbox, and the mail of those who have one; nobody: the unit's inbox."""
    if not people:
        return [{"user_id": None, "channel": Channel.INBOX}]
    inboxes: list[dict[str, object]] = [{"user_id": person.id, "channel": Channel.INBOX} for person in people]
    return inboxes + [{"user_id": person.id, "channel": Channel.MAIL} for person in people if person.email]


def recipients(session: Session, unit_ids: Iterable[int], roles: Iterable[Role], today: date) -> dict[int, list[User]]:
    """The active people who hold one of the roles in each of the units on the day."""
    query = (
        select(Membership.unit_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.unit_id.in_(list(unit_ids)),
            Membership.role.in_(list(roles)),
            Membership.from_on <= today,
            (Membership.to_on.is_(None)) | (Membership.to_on >= today),
            User.is_active,
        )
        .order_by(User.id)
    )
    found: dict[int, list[User]] = {}
    for unit_id, person in session.execute(query):
        if person not in found.setdefault(unit_id, []):
            found[unit_id].append(person)
    return found
