"""整改意见和下一步要求: what is asked of whom and by when, each point out of a figure of the report."""

from datetime import timedelta

from tracker.labels import period_title
from tracker.reports.composition import Composition, task_percent
from tracker.reports.figure_duties import UPCOMING_DAYS, DutyLine
from tracker.reports.figure_reporting import ReportingFigures, UnitReporting
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.figures import Figures
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import chinese_date
from tracker.reports.reasons import answerable, faulty
from tracker.reports.wording import all_units, day_text, numbered, table, units_text
from tracker.rules.periods import Period
from tracker.rules.report_kinds import ReportKind

# With an annex of all tasks.
NAMED_TASKS = 3
TASKS_LISTED = frozenset({ReportKind.REPORT, ReportKind.SPECIAL, ReportKind.YEARLY})


def requests(work: Composition) -> list[str]:
    """The numbered requests, and the table of tasks that fall due soon."""
    period = next_period(work.figures)
    points = [*_late(work, period), *_unreported(work), *_upcoming(work), *map(_duty, work.figures.duties), _routine(period)]
    return [numbered(points), *upcoming_table(work)]


def next_steps(work: Composition) -> list[str]:
    """What is to come, asked of nobody in particular: for a paper that goes upward."""
    return [numbered([*_upcoming(work), *map(_duty, work.figures.duties)]), *upcoming_table(work)]


def next_period(figures: Figures) -> Period:
    """The first period whose cut-off is still to come."""
    rhythm = figures.plan.rhythm
    period = rhythm.period_on(figures.as_of)
    return period if period.cutoff > figures.as_of else rhythm.after(period)


def _late(work: Composition, period: Period) -> list[str]:
    lines = [line for line in faulty(work) if line.situation == "serious"]
    if not lines:
        return []
    units = list(dict.fromkeys(unit for line in lines for unit in answerable(line)))
    day = chinese_date(period.cutoff)
    named = work.units("requests.serious.units", units) if units else ""
    asked = f"请{named}逐项说明原因、明确完成时间，于{day}前以书面形式报办公室" if units else "请办公室抓紧核查销号"
    number = work.count("requests.serious", "task", [line.id for line in lines])
    return [f"抓紧办理逾期和严重滞后事项。所列{number}项逾期或严重滞后任务，{asked}。"]


def _unreported(work: Composition) -> list[str]:
    reporting = work.figures.reporting
    if reporting is None:
        return []
    points = []
    name = period_title(reporting.period)
    missing = [unit for unit in reporting.units if unit.tally.missing]
    returned = [unit for unit in reporting.units if unit.tally.returned]
    if missing:
        named = work.units("reporting.missing.units", [unit.unit for unit in missing])
        number = _reports(work, reporting, "missing", missing)
        points.append(f"补报进展。请{named}尽快补报{name}进展，共{number}件，任务序号见报送情况表。")
    if returned:
        named = work.units("reporting.returned.units", [unit.unit for unit in returned])
        number = _reports(work, reporting, "returned", returned)
        points.append(f"补正退回的填报。请{named}按退回意见补正{name}进展后重新报送，共{number}件。")
    return points


def _reports(work: Composition, reporting: ReportingFigures, kind: str, units: list[UnitReporting]) -> str:
    ids = [share for unit in units for share in unit.share_ids[kind]]
    return work.count(f"reporting.{reporting.period.lower()}.{kind}", "assignment", ids)


def _upcoming(work: Composition) -> list[str]:
    upcoming = work.figures.upcoming
    last = chinese_date(work.figures.as_of + timedelta(days=UPCOMING_DAYS))
    days = work.set_by_rule("rule.upcoming_days", UPCOMING_DAYS)
    if not upcoming:
        return [f"今后{days}天内（至{last}）没有到期的任务。"]
    number = work.count("upcoming", "task", upcoming)
    return [f"抓紧临近到期的任务。今后{days}天内（至{last}）有{number}项任务到期，请承办单位对照时限抓紧推进，{_which(work)}。"]


def _which(work: Composition) -> str:
    """Where the tasks are that fall due: by number where an annex lists them, a few by name, many in a table."""
    lines = [work.figures.task(task_id) for task_id in work.figures.upcoming]
    if work.kind in TASKS_LISTED:
        return f"任务序号{'、'.join(str(line.position) for line in lines)}"
    if _is_tabled(work):
        return "具体见本部分末所附的表"
    return f"即{'、'.join(f'{work.task(line)}（{_by(line)}完成{task_percent(work, line)}）' for line in lines)}"


def _by(line: TaskLine) -> str:
    return f"时限{chinese_date(line.due_on)}，" if line.due_on else ""


def _is_tabled(work: Composition) -> bool:
    return work.kind not in TASKS_LISTED and len(work.figures.upcoming) > NAMED_TASKS


def _duty(duty: DutyLine) -> str:
    to = f"，报{units_text(duty.to)}" if duty.to else ""
    who = units_text(duty.who) or "有关单位"
    return f"按期履行方案规定的报告义务。请{who}于{chinese_date(duty.due_on)}前完成“{inline(duty.what)}”{to}。"


def _routine(period: Period) -> str:
    return f"按期报送进展。各承办单位于{chinese_date(period.cutoff)}前报送{period_title(period.key)}进展，并附佐证材料。"


def upcoming_table(work: Composition) -> list[str]:
    """The tasks that fall due soon, by day; nothing where the text names them, or an annex lists every task with its limit."""
    if not _is_tabled(work):
        return []
    rows = [
        (
            str(line.position),
            cell(line.title),
            all_units(line.lead or line.responsible),
            day_text(line.due_on),
            task_percent(work, line),
        )
        for line in map(work.figures.task, work.figures.upcoming)
    ]
    return [table(("序号", "任务", "承办单位", "时限", "完成比例"), "clllr", rows)]
