"""Reporting by unit for the newest closed period, and the orders issued: who owed what, and what came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.deadlines import days_late
from tracker.rules.periods import Period
from tracker.rules.report_facts import OrderRecord, ReportFacts, ShareRecord, UpdateRecord
from tracker.rules.statuses import OWING_ASSIGNMENT_STATES, REPLY_OWED_STATES, RESTING_TASK_STATES, OrderKind, UpdateState
from tracker.rules.tallies import ReportingRow, ReportingTally, tally


@dataclass(frozen=True)
class UnitReporting:
    """One unit's reports for the period, with the tasks of those that are missing or were returned."""

    unit_id: int
    unit: str
    tally: ReportingTally
    missing_task_ids: tuple[int, ...]
    returned_task_ids: tuple[int, ...]
    update_ids: tuple[int, ...]


@dataclass(frozen=True)
class ReportingFigures:
    """Reporting for one period; `total` is the sum of the units."""

    period: str
    start: date
    end: date
    cutoff: date
    total: ReportingTally
    on_time_rate: Decimal | None
    units: tuple[UnitReporting, ...]


@dataclass(frozen=True)
class OrderLine(OrderRecord):
    """One order; `days_late` counts from the limit for the answer while there is none."""

    days_late: int


@dataclass(frozen=True)
class OrderFigures:
    """All orders up to the day, by kind in the order of issue."""

    urges: tuple[OrderLine, ...]
    supervision: tuple[OrderLine, ...]

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        return self.urges + self.supervision


@dataclass(frozen=True)
class _Owed:
    """A share that owed a report for the period, with the newest version that left the unit."""

    share: ShareRecord
    row: ReportingRow
    update_id: int | None


def reporting_figures(facts: ReportFacts) -> ReportingFigures | None:
    """The tally of the newest closed period by unit, in the order in which the plan names them; None before the first."""
    if facts.period is None:
        return None
    owed = _owed(facts, facts.period)
    total = tally(item.row for item in owed)
    by_unit: dict[int, list[_Owed]] = {}
    for item in owed:
        by_unit.setdefault(item.share.unit_id, []).append(item)
    return ReportingFigures(
        period=facts.period.key,
        start=facts.period.start,
        end=facts.period.end,
        cutoff=facts.period.cutoff,
        total=total,
        on_time_rate=total.on_time_rate,
        units=tuple(_unit(items) for items in by_unit.values()),
    )


def _owed(facts: ReportFacts, period: Period) -> list[_Owed]:
    versions: dict[int, list[UpdateRecord]] = {}
    for update in facts.updates:
        if update.period == period.key:
            versions.setdefault(update.share_id, []).append(update)
    resting = {task.id for task in facts.tasks if task.state in RESTING_TASK_STATES}
    return [
        _owed_report(share, period.cutoff, versions.get(share.id, []))
        for share in facts.shares
        if share.task_id not in resting and (share.id in versions or _owes(share, period.cutoff))
    ]


def _owes(share: ShareRecord, cutoff: date) -> bool:
    """True where a report was due at the cut-off and still is: who was done by either day owes nothing more."""
    is_told = share.issued_on is not None and share.issued_on < cutoff
    return is_told and {share.state_at_cutoff, share.state} <= OWING_ASSIGNMENT_STATES


def _owed_report(share: ShareRecord, cutoff: date, versions: list[UpdateRecord]) -> _Owed:
    if not versions:
        return _Owed(share, ReportingRow(share.unit, cutoff, None, None), None)
    newest = max(versions, key=lambda update: update.version)
    # A correction of what was accepted in time is not a late report.
    accepted = [update.submitted_on for update in versions if update.state is UpdateState.ACCEPTED]
    return _Owed(share, ReportingRow(share.unit, cutoff, min(accepted, default=newest.submitted_on), newest.state), newest.id)


def _unit(items: list[_Owed]) -> UnitReporting:
    share = items[0].share
    return UnitReporting(
        unit_id=share.unit_id,
        unit=share.unit,
        tally=tally(item.row for item in items),
        missing_task_ids=_tasks(item for item in items if item.update_id is None),
        returned_task_ids=_tasks(item for item in items if item.row.state is UpdateState.RETURNED),
        update_ids=tuple(item.update_id for item in items if item.update_id is not None),
    )


def _tasks(items: Iterable[_Owed]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(item.share.task_id for item in items))


def order_figures(facts: ReportFacts) -> OrderFigures:
    """The orders issued up to the day, and how long those without an answer have been waiting past their limit."""
    lines = [_order(order, facts.as_of) for order in facts.orders]
    return OrderFigures(
        urges=tuple(line for line in lines if line.kind is OrderKind.URGE),
        supervision=tuple(line for line in lines if line.kind is OrderKind.SUPERVISION),
    )


def _order(order: OrderRecord, day: date) -> OrderLine:
    late = days_late(order.reply_due_on, day) if order.state in REPLY_OWED_STATES else 0
    return OrderLine(**vars(order), days_late=late)
