"""What an adjustment changes (调整): the change in words as it stands when asked, and the same carried out.

What was printed stays and is shown beside: a target gets a later version, a task a later wording, a share gives way to another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.indicator_words import target_text
from tracker.labels import label
from tracker.models import Adjustment, Assignment, Indicator, IndicatorTarget, Task
from tracker.queries.disputes import current_text
from tracker.queries.held import told
from tracker.queries.indicator_facts import facts_before
from tracker.rules.adjustments import AdjustmentGround, AdjustmentKind
from tracker.rules.days import official_day
from tracker.rules.indicators import Target
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OPEN_ASSIGNMENT_STATES
from tracker.rules.transitions import Subject
from tracker.services import notices
from tracker.services.events import Entry, record
from tracker.services.giving import other_unit, replace_unit
from tracker.services.wordings import add_wording, checked_wording


@dataclass(frozen=True)
class Change:
    """What the unit asks for and why; of the last five only those that its kind needs.

    A target: the indicator and its new value (and upper bound, for a range). A unit: the share, and a name of who is to have it.
    """

    kind: AdjustmentKind
    ground: AdjustmentGround
    reason: str
    indicator_id: int | None = None
    value: Decimal | None = None
    value_high: Decimal | None = None
    assignment_id: int | None = None
    unit_name: str = ""
    text: str = ""


def described(session: Session, task: Task, said: Change, *, now: datetime) -> dict[str, Any]:
    """The columns of an Adjustment that hold the change, `before` and `after` in words; InvalidInput where it cannot be made."""
    if said.kind is AdjustmentKind.TARGET:
        return _target(session, task, said, now)
    if said.kind is AdjustmentKind.UNIT:
        return _unit(session, task, said, now)
    before, after = checked_wording(session, task, said.text)
    return {"before": before, "after": after}


def _target(session: Session, task: Task, said: Change, now: datetime) -> dict[str, Any]:
    indicator = _indicator(task, said.indicator_id)
    target = target_now(session, indicator, now=now)
    if target.low is None:
        raise InvalidInput("这项指标没有数值，不能调整目标值；要调整完成日期的，请申请延期。")
    if said.value is None or (target.high is not None and (said.value_high is None or said.value_high <= said.value)):
        raise InvalidInput("请填写新的目标值；原来是一个范围的，请填写范围的两端。")
    high = said.value_high if target.high is not None else None
    after = target_text(Target(said.value, high, target.comparison), indicator.quantity_unit)
    name = indicator.name
    return {
        "before": f"{name}：{target_text(target, indicator.quantity_unit)}", "after": f"{name}：{after}",
        "indicator_id": indicator.id, "new_value": said.value, "new_value_high": high,
    }  # fmt: skip


def indicators_of(task: Task) -> list[Indicator]:
    """The indicators of the task's measure; none of a task that stands in no plan's text."""
    return task.measure.indicators if task.measure else []


def _indicator(task: Task, indicator_id: int | None) -> Indicator:
    found = next((indicator for indicator in indicators_of(task) if indicator.id == indicator_id), None)
    if found is None:
        raise InvalidInput("请选择这项任务的量化指标。")
    return found


@dataclass(frozen=True)
class TaskAsks:
    """What a task asks for at an instant: its text, and the targets of its indicators in words, by their ids."""

    text: str
    targets: Mapping[int, str]


def asks_now(session: Session, task: Task, *, now: datetime) -> TaskAsks:
    """What the task asks for, with all that was adjusted so far."""
    facts = facts_before(session, indicators_of(task), now)
    return TaskAsks(current_text(session, task), {one.id: target_text(one.target, one.quantity_unit) for one in facts})


def target_now(session: Session, indicator: Indicator, *, now: datetime) -> Target:
    """The target of the indicator in force at the instant."""
    return facts_before(session, [indicator], now)[0].target


def _unit(session: Session, task: Task, said: Change, now: datetime) -> dict[str, Any]:
    share = next((share for share in task.assignments if share.id == said.assignment_id), None)
    if share is None or share.state not in OPEN_ASSIGNMENT_STATES:
        raise InvalidInput("请选择这项任务中还没有完成的承办单位。")
    unit = other_unit(session, share, said.unit_name, official_day(now))
    role = label(share.role)
    return {
        "before": f"{share.unit.name}（{role}）", "after": f"{unit.name}（{role}）", "assignment_id": share.id,
        "new_unit_id": unit.id,
    }  # fmt: skip


def carry_out(session: Session, row: Adjustment, *, actor: Actor, now: datetime) -> None:
    """Make the change that was granted; Conflict where what is to be changed is no longer what it was when asked.

    The caller holds the plan's chain, and has found that the actor may.
    """
    said = Change(
        row.kind, row.ground, row.reason, row.indicator_id, row.new_value, row.new_value_high, row.assignment_id,
        row.new_unit.name if row.new_unit else "", row.after,
    )  # fmt: skip
    if described(session, row.task, said, now=now)["before"] != row.before:
        raise Conflict("申请提出以后，原来的内容已经变化。请单位撤回申请，按现在的内容重新提出。")
    {AdjustmentKind.TARGET: _retarget, AdjustmentKind.UNIT: _replace, AdjustmentKind.WORDING: _reword}[row.kind](
        session, row, actor, now
    )


def _retarget(session: Session, row: Adjustment, actor: Actor, now: datetime) -> None:
    target = IndicatorTarget(
        indicator_id=row.indicator_id, adjustment_id=row.id, value=row.new_value, value_high=row.new_value_high,
        set_on=official_day(now), set_at=now,
    )  # fmt: skip
    session.add(target)
    session.flush()
    session.refresh(target)  # as the column keeps it: rounded to its places
    data = {"indicator": row.indicator_id, "adjustment": row.id, "target": [row.before, row.after]}
    entry = Entry(Subject.TASK, row.task_id, "retarget", reason=row.reason, task_id=row.task_id, data=data, wrote=told(target))
    record(session, row.task.plan_id, [entry], actor=actor, now=now)


def _replace(session: Session, row: Adjustment, actor: Actor, now: datetime) -> None:
    share = session.get_one(Assignment, row.assignment_id)
    unit, task = row.new_unit, row.task
    assert unit is not None
    replace_unit(session, share, unit, "replace", row.reason, data={"adjustment": row.id}, actor=actor, now=now)
    notices.tell_unit(
        session, share, key=f"adjustment:{row.id}:old", title="经批准，任务改由其他单位承办",
        body=f"《{task.title}》改由{unit.name}承办，你单位不再承办这一项。", now=now,
    )  # fmt: skip


def _reword(session: Session, row: Adjustment, actor: Actor, now: datetime) -> None:
    add_wording(session, row.task, row.after, row.reason, actor=actor, now=now)
