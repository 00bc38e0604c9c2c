"""Correct many measures of draft plans at once: their due date, or one unit's part in them.

After the issue there is no such act: a due date is put off for the unit that applies (延期), a unit changes by its objection or by
an adjustment (异议、调整), each decided for itself (services/extensions.py, disputes.py, adjustment_decisions.py).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.models import Task, Unit
from tracker.queries.bulk import chosen_tasks, plans_of_tasks
from tracker.queries.issue_requests import plans_waiting
from tracker.rules.bulk import MOST, LeftOut
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import AssignmentRole, PlanState
from tracker.services.events import hold_chain
from tracker.services.measures import Correction, correct_measure, correct_role_of, units_by_role
from tracker.services.registry import Registry

Lacks = Callable[[Task], LeftOut | None]


@dataclass(frozen=True)
class CorrectionPlan:
    """The tasks that are corrected, and those that are left out, why."""

    tasks: tuple[Task, ...]
    left_out: tuple[tuple[Task, LeftOut], ...]


def plan_dates(session: Session, task_ids: Collection[int], due_on: date | None = None, *, actor: Actor) -> CorrectionPlan:
    """Which of the tasks `set_dates` would give the day (any day, where none is said)."""

    def lacks(task: Task) -> LeftOut | None:
        if task.is_ongoing:
            return LeftOut.ONGOING
        return LeftOut.SAME_DAY if due_on is not None and task.due_on == due_on else None

    return _sorted_out(session, task_ids, lacks, actor)


def set_dates(session: Session, task_ids: Collection[int], due_on: date, *, actor: Actor, now: datetime) -> CorrectionPlan:
    """Make the day the due date of each of the tasks, all or none; what was done and left out."""
    _hold(session, task_ids)
    plan = plan_dates(session, task_ids, due_on, actor=actor)
    _require_any(plan)
    for task in plan.tasks:
        lead, responsible, supporting = units_by_role(task)
        same = Correction(task.title, lead, responsible, supporting, task.due_on, task.is_ongoing)
        correct_measure(session, task, replace(same, due_on=due_on), actor=actor, now=now)
    return plan


def plan_units(session: Session, task_ids: Collection[int], *, actor: Actor) -> CorrectionPlan:
    """Which of the tasks `give_role` may change at all."""
    return _sorted_out(session, task_ids, lambda task: None, actor)


def give_role(
    session: Session, task_ids: Collection[int], name: str, role: AssignmentRole | None, *, actor: Actor, now: datetime
) -> CorrectionPlan:
    """Give the unit of that name this role in each of the tasks, in place of the one it had; None takes it off. All or none.

    Refused for a name that the register does not know: a slip of the pen would otherwise enter a new unit for every task.
    """
    _hold(session, task_ids)
    units = _units_named(session, name.strip(), chosen_tasks(session, actor, task_ids))
    plan = _sorted_out(session, task_ids, lambda task: _same(task, units[task.plan_id], role), actor)
    _require_any(plan)
    for task in plan.tasks:
        correct_role_of(session, task, name, role, actor=actor, now=now)
    return plan


def _units_named(session: Session, name: str, tasks: Sequence[Task]) -> dict[int, Unit]:
    """The unit that the name means, by plan."""
    found: dict[int, Unit] = {}
    for plan in {task.plan_id: task.plan for task in tasks}.values():
        unit = Registry(session, plan.jurisdiction, plan.document_date).find(name) if name else None
        if unit is None:
            raise InvalidInput("没有登记“%(name)s”这个单位，请核对名称，或者先在“单位”中登记。", name=name)
        found[plan.id] = unit
    return found


def _same(task: Task, unit: Unit, role: AssignmentRole | None) -> LeftOut | None:
    held = [share.role for share in task.assignments if share.unit_id == unit.id and share.clause_id is None]
    if role is None:
        return None if held else LeftOut.NOT_CARRYING
    return LeftOut.SAME_ROLE if held == [role] else None


def _hold(session: Session, task_ids: Collection[int]) -> None:
    """Keep the plans as they are until the transaction ends; always in this order, so that nobody waits in a ring."""
    if len(task_ids) > MOST:
        raise InvalidInput("一次最多办理 %(most)s 项任务，请分批办理。", most=MOST)
    for plan_id in plans_of_tasks(session, task_ids):
        hold_chain(session, plan_id)


def _require_any(plan: CorrectionPlan) -> None:
    if not plan.tasks:
        raise InvalidInput("所选任务都不能这样修改，没有作任何改动。")


def _sorted_out(session: Session, task_ids: Collection[int], lacks: Lacks, actor: Actor) -> CorrectionPlan:
    tasks = chosen_tasks(session, actor, task_ids)
    waiting = plans_waiting(session, {task.plan_id for task in tasks})
    judged = [(task, _not_a_draft(task, waiting, actor) or lacks(task)) for task in tasks]
    return CorrectionPlan(
        tuple(task for task, why in judged if why is None), tuple((task, why) for task, why in judged if why is not None)
    )


def _not_a_draft(task: Task, waiting: Collection[int], actor: Actor) -> LeftOut | None:
    if not may_touch(actor, Permission.PLAN_ISSUE, region=task.plan.jurisdiction.path):
        return LeftOut.NOT_YOURS
    if task.plan.state is not PlanState.DRAFT:
        return LeftOut.AD_HOC if task.issued_on is None else LeftOut.ISSUED
    return LeftOut.AWAITED if task.plan_id in waiting else None
