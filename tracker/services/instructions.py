"""Instructions of leaders (批示): given, answered by the unit that answers for the task, settled by the office."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Instruction, Jurisdiction, Plan, Task
from tracker.queries.held import told
from tracker.rules.days import official_day
from tracker.rules.matter_statuses import InstructionKind, InstructionState
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import AssignmentState, TaskState
from tracker.rules.transitions import Proof, Subject
from tracker.services import closures, notices
from tracker.services.ad_hoc import standing_plan
from tracker.services.drafts import require_plan
from tracker.services.events import Entry, record
from tracker.services.moves import consolidating_units, hold, make_move
from tracker.services.signing import has_head

TEXT_LIMIT = 2_000


def give(
    session: Session,
    task: Task,
    kind: InstructionKind,
    text: str,
    answer_due_on: date | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> Instruction:
    """A leader's word on a task; its units and the office are told.

    To speed up needs a day for the answer, and a task that is open; to reopen, one that is closed. Refused for a draft, and where
    the plan is only kept as facts that others carry out.
    """
    require_plan(actor, Permission.INSTRUCTION_GIVE, task.plan)
    hold(session, task)
    _check_kind(task, kind)
    row = _given(session, task.plan, kind, text, answer_due_on, task, actor, now)
    units = {share.unit for share in task.assignments if share.state not in (AssignmentState.DRAFT, AssignmentState.ENDED)}
    for unit in sorted(units, key=lambda unit: unit.id):
        notices.tell(
            session, unit, key=f"instruction:{row.id}:{unit.id}", title=f"收到领导批示：{task.title}", task=task,
            body=f"《{task.title}》有新的领导批示，请登录查看并落实。", path=f"/instructions/{row.id}",
            due_on=answer_due_on, now=now, urgent=True, about=(Subject.INSTRUCTION, row.id),
        )  # fmt: skip
    return row


def give_new(
    session: Session, place: Jurisdiction, text: str, answer_due_on: date | None = None, *, actor: Actor, now: datetime
) -> Instruction:
    """A leader's word on something that no task holds yet; the office gives it out as an ad hoc task."""
    if not may_touch(actor, Permission.INSTRUCTION_GIVE, region=place.path):
        raise NotAllowed("您没有作批示的权限。")
    plan = standing_plan(session, place, actor=actor, now=now)
    return _given(session, plan, InstructionKind.OPEN, text, answer_due_on, None, actor, now)


def _check_kind(task: Task, kind: InstructionKind) -> None:
    if task.plan.supervised_from is None:
        raise InvalidInput("这份方案只收录了印发的内容，没有在本平台交办，不能作批示。")
    if task.state is TaskState.DRAFT or kind is InstructionKind.OPEN:
        raise InvalidInput("任务尚未交办，不能作批示。")
    is_closed = task.state is TaskState.CLOSED
    if kind is InstructionKind.REOPEN and not is_closed:
        raise InvalidInput("任务尚未销号，不需要重新办理；要求加快的，请选择“加快办理”。")
    if kind is InstructionKind.SPEED_UP and (is_closed or task.state is TaskState.ENDED):
        raise InvalidInput("任务已经销号或者终止，不能要求加快办理；确需继续的，请选择“重新办理”。")


