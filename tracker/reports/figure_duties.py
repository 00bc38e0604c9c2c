"""The duties of the plan (报告义务): what falls due soon, and what came of the reports that units owed last."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.rules.duties import due_days
from tracker.rules.report_facts import DutyReportRecord, ReportFacts

UPCOMING_DAYS = 30


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
    """What came on a duty by its newest day: the units that were late and those that sent none, and the rows of each kind.

    `expected`, `on_time`, `late_ids`, `missing_ids` are ids of occurrences; `late` and `missing` the units of the last two.
    """

    duty_id: int
    what: str
    due_on: date
    expected: tuple[int, ...]
    on_time: tuple[int, ...]
    late_ids: tuple[int, ...]
    missing_ids: tuple[int, ...]
    late: tuple[str, ...]
    missing: tuple[str, ...]


def duty_lines(facts: ReportFacts) -> tuple[DutyLine, ...]:
    """The duties that fall due within UPCOMING_DAYS, by day."""
    last = facts.as_of + timedelta(days=UPCOMING_DAYS)
    found = [
        DutyLine(duty.id, day, duty.who, duty.what, duty.to)
        for duty in facts.duties
        for day in due_days(duty.recurs, duty.month_day, facts.as_of, last)
    ]
    return tuple(sorted(found, key=lambda line: (line.due_on, line.id)))


def duty_reports(facts: ReportFacts) -> tuple[DutyReports, ...]:
    """Each duty whose newest day is not long past, or on which something is still missing."""
    by_duty: dict[int, list[DutyReportRecord]] = {}
    for report in facts.duty_reports:
        by_duty.setdefault(report.duty_id, []).append(report)
    found = (_reports(duty_id, reports) for duty_id, reports in by_duty.items())
    return tuple(r for r in found if r.missing or r.due_on + timedelta(days=UPCOMING_DAYS) >= facts.as_of)


def _reports(duty_id: int, reports: list[DutyReportRecord]) -> DutyReports:
    due_on = max(report.due_on for report in reports)
    newest = [report for report in reports if report.due_on == due_on]
    missing = [report for report in newest if report.submitted_on is None]
    late = [report for report in newest if report.submitted_on and report.submitted_on > due_on]
    return DutyReports(
        duty_id=duty_id,
        what=newest[0].what,
        due_on=due_on,
        expected=tuple(report.id for report in newest),
        on_time=tuple(report.id for report in newest if report.submitted_on and report.submitted_on <= due_on),
        late_ids=tuple(report.id for report in late),
        missing_ids=tuple(report.id for report in missing),
        late=tuple(report.unit for report in late),
        missing=tuple(report.unit for report in missing),
    )
