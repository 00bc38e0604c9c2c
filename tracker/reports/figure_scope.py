"""The figures of a part of the plan: one section, one task, or one unit's share. Tasks keep their numbers of the whole plan."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace

from tracker.reports.figure_counts import sections_of, situations_of
from tracker.reports.figure_indicators import IndicatorLine
from tracker.reports.figure_movement import Movement
from tracker.reports.figure_previous import Previous
from tracker.reports.figure_reporting import OrderFigures, OrderLine, ReportingFigures, UnitReporting
from tracker.reports.figure_shares import ShareLine
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.figures import Figures, Scope
from tracker.rules.joint_report_facts import JointRecords
from tracker.rules.report_kinds import ReportScope
from tracker.rules.tallies import ReportingTally

_TALLY = tuple(field.name for field in fields(ReportingTally))


def narrowed(figures: Figures, scope: ReportScope) -> Figures:
    """The same figures counted over the part alone; of a task of several units, a paper on one unit names no other.

    What is counted over the whole plan only (duties, reminders, the trend) is left out. LookupError for a part that the plan does
    not have.
    """
    if scope.is_whole:
        return figures
    shares = tuple(share for share in figures.shares if scope.unit_id in (None, share.unit_id))
    held = {share.task_id for share in shares}
    lines = tuple(_line(line, shares, scope) for line in figures.tasks if _is_in(line, held, scope))
    if not lines:
        raise LookupError(f"nothing of the plan is in {scope}")
    tasks = {line.id for line in lines}
    own = tuple(share for share in shares if share.task_id in tasks)
    own_ids = {share.id for share in own}
    units = {share.unit for share in own}
    orders = OrderFigures(_orders(figures.orders.urges, tasks, units), _orders(figures.orders.supervision, tasks, units))
    return replace(
        figures,
        scope=Scope(0, len(lines), len(own), len({share.unit_id for share in own})),
        situations=situations_of(lines) if figures.is_supervised else (),
        extended=_in(figures.extended, tasks),
        sections=sections_of(figures.sections, lines),
        tasks=lines,
        shares=own,
        reporting=_reporting(figures.reporting, {share.id: share.task_id for share in own}),
        orders=orders,
        upcoming=_in(figures.upcoming, tasks),
        duties=(),
        duty_reports=(),
        indicators=_indicators(figures.indicators, {line.position for line in lines}),
        joint=_joint(figures.joint, tasks),
        adjustments=tuple(record for record in figures.adjustments if record.task_id in tasks),
        reminders=None,
        scores=None,
        trend=(),
        movement=_movement(figures.movement, tasks, own_ids, {line.id for line in orders.lines}),
        previous=_previous(figures.previous, tasks),
    )


def _is_in(line: TaskLine, held: Collection[int], scope: ReportScope) -> bool:
    if scope.section_id is not None:
        return line.section_id == scope.section_id
    if scope.task_id is not None:
        return line.id == scope.task_id
    return line.id in held


def _line(line: TaskLine, shares: Iterable[ShareLine], scope: ReportScope) -> TaskLine:
    if scope.unit_id is None:
        return line
    names = {share.unit for share in shares}
    said = [share.progress for share in shares if share.task_id == line.id and share.progress]
    return replace(
        line,
        holding=tuple(name for name in line.holding if name in names),
        unreported=tuple(name for name in line.unreported if name in names),
        problems=tuple(said for said in line.problems if said.unit in names),
        progress=said[0] if said else None,
    )


def _in(ids: Iterable[int], kept: Collection[int]) -> tuple[int, ...]:
    return tuple(number for number in ids if number in kept)


def _orders(lines: Iterable[OrderLine], tasks: Collection[int], units: Collection[str]) -> tuple[OrderLine, ...]:
    return tuple(line for line in lines if line.task_id in tasks and line.unit in units)


def _indicators(lines: Iterable[IndicatorLine], positions: Collection[int]) -> tuple[IndicatorLine, ...]:
    return tuple(line for line in lines if line.position in positions)


def _joint(joint: JointRecords, tasks: Collection[int]) -> JointRecords:
    return JointRecords(
        tuple(record for record in joint.dissents if record.task_id in tasks),
        tuple(record for record in joint.coordination if record.task_id in tasks),
    )


def _reporting(reporting: ReportingFigures | None, tasks: Mapping[int, int]) -> ReportingFigures | None:
    """The tally of the shares of which `tasks` names the task."""
    if reporting is None:
        return None
    units = tuple(found for unit in reporting.units if (found := _unit(unit, tasks)))
    total = ReportingTally(**{name: sum(getattr(unit.tally, name) for unit in units) for name in _TALLY})
    return replace(
        reporting,
        total=total,
        on_time_rate=total.on_time_rate,
        units=units,
        returned_twice=_in(reporting.returned_twice, tasks),
        nothing_new=_in(reporting.nothing_new, tasks),
    )


def _unit(unit: UnitReporting, tasks: Mapping[int, int]) -> UnitReporting | None:
    kept = {kind: _in(ids, tasks) for kind, ids in unit.share_ids.items()}
    if not kept["expected"] and not kept["exempt"]:
        return None
    by_kind = {kind: tuple(dict.fromkeys(tasks[share] for share in ids)) for kind, ids in kept.items()}
    return replace(
        unit,
        tally=ReportingTally(**{name: len(kept[name]) for name in _TALLY}),
        missing_task_ids=by_kind["missing"],
        returned_task_ids=by_kind["returned"],
        late_task_ids=by_kind["late"],
        exempt_task_ids=by_kind["exempt"],
        share_ids=kept,
    )


def _movement(moved: Movement | None, tasks: Collection[int], shares: Collection[int], orders: Collection[int]) -> Movement | None:
    if moved is None:
        return None
    return replace(
        moved,
        issued=_in(moved.issued, tasks),
        closed=_in(moved.closed, tasks),
        newly_late=_in(moved.newly_late, tasks),
        caught_up=_in(moved.caught_up, tasks),
        put_off=_in(moved.put_off, tasks),
        advanced={task: change for task, change in moved.advanced.items() if task in tasks},
        accepted=tuple(report for report in moved.accepted if report[1] in shares),
        returned=tuple(report for report in moved.returned if report[1] in shares),
        orders=_in(moved.orders, orders),
    )


def _previous(previous: Previous | None, tasks: Collection[int]) -> Previous | None:
    if previous is None:
        return None
    return replace(previous, situations={code: _in(ids, tasks) for code, ids in previous.situations.items()})