def _given(
    session: Session,
    plan: Plan,
    kind: InstructionKind,
    text: str,
    due_on: date | None,
    task: Task | None,
    actor: Actor,
    now: datetime,
) -> Instruction:
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise InvalidInput("请写明批示内容，不超过 %(limit)s 字。", limit=TEXT_LIMIT)
    if kind is InstructionKind.SPEED_UP and due_on is None:
        raise InvalidInput("要求加快办理的，请填写反馈期限。")
    if due_on is not None and due_on < official_day(now):
        raise InvalidInput("反馈期限不能早于今天。")
    row = Instruction(
        plan=plan, plan_id=plan.id, task=task, task_id=task.id if task else None, kind=kind, text=text.strip(),
        answer_due_on=due_on, given_at=now, given_by_id=actor.user_id, given_by=actor.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    facts = {"kind": kind, "answer_due_on": due_on.isoformat() if due_on else None}
    # Of one that is to open a task the rest is told later, among that task's events.
    wrote = told(row) if task else told(row, "kind", "answer_due_on", "given_at")
    task_id = task.id if task else None
    entry = Entry(Subject.INSTRUCTION, row.id, "give", None, InstructionState.GIVEN, row.text, task_id, facts, wrote=wrote)
    record(session, plan.id, [entry], actor=actor, now=now)
    _tell_office(session, row, "given", "领导作出批示", now)
    return row


def _tell_office(session: Session, row: Instruction, act: str, title: str, now: datetime) -> None:
    about = f"《{row.task.title}》" if row.task else "新交办事项"
    notices.tell_office(
        session, row.plan, key=f"instruction:{row.id}:{act}", title=f"{title}：{about}", body="请登录查看并办理。",
        due_on=row.answer_due_on, now=now, path=f"/instructions/{row.id}", about=(Subject.INSTRUCTION, row.id),
    )  # fmt: skip


def answer(session: Session, row: Instruction, text: str, *, actor: Actor, now: datetime) -> None:
    """What the unit that answers for the task did on it; where the unit has a head, the head says so."""
    hold(session, row)
    unit_id, as_head = _answers_for(row, actor)
    make_move(
        session, row, "answer", actor=actor, now=now, reason=text, proven=speaking(session, row, actor=actor, now=now),
        also=Permission.INSTRUCTION_SIGN if as_head else None,
        answer=text.strip(), answered_at=now, answered_unit_id=unit_id,
    )  # fmt: skip
    _tell_office(session, row, f"answered:{now.isoformat()}", "批示落实情况已反馈", now)


def return_answer(session: Session, row: Instruction, reason: str, *, actor: Actor, now: datetime) -> None:
    """The answer will not do: the unit owes it again."""
    make_move(session, row, "return_answer", actor=actor, now=now, reason=reason)
    if row.task is not None and row.answered_unit is not None:
        notices.tell(
            session, row.answered_unit, key=f"instruction:{row.id}:returned:{now.isoformat()}", title="批示落实情况被退回",
            body=f"《{row.task.title}》：{reason.strip()}", path=f"/instructions/{row.id}", task=row.task,
            due_on=row.answer_due_on, now=now, urgent=True, about=(Subject.INSTRUCTION, row.id),
        )  # fmt: skip


def settle(session: Session, row: Instruction, note: str, *, actor: Actor, now: datetime) -> None:
    """The office puts the instruction away as dealt with (办结), and says how."""
    hold(session, row)
    make_move(
        session, row, "settle", actor=actor, now=now, reason=note, proven=proofs(row), settlement=note.strip(), settled_at=now
    )


def reopen_task(session: Session, row: Instruction, *, actor: Actor, now: datetime) -> None:
    """The director carries out what the instruction proposes: the closed task is taken up again, for its reason."""
    hold(session, row)
    if row.kind is not InstructionKind.REOPEN or row.task is None or row.state is InstructionState.SETTLED:
        raise Conflict("这件批示已经办结，或者不要求重新办理。")
    closures.reopen(session, row.task, f"按照{row.given_by}批示重新办理：{row.text}", actor=actor, now=now)
    settle(session, row, "已撤销销号，任务重新办理。", actor=actor, now=now)


def speaking(session: Session, row: Instruction, *, actor: Actor, now: datetime) -> set[Proof]:
    """What holds towards the actor's answering: `proofs`, and whether the actor may say it for the unit."""
    unit_id, as_head = _answers_for(row, actor)
    speaks = as_head or (unit_id is not None and not has_head(session, unit_id, official_day(now)))
    return proofs(row) | ({Proof.NO_HEAD_OR_HEAD_ACTS} if speaks else set())


def _answers_for(row: Instruction, actor: Actor) -> tuple[int | None, bool]:
    """The unit for which the actor would answer, None where there is none, and whether as its head."""
    own = consolidating_units(row.task) if row.task else frozenset()
    as_head = actor.units(Permission.INSTRUCTION_SIGN) & own
    return min(as_head or actor.units(Permission.INSTRUCTION_ANSWER) & own, default=None), bool(as_head)


def proofs(row: Instruction) -> set[Proof]:
    """What holds of the instruction towards its being settled: whoever was asked to speed up has answered first."""
    owes = row.kind is InstructionKind.SPEED_UP and row.state is InstructionState.GIVEN
    return set() if owes else {Proof.ANSWERED}
