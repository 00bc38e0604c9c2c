"""No report is asked of a unit for a period (免报): by the office, with a reason, and taken back with a reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput
from tracker.labels import period_title
from tracker.models import Assignment, Exemption, Plan, Task, Unit, Update
from tracker.queries.held import told
from tracker.queries.rhythms import exempted
from tracker.rules.days import official_day
from tracker.rules.matter_statuses import ExemptionState
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import OPEN_TASK_STATES, OWING_ASSIGNMENT_STATES, RECEIVED_UPDATE_STATES
from tracker.rules.transitions import Subject
from tracker.services import notices
from tracker.services.events import Entry, hold_chain, record
from tracker.services.moves import hold, make_move, require


def exempt(session: Session, share: Assignment, period: str, reason: str, *, actor: Actor, now: datetime) -> Exemption:
    """Ask no report of the share for the period; the unit is told. It may still send one, which then counts like any other.

    Conflict where the report has come already, or none is owed.
    """
    require(actor, Permission.UPDATE_EXEMPT, share)
    hold(session, share)
    _check(share.task.plan, period, reason, now)
    if not _owing(session, share.task.plan, share.unit_id, period, share.id):
        raise Conflict("这一期的进展已经报送、已经免报或者不需要报送，无须免报。请刷新页面查看。")
    [exemption] = _grant(session, share.unit, share.task.plan, [share], period, reason, actor, now)
    return exemption


def exempt_unit(
    session: Session, plan: Plan, unit: Unit, period: str, reason: str, *, actor: Actor, now: datetime
) -> Sequence[Exemption]:
    """Ask no report of the unit on any task of the plan for the period; what it has sent already stands."""
    hold_chain(session, plan.id)
    _check(plan, period, reason, now)
    shares = _owing(session, plan, unit.id, period)
    if not shares:
        raise Conflict("该单位这一期没有未报的事项，无须免报。请刷新页面查看。")
    for share in shares:
        require(actor, Permission.UPDATE_EXEMPT, share)
    return _grant(session, unit, plan, shares, period, reason, actor, now)


def revoke(session: Session, exemption: Exemption, reason: str, *, actor: Actor, now: datetime) -> None:
    """Ask for the report after all; the unit is told why."""
    make_move(
        session, exemption, "revoke", actor=actor, now=now, reason=reason, data=_facts(exemption.assignment, exemption.period),
        revoked_at=now, revoked_by_id=actor.user_id, revoke_reason=reason.strip(),
    )  # fmt: skip
    share, name = exemption.assignment, period_title(exemption.period)
    notices.tell_unit(
        session, share, key=f"exemption:{exemption.id}:revoked", title=f"{name}进展恢复报送", now=now,
        body=f"《{share.task.title}》{name}的免报已撤销，请按期报送进展。理由：{reason.strip()}",
    )  # fmt: skip


def _check(plan: Plan, period: str, reason: str, now: datetime) -> None:
    """The period must be one of the plan's up to the next one: nobody knows yet what will be asked after that."""
    rhythm = plan.rhythm
    named = rhythm.named(period)
    if named is None or named.start > rhythm.after(rhythm.period_on(official_day(now))).start:
        raise InvalidInput("填报期有误，请从列表中选择。")
    if not reason.strip():
        raise InvalidInput("请写明免报的理由。")


def _owing(session: Session, plan: Plan, unit_id: int, period: str, share_id: int | None = None) -> Sequence[Assignment]:
    """The shares of the unit, or the one, of which a report for the period is asked and has not come; locked plan."""
    came = (
        select(Update.id)
        .where(Update.assignment_id == Assignment.id, Update.period == period, Update.state.in_(RECEIVED_UPDATE_STATES))
        .exists()
    )
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Task.plan_id == plan.id, Task.state.in_(OPEN_TASK_STATES), Assignment.unit_id == unit_id,
            Assignment.state.in_(OWING_ASSIGNMENT_STATES), Assignment.issued_on < plan.rhythm.cutoff_of(period),
            ~came, ~exempted(period),
        )
        .order_by(Assignment.id)
    )  # fmt: skip
    return session.scalars(query.where(Assignment.id == share_id) if share_id else query).all()


def _grant(
    session: Session, unit: Unit, plan: Plan, shares: Sequence[Assignment], period: str, reason: str, actor: Actor, now: datetime
) -> Sequence[Exemption]:
    granted = [
        Exemption(
            assignment=share, period=period, state=ExemptionState.GRANTED, reason=reason.strip(), granted_at=now,
            granted_by_id=actor.user_id,
        )
        for share in shares
    ]  # fmt: skip
    session.add_all(granted)
    session.flush()
    entries = [
        Entry(
            Subject.EXEMPTION, row.id, "grant", new=row.state, reason=row.reason, task_id=row.assignment.task_id,
            data=_facts(row.assignment, period), wrote=told(row),
        )
        for row in granted
    ]  # fmt: skip
    record(session, plan.id, entries, actor=actor, now=now)
    name = period_title(period)
    which = f"“{shares[0].task.title}”" if len(shares) == 1 else f"{len(shares)} 项任务"
    notices.tell(
        session, unit, key=f"exemption:{granted[0].id}", title=f"{name}进展免报", path="/mine", plan_id=plan.id, now=now,
        task=shares[0].task if len(shares) == 1 else None,
        body=f"《{plan.title}》{which}{name}进展不需要报送。理由：{reason.strip()}",
    )  # fmt: skip
    return granted


def _facts(share: Assignment, period: str) -> dict[str, object]:
    return {"assignment": share.id, "unit": share.unit_id, "period": period}
