"""下一步要求: what is asked of whom and by when, each point out of a figure of the report."""

from datetime import timedelta

from tracker.labels import period_title
from tracker.reports.compose_problems import answerable, faulty
from tracker.reports.figures import UPCOMING_DAYS, DutyLine, Figures
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import chinese_date
from tracker.reports.wording import all_units, day_text, numbered, table, units_text
from tracker.rules.periods import Period


def requests(figures: Figures) -> str:
    """The numbered requests, and the table of tasks that fall due soon."""
    period = _next_period(figures)
    points = [*_late(figures, period), *_unreported(figures), *_upcoming(figures), *map(_duty, figures.duties), _routine(period)]
    return numbered(points) + _upcoming_table(figures)


def _next_period(figures: Figures) -> Period:
    """The first period whose cut-off is still to come."""
    rhythm = figures.plan.rhythm
    period = rhythm.period_on(figures.as_of)
    return period if period.cutoff > figures.as_of else rhythm.after(period)


def _late(figures: Figures, period: Period) -> list[str]:
    lines = [line for line in faulty(figures) if line.situation == "serious"]
    if not lines:
        return []
    units = list(dict.fromkeys(unit for line in lines for unit in answerable(line)))
    day = chinese_date(period.cutoff)
    asked = f"请{units_text(units)}逐项说明原因、明确完成时间，于{day}前报办公室" if units else "请办公室抓紧核查销号"
    return [f"抓紧办理逾期和严重滞后事项。“逾期和滞后事项”表所列{len(lines)}项逾期或严重滞后任务，{asked}。"]


def _unreported(figures: Figures) -> list[str]:
    reporting = figures.reporting
    if reporting is None:
        return []
    points = []
    name = period_title(reporting.period)
    missing = [unit.unit for unit in reporting.units if unit.tally.missing]
    returned = [unit.unit for unit in reporting.units if unit.tally.returned]
    if missing:
        points.append(f"补报进展。请{units_text(missing)}尽快补报{name}进展，任务序号见报送情况表。")
    if returned:
        points.append(f"补正退回的填报。请{units_text(returned)}按退回意见补正{name}进展后重新报送。")
    return points


def _upcoming(figures: Figures) -> list[str]:
    last = chinese_date(figures.as_of + timedelta(days=UPCOMING_DAYS))
    if not figures.upcoming:
        return [f"今后{UPCOMING_DAYS}天内（至{last}）没有到期的任务。"]
    count = len(figures.upcoming)
    return [f"抓紧临近到期的任务。今后{UPCOMING_DAYS}天内（至{last}）有{count}项任务到期，请承办单位对照时限抓紧推进，具体见下表。"]


def _duty(duty: DutyLine) -> str:
    to = f"，报{units_text(duty.to)}" if duty.to else ""
    who = units_text(duty.who) or "有关单位"
    return f"按期履行方案规定的报告义务。请{who}于{chinese_date(duty.due_on)}前完成“{inline(duty.what)}”{to}。"


def _routine(period: Period) -> str:
    return f"按期报送进展。各承办单位于{chinese_date(period.cutoff)}前报送{period_title(period.key)}进展，并附佐证材料。"


def _upcoming_table(figures: Figures) -> str:
    if not figures.upcoming:
        return ""
    rows = [
        (str(line.position), cell(line.title), all_units(line.lead or line.responsible), day_text(line.due_on), f"{line.percent}%")
        for line in map(figures.task, figures.upcoming)
    ]
    return "\n\n" + table(("序号", "任务", "承办单位", "时限", "完成比例"), "clllr", rows)
