"""The only way in which a state changes: permission, rule, guarded UPDATE, event."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from tracker.errors import Conflict, NotAllowed
from tracker.models import (
    Adjustment,
    Assignment,
    Consolidation,
    CoordinationItem,
    Exemption,
    Extension,
    IndicatorReading,
    Instruction,
    IssueRequest,
    Objection,
    Occurrence,
    Opinion,
    Plan,
    Recheck,
    RectificationItem,
    Report,
    ScoreSheet,
    SupervisionOrder,
    Task,
    Update,
)
from tracker.queries.held import Wrote, together, told_of
from tracker.queries.signers import movers
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import DROPPED_TASK_STATES, AssignmentState
from tracker.rules.transitions import Proof, Subject, check, move_named, moves_from
from tracker.services.events import Entry, hold_chain, record
from tracker.services.standing_in import OWN_WORK, is_own_work, principals, require_another

Movable = (
    Task
    | Assignment
    | Update
    | SupervisionOrder
    | RectificationItem
    | Extension
    | Exemption
    | Occurrence
    | Instruction
    | IssueRequest
    | Recheck
    | Adjustment
    | Objection
    | Consolidation
    | Opinion
    | CoordinationItem
    | IndicatorReading
    | ScoreSheet
    | Report
)

SUBJECTS: dict[type, Subject] = {
    Task: Subject.TASK,
    Assignment: Subject.ASSIGNMENT,
    Update: Subject.UPDATE,
    SupervisionOrder: Subject.ORDER,
    Occurrence: Subject.OCCURRENCE,
    Instruction: Subject.INSTRUCTION,
    IssueRequest: Subject.ISSUE_REQUEST,
    Recheck: Subject.RECHECK,
    Adjustment: Subject.ADJUSTMENT,
    RectificationItem: Subject.ITEM,
    Extension: Subject.EXTENSION,
    Exemption: Subject.EXEMPTION,
    Objection: Subject.OBJECTION,
    Consolidation: Subject.CONSOLIDATION,
    Opinion: Subject.OPINION,
    CoordinationItem: Subject.COORDINATION,
    IndicatorReading: Subject.INDICATOR_READING,
    ScoreSheet: Subject.SCORE_SHEET,
    Report: Subject.REPORT,
}


def make_move(
    session: Session,
    row: Movable,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    proven: Collection[Proof] = (),
    data: dict[str, Any] | None = None,
    also: Permission | None = None,
    beside: Callable[[], Wrote] = dict,
    **values: Any,
) -> None:
    """Make the named move of the table on the row, writing `values` with it; the event keeps `data` beside the states.

    Raises NotAllowed (no permission for this row), RuleViolation (the table refuses) or Conflict (somebody moved it first).
    The order matters: who may not touch a row does not learn its state. `also`: a further permission that this very move rests on.
    `beside` writes what else of the task the move changes, before its event, and gives back what that is to tell of it.
    """
    subject = SUBJECTS[type(row)]
    move = move_named(subject, name)
    require(actor, move.permission, row)
    hold(session, row)
    old = row.state
    target = check(move, old, reason=reason, proven=proven)
    needed = {move.permission, also or move.permission}
    behalf = principals(actor, lambda person: all(may(person, permission, row) for permission in needed))
    require_another(session, subject, row.id, actor=actor, behalf=behalf)
    _write(session, row, old, {"state": target, **values})
    task = task_of(row)
    entry = Entry(
        subject, row.id, name, old=old, new=target, reason=reason, task_id=task.id if task else None, data=data, behalf=behalf,
        wrote=together(beside(), told_of(subject, row.id, values)),
    )  # fmt: skip
    record(session, plan_of(row).id, [entry], actor=actor, now=now)


def _write(session: Session, row: Movable, old: str, values: dict[str, Any]) -> None:
    """Write the values where the row still stands as it was read; Conflict where somebody moved it first."""
    result = session.execute(
        update(type(row)).where(type(row).id == row.id, type(row).state == old).values(values),
        execution_options={"synchronize_session": False},
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise Conflict("刚才已有其他人处理了这一项，请刷新页面查看最新状态。")
    for column, value in values.items():
        set_committed_value(row, column, value)  # as it stands in the locked row; no need to read it back


def hold(session: Session, row: Movable) -> None:
    """Keep everybody else from changing anything of the row's plan until the transaction ends; see `hold_chain`.

    Whoever had the plan before may have handed the task on to its next edition: then that one is held as well.
    """
    held = None
    while held != (plan_id := plan_of(row).id):
        hold_chain(session, plan_id)
        held = plan_id


@dataclass(frozen=True)
class Offer:
    """A move that the actor may make on a row now; `lacks` is the code of what it would be refused with, or None."""

    name: str
    needs_reason: bool
    lacks: str | None


def offers(actor: Actor, row: Movable, proven: Collection[Proof]) -> tuple[Offer, ...]:
    """The moves to offer on a page, in the order of the table; `proven` holds, besides the facts, what the form itself asks for."""
    found = []
    for move in moves_from(SUBJECTS[type(row)], row.state):
        others = Proof.ASKED_BY_ITS_UNIT in move.proofs and Proof.ASKED_BY_ITS_UNIT not in proven  # somebody else's to make
        if may(actor, move.permission, row) and not others:
            lacks = next((proof.value for proof in move.proofs if proof not in proven), None)
            found.append(Offer(move.name, move.needs_reason, lacks or _own_work(actor, row, move.permission)))
    return tuple(found)


def _own_work(actor: Actor, row: Movable, permission: Permission) -> str | None:
    """The code of the refusal where the actor could make the move only in the place of somebody, and brought the row here."""
    session, behalf = object_session(row), principals(actor, lambda person: may(person, permission, row))
    if session is None or not behalf:
        return None
    mover = movers(session, SUBJECTS[type(row)], [row.id]).get(row.id)
    return OWN_WORK if is_own_work(mover, actor=actor, behalf=behalf) else None


def task_of(row: Movable) -> Task | None:
    """The task to which a row belongs; a task belongs to itself, what a plan asks of a unit beside its tasks to none."""
    if isinstance(row, Update):
        return row.assignment.task
    if isinstance(row, Occurrence):
        return None
    return row if isinstance(row, Task) else row.task


def plan_of(row: Movable) -> Plan:
    """The plan to which a row belongs, by its task where it has one: a later edition may have taken that over.

    What is read of an indicator stays with the plan whose text names it.
    """
    if isinstance(row, IndicatorReading):
        return row.indicator.plan
    task = task_of(row)
    if task is not None:
        return task.plan
    assert isinstance(row, Occurrence | Instruction | IssueRequest | ScoreSheet | Report)
    return row.plan


def may(actor: Actor, permission: Permission, row: Movable) -> bool:
    """True where the actor holds the permission for this row.

    For a task, and an instruction on it, the unit is any of its units that consolidates it (牵头; where the plan names no lead,
    any responsible unit).
    """
    region = plan_of(row).jurisdiction.path
    if isinstance(row, Task | Instruction):
        task = task_of(row)
        units = consolidating_units(task) if task else ()
        return any(may_touch(actor, permission, region=region, unit_id=unit) for unit in (None, *units))
    unit_id = row.assignment.unit_id if isinstance(row, Update) else row.unit_id
    return may_touch(actor, permission, region=region, unit_id=unit_id)


def require(actor: Actor, permission: Permission, row: Movable) -> None:
    """Nothing where `may` holds; otherwise NotAllowed."""
    if not may(actor, permission, row):
        raise NotAllowed("您没有办理这一项的权限。如确需办理，请联系领导小组办公室。")


def consolidating_units(task: Task) -> frozenset[int]:
    """The units that answer for the whole task: its lead units, or all its responsible units where it has no lead.

    Whose share has ended answers no more, unless the whole task has: then its units keep what they could read.
    """
    is_over = task.state in DROPPED_TASK_STATES
    standing = [share for share in task.assignments if is_over or share.state is not AssignmentState.ENDED]
    leads = frozenset(share.unit_id for share in standing if share.role == "lead")
    return leads or frozenset(share.unit_id for share in standing if share.role == "responsible")
