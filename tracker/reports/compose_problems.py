"""存在的问题: what is late or behind, how units report, and the orders issued."""

from collections.abc import Iterable, Sequence

from tracker.labels import label, order_number, period_title
from tracker.reports.figure_reporting import OrderLine, ReportingFigures, UnitReporting
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.figures import DutyReports, Figures
from tracker.reports.markdown import cell, inline
from tracker.reports.paper import chinese_date
from tracker.reports.wording import NONE, all_units, day_text, limit_text, one_line, percent_text, reason_text, table, units_text
from tracker.rules.statuses import REPLY_OWED_STATES
from tracker.rules.tallies import ReportingTally

SAYING_LENGTH = 80

# Worst first: the order of sentences and of the table. What is only due soon is no fault and stands among the requests.
_FAULTS = {
    "overdue": "逾期{n}项",
    "unreported_2": "连续两期及以上未报送进展{n}项",
    "far_behind": "落后计划{red}个百分点以上{n}项",
    "unreported_1": "一期未报送进展{n}项",
    "behind": "落后计划{yellow}至{red}个百分点{n}项",
}


def faulty(figures: Figures) -> list[TaskLine]:
    """The tasks that are late or behind, the worst first."""
    order = list(_FAULTS)
    found = [line for line in figures.tasks if line.reason_code in _FAULTS and line.situation]
    return sorted(found, key=lambda line: (order.index(line.reason_code), -line.days_late, line.position))


def answerable(line: TaskLine) -> tuple[str, ...]:
    """The units that a late or lagging task is put to: who did not report, where that is the fault, else who holds it up."""
    return line.unreported if line.reason_code.startswith("unreported") else line.holding


def overdue_part(figures: Figures) -> str:
    """The sentences and the table of all tasks that are late or behind."""
    lines = faulty(figures)
    day = chinese_date(figures.as_of)
    if not lines:
        return f"截至{day}，无逾期事项，无滞后事项。"
    policy = figures.policy
    counts = [
        wording.format(n=n, red=policy.behind_red, yellow=policy.behind_yellow)
        for code, wording in _FAULTS.items()
        if (n := sum(line.reason_code == code for line in lines))
    ]
    is_any_overdue = lines[0].reason_code == "overdue"
    worst = _longest(lines[0]) if is_any_overdue else "无逾期事项。"
    return f"截至{day}，{'，'.join(counts)}，涉及{_number_of_units(lines)}。{worst}具体情况见下表。\n\n{_fault_table(lines)}"


def _number_of_units(lines: Iterable[TaskLine]) -> str:
    count = len({unit for line in lines for unit in answerable(line)})
    return f"{count}个单位" if count else "的任务各单位均已完成，待办公室核查销号"


def _longest(line: TaskLine) -> str:
    assert line.due_on is not None
    whose = f"（{units_text(line.holding)}）" if line.holding else "（各单位均已完成，待核查销号）"
    title = f"第{line.position}项“{inline(line.title)}”{whose}"
    return f"逾期时间最长的是{title}，时限为{chinese_date(line.due_on)}，逾期{line.days_late}天，完成{line.percent}%。"


def _fault_table(lines: Sequence[TaskLine]) -> str:
    rows = [
        (
            str(line.position),
            cell(line.title),
            all_units(answerable(line)) if answerable(line) else "各单位均已完成，待核查销号",
            _limit(line),
            _situation(line),
            _sayings(line),
        )
        for line in lines
    ]
    return table(("序号", "任务", "单位", "时限", "情况", "单位说明"), "clllll", rows)


def _limit(line: TaskLine) -> str:
    return limit_text(line.due_on, line.original_due_on, is_ongoing=line.is_ongoing)


def _situation(line: TaskLine) -> str:
    reason = reason_text(line.reason_code, line.numbers)
    if line.percent == 100 and line.lead and line.holding:
        return f"{reason}，牵头单位已完成，左列单位尚未完成"
    return reason if "percent" in line.numbers else f"{reason}，完成{line.percent}%"


def _sayings(line: TaskLine) -> str:
    """What the units named in the row say of it themselves; units that say the same stand together."""
    units: dict[str, list[str]] = {}
    for said in (saying for saying in line.problems if saying.unit in answerable(line)):
        units.setdefault(one_line(said.text, SAYING_LENGTH).rstrip("。；"), []).append(said.unit)
    return "；".join(f"{all_units(list(dict.fromkeys(names)))}：{text}" for text, names in units.items()) or NONE


def reporting_part(figures: Figures) -> str:
    """The sentences and the table of reports owed and received for the newest closed period."""
    reporting = figures.reporting
    if reporting is None:
        return f"截至{chinese_date(figures.as_of)}，尚无到期的填报期，各单位无应报未报情况。"
    if not reporting.total.expected:
        return f"{period_title(reporting.period)}没有应报送的进展。"
    return f"{_tally_sentence(reporting)}{_missing_sentence(reporting)}\n\n{_reporting_table(figures, reporting)}"


