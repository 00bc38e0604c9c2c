"""The figures of a report: every number and name that it may state, each with the ids of the rows behind it.

Pure: facts of a day in, frozen figures out. Text, tables and annex are all written from these figures and from nothing
else, so they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from tracker.reports.figure_counts import SITUATIONS, SectionFigures, Situation, sections_of, situations_of
from tracker.reports.figure_duties import UPCOMING_DAYS, DutyLine, DutyReports, duty_lines, duty_reports
from tracker.reports.figure_indicators import IndicatorLine, indicator_lines
from tracker.reports.figure_known import known_of
from tracker.reports.figure_movement import Movement, movement_of
from tracker.reports.figure_previous import Previous
from tracker.reports.figure_reporting import OrderFigures, ReportingFigures, order_figures, reporting_figures
from tracker.reports.figure_shares import ShareLine, TrendPoint, share_lines, trend
from tracker.reports.figure_tasks import TaskLine, task_lines
from tracker.rules.joint_report_facts import JointRecords
from tracker.rules.lights import LightPolicy
from tracker.rules.report_facts import (
    AdjustmentRecord,
    HistoryHead,
    PlanRecord,
    ReminderRecord,
    ReportFacts,
    ScoreRecord,
)
from tracker.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Scope:
    """The denominators: measures of the plan, tasks, shares of units in them, units."""

    measures: int
    tasks: int
    assignments: int
    units: int


@dataclass(frozen=True)
class Figures:
    """All figures of one report. Where the plan is not supervised, nothing is judged: no situations, no reporting, no orders.

    `extended`: the tasks whose due date the office has put off, a count apart, whatever their situation (domain.md a7).
    `movement`: what moved in the stretch that a periodic paper speaks of. `previous`: the last issued paper of the same kind.
    """

    as_of: date
    plan: PlanRecord
    policy: LightPolicy
    scope: Scope
    situations: tuple[Situation, ...]
    extended: tuple[int, ...]
    sections: tuple[SectionFigures, ...]
    tasks: tuple[TaskLine, ...]
    shares: tuple[ShareLine, ...]
    reporting: ReportingFigures | None
    orders: OrderFigures
    upcoming: tuple[int, ...]
    duties: tuple[DutyLine, ...]
    head: HistoryHead | None
    duty_reports: tuple[DutyReports, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    joint: JointRecords = JointRecords()
    adjustments: tuple[AdjustmentRecord, ...] = ()
    reminders: ReminderRecord | None = None
    scores: ScoreRecord | None = None
    trend: tuple[TrendPoint, ...] = ()
    movement: Movement | None = None
    previous: Previous | None = None
    calendar_years: tuple[int, ...] = ()

    @property
    def is_supervised(self) -> bool:
        """True where the plan was under supervision (纳入督办) on the day."""
        return self.plan.is_supervised_on(self.as_of)

    def task(self, task_id: int) -> TaskLine:
        """The line of the task."""
        return self._by_id[task_id]

    def shares_of(self, task_id: int) -> tuple[ShareLine, ...]:
        """The shares of the task."""
        return self._shares_by_task.get(task_id, ())

    @cached_property
    def unit_ids(self) -> Mapping[str, int]:
        """The id of each unit by the name under which the plan's shares have it."""
        found: dict[str, int] = {}
        for share in self.shares:
            found.setdefault(share.unit, share.unit_id)
        return found

    @cached_property
    def _by_id(self) -> Mapping[int, TaskLine]:
        return {line.id: line for line in self.tasks}

    @cached_property
    def _shares_by_task(self) -> Mapping[int, tuple[ShareLine, ...]]:
        found: dict[int, list[ShareLine]] = {}
        for share in self.shares:
            found.setdefault(share.task_id, []).append(share)
        return {task_id: tuple(own) for task_id, own in found.items()}


def draw_figures(
    facts: ReportFacts,
    calendar: WorkCalendar,
    policy: LightPolicy | None = None,
    *,
    first: date | None = None,
    opening: ReportFacts | None = None,
) -> Figures:
    """The figures of the plan at the end of the day that the facts speak of.

    `first`: the first day of the stretch that a periodic paper speaks of; `opening`: what was known at the end of the day before
    it, None where the plan was not issued by then.
    """
    policy = policy or LightPolicy()
    known = known_of(facts)
    lines = task_lines(facts, known, calendar, policy, _situation_of_reason())
    shares = share_lines(facts, known, with_words=facts.plan.is_supervised_on(facts.as_of))
    listed = _listed(facts, lines, shares, calendar, policy)
    if not listed.is_supervised:
        return listed
    before = task_lines(opening, known_of(opening), calendar, policy, _situation_of_reason()) if opening else ()
    return replace(_judged(listed, facts), movement=movement_of(first, facts, before, lines) if first else None)


def _listed(
    facts: ReportFacts, lines: tuple[TaskLine, ...], shares: tuple[ShareLine, ...], calendar: WorkCalendar, policy: LightPolicy
) -> Figures:
    """What is said of any plan: its tasks, and who has which share in them."""
    plan = facts.plan
    return Figures(
        as_of=facts.as_of,
        plan=plan,
        policy=policy,
        scope=Scope(plan.measures, len(lines), len(shares), len({share.unit_id for share in shares})),
        situations=(),
        extended=(),
        sections=sections_of(facts.sections, lines),
        tasks=lines,
        shares=shares,
        reporting=None,
        orders=OrderFigures((), ()),
        upcoming=(),
        duties=(),
        head=facts.head,
        calendar_years=tuple(sorted(calendar.known_years)),
    )


def _judged(listed: Figures, facts: ReportFacts) -> Figures:
    """The same with what is said of a plan under supervision only."""
    lines = listed.tasks
    return replace(
        listed,
        situations=situations_of(lines),
        extended=tuple(line.id for line in lines if line.extensions),
        reporting=reporting_figures(facts),
        orders=order_figures(facts),
        upcoming=tuple(line.id for line in _upcoming(lines, facts.as_of)),
        duties=duty_lines(facts),
        duty_reports=duty_reports(facts),
        indicators=indicator_lines(facts, listed.policy),
        joint=facts.joint,
        adjustments=facts.adjustments,
        reminders=facts.reminders,
        scores=facts.scores,
        trend=trend(facts),
    )


def _situation_of_reason() -> dict[str, str]:
    return {reason: code for code, reasons in SITUATIONS.items() for reason in reasons}


def _upcoming(lines: tuple[TaskLine, ...], day: date) -> list[TaskLine]:
    last = day + timedelta(days=UPCOMING_DAYS)
    dated = [line for line in lines if line.is_open and line.due_on is not None and day <= line.due_on <= last]
    return sorted(dated, key=lambda line: (line.due_on or day, line.position))
