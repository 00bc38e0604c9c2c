"""What units beside the lead think of what it hands in for all (配合单位意见): asked for, stated, dealt with by the office.

Practice (domain.md a8): the lead consults the units beside it and explains to the office where opinions differ; a task is closed
when every unit has confirmed or its dissent is recorded.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.labels import period_title
from tracker.models import Assignment, Consolidation, Opinion, Task
from tracker.queries.held import told
from tracker.queries.opinions import last_round
from tracker.rules.joint_statuses import SENT_CONSOLIDATION_STATES, OpinionState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, AssignmentState, TaskState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, record
from tracker.services.moves import consolidating_units, hold, make_move
from tracker.services.signing import speaks

TEXT_LIMIT = 2_000


def ask_on_closure(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """Ask every unit beside the one that requests the closing."""
    whole = consolidating_units(task)
    _ask(session, task, None, actor.units(Permission.TASK_REQUEST_CLOSURE) & whole or whole, actor, now)


def ask_on_report(session: Session, report: Consolidation, *, actor: Actor, now: datetime) -> None:
    """Ask every unit beside the one whose consolidated report it is."""
    _ask(session, report.task, report, {report.unit_id}, actor, now)


def co_units(task: Task, asking: Collection[int]) -> list[Assignment]:
    """One share of each unit that has a part in the task beside those that ask, in the order of the plan."""
    shares: dict[int, Assignment] = {}
    for share in task.assignments:
        if share.unit_id not in asking and share.state not in (AssignmentState.DRAFT, AssignmentState.ENDED):
            shares.setdefault(share.unit_id, share)
    return list(shares.values())


def _ask(session: Session, task: Task, report: Consolidation | None, asking: Collection[int], actor: Actor, now: datetime) -> None:
    report_id = report.id if report else None
    number = last_round(session, task.id, report_id) + 1
    asked = [
        (share, Opinion(task=task, consolidation=report, round=number, unit_id=share.unit_id, asked_at=now))
        for share in co_units(task, asking)
    ]
    session.add_all(row for _, row in asked)
    session.flush()
    facts = {"round": number, "consolidation": report_id}
    entries = [
        Entry(Subject.OPINION, row.id, "ask", None, OpinionState.PENDING, task_id=task.id, data=facts, wrote=told(row))
        for _, row in asked
    ]
    record(session, task.plan_id, entries, actor=actor, now=now)
    about = f"{period_title(report.period)}汇总报告" if report else "销号申请"
    for share, row in asked:
        notices.tell(
            session, share.unit, key=f"opinion:{row.id}", title=f"请对{about}表明意见", task=task, now=now,
            body=f"《{task.title}》的{about}已经报送，请表明是否同意；有不同意见的，请写明。", path=f"/opinions/{row.id}",
            about=(Subject.OPINION, row.id),
        )  # fmt: skip


def state(session: Session, opinion: Opinion, name: str, text: str, *, actor: Actor, now: datetime) -> None:
    """`agree` or `dissent`, in the name of the unit: its head speaks, or the liaison where it has none. A dissent says why."""
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("意见不超过 %(limit)s 字，请精简；详情可写入本单位的进展填报。", limit=TEXT_LIMIT)
    hold(session, opinion)
    make_move(
        session, opinion, name, actor=actor, now=now, reason=text.strip(),
        proven=speaking(session, opinion, actor=actor, now=now),
        also=Permission.UPDATE_APPROVE if opinion.unit_id in actor.units(Permission.UPDATE_APPROVE) else None,
        text=text.strip(), stated_at=now, stated_by_id=actor.user_id,
    )  # fmt: skip


def deal_with(session: Session, opinion: Opinion, note: str, *, actor: Actor, now: datetime) -> None:
    """The office puts down what it makes of a dissent, or why it goes on without an answer; the unit is told.

    What the unit said stays as it is, and is printed with the decision.
    """
    hold(session, opinion)
    name = "note" if opinion.state is OpinionState.DISSENTED else "waive"
    make_move(
        session, opinion, name, actor=actor, now=now, reason=note, proven=proofs(session, opinion),
        note=note.strip(), noted_at=now, noted_by_id=actor.user_id,
    )  # fmt: skip
    notices.tell(
        session, opinion.unit, key=f"opinion:{opinion.id}:{name}", title="办公室对配合单位意见的处理", task=opinion.task, now=now,
        body=f"《{opinion.task.title}》：{note.strip()}", path=f"/opinions/{opinion.id}", about=(Subject.OPINION, opinion.id),
    )  # fmt: skip


def speaking(session: Session, opinion: Opinion, *, actor: Actor, now: datetime) -> set[Proof]:
    """As `proofs`, and whether the actor may speak for the unit without anybody's signature."""
    signs = speaks(session, opinion.unit_id, Permission.UPDATE_APPROVE, actor=actor, now=now)
    return proofs(session, opinion) | ({Proof.NO_HEAD_OR_HEAD_ACTS} if signs else set())


def proofs(session: Session, opinion: Opinion) -> set[Proof]:
    """Whether the matter is still open: nothing was handed in anew, and the office has not ended it."""
    if opinion.round != last_round(session, opinion.task_id, opinion.consolidation_id):
        return set()
    report, task = opinion.consolidation, opinion.task
    if report is None:
        return {Proof.MATTER_OPEN} if task.state is TaskState.CLOSURE_REQUESTED else set()
    is_open = report.state in SENT_CONSOLIDATION_STATES and task.state in OPEN_TASK_STATES
    return {Proof.MATTER_OPEN} if is_open else set()
