"""The rows of the ledger as a workbook: one for each share of a plan, with what was reported of a period."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.models import Assignment, Indicator, Measure, Plan, Task, Update
from tracker.queries.scope import in_region, own_share
from tracker.queries.updates import visible_update
from tracker.rules.ledger_columns import LedgerColumn
from tracker.rules.ledger_merge import Now
from tracker.rules.ledger_rows import Why
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import (
    OPEN_TASK_STATES,
    SIGNED_ASSIGNMENT_STATES,
    AssignmentState,
    TaskState,
    UpdateKind,
    UpdateState,
)

ON_ITS_WAY = (UpdateState.UNIT_REVIEW, UpdateState.SUBMITTED)


@dataclass(frozen=True)
class LedgerShare:
    """A share, and the newest report of the period that the actor may read, if there is one; `is_accepted` where that or an
    earlier version of it was accepted."""

    share: Assignment
    latest: Update | None
    is_accepted: bool = False


def ledger_shares(session: Session, actor: Actor, plan_id: int, period: str) -> list[LedgerShare]:
    """The shares of the plan that the actor may read, in the order of the text: all for the office, its own for a unit."""
    query = (
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .outerjoin(Measure, Measure.id == Task.measure_id)
        .where(
            Task.plan_id == plan_id, Task.state != TaskState.DRAFT,
            Assignment.state.not_in((AssignmentState.DRAFT, AssignmentState.ENDED)),
            or_(in_region(actor, Permission.TASK_READ), own_share(actor, Permission.TASK_READ)),
        )
        .order_by(Measure.ordinal, Task.id, Assignment.id)
        .options(joinedload(Assignment.task).joinedload(Task.measure), joinedload(Assignment.unit), joinedload(Assignment.clause))
    )  # fmt: skip
    shares = list(session.scalars(query))
    told = _versions(session, [share.id for share in shares], period, visible_update(actor))
    return [_with_reports(share, told) for share in shares]


def own_shares(session: Session, actor: Actor, share_ids: Collection[int], period: str) -> dict[int, LedgerShare]:
    """Of these shares those for which the actor may report, by id."""
    query = (
        select(Assignment)
        .where(Assignment.id.in_(sorted(share_ids)), own_share(actor, Permission.UPDATE_WRITE))
        .order_by(Assignment.id)
        .options(joinedload(Assignment.task).joinedload(Task.measure), joinedload(Assignment.unit), joinedload(Assignment.clause))
    )
    shares = list(session.scalars(query))
    told = _versions(session, [share.id for share in shares], period, true())  # a unit reads all of its own
    return {share.id: _with_reports(share, told) for share in shares}


def _with_reports(share: Assignment, told: Mapping[int, Sequence[Update]]) -> LedgerShare:
    versions = told.get(share.id, ())
    latest = versions[-1] if versions else None
    return LedgerShare(share, latest, any(update.state is UpdateState.ACCEPTED for update in versions))


def _versions(session: Session, share_ids: Sequence[int], period: str, visible: ColumnElement[bool]) -> dict[int, list[Update]]:
    """The versions of each share's report, the oldest first."""
    query = (
        select(Update)
        .join(Assignment, Assignment.id == Update.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Plan, Plan.id == Task.plan_id)
        .where(Update.assignment_id.in_(share_ids), Update.period == period, visible)
        .order_by(Update.version)
        .options(selectinload(Update.evidence))
    )
    found: dict[int, list[Update]] = {}
    for update in session.scalars(query):
        found.setdefault(update.assignment_id, []).append(update)
    return found


def indicators_of(session: Session, plan_id: int) -> dict[int, list[Indicator]]:
    """The indicators of the plan's measures, by measure."""
    found: dict[int, list[Indicator]] = {}
    query = select(Indicator).where(Indicator.plan_id == plan_id, Indicator.measure_id.is_not(None)).order_by(Indicator.id)
    for indicator in session.scalars(query):
        found.setdefault(indicator.measure_id or 0, []).append(indicator)
    return found


def reported(row: LedgerShare) -> dict[str, str]:
    """What the row says in the columns that may come back: of the report of the period, or what a new one begins with."""
    update, share = row.latest, row.share
    if update is None:
        return {
            LedgerColumn.KIND: UpdateKind.PROGRESS, LedgerColumn.PERCENT: str(share.percent), LedgerColumn.NARRATIVE: "",
            LedgerColumn.PROBLEMS: "", LedgerColumn.NEXT_STEP: "", LedgerColumn.SELF_RATING: "",
        }  # fmt: skip
    return {
        LedgerColumn.KIND: update.kind,
        LedgerColumn.PERCENT: str(update.percent),
        LedgerColumn.NARRATIVE: update.narrative,
        LedgerColumn.PROBLEMS: update.problems,
        LedgerColumn.NEXT_STEP: update.next_step,
        LedgerColumn.SELF_RATING: update.self_rating or "",
    }


def standing(rows: Mapping[int, LedgerShare], period: str, today: date) -> dict[int, Now]:
    """The rows as they stand, each with why its report cannot be written to now."""
    return {share_id: Now(reported(row), _locked(row, period, today), row.is_accepted) for share_id, row in rows.items()}


def _locked(row: LedgerShare, period: str, today: date) -> Why | None:
    share = row.share
    named = share.task.plan.rhythm.named(period)
    if named is None or share.issued_on is None or named.end < share.issued_on or named.start > today:
        return Why.PERIOD_CLOSED
    if share.task.state not in OPEN_TASK_STATES or share.state is AssignmentState.ENDED:
        return Why.TASK_NOT_OPEN
    if share.state not in SIGNED_ASSIGNMENT_STATES:
        return Why.NOT_ACKNOWLEDGED
    return Why.ON_ITS_WAY if row.latest is not None and row.latest.state in ON_ITS_WAY else None
