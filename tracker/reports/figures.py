"""The figures of a report: every number and name that it may state, each with the ids of the rows behind it.

Pure: facts of a day in, frozen figures out. Text, tables and annex are all written from these figures and from nothing
else, so they cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from tracker.reports.figure_indicators import IndicatorLine, indicator_lines
from tracker.reports.figure_reporting import OrderFigures, ReportingFigures, order_figures, reporting_figures
from tracker.reports.figure_tasks import TaskLine, task_lines
from tracker.rules.duties import due_days
from tracker.rules.joint_report_facts import JointRecords
from tracker.rules.lights import LightPolicy
from tracker.rules.report_facts import (
    AdjustmentRecord,
    DutyReportRecord,
    HistoryHead,
    PlanRecord,
    ReminderRecord,
    ReportFacts,
    SectionRecord,
)
from tracker.rules.statuses import RESTING_TASK_STATES, Light
from tracker.rules.tallies import shares
from tracker.rules.workdays import WorkCalendar

UPCOMING_DAYS = 30

# In the order of the table; every reason of rules/lights.py that a supervised task can have belongs to one.
SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "closed": ("closed",),
    "on_course": ("on_course",),
    "lagging": ("due_soon", "unreported_1", "behind"),
    "serious": ("overdue", "unreported_2", "far_behind"),
    "ongoing": ("ongoing",),
    "not_begun": ("not_begun", "not_issued"),
    "ended": ("ended",),
    "suspended": ("suspended",),
    "merged": ("merged",),
}
# Said of a plan only where there is any.
RARE = ("ended", "suspended", "merged")


@dataclass(frozen=True)
class Scope:
    """The denominators: measures of the plan, tasks, shares of units in them, units."""

    measures: int
    tasks: int
    assignments: int
    units: int


@dataclass(frozen=True)
class Situation:
    """How many tasks are in one situation, and their share of all in percent; the shares add up to 100.0."""

    code: str
    count: int
    share: Decimal
    task_ids: tuple[int, ...]


@dataclass(frozen=True)
class SectionFigures:
    """The tasks of one section; `average_percent` rounded down. Tasks outside all sections stand under an empty title."""

    number: str
    title: str
    lights: Mapping[Light, int]
    average_percent: int
    task_ids: tuple[int, ...]


@dataclass(frozen=True)
class DutyLine:
    """A duty that falls due soon."""

    id: int
    due_on: date
    who: tuple[str, ...]
    what: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class DutyReports:
    """What came on a duty by its newest day: units that owed a report, those in time, those late, those that sent none."""

    duty_id: int
    what: str
    due_on: date
    expected: int
    on_time: int
    late: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of one report. Where the plan is not supervised, nothing is judged: no situations, no reporting, no orders.

    `extended`: the tasks whose due date the office has put off, a count apart, whatever their situation (domain.md a7).
    """

    as_of: date
    plan: PlanRecord
    policy: LightPolicy
    scope: Scope
    situations: tuple[Situation, ...]
    extended: tuple[int, ...]
    sections: tuple[SectionFigures, ...]
    tasks: tuple[TaskLine, ...]
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

    @property
    def is_supervised(self) -> bool:
        """True where the plan was under supervision (纳入督办) on the day."""
        return self.plan.is_supervised_on(self.as_of)

    def task(self, task_id: int) -> TaskLine:
        """The line of the task."""
        return self._by_id[task_id]

    @cached_property
    def _by_id(self) -> Mapping[int, TaskLine]:
        return {line.id: line for line in self.tasks}