def duty_part(reports: DutyReports) -> str:
    """The paragraph on the reports that units owed on one duty (定期报告) by its newest day."""
    said = [f"按期报送{reports.on_time}份"]
    said += [f"迟报{len(reports.late)}份（{units_text(reports.late)}）"] if reports.late else []
    said += [f"未报{len(reports.missing)}份（{units_text(reports.missing)}）"] if reports.missing else []
    return f"定期报告“{inline(reports.what)}”应于{chinese_date(reports.due_on)}前报送{reports.expected}份，{'，'.join(said)}。"


def _tally_sentence(reporting: ReportingFigures) -> str:
    total = reporting.total
    waiting, returned = total.received - total.accepted, total.returned
    parts = [f"已报{total.received}件（已采信{total.accepted}件" + (f"，待审核{waiting}件）" if waiting else "）")]
    parts += [f"退回{returned}件"] if returned else []
    parts += [f"未报{total.missing}件"] if total.missing else ["无未报"]
    besides = f"其中迟报{total.late}件。" if total.late else ""
    besides += f"另有{total.exempt}件经办公室同意免报，不计入应报。" if total.exempt else ""
    return (
        f"{period_title(reporting.period)}进展的报送截止日为{chinese_date(reporting.cutoff)}。应报{total.expected}件，{'，'.join(parts)}。"
        f"按时报送并采信{total.on_time}件，按时率{percent_text(reporting.on_time_rate)}。{besides}"
    )


def _missing_sentence(reporting: ReportingFigures) -> str:
    units = [unit.unit for unit in reporting.units if unit.tally.missing]
    if not units:
        return "各单位报送情况见下表。"
    return f"{units_text(units)}有未报事项，事项序号和各单位报送情况见下表。"


def _reporting_table(figures: Figures, reporting: ReportingFigures) -> str:
    headers = ("单位", "应报", "已报", "采信", "待审", "按时", "退回", "未报", "未报、退回、迟报、免报的任务序号")
    rows = [(cell(unit.unit), *_counts(unit.tally), _pending(figures, unit)) for unit in reporting.units]
    last = ("合计", *_counts(reporting.total))
    return table(headers, "lrrrrrrrl", [*rows, (*(f"**{entry}**" for entry in last), NONE)])


def _counts(own: ReportingTally) -> tuple[str, ...]:
    """No rate by unit: a unit with one report owed cannot be compared with one that owes sixty (domain.md a11)."""
    waiting = own.received - own.accepted
    return tuple(map(str, (own.expected, own.received, own.accepted, waiting, own.on_time, own.returned, own.missing)))


def _pending(figures: Figures, unit: UnitReporting) -> str:
    parts = []
    named = (
        ("未报", unit.missing_task_ids), ("退回", unit.returned_task_ids), ("迟报", unit.late_task_ids),
        ("免报", unit.exempt_task_ids),
    )  # fmt: skip
    for word, ids in named:
        if ids:
            parts.append(word + "、".join(str(figures.task(task_id).position) for task_id in ids))
    return "；".join(parts) or NONE


def orders_part(figures: Figures) -> str:
    """What was reminded of, and the sentence and the table of urging and supervision orders."""
    said = _reminders(figures)
    return f"{said}\n\n{_orders(figures)}" if said else _orders(figures)


def _reminders(figures: Figures) -> str:
    """The reminders of the month in one sentence: what was dealt with after them, and not that it was because of them."""
    found = figures.reminders
    if found is None:
        return ""
    when = f"{figures.as_of.year}年{figures.as_of.month}月1日至{figures.as_of.day}日"
    done = f"首次提醒后办结{len(found.after_first)}项，尚未办结{len(found.still_open)}项"
    return f"{when}，系统提醒{found.reminders}次，涉及{len(found.matters)}项；{done}。"


def _orders(figures: Figures) -> str:
    lines = figures.orders.lines
    day = chinese_date(figures.as_of)
    if not lines:
        return f"截至{day}，未发出催办单、督办单。"
    kinds = (("催办单", figures.orders.urges), ("督办单", figures.orders.supervision))
    sent = [f"{word}{len(found)}件" for word, found in kinds if found]
    waiting = [line for line in lines if line.state in REPLY_OWED_STATES]
    late = sum(line.days_late > 0 for line in waiting)
    overdue = f"，其中超过答复期限{late}件" if late else ""
    stand = f"已答复或了结{len(lines) - len(waiting)}件，待答复{len(waiting)}件{overdue}。"
    return f"截至{day}，共发出{'、'.join(sent)}，{stand}\n\n{_order_table(figures, lines)}"


def _order_table(figures: Figures, lines: Sequence[OrderLine]) -> str:
    rows = [
        (
            order_number(line.kind, line.year, line.number),
            f"第{figures.task(line.task_id).position}项",
            cell(line.unit),
            day_text(line.issued_on),
            day_text(line.reply_due_on),
            f"{label(line.state)}，超期{line.days_late}天" if line.days_late else label(line.state),
        )
        for line in lines
    ]
    return table(("编号", "任务", "单位", "发出日期", "答复期限", "办理情况"), "llllll", rows)
