"""Instructions of leaders (批示) and what ad hoc tasks are about, within what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, nulls_last, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import AdHocMatter, Instruction, Jurisdiction, Plan, Task
from tracker.queries.scope import found, in_region, visible_task
from tracker.queries.sql import Page, page_of
from tracker.queries.updates import consolidates
from tracker.rules.matter_statuses import InstructionKind, InstructionState
from tracker.rules.permissions import Actor, Permission


@dataclass(frozen=True)
class InstructionRow:
    """One line of a list; `task` is None for something new that no task holds yet."""

    id: int
    kind: InstructionKind
    state: InstructionState
    text: str
    given_by: str
    given_at: datetime
    answer_due_on: date | None
    task_id: int | None
    task: str | None
    answer: str


def visible_instruction(actor: Actor) -> ColumnElement[bool]:
    """A condition on Instruction joined to Plan and, if any, Task: office and leaders of the place, the units of its task."""
    return or_(in_region(actor, Permission.TASK_READ), and_(Task.id.is_not(None), visible_task(actor)))


def instructions(session: Session, actor: Actor, state: InstructionState | None = None, number: int = 1) -> Page[InstructionRow]:
    """One page: what is not settled first, by its limit; then the newest. Two statements."""
    query = _rows().where(visible_instruction(actor), *([Instruction.state == state] if state else []))
    settled = case((Instruction.state == InstructionState.SETTLED, 1), else_=0)
    limit = case((settled == 0, Instruction.answer_due_on))
    rows, number, total = page_of(session, query.order_by(settled, nulls_last(limit), Instruction.id.desc()), number)
    return Page([InstructionRow(*row) for row in rows], number, total)


def instructions_on(session: Session, task_id: int) -> list[InstructionRow]:
    """The instructions on a task that the actor may see, the newest first; one statement."""
    query = _rows().where(Instruction.task_id == task_id).order_by(Instruction.id.desc())
    return [InstructionRow(*row) for row in session.execute(query)]


def instructions_to_answer(session: Session, actor: Actor, limit: int) -> list[InstructionRow]:
    """The first few instructions that wait for an answer of a unit that the actor acts for, the nearest limit first."""
    if not actor.units(Permission.INSTRUCTION_ANSWER):
        return []
    query = _rows().where(Instruction.state == InstructionState.GIVEN, consolidates(actor))
    return [
        InstructionRow(*row)
        for row in session.execute(query.order_by(nulls_last(Instruction.answer_due_on), Instruction.id).limit(limit))
    ]


def unsettled(session: Session, actor: Actor) -> int:
    """How many instructions are not settled in the plans that the actor sees whole."""
    query = select(func.count()).select_from(Instruction).join(Plan, Plan.id == Instruction.plan_id)
    return session.scalar(query.where(in_region(actor, Permission.TASK_READ), Instruction.state != InstructionState.SETTLED)) or 0


def the_instruction(session: Session, actor: Actor, instruction_id: int) -> Instruction:
    """The instruction with its task and plan; NotFound where the actor may not see it."""
    query = (
        select(Instruction)
        .join(Plan, Plan.id == Instruction.plan_id)
        .outerjoin(Task, Task.id == Instruction.task_id)
        .where(Instruction.id == instruction_id, visible_instruction(actor))
        .options(
            joinedload(Instruction.plan).joinedload(Plan.jurisdiction),
            joinedload(Instruction.task).joinedload(Task.plan).joinedload(Plan.jurisdiction),
            joinedload(Instruction.answered_unit),
        )
    )
    return found(session.scalar(query))


def matter_of(session: Session, task_id: int) -> AdHocMatter | None:
    """What an ad hoc task is about, with its instruction; None for a task of a plan."""
    query = select(AdHocMatter).where(AdHocMatter.task_id == task_id).options(joinedload(AdHocMatter.instruction))
    return session.scalar(query)


def places_of(session: Session, actor: Actor, permission: Permission) -> Sequence[Jurisdiction]:
    """The places in which the actor holds a post with the permission, the smallest first."""
    query = select(Jurisdiction).where(Jurisdiction.path.in_(sorted(actor.regions(permission))))
    return session.scalars(query.order_by(func.length(Jurisdiction.path).desc(), Jurisdiction.id)).all()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Instruction.id, Instruction.kind, Instruction.state, Instruction.text, Instruction.given_by, Instruction.given_at,
            Instruction.answer_due_on, Instruction.task_id, Task.title, Instruction.answer,
        )
        .select_from(Instruction)
        .join(Plan, Plan.id == Instruction.plan_id)
        .outerjoin(Task, Task.id == Instruction.task_id)
    )  # fmt: skip
