"""Recurring reports (定期报告): asked for by their day or on the office's word, written and sent by the unit, received or
returned by the office.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Obligation, ObligationUnit, Occurrence, Plan, Unit
from tracker.queries.held import told
from tracker.queries.own_reports import own_report_facts
from tracker.queries.unit_members import members_by_unit
from tracker.reports.own_report import compose_own_report
from tracker.rules.days import official_day
from tracker.rules.duties import covered_since, days_to_open
from tracker.rules.matter_statuses import EDITABLE_OCCURRENCE_STATES, OccurrenceState
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.statuses import PlanState
from tracker.rules.transitions import Proof, Subject
from tracker.services import notices
from tracker.services.events import Entry, hold_chain, record
from tracker.services.moves import hold, make_move, require
from tracker.services.signing import give_back, goes_straight

# A yearly report of a unit with many tasks; still a text that is read, and Markdown costs more than linear time.
TEXT_LIMIT = 60_000


def plans_to_open(session: Session, today: date) -> list[int]:
    """The plans of which some duty has a day for which its units are not asked yet; one statement."""
    rows = session.execute(_duties())
    return list(dict.fromkeys(duty.plan_id for duty, begun, last in rows if _days(duty, begun, last, today)))


def open_occurrences(session: Session, plan: Plan, today: date, *, actor: Actor, now: datetime) -> int:
    """Ask the units for what the plan's duties want by now: how many reports were added to those owed.

    For every day that has come since the plan is followed, and for the next one; a second run adds nothing. A collective unit is
    replaced by its members of today. Facts of a plan that is not followed (`supervised_from`) ask nothing of anybody.
    Only the system, and whoever issues the plan, opens them (NotAllowed).
    """
    hold_chain(session, plan.id)
    if not may_touch(actor, Permission.PLAN_ISSUE, region=plan.jurisdiction.path):
        raise NotAllowed("定期报告由系统按方案规定的日期列出，不需要手工办理。")
    units = _bearers(session, plan.id, today)
    added = []
    for duty, begun, last in session.execute(_duties().where(Obligation.plan_id == plan.id)).all():
        for day in _days(duty, begun, last, today):
            added += [
                Occurrence(plan_id=plan.id, obligation_id=duty.id, unit_id=unit_id, due_on=day, opened_on=today)
                for unit_id in units.get(duty.id, ())
            ]
    session.add_all(added)
    session.flush()
    record(session, plan.id, list(_openings(added)), actor=actor, now=now)
    return len(added)


def _openings(added: Sequence[Occurrence], action: str = "fall_due") -> Iterator[Entry]:
    for row in added:
        facts = {"obligation": row.obligation_id, "unit": row.unit_id, "due_on": row.due_on.isoformat()}
        yield Entry(Subject.OCCURRENCE, row.id, action, None, OccurrenceState.OPEN, data=facts, wrote=told(row))


def ask_for(session: Session, duty: Obligation, due_on: date, *, actor: Actor, now: datetime) -> int:
    """Ask the duty's units for a report by a day that the office sets: how many were not asked for that day before, and are told.

    For duties whose day the plan does not print, and for the members of a collective that were registered after its report had
    fallen due. What a collective was asked for itself, and nobody can write, is withdrawn where its members are known now.
    """
    plan = session.get_one(Plan, duty.plan_id)
    today = official_day(now)
    hold_chain(session, plan.id)
    _check_request(plan, due_on, today, actor)
    bearers = _bearers(session, plan.id, today).get(duty.id, [])
    asked = {row.unit_id: row for row in session.scalars(_of_day(duty, due_on))}
    for row in asked.values():
        if row.unit.is_collective and row.unit_id not in bearers and row.state in EDITABLE_OCCURRENCE_STATES:
            withdraw(session, row, "改由成员单位分别报送", actor=actor, now=now)
    added = [
        Occurrence(plan_id=plan.id, obligation_id=duty.id, unit_id=unit_id, due_on=due_on, opened_on=today)
        for unit_id in bearers
        if unit_id not in asked
    ]
    session.add_all(added)
    session.flush()
    record(session, plan.id, list(_openings(added, "ask")), actor=actor, now=now)
    for row in added:
        _tell(session, row, "asked", "请按时报送定期报告", f"请于{due_on.month}月{due_on.day}日前报送。", now)
    return len(added)


def _of_day(duty: Obligation, due_on: date) -> Select[Occurrence]:
    same = (Occurrence.obligation_id == duty.id, Occurrence.due_on == due_on)
    return select(Occurrence).where(*same).options(joinedload(Occurrence.unit)).order_by(Occurrence.id)


def _check_request(plan: Plan, due_on: date, today: date, actor: Actor) -> None:
    if not may_touch(actor, Permission.OBLIGATION_RECEIVE, region=plan.jurisdiction.path):
        raise NotAllowed("要求各单位报送定期报告，由领导小组办公室办理。")
    if plan.state is not PlanState.ISSUED or plan.supervised_from is None:
        raise Conflict("这份方案没有交办或者已经终止，不能要求各单位报送。")
    if due_on < today:
        raise InvalidInput("报送时限不能早于今天，请改正日期。")


def _duties() -> Select[Obligation, Any, Any]:
    """The dated duties of the plans that are followed: each with the day from which, and the last day it was opened for."""
    last = func.max(Occurrence.due_on)
    return (
        select(Obligation, Plan.supervised_from, last)
        .join(Plan, Plan.id == Obligation.plan_id)
        .outerjoin(Occurrence, Occurrence.obligation_id == Obligation.id)
        .where(Plan.state == PlanState.ISSUED, Plan.supervised_from.is_not(None), Obligation.month_day.is_not(None))
        .group_by(Obligation.id, Plan.supervised_from)
        .order_by(Obligation.id)
    )


def _days(duty: Obligation, begun: date, last: date | None, today: date) -> list[date]:
    return days_to_open(duty.recurs, duty.month_day, last or begun - timedelta(days=1), today)


def _bearers(session: Session, plan_id: int, today: date) -> Mapping[int, Sequence[int]]:
    """The units that each duty of the plan falls on today, collectives replaced by their members; three statements at most."""
    query = (
        select(ObligationUnit.obligation_id, Unit.id, Unit.is_collective)
        .join(Obligation, Obligation.id == ObligationUnit.obligation_id)
        .join(Unit, Unit.id == ObligationUnit.unit_id)
        .where(Obligation.plan_id == plan_id)
        .order_by(ObligationUnit.obligation_id, Unit.id)
    )
    rows = session.execute(query).all()
    members = members_by_unit(session, {row.id for row in rows if row.is_collective}, today)
    bearers: dict[int, dict[int, None]] = {}
    for duty_id, unit_id, _ in rows:
        bearers.setdefault(duty_id, {}).update(dict.fromkeys(members.get(unit_id) or [unit_id]))
    return {duty_id: list(units) for duty_id, units in bearers.items()}


def first_draft(session: Session, occurrence: Occurrence, *, actor: Actor) -> str:
    """A text to begin with, out of what was accepted of the unit in the stretch that the report is about; nothing is saved."""
    require(actor, Permission.OBLIGATION_REPORT, occurrence)
    return compose_own_report(own_report_facts(session, occurrence, _since(session, occurrence)))


def _since(session: Session, occurrence: Occurrence) -> date:
    """The first day that the report is about: by the days of its duty, else after the unit's last one, else as the plan began."""
    duty = occurrence.obligation
    if duty.month_day and duty.recurs != "none":
        return covered_since(duty.recurs, duty.month_day, occurrence.due_on)
    same = (Occurrence.obligation_id == duty.id, Occurrence.unit_id == occurrence.unit_id, Occurrence.due_on < occurrence.due_on)
    last = session.scalar(select(func.max(Occurrence.due_on)).where(*same))
    return last + timedelta(days=1) if last else occurrence.plan.supervised_from or occurrence.opened_on


