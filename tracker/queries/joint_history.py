"""Dissent and matters to coordinate as they stood at the end of a past day, out of the plan's chain of events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Consolidation, CoordinationItem, Event, Opinion, Unit
from tracker.queries.unit_names import NO_NAMES
from tracker.rules.days import official_day
from tracker.rules.joint_report_facts import CoordinationRecord, DissentRecord, JointRecords
from tracker.rules.joint_statuses import CoordinationState, OpinionState
from tracker.rules.transitions import Subject

SHOWN = (CoordinationState.SUBMITTED, CoordinationState.TAKEN_UP, CoordinationState.SETTLED)


def joint_on(session: Session, plan_id: int, end: datetime, names: Mapping[int, str] = NO_NAMES) -> JointRecords:
    """What was known before the instant of dissent and of matters to coordinate in the plan; `names` as of `names_before`.

    Two statements.
    """
    return JointRecords(tuple(_dissents(session, plan_id, end, names)), tuple(_coordination(session, plan_id, end, names)))


def _events(query: Any, subject: Subject, plan_id: int, end: datetime) -> Any:
    return query.where(Event.subject == subject, Event.chain == plan_id, Event.at < end).order_by(Event.seq)


def _dissents(session: Session, plan_id: int, end: datetime, names: Mapping[int, str]) -> Iterator[DissentRecord]:
    """The dissent that stood, said or dealt with: of each task on the last request to close, and on the newest consolidated report
    of which any unit had said anything."""
    query = (
        select(
            Opinion.id, Opinion.task_id, Opinion.round, Opinion.text, Opinion.stated_at, Consolidation.period, Opinion.unit_id,
            Unit.name, Event.at, Event.reason, Event.new,
        )
        .join(Opinion, Opinion.id == Event.subject_id)
        .join(Unit, Unit.id == Opinion.unit_id)
        .outerjoin(Consolidation, Consolidation.id == Opinion.consolidation_id)
    )  # fmt: skip
    rows = session.execute(_events(query, Subject.OPINION, plan_id, end)).all()
    rounds, spoken = _newest_rounds(rows), _newest_spoken(rows)
    said: dict[int, DissentRecord] = {}
    for row in rows:
        unit = names.get(row.unit_id, row.name)
        is_over = row.round < rounds[row.task_id, row.period] or (row.period or "") < spoken.get(
            (row.task_id, row.period is None), ""
        )
        if is_over or row.new == OpinionState.AGREED:
            said.pop(row.id, None)
        elif row.new == OpinionState.DISSENTED:
            said[row.id] = DissentRecord(row.id, row.task_id, unit, row.period, official_day(row.at), row.reason, "")
        elif (
            row.new == OpinionState.NOTED
        ):  # final, so that the row says what stood; the dissent may be in an earlier edition's chain
            said[row.id] = DissentRecord(
                row.id, row.task_id, unit, row.period, official_day(row.stated_at), row.text, row.reason
            )  # fmt: skip
    yield from said.values()


def _newest_rounds(rows: Iterable[Any]) -> dict[tuple[int, str | None], int]:
    """By task and matter: the round that was asked for last."""
    newest: dict[tuple[int, str | None], int] = {}
    for row in rows:
        newest[row.task_id, row.period] = max(newest.get((row.task_id, row.period), 0), row.round)
    return newest


def _newest_spoken(rows: Iterable[Any]) -> dict[tuple[int, bool], str]:
    """By task, and whether it is about a closing: the newest period of which a unit has said something."""
    newest: dict[tuple[int, bool], str] = {}
    for row in rows:
        if row.new != OpinionState.PENDING:
            key = (row.task_id, row.period is None)
            newest[key] = max(newest.get(key, ""), row.period or "")
    return newest


def _coordination(session: Session, plan_id: int, end: datetime, names: Mapping[int, str]) -> Iterator[CoordinationRecord]:
    query = (
        select(CoordinationItem, Unit.name, Event.new)
        .join(CoordinationItem, CoordinationItem.id == Event.subject_id)
        .join(Unit, Unit.id == CoordinationItem.unit_id)
    )
    states = {item: (unit, new) for item, unit, new in session.execute(_events(query, Subject.COORDINATION, plan_id, end)) if new}
    for item, (unit, new) in states.items():
        state = CoordinationState(new)
        is_settled = state is CoordinationState.SETTLED
        if state in SHOWN:
            yield CoordinationRecord(
                item.id, item.task_id, names.get(item.unit_id, unit), item.matter, official_day(item.opened_at), state,
                item.outcome if is_settled else "", item.decided_by if is_settled else "", item.decided_on if is_settled else None,
            )  # fmt: skip
