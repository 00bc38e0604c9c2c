"""Consolidated reports of joint tasks (汇总报告): drafted from what was accepted of all units, sent by the lead, then decided.

Practice (domain.md a8): each unit reports its own share, joint matters are reported as one by the lead (sources S5, S8).
"""

from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.labels import period_title
from tracker.models import Consolidation, Task
from tracker.queries.consolidations import joint_facts, standing_shares
from tracker.queries.held import told
from tracker.reports.consolidation import compose_consolidation
from tracker.rules.days import official_day
from tracker.rules.joint_statuses import EDITABLE_CONSOLIDATION_STATES
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices, opinions
from tracker.services.moves import consolidating_units, hold, make_move, require
from tracker.services.signing import give_back, goes_straight

TEXT_LIMIT = 20_000


def is_joint(task: Task) -> bool:
    """True where several units carry the task, so that somebody has to say what it all comes to."""
    return len({share.unit_id for share in standing_shares(task)}) > 1


def may_consolidate(task: Task, actor: Actor) -> bool:
    """True where the actor may begin a consolidated report: a joint task that is open, and a unit that answers for the whole."""
    mine = actor.units(Permission.UPDATE_WRITE) & consolidating_units(task)
    return bool(mine) and task.state in OPEN_TASK_STATES and is_joint(task)


def begin(session: Session, task: Task, period: str, *, actor: Actor, now: datetime) -> Consolidation:
    """The task's consolidated report for the period: the one that is there, or a new draft out of what was accepted so far."""
    hold(session, task)
    if not may_consolidate(task, actor) or actor.user_id is None:
        raise NotAllowed("汇总报告由牵头单位（没有牵头单位的，由责任单位）填写，且任务须正在办理、由两个以上单位承办。")
    _check_period(task, period, official_day(now))
    known = session.scalar(select(Consolidation).where(Consolidation.task_id == task.id, Consolidation.period == period))
    if known is not None:
        return known
    row = Consolidation(
        task=task, unit_id=min(actor.units(Permission.UPDATE_WRITE) & consolidating_units(task)), period=period,
        text=compose_consolidation(joint_facts(session, task, period)), drafted_by_id=actor.user_id, drafted_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _check_period(task: Task, period: str, today: date) -> None:
    named = task.plan.rhythm.named(period)
    if named is None or named.start > today:
        raise InvalidInput("填报期有误，请从任务页面重新进入。")


def first_draft(session: Session, row: Consolidation, *, actor: Actor) -> str:
    """The text drafted anew out of what is accepted by now; nothing is saved."""
    require(actor, Permission.UPDATE_WRITE, row)
    return compose_consolidation(joint_facts(session, row.task, row.period))


def save_text(session: Session, row: Consolidation, text: str, *, actor: Actor) -> None:
    """Keep what the lead has written; not while it is on its way or accepted (Conflict)."""
    require(actor, Permission.UPDATE_WRITE, row)
    hold(session, row)
    if row.state not in EDITABLE_CONSOLIDATION_STATES:
        raise Conflict("汇总报告已经送出，暂不能修改。确需修改的，请撤回，或者请办公室退回。")
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("汇总报告不超过 2 万字，请精简。")
    row.text = text
    session.flush()


def send(session: Session, row: Consolidation, *, actor: Actor, now: datetime) -> None:
    """Send the report on: to the head of the unit, or straight to the office where there is none or the head acts."""
    hold(session, row)
    proven = proofs(row, actor)
    if goes_straight(session, row.unit_id, Permission.UPDATE_APPROVE, actor=actor, now=now):
        _submit(session, row, "submit", {*proven, Proof.NO_HEAD_OR_HEAD_ACTS}, actor, now)
    else:
        make_move(session, row, "send_for_approval", actor=actor, now=now, proven=proven)


def approve(session: Session, row: Consolidation, *, actor: Actor, now: datetime) -> None:
    """The head of the unit lets the report leave the unit."""
    hold(session, row)
    _submit(session, row, "approve", proofs(row, actor), actor, now)


def _submit(session: Session, row: Consolidation, name: str, proven: set[Proof], actor: Actor, now: datetime) -> None:
    """What leaves the unit is kept whole in the history, and put before the units beside the lead."""
    make_move(
        session, row, name, actor=actor, now=now, proven=proven, data={"text": row.text}, beside=partial(told, row),
        submitted_at=now, submitted_by_id=actor.user_id,
    )  # fmt: skip
    opinions.ask_on_report(session, row, actor=actor, now=now)


def recall(session: Session, row: Consolidation, *, actor: Actor, now: datetime) -> None:
    """The liaison takes back what the head has not signed yet."""
    make_move(session, row, "recall", actor=actor, now=now)


def send_back(session: Session, row: Consolidation, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives the report back to the liaison."""
    what = f"《{row.task.title}》{period_title(row.period)}汇总报告"
    give_back(session, row, row.unit, what, f"/consolidations/{row.id}/edit", reason, actor=actor, now=now)


def accept(session: Session, row: Consolidation, note: str = "", *, actor: Actor, now: datetime) -> None:
    """The office takes the report as true."""
    _decide(session, row, "accept", note, actor, now)


def return_report(session: Session, row: Consolidation, reason: str, *, actor: Actor, now: datetime) -> None:
    """The report will not do: back to the lead, which is told. The shares of the units stay as they were decided."""
    _decide(session, row, "return", reason, actor, now)
    notices.tell(
        session, row.unit, key=f"consolidation:{row.id}:returned:{now.isoformat()}", title="汇总报告被退回，请修改重报",
        body=f"《{row.task.title}》：{reason.strip()}", path=f"/consolidations/{row.id}", task=row.task, now=now,
        about=(Subject.CONSOLIDATION, row.id),
    )  # fmt: skip


def _decide(session: Session, row: Consolidation, name: str, reason: str, actor: Actor, now: datetime) -> None:
    make_move(
        session, row, name, actor=actor, now=now, reason=reason, proven=proofs(row, actor),
        decided_at=now, decided_by_id=actor.user_id, decision_reason=reason.strip(),
    )  # fmt: skip


def proofs(row: Consolidation, actor: Actor) -> set[Proof]:
    """What holds of the report, and of who acts, towards the moves that ask for it."""
    proven = set()
    if row.text.strip():
        proven.add(Proof.CONSOLIDATION_WRITTEN)
    if row.task.state in OPEN_TASK_STATES:
        proven.add(Proof.TASK_OPEN)
    if actor.user_id is None or actor.user_id not in (row.drafted_by_id, row.submitted_by_id):
        proven.add(Proof.NOT_OWN_WORK)
    return proven
