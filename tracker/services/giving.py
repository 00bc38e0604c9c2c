"""Give one more unit a part in a task that is being carried out already: pending, to be signed for."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.labels import label
from tracker.models import Assignment, Task, Unit
from tracker.queries.held import Wrote, told
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES, AssignmentRole, AssignmentState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, record
from tracker.services.issue_notices import send_notices, sign_limit
from tracker.services.moves import make_move
from tracker.services.orders import carrying_units, withdraw_open_orders
from tracker.services.registry import Registry
from tracker.services.reviews import roll_up


def give_share(
    session: Session,
    task: Task,
    unit_id: int,
    role: AssignmentRole,
    clause_id: int | None = None,
    *,
    data: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> Assignment:
    """The unit's share in the task, or in a clause of it; one that had ended is given out again. `data` says where it comes from.

    The caller has found that the unit has no such part now, and sends the notice.
    """
    today = official_day(now)
    given: dict[str, Any] = {"issued_on": today, **sign_limit(session, task.plan, today)}
    own = (share for share in task.assignments if share.unit_id == unit_id)
    before = next((share for share in own if share.role is role and share.clause_id == clause_id), None)
    if before is not None:
        days = {"issued_on": [before.issued_on.isoformat() if before.issued_on else None, today.isoformat()]}
        make_move(session, before, "give_again", actor=actor, now=now, data={**data, **days}, acknowledged_at=None, **given)
        return before
    fresh = Assignment(unit_id=unit_id, role=role, clause_id=clause_id, state=AssignmentState.PENDING, **given)
    task.assignments.append(fresh)
    session.flush()
    entry = Entry(Subject.ASSIGNMENT, fresh.id, "issue", new=AssignmentState.PENDING, task_id=task.id, data=data, wrote=told(fresh))
    record(session, task.plan_id, [entry], actor=actor, now=now)
    return fresh


_STRENGTH = tuple(AssignmentRole)


def _parts(assignment: Assignment, unit_id: int) -> list[Assignment]:
    """The unit's shares in the same stretch of the task."""
    return [share for share in assignment.task.assignments if (share.unit_id, share.clause_id) == (unit_id, assignment.clause_id)]


def other_unit(session: Session, assignment: Assignment, name: str, today: date) -> Unit:
    """The unit of that name, which may have the share in the place of its own.

    Refused (InvalidInput) for a name that the register does not know, a collective name, a unit that has ended, and one that has
    this part of the task already, or a stronger one (牵头 before 责任 before 配合).
    """
    unit = Registry(session, assignment.task.plan.jurisdiction).find(name.strip())
    if unit is None:
        raise InvalidInput("没有登记“%(name)s”这个单位，请核对名称，或者先在“单位”中登记。", name=name.strip())
    if unit.is_collective:
        raise InvalidInput("“%(unit)s”是统称，请写明具体由哪个单位承办。", unit=unit.name)
    if unit.to_on is not None and unit.to_on < today:
        raise InvalidInput("“%(unit)s”已于%(to_on)s撤销，请写明承接其职责的单位。", unit=unit.name, to_on=unit.to_on.isoformat())
    standing = (share for share in _parts(assignment, unit.id) if share.state is not AssignmentState.ENDED)
    if any(_STRENGTH.index(share.role) <= _STRENGTH.index(assignment.role) for share in standing):
        raise InvalidInput("“%(unit)s”已经承办这项任务，请选择其他单位。", unit=unit.name)
    return unit


def replace_unit(
    session: Session,
    share: Assignment,
    unit: Unit,
    move: str,
    reason: str,
    *,
    proven: Collection[Proof] = (),
    data: dict[str, Any] | None = None,
    beside: Callable[[], Wrote] = dict,
    actor: Actor,
    now: datetime,
) -> Assignment:
    """The same part in the task given to the other unit, with a notice; the share ends by the move, with a reference.

    A weaker part that the other unit had ends with it; what it reported stays there.
    Orders to the unit go with its last part in the task. The units that answer for the whole task are told.
    """
    task, origin = share.task, data or {}
    make_move(
        session, share, move, actor=actor, now=now, reason=reason, proven=proven, beside=beside,
        data={"to": unit.id, "name": unit.name, **origin},
    )  # fmt: skip
    fresh = give_share(
        session, task, unit.id, share.role, share.clause_id, data={"from_share": share.id, **origin}, actor=actor, now=now
    )
    send_notices(session, task.plan, [fresh], actor=actor, now=now)
    for weaker in _parts(share, unit.id):
        if weaker is not fresh and weaker.state in OPEN_ASSIGNMENT_STATES:
            make_move(session, weaker, "give_way", actor=actor, now=now, reason=f"改为{label(share.role)}承办")
    if share.unit_id not in carrying_units(task):
        withdraw_open_orders(session, task, f"改由{unit.name}承办", unit_id=share.unit_id, actor=actor, now=now)
    _tell_leads(session, share, fresh, unit, now)
    session.flush()
    roll_up(session, task, actor=actor, now=now)
    return fresh


def _tell_leads(session: Session, share: Assignment, fresh: Assignment, unit: Unit, now: datetime) -> None:
    """Tell the other units that answer for the whole task that a part of it has changed hands."""
    body = f"《{share.task.title}》原由{share.unit.name}承办的部分，改由{unit.name}承办。"
    for other in share.task.assignments:
        if other.role is AssignmentRole.LEAD and other.state in OPEN_ASSIGNMENT_STATES and other is not fresh:
            key = f"replace:{fresh.id}:{now.isoformat()}:{other.id}"
            notices.tell_unit(session, other, key=key, title="承办单位有调整", body=body, now=now)