def save_text(session: Session, occurrence: Occurrence, text: str, *, actor: Actor) -> None:
    """Keep what the unit has written; not while it is on its way or received (Conflict)."""
    require(actor, Permission.OBLIGATION_REPORT, occurrence)
    hold(session, occurrence)
    if occurrence.state not in EDITABLE_OCCURRENCE_STATES:
        raise Conflict("报告已经送出，暂不能修改。确需修改的，请撤回，或者请办公室退回。")
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("报告正文不超过 6 万字，请精简。")
    occurrence.text = text
    session.flush()


def send(session: Session, occurrence: Occurrence, *, actor: Actor, now: datetime) -> None:
    """Send the report on: to the head of the unit, or straight to the office where there is none or the head acts."""
    hold(session, occurrence)
    proven = proofs(occurrence, actor)
    if goes_straight(session, occurrence.unit_id, Permission.OBLIGATION_APPROVE, actor=actor, now=now):
        _submit(session, occurrence, "submit", {*proven, Proof.NO_HEAD_OR_HEAD_ACTS}, actor, now)
    else:
        make_move(session, occurrence, "send_for_approval", actor=actor, now=now, proven=proven)


def approve(session: Session, occurrence: Occurrence, *, actor: Actor, now: datetime) -> None:
    """The head of the unit lets the report leave the unit."""
    _submit(session, occurrence, "approve", proofs(occurrence, actor), actor, now)


