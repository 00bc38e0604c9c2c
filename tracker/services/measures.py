"""Write the office's reading of a measure over the reader's, while its plan is a draft."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.intake import model as parsed
from tracker.models import Assignment, Plan, Task, Unit
from tracker.rules.permissions import Actor
from tracker.rules.reading import Part, settled_by
from tracker.rules.statuses import AssignmentRole
from tracker.services import reading_rows
from tracker.services.drafts import require_draft
from tracker.services.plan_storing import assign
from tracker.services.registry import Registry

LONGEST_TITLE = 300


@dataclass(frozen=True)
class Correction:
    """What the office says of a measure after looking at the text beside it. Unit names as they should read."""

    title: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    due_on: date | None
    is_ongoing: bool


def correct_measure(session: Session, task: Task, correction: Correction, *, actor: Actor, now: datetime) -> None:
    """Write the office's reading of a measure over the reader's, as long as the plan is a draft.

    Units that the text gives to single clauses stay as they are while the three lists are unchanged. Doubts about what was
    changed are settled.
    """
    plan = task.plan
    require_draft(session, plan, actor=actor)
    require_title(correction.title)
    require_due(correction.due_on, correction.is_ongoing)
    old = _reading(task)
    parts = []
    task.title = correction.title.strip()
    if (task.due_on, task.is_ongoing) != (correction.due_on, correction.is_ongoing):
        parts.append(Part.DUE)
    task.due_on = task.original_due_on = correction.due_on
    task.is_ongoing = correction.is_ongoing
    if old["title"] != task.title:
        parts.append(Part.TITLE)
    if units_by_role(task) != (correction.lead, correction.responsible, correction.supporting):
        _reassign(session, task, correction)
        parts.append(Part.UNITS)
    codes = {code for part in parts for code in settled_by(part)} - (set() if task.assignments else {"no_unit"})
    reading_rows.settle_corrected(reading_rows.asking(session, plan.id, codes, task), actor=actor, now=now)
    reading_rows.write_change(session, plan, task, reading_rows.Change("correct", old, _reading(task)), actor=actor, now=now)


def require_title(title: str) -> None:
    """Nothing for a title that a measure may have; otherwise InvalidInput."""
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise InvalidInput("措施标题须有内容且不超过 %(limit)s 字，请改正标题。", limit=LONGEST_TITLE)


def require_due(due_on: date | None, is_ongoing: bool) -> None:
    """Nothing unless a matter without an end is given one; then InvalidInput."""
    if is_ongoing and due_on:
        raise InvalidInput("长期坚持的任务没有完成时限：请去掉时限，或取消“长期坚持”。")


def units_by_role(task: Task) -> tuple[tuple[str, ...], ...]:
    """The names of the lead, responsible and supporting units, each once in its role, in the order of the text."""
    names: dict[str, list[str]] = {role: [] for role in AssignmentRole}
    for share in task.assignments:
        if share.unit.name not in names[share.role]:
            names[share.role].append(share.unit.name)
    return tuple(tuple(found) for found in names.values())


def _reading(task: Task) -> dict[str, Any]:
    lead, responsible, supporting = units_by_role(task)
    return {
        "title": task.title, "due_on": str(task.due_on) if task.due_on else None, "is_ongoing": task.is_ongoing,
        "lead": list(lead), "responsible": list(responsible), "supporting": list(supporting),
    }  # fmt: skip


def _reassign(session: Session, task: Task, correction: Correction) -> None:
    """The units of the three lists for the whole measure; one that only a standing rule charged stays so charged."""
    implied = {share.unit.name for share in task.assignments if share.is_implied}
    reading = parsed.Measure(
        ordinal=0, label=None, section=None, subsection=None, title=task.title, text="", span=(0, 0),
        lead=correction.lead, supporting=correction.supporting,
        responsible=tuple(name for name in correction.responsible if name not in implied),
        implied=tuple(name for name in correction.responsible if name in implied),
    )  # fmt: skip
    for share in list(task.assignments):
        session.delete(share)
    session.flush()
    enter_shares(session, task, reading)


def enter_shares(session: Session, task: Task, reading: parsed.Measure) -> None:
    """Assign the task by the units of the reading; new names go to the register, and the office is asked about them."""
    registry = Registry(session, task.plan.jurisdiction, task.plan.document_date)
    assign(session, task, registry, reading, task.measure.clauses if task.measure and reading.clauses else ())
    ask_about_units(session, task.plan, registry, [task])


def ask_about_units(session: Session, plan: Plan, registry: Registry, tasks: list[Task]) -> None:
    """Enter what the registry asks about the names that a correction brought in."""
    document = plan.source_document
    found = reading_rows.of_units(registry.issues(), (), document.text if document else "")
    reading_rows.store(session, plan, found, tasks)
    session.flush()
    for task in tasks:
        session.expire(task, ["assignments"])


def correct_role_of(
    session: Session,
    task: Task,
    name: str,
    role: AssignmentRole | None,
    *,
    clause_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Give the unit of that name this role in the task (or in one clause of it), in place of the one it had; None takes it off.

    A unit more settles the doubt that there was none; a unit less, the doubts about its name in the list.
    """
    plan = task.plan
    require_draft(session, plan, actor=actor)
    if not 0 < len(name.strip()) <= 120:
        raise InvalidInput("请填写单位名称，不超过 120 字。")
    if clause_id is not None and (task.measure is None or clause_id not in {clause.id for clause in task.measure.clauses}):
        raise InvalidInput("这条措施没有这个事项，请刷新页面后再试。")
    old = _reading(task)
    registry = Registry(session, plan.jurisdiction, plan.document_date)
    unit = registry.resolve(name.strip(), ()) if role else registry.find(name.strip())
    held = [share for share in task.assignments if unit is not None and (share.unit_id, share.clause_id) == (unit.id, clause_id)]
    if role is None and not held:
        raise InvalidInput("这条措施没有分给“%(name)s”，无需去掉。", name=name.strip())
    _set_role(session, task, unit, role, clause_id, held)
    ask_about_units(session, plan, registry, [task])
    codes = ("repeated_unit", "odd_unit") if role is None else () if held else ("no_unit",)
    asked = reading_rows.asking(session, plan.id, codes, task)
    asked = [issue for issue in asked if issue.code == "no_unit" or f"“{name.strip()}”" in issue.message]
    reading_rows.settle_corrected(asked, actor=actor, now=now)
    reading_rows.write_change(session, plan, task, reading_rows.Change("correct_role", old, _reading(task)), actor=actor, now=now)


def _set_role(
    session: Session, task: Task, unit: Unit | None, role: AssignmentRole | None, clause_id: int | None, held: list[Assignment]
) -> None:
    for share in held:
        session.delete(share)
    session.flush()
    if role and unit:
        session.add(Assignment(task_id=task.id, unit_id=unit.id, role=role, clause_id=clause_id))
        session.flush()
