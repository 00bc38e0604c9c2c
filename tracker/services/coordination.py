"""Matters that the units of a joint task cannot settle among themselves (协调事项): put to the office, taken up, settled.

Practice (domain.md a8): where opinions differ the lead explains to the office and asks it to coordinate (source S8); who
decides depends on the weight of the matter (S14, S20), so that the outcome names the body that decided.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import CoordinationItem, CoordinationUnit, Task
from tracker.queries.held import told
from tracker.rules.days import official_day
from tracker.rules.joint_statuses import CoordinationState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.consolidations import is_joint
from tracker.services.events import Entry, record
from tracker.services.moves import consolidating_units, hold, make_move
from tracker.services.opinions import co_units
from tracker.services.signing import goes_straight


@dataclass(frozen=True)
class Difference:
    """What the units disagree about, what the lead asks to have decided, and the ids of the units concerned."""

    matter: str
    asked: str
    unit_ids: Collection[int]


@dataclass(frozen=True)
class Outcome:
    """What was decided, by whom (a body or a meeting), on which day."""

    text: str
    decided_by: str
    decided_on: date


def asking_unit(task: Task, actor: Actor) -> int | None:
    """The unit in whose name the actor may put a matter of the task to the office; None where there is none."""
    if task.state not in OPEN_TASK_STATES or not is_joint(task):
        return None
    return min(actor.units(Permission.COORDINATION_ASK) & consolidating_units(task), default=None)


def choices(task: Task, actor: Actor) -> list[tuple[int, str]]:
    """The units that a matter may concern: those that have a part in the task beside the one that asks."""
    unit_id = asking_unit(task, actor)
    return [] if unit_id is None else [(share.unit_id, share.unit.name) for share in co_units(task, {unit_id})]


def open_item(session: Session, task: Task, said: Difference, *, actor: Actor, now: datetime) -> CoordinationItem:
    """The matter, put to the office; with the head of the unit first, where it has one who does not act."""
    hold(session, task)
    unit_id = asking_unit(task, actor)
    if unit_id is None or actor.user_id is None:
        raise NotAllowed("协调事项由牵头单位（没有牵头单位的，由责任单位）就正在办理、由两个以上单位承办的任务提出。")
    if not said.matter.strip() or not said.asked.strip():
        raise InvalidInput("请写明分歧事项和提请决定的事项。")
    if not said.unit_ids or not set(said.unit_ids) <= {number for number, _ in choices(task, actor)}:
        raise InvalidInput("请选择涉及的单位，须是共同承办这项任务的单位。")
    waits = not goes_straight(session, unit_id, Permission.COORDINATION_APPROVE, actor=actor, now=now)
    item = CoordinationItem(
        task=task, unit_id=unit_id, matter=said.matter.strip(), asked=said.asked.strip(), opened_at=now,
        opened_by_id=actor.user_id, submitted_at=None if waits else now,
        state=CoordinationState.UNIT_REVIEW if waits else CoordinationState.SUBMITTED,
        concerned=[CoordinationUnit(unit_id=number) for number in sorted(set(said.unit_ids))],
    )  # fmt: skip
    session.add(item)
    session.flush()
    act = "draft" if waits else "open"  # what has not left the unit is not the office's to watch
    facts = {"asked": item.asked, "units": sorted(set(said.unit_ids))}
    entry = Entry(
        Subject.COORDINATION, item.id, act, new=item.state, reason=item.matter, task_id=task.id, data=facts, wrote=told(item)
    )
    record(session, task.plan_id, [entry], actor=actor, now=now)
    if not waits:
        _tell(session, item, now)
    return item


def approve(session: Session, item: CoordinationItem, *, actor: Actor, now: datetime) -> None:
    """The head of the unit agrees; from now on the office and the units concerned see it."""
    hold(session, item)
    make_move(session, item, "approve", actor=actor, now=now, proven=proofs(item), submitted_at=now)
    _tell(session, item, now)


def stop(session: Session, item: CoordinationItem, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit does not want it asked."""
    make_move(session, item, "stop", actor=actor, now=now, reason=reason)


def withdraw(session: Session, item: CoordinationItem, *, actor: Actor, now: datetime) -> None:
    """The units have settled it themselves, or the lead asks no more."""
    make_move(session, item, "withdraw", actor=actor, now=now)


def take_up(session: Session, item: CoordinationItem, *, actor: Actor, now: datetime) -> None:
    """The office sees to it that the matter is decided."""
    make_move(session, item, "take_up", actor=actor, now=now, taken_up_at=now)


def settle(session: Session, item: CoordinationItem, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    """Put down what was decided; all units concerned are told."""
    if not outcome.decided_by.strip():
        raise InvalidInput("请写明由谁或者哪次会议决定。")
    if outcome.decided_on > official_day(now):
        raise InvalidInput("决定日期不能晚于今天，请改正日期。")
    text, body = outcome.text.strip(), outcome.decided_by.strip()
    make_move(
        session, item, "settle", actor=actor, now=now, reason=text,
        data={"decided_by": body, "decided_on": outcome.decided_on.isoformat()},
        outcome=text, decided_by=body, decided_on=outcome.decided_on, settled_at=now, settled_by_id=actor.user_id,
    )  # fmt: skip
    for unit in (item.unit, *(row.unit for row in item.concerned)):
        notices.tell(
            session, unit, key=f"coordination:{item.id}:settled:{unit.id}", title="协调事项已有结果", task=item.task, now=now,
            body=f"《{item.task.title}》：{text}（{body}）", path=f"/coordination/{item.id}",
            about=(Subject.COORDINATION, item.id),
        )  # fmt: skip


def proofs(item: CoordinationItem) -> set[Proof]:
    """Whether the task is still being carried out."""
    return {Proof.TASK_OPEN} if item.task.state in OPEN_TASK_STATES else set()


def _tell(session: Session, item: CoordinationItem, now: datetime) -> None:
    """The office, and the units concerned, hear of the matter."""
    task, path, about = item.task, f"/coordination/{item.id}", (Subject.COORDINATION, item.id)
    notices.tell_office(
        session, task.plan, key=f"coordination:{item.id}:office", title="有协调事项待受理", due_on=None, now=now, path=path,
        body=f"《{task.title}》：{item.matter}", about=about,
    )  # fmt: skip
    for row in item.concerned:
        notices.tell(
            session, row.unit, key=f"coordination:{item.id}:{row.unit_id}", title="牵头单位已就分歧提请办公室协调",
            body=f"《{task.title}》：{item.matter}", path=path, task=task, now=now, about=about,
        )  # fmt: skip
