"""Ad hoc tasks (专项交办): given out beside the plans, from a meeting, a superior, a leader's instruction.

They stand in one plan of their own for each place and year, so that history, periods, scope and reports are those of any other
task (docs/decisions/0016).
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import AdHocMatter, Assignment, Instruction, Jurisdiction, Plan, Task, Unit
from tracker.models.plan import STANDING
from tracker.queries.held import told
from tracker.rules.days import official_day
from tracker.rules.giving_out import ACKNOWLEDGE_DAYS
from tracker.rules.matter_statuses import InstructionKind, InstructionState, TaskSource
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import AssignmentRole, AssignmentState, PlanState, TaskState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, hold_chain, record
from tracker.services.issue_notices import send_notices, sign_limit
from tracker.services.issuing import expand_collectives, set_limit
from tracker.services.moves import hold, make_move
from tracker.services.registry import Registry

TITLE_LIMIT, TEXT_LIMIT = 120, 5_000


@dataclass(frozen=True)
class NewTask:
    """What the office gives out. Units by name; `reference` is the number of the document or the meeting it came from.

    `acknowledge_days`: the working days in which the units sign.
    """

    title: str
    text: str
    source: TaskSource
    due_on: date
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    reference: str = ""
    acknowledge_days: int = ACKNOWLEDGE_DAYS


def standing_plan(session: Session, place: Jurisdiction, *, actor: Actor, now: datetime) -> Plan:
    """The plan that holds the place's ad hoc matters of the year, made when the first one comes; its chain is held."""
    today = official_day(now)
    key = f"{STANDING}{place.id}-{today.year}"
    query = select(Plan).where(Plan.key == key)
    plan = session.scalar(query)
    if plan is None:
        # Locked, so that two who come first at once do not make two; otherwise the chain comes first (services/numbering.py).
        session.execute(select(Jurisdiction.id).where(Jurisdiction.id == place.id).with_for_update())
        plan = session.scalar(query)
    if plan is None:
        plan = Plan(
            key=key, title=f"{place.name}{today.year}年专项交办事项", jurisdiction_id=place.id,
            jurisdiction=place, issuers=[], basis=[], abbreviations=[], state=PlanState.ISSUED, issued_at=now,
            supervised_from=today,
        )  # fmt: skip
        session.add(plan)
        session.flush()
        entry = Entry("plan", plan.id, "open_ad_hoc", None, PlanState.ISSUED, wrote=told(plan))
        record(session, plan.id, [entry], actor=actor, now=now)
    hold_chain(session, plan.id)
    return plan


def enter_task(
    session: Session,
    place: Jurisdiction,
    new: NewTask,
    *,
    actor: Actor,
    now: datetime,
    at_once: bool = True,
    instruction: Instruction | None = None,
) -> Task:
    """The task, given out to its units at once or kept as a draft until a director has confirmed it.

    Refused without title, text or units, for a name that the register does not know, a unit named twice, a day in the past.
    """
    if not may_touch(actor, Permission.AD_HOC_ENTER, region=place.path):
        raise NotAllowed("您没有专项交办的权限。如确需办理，请联系领导小组办公室。")
    _check(new, official_day(now))
    units = _units(session, place, new)
    plan = standing_plan(session, place, actor=actor, now=now)
    set_limit(plan, new.acknowledge_days)
    task = Task(plan=plan, title=new.title.strip(), original_due_on=new.due_on, due_on=new.due_on)
    session.add(task)
    session.flush()
    session.add_all(Assignment(task_id=task.id, unit_id=unit.id, role=role) for unit, role in units)
    said: dict[str, Any] = {"text": new.text.strip(), "source": new.source, "reference": new.reference.strip()}
    origin = instruction.id if instruction else None
    session.add(AdHocMatter(task_id=task.id, **said, instruction_id=origin, entered_at=now, entered_by_id=actor.user_id))
    session.flush()
    facts = {**said, "instruction": origin}
    entry = Entry(Subject.TASK, task.id, "enter", None, TaskState.DRAFT, task_id=task.id, data=facts)
    record(session, plan.id, [entry], actor=actor, now=now)
    if instruction is not None:
        _open_by(instruction, task)
    if at_once:
        _issue(session, task, actor, now)
    else:
        _tell_of_draft(session, task, actor, now)
    return task


