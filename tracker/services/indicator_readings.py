"""Readings of indicators: entered by a unit, signed by its head, accepted or returned by the office, never edited."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Indicator, IndicatorReading, Task
from tracker.queries.held import told
from tracker.queries.indicators import task_of
from tracker.rules.days import official_day
from tracker.rules.indicators import DONE, NOT_DONE, PENDING_READING_STATES, IndicatorReadingState
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.quantities import converted
from tracker.rules.refusals import RuleViolation
from tracker.rules.statuses import OPEN_TASK_STATES, SIGNED_ASSIGNMENT_STATES, PlanState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, hold_chain, record
from tracker.services.indicators import LARGEST
from tracker.services.moves import make_move
from tracker.services.signing import goes_straight

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class ReadingSaid:
    """What is read: a value in the given unit (the indicator's own where none is), the day of the fact, and where it is from.

    Of a duty without a number 1 says that it is done, 0 that it is not. `replaces_id`: the accepted reading that it corrects.
    """

    value: Decimal
    fact_on: date
    note: str = ""
    quantity_unit: str | None = None
    replaces_id: int | None = None


def enter(session: Session, indicator: Indicator, said: ReadingSaid, *, actor: Actor, now: datetime) -> IndicatorReading:
    """A new reading, on its way to the head of the unit, or to the office where there is none, the head acts or the office enters.

    Refusals: those of `entering_unit`; InvalidInput for what cannot have been read; RuleViolation `quantity_unit_differs`.
    """
    hold_chain(session, indicator.plan_id)
    task = task_of(session, indicator)
    unit_id = entering_unit(indicator, task, actor=actor)
    if actor.user_id is None:
        raise InvalidInput("读数须由承办单位或者办公室的人员登记。")
    value = _value(indicator, said)
    _check_said(said, official_day(now))
    if said.replaces_id is not None:
        _check_replaced(session, indicator, said.replaces_id, unit_id)
    straight = unit_id is None or goes_straight(session, unit_id, Permission.INDICATOR_APPROVE, actor=actor, now=now)
    reading = IndicatorReading(
        indicator=indicator, task_id=task.id if task else None, unit_id=unit_id, value=value, fact_on=said.fact_on,
        note=said.note.strip(), replaces_id=said.replaces_id, entered_at=now, entered_by_id=actor.user_id,
        submitted_at=now if straight else None,
        state=IndicatorReadingState.SUBMITTED if straight else IndicatorReadingState.UNIT_REVIEW,
    )  # fmt: skip
    session.add(reading)
    session.flush()
    session.refresh(reading, ["value"])  # as the column keeps it: rounded to its places
    facts: dict[str, Any] = {"name": indicator.name, "value": f"{value:f}", "fact_on": said.fact_on.isoformat()}
    if said.replaces_id is not None:
        facts["replaces"] = said.replaces_id
    # What waits for the head is still within the unit's walls, see queries/task_history.py.
    action = "enter" if straight else "draft"
    entry = Entry(
        Subject.INDICATOR_READING, reading.id, action, new=reading.state, task_id=reading.task_id, data=facts, wrote=told(reading)
    )
    record(session, indicator.plan_id, [entry], actor=actor, now=now)
    return reading


def entering_unit(indicator: Indicator, task: Task | None, *, actor: Actor) -> int | None:
    """The unit for which the actor enters a reading now, None for the office.

    NotAllowed for who has no part in it, RuleViolation where it is not the time (`obstacle`).
    """
    if not takes_part(indicator, task, actor=actor):
        raise NotAllowed("这项指标不由您的单位登记读数。如确需登记，请联系领导小组办公室。")
    refusal = obstacle(indicator, task, actor=actor)
    if refusal is not None:
        raise refusal
    return None if _is_office(indicator, actor) else min(_signed(task, actor))


def takes_part(indicator: Indicator, task: Task | None, *, actor: Actor) -> bool:
    """True for the units of the task, and for the office of the place, whatever the indicator."""
    mine = actor.units(Permission.INDICATOR_REPORT)
    return _is_office(indicator, actor) or bool(task and any(share.unit_id in mine for share in task.assignments))


def obstacle(indicator: Indicator, task: Task | None, *, actor: Actor) -> RuleViolation | None:
    """Why nothing can be read now by one who takes part; None where it can.

    The plan is in force and under supervision; a unit has signed for its share of the task, and that is being carried out.
    """
    plan = indicator.plan
    is_unit = not _is_office(indicator, actor)
    tests = (
        (plan.state is not PlanState.ISSUED or plan.supervised_from is None, "indicator_not_followed"),
        (is_unit and (task is None or task.state not in OPEN_TASK_STATES), Proof.TASK_OPEN.value),
        (is_unit and not _signed(task, actor), Proof.ACKNOWLEDGED.value),
    )
    return next((RuleViolation(code) for holds, code in tests if holds), None)


def _is_office(indicator: Indicator, actor: Actor) -> bool:
    return may_touch(actor, Permission.INDICATOR_REPORT, region=indicator.plan.jurisdiction.path)


def _signed(task: Task | None, actor: Actor) -> list[int]:
    """The actor's units that have signed for their share of the task."""
    mine = actor.units(Permission.INDICATOR_REPORT)
    shares = task.assignments if task else ()
    return [share.unit_id for share in shares if share.unit_id in mine and share.state in SIGNED_ASSIGNMENT_STATES]


def _value(indicator: Indicator, said: ReadingSaid) -> Decimal:
    """The value in the indicator's own unit."""
    if not said.value.is_finite() or abs(said.value) >= LARGEST:
        raise InvalidInput("读数太大或者不是数字，请改正。")
    if indicator.value is None:
        if said.value not in (DONE, NOT_DONE):
            raise InvalidInput("这项指标没有数值，请选择已完成或者尚未完成。")
        return said.value
    value = converted(said.value, said.quantity_unit or indicator.quantity_unit, indicator.quantity_unit)
    if abs(value) >= LARGEST:
        raise InvalidInput("读数太大或者不是数字，请改正。")
    return value


def _check_said(said: ReadingSaid, today: date) -> None:
    if said.fact_on > today:
        raise InvalidInput("数据日期不能晚于今天，请改正。")
    if len(said.note) > LONGEST_NOTE:
        raise InvalidInput("数据来源和说明不超过 %(limit)s 字，请精简；详情可作为佐证材料上传。", limit=LONGEST_NOTE)


def _check_replaced(session: Session, indicator: Indicator, replaces_id: int, unit_id: int | None) -> None:
    """Only an accepted reading is corrected, by the unit that entered it or by the office, and once at a time."""
    replaced = session.get(IndicatorReading, replaces_id)
    is_own = replaced is not None and unit_id in (None, replaced.unit_id)
    if replaced is None or replaced.indicator_id != indicator.id or not is_own:
        raise InvalidInput("没有找到要更正的读数，请从读数列表重新进入。")
    if replaced.state is not IndicatorReadingState.ACCEPTED:
        raise InvalidInput("只有已采信的读数需要更正；还没有采信的，请撤回后重新登记。")
    standing = (*PENDING_READING_STATES, IndicatorReadingState.ACCEPTED)
    query = select(IndicatorReading.id).where(IndicatorReading.replaces_id == replaces_id, IndicatorReading.state.in_(standing))
    if session.scalar(query.limit(1)) is not None:
        raise Conflict("这个读数已经更正，或者更正正在审核。请更正最新的一个。")


def approve(session: Session, reading: IndicatorReading, *, actor: Actor, now: datetime) -> None:
    """The head of the unit lets the reading leave the unit."""
    make_move(session, reading, "approve", actor=actor, now=now, submitted_at=now)


def stop(session: Session, reading: IndicatorReading, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit does not let it go; the liaison enters it anew."""
    make_move(session, reading, "stop", actor=actor, now=now, reason=reason)


def withdraw(session: Session, reading: IndicatorReading, *, actor: Actor, now: datetime) -> None:
    """Whoever entered it takes it back before the office has decided."""
    make_move(session, reading, "withdraw", actor=actor, now=now, proven=proofs(reading, actor))


def accept(session: Session, reading: IndicatorReading, *, actor: Actor, now: datetime, note: str = "") -> None:
    """Take the reading as true: from now on it counts, and what it corrects counts no more."""
    make_move(
        session, reading, "accept", actor=actor, now=now, reason=note, proven=proofs(reading, actor),
        decided_at=now, decided_by_id=actor.user_id, decision_reason=note,
    )  # fmt: skip


def return_reading(session: Session, reading: IndicatorReading, reason: str, *, actor: Actor, now: datetime) -> None:
    """Send the reading back with a reason; the unit is told, and enters it anew."""
    make_move(
        session, reading, "return", actor=actor, now=now, reason=reason, proven=proofs(reading, actor),
        decided_at=now, decided_by_id=actor.user_id, decision_reason=reason,
    )  # fmt: skip
    if reading.unit is not None:
        notices.tell(
            session, reading.unit, key=f"reading_returned:{reading.id}", title="指标读数被退回，请重新登记", task=reading.task,
            plan_id=reading.indicator.plan_id, path=f"/indicators/{reading.indicator_id}", now=now,
            about=(Subject.INDICATOR_READING, reading.id),
            body=f"“{reading.indicator.name}”截至{reading.fact_on.isoformat()}的读数被退回。理由：{reason.strip().rstrip('。')}。",
        )  # fmt: skip


def proofs(reading: IndicatorReading, actor: Actor) -> set[Proof]:
    """Nobody judges what they entered themselves; nobody takes back what another unit entered, nor the office what a unit did."""
    proven = set()
    if actor.user_id is None or actor.user_id != reading.entered_by_id:
        proven.add(Proof.NOT_OWN_WORK)
    region = reading.indicator.plan.jurisdiction.path
    is_office = may_touch(actor, Permission.INDICATOR_ADMINISTER, region=region)
    if reading.unit_id in actor.units(Permission.INDICATOR_REPORT) or (reading.unit_id is None and is_office):
        proven.add(Proof.OWN_READING)
    return proven
