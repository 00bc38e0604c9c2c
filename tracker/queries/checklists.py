"""The lists of conditions and papers of a plan, and of a task with what bears their items out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from tracker.models import Assignment, Checklist, ChecklistTick, Evidence, Plan, Task, Unit, Update
from tracker.queries.updates import visible_update
from tracker.rules.permissions import Actor
from tracker.rules.statuses import UpdateState

# What has left a unit and was not returned; a draft's ticks are its own page's only.
_TOLD = (UpdateState.SUBMITTED, UpdateState.ACCEPTED)


@dataclass(frozen=True)
class Tick:
    """A file that bears an item out, and the state of the report that cites it; `is_open`: the actor may read the file."""

    evidence_id: int
    name: str
    unit: str
    state: UpdateState
    is_open: bool


@dataclass(frozen=True)
class Item:
    """One item of a list; `own_file` is the file of the asked report to which it is tied."""

    text: str
    ticks: tuple[Tick, ...]
    own_file: int | None = None

    @property
    def is_met(self) -> bool:
        """True once accepted evidence bears it out."""
        return any(tick.state is UpdateState.ACCEPTED for tick in self.ticks)


@dataclass(frozen=True)
class CheckedList:
    """A list of a task with its items as they stand."""

    id: int
    title: str
    lines: tuple[Item, ...]
    time_limits: Sequence[Any]


def checklists_of(session: Session, plan_id: int) -> list[Checklist]:
    """The lists of the plan, in the order of the text."""
    return list(session.scalars(select(Checklist).where(Checklist.plan_id == plan_id).order_by(Checklist.position)))


def checklists_of_task(session: Session, actor: Actor, task_id: int, update_id: int | None = None) -> list[CheckedList]:
    """The lists that the evidence of the task is held against, in the order of the text; two statements.

    With `update_id` also what that report ties, whatever its state; the caller has checked that the actor may read it.
    """
    lists = list(session.scalars(select(Checklist).where(Checklist.task_id == task_id).order_by(Checklist.position)))
    ticks: dict[tuple[int, int], dict[str, Tick]] = defaultdict(dict)
    own: dict[tuple[int, int], int] = {}
    for row in session.execute(_ticks(actor, task_id, update_id)) if lists else ():
        tick = Tick(row.evidence_id, row.name, row.unit, row.state, bool(row.is_open))
        known = ticks[row.checklist_id, row.item].get(row.sha256)
        if known is None or known.state is not UpdateState.ACCEPTED:
            ticks[row.checklist_id, row.item][row.sha256] = tick
        if row.update_id == update_id:
            own[row.checklist_id, row.item] = row.evidence_id
    return [
        CheckedList(
            row.id, row.title,
            tuple(
                Item(text, tuple(ticks[row.id, at].values()), own.get((row.id, at))) for at, text in enumerate(row.items)
            ),
            row.time_limits,
        )
        for row in lists
    ]  # fmt: skip


def items_not_met(lists: Sequence[CheckedList]) -> int:
    """How many items no accepted evidence bears out."""
    return sum(not item.is_met for checked in lists for item in checked.lines)


def _ticks(actor: Actor, task_id: int, update_id: int | None) -> Any:
    return (
        select(
            ChecklistTick.checklist_id, ChecklistTick.item, ChecklistTick.evidence_id, Evidence.name, Evidence.sha256,
            Evidence.update_id, Update.state, Unit.name.label("unit"),
            case((visible_update(actor), 1), else_=0).label("is_open"),
        )
        .join(Checklist, Checklist.id == ChecklistTick.checklist_id)
        .join(Evidence, Evidence.id == ChecklistTick.evidence_id)
        .join(Update, Update.id == Evidence.update_id)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Checklist.task_id == task_id, or_(Update.state.in_(_TOLD), Update.id == update_id))
        .order_by(ChecklistTick.id)
    )  # fmt: skip
