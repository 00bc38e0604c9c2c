"""Reporting by unit for the newest closed period, and the orders issued: who owed what, and what came."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tracker.rules.deadlines import days_late
from tracker.rules.periods import Period
from tracker.rules.report_facts import OrderRecord, ReportFacts, ShareRecord, UpdateRecord
from tracker.rules.statuses import (
    OWING_ASSIGNMENT_STATES,
    RECEIVED_UPDATE_STATES,
    REPLY_OWED_STATES,
    RESTING_TASK_STATES,
    OrderKind,
    UpdateKind,
    UpdateState,
)
from tracker.rules.tallies import ReportingRow, ReportingTally, came_late, is_waived, tally


@dataclass(frozen=True)
class UnitReporting:
    """One unit's reports for the period, with the tasks of those that are missing, were returned, came late or were waived.

    `share_ids`: the shares behind each number of the tally, and `waiting`, those received and not accepted yet.
    """

    unit_id: int
    unit: str
    tally: ReportingTally
    missing_task_ids: tuple[int, ...]
    returned_task_ids: tuple[int, ...]
    update_ids: tuple[int, ...]
    share_ids: Mapping[str, tuple[int, ...]]
    late_task_ids: tuple[int, ...] = ()
    exempt_task_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReportingFigures:
    """Reporting for one period; `total` is the sum of the units.

    `returned_twice`: the shares whose report of the period came back twice and more; `nothing_new`: those whose accepted report
    says that there is nothing new.
    """

    period: str
    start: date
    end: date
    cutoff: date
    total: ReportingTally
    on_time_rate: Decimal | None
    units: tuple[UnitReporting, ...]
    returned_twice: tuple[int, ...] = ()
    nothing_new: tuple[int, ...] = ()


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
class OwedReport:
    """A share that owed a report for the period, or sent one, with the newest version that left the unit."""

    share: ShareRecord
    row: ReportingRow
    update_id: int | None


def reporting_figures(facts: ReportFacts) -> ReportingFigures | None:
    """The tally of the newest closed period by unit, in the order in which the plan names them; None before the first."""
    if facts.period is None:
        return None
    resting = {task.id for task in facts.tasks if task.state in RESTING_TASK_STATES}
    shares = [share for share in facts.shares if share.task_id not in resting]
    found = reporting_of(facts.period, owed_reports(facts.period, shares, facts.updates, facts.exempt))
    own = [update for update in facts.updates if update.period == facts.period.key]
    owing = {share for unit in found.units for share in unit.share_ids["expected"]}
    return replace(found, returned_twice=_returned_twice(own, owing), nothing_new=_nothing_new(own, owing))


def _returned_twice(updates: Iterable[UpdateRecord], owing: Set[int]) -> tuple[int, ...]:
    times = Counter(update.share_id for update in updates if update.state is UpdateState.RETURNED)
    return tuple(share for share, number in times.items() if number > 1 and share in owing)


def _nothing_new(updates: Iterable[UpdateRecord], owing: Set[int]) -> tuple[int, ...]:
    accepted = {u.share_id: u.kind for u in sorted(updates, key=lambda u: u.version) if u.state is UpdateState.ACCEPTED}
    return tuple(share for share, kind in accepted.items() if kind is UpdateKind.NOTHING_NEW and share in owing)


def reporting_of(period: Period, owed: Sequence[OwedReport]) -> ReportingFigures:
    """The tally of one period by unit, in the order of the reports owed for it."""
    total = tally(item.row for item in owed)
    by_unit: dict[int, list[OwedReport]] = {}
    for item in owed:
        by_unit.setdefault(item.share.unit_id, []).append(item)
    return ReportingFigures(
        period=period.key,
        start=period.start,
        end=period.end,
        cutoff=period.cutoff,
        total=total,
        on_time_rate=total.on_time_rate,
        units=tuple(_unit(items) for items in by_unit.values()),
    )


def owed_reports(
    period: Period, shares: Iterable[ShareRecord], updates: Iterable[UpdateRecord], exempt: Set[tuple[int, str]]
) -> list[OwedReport]:
    """What is expected or has come for the period, in the order of the shares; those of tasks that rest are left out before.

    `updates` and `exempt` may hold other periods as well.
    """
    versions: dict[int, list[UpdateRecord]] = {}
    for update in updates:
        if update.period == period.key:
            versions.setdefault(update.share_id, []).append(update)
    return [
        _owed_report(share, period.cutoff, versions.get(share.id, []), is_exempt=(share.id, period.key) in exempt)
        for share in shares
        if share.id in versions or _owes(share, period.cutoff)
    ]


def _owes(share: ShareRecord, cutoff: date) -> bool:
    """True where a report was due at the cut-off and still is: who was done by either day owes nothing more."""
    is_told = share.issued_on is not None and share.issued_on < cutoff
    return is_told and {share.state_at_cutoff, share.state} <= OWING_ASSIGNMENT_STATES


def _owed_report(share: ShareRecord, cutoff: date, versions: list[UpdateRecord], *, is_exempt: bool) -> OwedReport:
    if not versions:
        return OwedReport(share, ReportingRow(share.unit, cutoff, None, None, is_exempt), None)
    newest = max(versions, key=lambda update: update.version)
    # A correction of what was accepted in time is not a late report; until it is decided, what was accepted stands.
    accepted = [update.submitted_on for update in versions if update.state is UpdateState.ACCEPTED]
    sent_on = min(accepted, default=newest.submitted_on)
    state = UpdateState.ACCEPTED if accepted and newest.state is UpdateState.SUBMITTED else newest.state
    return OwedReport(share, ReportingRow(share.unit, cutoff, sent_on, state, is_exempt), newest.id)


def _unit(items: list[OwedReport]) -> UnitReporting:
    share = items[0].share
    counted = [item for item in items if not is_waived(item.row)]
    return UnitReporting(
        unit_id=share.unit_id,
        unit=share.unit,
        tally=tally(item.row for item in items),
        missing_task_ids=_tasks(item for item in counted if item.update_id is None),
        returned_task_ids=_tasks(item for item in counted if item.row.state is UpdateState.RETURNED),
        update_ids=tuple(item.update_id for item in items if item.update_id is not None),
        share_ids=_shares(items),
        late_task_ids=_tasks(item for item in counted if came_late(item.row) and item.row.state is not UpdateState.RETURNED),
        exempt_task_ids=_tasks(item for item in items if is_waived(item.row)),
    )


def _shares(items: Sequence[OwedReport]) -> dict[str, tuple[int, ...]]:
    """The shares behind each number of the tally of these reports; each is counted by itself, so that no number is told twice."""
    owed = [item for item in items if not is_waived(item.row)]
    kinds = {
        "expected": owed,
        "received": [item for item in owed if item.row.state in RECEIVED_UPDATE_STATES],
        "accepted": [item for item in owed if item.row.state is UpdateState.ACCEPTED],
        "waiting": [item for item in owed if item.row.state is UpdateState.SUBMITTED],
        "on_time": [item for item in owed if item.row.state is UpdateState.ACCEPTED and not came_late(item.row)],
        "returned": [item for item in owed if item.row.state is UpdateState.RETURNED],
        "missing": [item for item in owed if item.update_id is None],
        "late": [item for item in owed if item.row.state in RECEIVED_UPDATE_STATES and came_late(item.row)],
        "exempt": [item for item in items if is_waived(item.row)],
    }
    return {kind: tuple(item.share.id for item in found) for kind, found in kinds.items()}


def _tasks(items: Iterable[OwedReport]) -> tuple[int, ...]:
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