def _tell_of_draft(session: Session, task: Task, actor: Actor, now: datetime) -> None:
    notices.tell_office(
        session, task.plan, key=f"ad_hoc:{task.id}", title="专项交办事项待审定", body=f"“{task.title}”待主任审定后交办。",
        due_on=None, now=now, path=f"/tasks/{task.id}", but=actor.user_id, about=(Subject.TASK, task.id),
    )  # fmt: skip


def _check(new: NewTask, today: date) -> None:
    if not new.title.strip() or not new.text.strip():
        raise InvalidInput("请写明任务名称和具体要求。")
    if len(new.title) > TITLE_LIMIT or len(new.text) > TEXT_LIMIT:
        raise InvalidInput(
            "任务名称不超过 %(title_limit)s 字，具体要求不超过 %(text_limit)s 字。", title_limit=TITLE_LIMIT, text_limit=TEXT_LIMIT
        )
    if new.due_on < today:
        raise InvalidInput("完成时限不能早于今天。")
    if not new.lead and not new.responsible:
        raise InvalidInput("请至少填写一个牵头单位或责任单位。")


def _units(session: Session, place: Jurisdiction, new: NewTask) -> list[tuple[Unit, AssignmentRole]]:
    registry = Registry(session, place)
    roles = ((new.lead, AssignmentRole.LEAD), (new.responsible, AssignmentRole.RESPONSIBLE),
             (new.supporting, AssignmentRole.SUPPORTING))  # fmt: skip
    found: list[tuple[Unit, AssignmentRole]] = []
    for name, role in ((name, role) for names, role in roles for name in names):
        unit = registry.find(name)
        if unit is None:
            raise InvalidInput("没有登记“%(name)s”这个单位，请核对名称，或者先在“单位”中登记。", name=name)
        if any(unit.id == other.id for other, _ in found):
            raise InvalidInput("“%(unit)s”写了不止一次，请只保留一种承办方式。", unit=unit.name)
        found.append((unit, role))
    return found


def _open_by(instruction: Instruction, task: Task) -> None:
    if instruction.kind is not InstructionKind.OPEN or instruction.task_id or instruction.state is InstructionState.SETTLED:
        raise Conflict("这件批示已经交办过，或者不要求新交办任务。")
    instruction.task_id, instruction.task = task.id, task


def confirm_task(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """The director's word on a draft that somebody else entered: it goes out to its units."""
    matter = _draft(session, task)
    require_plan(actor, Permission.AD_HOC_CONFIRM, task.plan)
    if actor.user_id is not None and actor.user_id == matter.entered_by_id:
        raise RuleViolation(Proof.NOT_OWN_WORK, subject=Subject.TASK, move="issue")
    matter.confirmed_by_id = actor.user_id
    _issue(session, task, actor, now, by=Permission.AD_HOC_CONFIRM)


def drop_task(session: Session, task: Task, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take a draft back before any unit has seen it; the history keeps what it was and why it went."""
    matter = _draft(session, task)
    require_plan(actor, Permission.AD_HOC_ENTER, task.plan)
    if not reason.strip():
        raise InvalidInput("请写明不予交办的理由。")
    facts = {"title": task.title, "text": matter.text}
    entry = Entry(Subject.TASK, task.id, "drop", TaskState.DRAFT, None, reason.strip(), task.id, facts)
    if matter.instruction is not None:
        matter.instruction.task_id = None
    plan_id = task.plan_id
    session.execute(delete(AdHocMatter).where(AdHocMatter.task_id == task.id))
    session.execute(delete(Assignment).where(Assignment.task_id == task.id))
    session.execute(delete(Task).where(Task.id == task.id))
    record(session, plan_id, [entry], actor=actor, now=now)


def _draft(session: Session, task: Task) -> AdHocMatter:
    hold(session, task)
    matter = session.get(AdHocMatter, task.id)
    if matter is None or task.state is not TaskState.DRAFT:
        raise Conflict("这项任务已经交办，或者不是专项交办的任务。")
    return matter


def _issue(session: Session, task: Task, actor: Actor, now: datetime, by: Permission | None = None) -> None:
    today = official_day(now)
    expand_collectives(session, task.plan, today)
    session.refresh(task)
    make_move(session, task, "issue", actor=actor, now=now, also=by, beside=partial(told, task), issued_on=today)
    for share in task.assignments:
        if share.state is AssignmentState.DRAFT:
            limit = sign_limit(session, task.plan, today)
            make_move(session, share, "issue", actor=actor, now=now, beside=partial(told, share), issued_on=today, **limit)
    send_notices(session, task.plan, task.assignments, actor=actor, now=now)