def _submit(session: Session, occurrence: Occurrence, name: str, proven: set[Proof], actor: Actor, now: datetime) -> None:
    make_move(
        session, occurrence, name, actor=actor, now=now, proven=proven, data={"text": occurrence.text},
        submitted_on=official_day(now), submitted_by_id=actor.user_id,
    )  # fmt: skip


def recall(session: Session, occurrence: Occurrence, *, actor: Actor, now: datetime) -> None:
    """The liaison takes back what the head has not signed yet."""
    make_move(session, occurrence, "recall", actor=actor, now=now)


def send_back(session: Session, occurrence: Occurrence, reason: str, *, actor: Actor, now: datetime) -> None:
    """The head of the unit gives the report back to the liaison."""
    path = f"/obligations/{occurrence.id}/edit"
    give_back(session, occurrence, occurrence.unit, f"定期报告“{occurrence.obligation.what}”", path, reason, actor=actor, now=now)


def receive(session: Session, occurrence: Occurrence, *, actor: Actor, now: datetime) -> None:
    """The office takes receipt of the report: the duty is met."""
    proven = proofs(occurrence, actor)
    make_move(session, occurrence, "receive", actor=actor, now=now, proven=proven, received_at=now, received_by_id=actor.user_id)


def return_report(session: Session, occurrence: Occurrence, reason: str, *, actor: Actor, now: datetime) -> None:
    """The report will not do: back to the unit, which owes it again, and is told."""
    make_move(
        session, occurrence, "return", actor=actor, now=now, reason=reason, proven=proofs(occurrence, actor),
        return_reason=reason.strip(),
    )  # fmt: skip
    _tell(session, occurrence, "returned", "定期报告被退回，请修改重报", reason.strip(), now)


def withdraw(session: Session, occurrence: Occurrence, reason: str, *, actor: Actor, now: datetime) -> None:
    """The office asks the unit for this report no longer: it is in no count, and the unit is told."""
    make_move(session, occurrence, "withdraw", actor=actor, now=now, reason=reason, return_reason=reason.strip())
    _tell(session, occurrence, "withdrawn", "不再要求报送定期报告", f"不需再报。理由：{reason.strip()}", now)


def _tell(session: Session, occurrence: Occurrence, what: str, title: str, said: str, now: datetime) -> None:
    notices.tell(
        session, occurrence.unit, key=f"occurrence:{occurrence.id}:{what}:{now.isoformat()}", title=title,
        body=f"《{occurrence.plan.title}》“{occurrence.obligation.what}”：{said}",
        path=f"/obligations/{occurrence.id}", plan_id=occurrence.plan_id, due_on=occurrence.due_on, now=now,
        about=(Subject.OCCURRENCE, occurrence.id),
    )  # fmt: skip


def proofs(occurrence: Occurrence, actor: Actor) -> set[Proof]:
    """What holds of the report, and of who acts, towards the moves that ask for it."""
    proven = set()
    if occurrence.text.strip():
        proven.add(Proof.REPORT_WRITTEN)
    if actor.user_id is None or actor.user_id != occurrence.submitted_by_id:
        proven.add(Proof.NOT_OWN_WORK)
    return proven