def draw_figures(facts: ReportFacts, calendar: WorkCalendar, policy: LightPolicy | None = None) -> Figures:
    """The figures of the plan at the end of the day that the facts speak of."""
    policy = policy or LightPolicy()
    lines = task_lines(facts, calendar, policy, _situation_of_reason())
    plan, day = facts.plan, facts.as_of
    is_supervised = plan.is_supervised_on(day)
    return Figures(
        as_of=day,
        plan=plan,
        policy=policy,
        scope=Scope(plan.measures, len(lines), len(facts.shares), len({share.unit_id for share in facts.shares})),
        situations=_situations(lines) if is_supervised else (),
        extended=tuple(line.id for line in lines if line.extensions) if is_supervised else (),
        sections=_sections(facts.sections, lines),
        tasks=lines,
        reporting=reporting_figures(facts) if is_supervised else None,
        orders=order_figures(facts) if is_supervised else OrderFigures((), ()),
        upcoming=tuple(line.id for line in _upcoming(lines, day)) if is_supervised else (),
        duties=_duties(facts) if is_supervised else (),
        head=facts.head,
        duty_reports=_duty_reports(facts) if is_supervised else (),
        indicators=indicator_lines(facts, policy) if is_supervised else (),
        joint=facts.joint if is_supervised else JointRecords(),
        adjustments=facts.adjustments if is_supervised else (),
        reminders=facts.reminders if is_supervised else None,
    )


def average_percent(lines: Iterable[TaskLine]) -> int:
    """The average of the tasks, rounded down; what is suspended or merged into another is not counted."""
    counted = [line.percent for line in lines if line.state not in RESTING_TASK_STATES]
    return sum(counted) // max(len(counted), 1)


def _situation_of_reason() -> dict[str, str]:
    return {reason: code for code, reasons in SITUATIONS.items() for reason in reasons}


def _situations(lines: tuple[TaskLine, ...]) -> tuple[Situation, ...]:
    ids = {code: tuple(line.id for line in lines if line.situation == code) for code in SITUATIONS}
    ids = {code: found for code, found in ids.items() if found or code not in RARE}
    percent = shares({code: len(found) for code, found in ids.items()})
    return tuple(Situation(code, len(found), percent[code], found) for code, found in ids.items())


def _sections(sections: tuple[SectionRecord, ...], lines: tuple[TaskLine, ...]) -> tuple[SectionFigures, ...]:
    """One entry for each section that has tasks, in the plan's order; what belongs to none comes last."""
    entries = [*((section.id, section.number, section.title) for section in sections), (None, "", "")]
    found = []
    for section_id, number, title in entries:
        own = [line for line in lines if line.section_id == section_id]
        if own:
            lights = {light: sum(line.light is light for line in own) for light in Light}
            average = average_percent(own)
            found.append(SectionFigures(number, title, lights, average, tuple(line.id for line in own)))
    return tuple(found)


def _upcoming(lines: tuple[TaskLine, ...], day: date) -> list[TaskLine]:
    last = day + timedelta(days=UPCOMING_DAYS)
    dated = [line for line in lines if line.is_open and line.due_on is not None and day <= line.due_on <= last]
    return sorted(dated, key=lambda line: (line.due_on or day, line.position))


def _duties(facts: ReportFacts) -> tuple[DutyLine, ...]:
    last = facts.as_of + timedelta(days=UPCOMING_DAYS)
    found = [
        DutyLine(duty.id, day, duty.who, duty.what, duty.to)
        for duty in facts.duties
        for day in due_days(duty.recurs, duty.month_day, facts.as_of, last)
    ]
    return tuple(sorted(found, key=lambda line: (line.due_on, line.id)))


def _duty_reports(facts: ReportFacts) -> tuple[DutyReports, ...]:
    """Each duty whose newest day is not long past, or on which something is still missing."""
    by_duty: dict[int, list[DutyReportRecord]] = {}
    for report in facts.duty_reports:
        by_duty.setdefault(report.duty_id, []).append(report)
    found = []
    for duty_id, reports in by_duty.items():
        due_on = max(report.due_on for report in reports)
        newest = [report for report in reports if report.due_on == due_on]
        late = tuple(report.unit for report in newest if report.submitted_on and report.submitted_on > due_on)
        missing = tuple(report.unit for report in newest if report.submitted_on is None)
        if missing or due_on + timedelta(days=UPCOMING_DAYS) >= facts.as_of:
            on_time = len(newest) - len(late) - len(missing)
            found.append(DutyReports(duty_id, newest[0].what, due_on, len(newest), on_time, late, missing))
    return tuple(found)
