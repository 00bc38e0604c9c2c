"""What moved in the stretch of a periodic paper: the table of its figures first (domain.md d2), then the moves one by one."""

from collections.abc import Sequence

from tracker.labels import period_title
from tracker.reports.compose_overall import SITUATION_TITLES, average, count
from tracker.reports.compose_reporting import on_time_rate, total
from tracker.reports.composition import Composition, stretch_text, task_percent
from tracker.reports.figure_movement import Movement
from tracker.reports.references import Rule, rows_of
from tracker.reports.wording import NONE, table
from tracker.rules.report_kinds import ReportKind

SHOWN = 8
TREND_CHART = "![各期承办事项平均完成比例](chart:monthly_trend)"
_STRETCHES = {
    ReportKind.MONTHLY: "本月",
    ReportKind.QUARTERLY: "本季度",
    ReportKind.YEARLY: "本年度",
    ReportKind.UNIT_YEARLY: "本年度",
}


def stretch_name(work: Composition) -> str:
    """本月, 本季度 or 本年度."""
    return _STRETCHES.get(work.kind, "本期")


def main_table(work: Composition) -> list[str]:
    """The figures of the stretch in one table: how things stand at its end, and what moved within it."""
    moved = work.figures.movement
    if moved is None:
        return []
    rows = [
        (
            "任务总数（项）",
            work.count("scope.tasks", "task", [line.id for line in work.figures.tasks]),
            _tasks(work, "issued", "新交办"),
        ),
        *_situations(work, moved),
        ("逾期（项）", work.count("overdue", "task", _overdue(work)), _late_moves(work, moved)),
        ("经批准延期（项）", work.count("extended", "task", work.figures.extended), _tasks(work, "put_off", "新延期")),
        ("总体完成（%）", average(work), NONE),
        ("采信填报（件）", NONE, _reports(work, "accepted", moved.accepted)),
        ("退回填报（件）", NONE, _reports(work, "returned", moved.returned)),
        ("催办单、督办单（件）", _all_orders(work), work.count("movement.orders", "supervision_order", moved.orders)),
        *_reporting_rows(work),
    ]
    head = f"{stretch_text(moved.first, moved.last)}的主要数据见下表。"
    return [head, table(("项目", "期末", f"{stretch_name(work)}变化"), "lrl", rows)]


def _overdue(work: Composition) -> list[int]:
    return [line.id for line in work.figures.tasks if line.reason_code == "overdue"]


def _situations(work: Composition, moved: Movement) -> list[tuple[str, str, str]]:
    changes = {"closed": _tasks(work, "closed", "新销号")}
    return [
        (f"{SITUATION_TITLES[item.code]}（项）", count(work, item), changes.get(item.code, NONE))
        for item in work.figures.situations
    ]


def _tasks(work: Composition, name: str, word: str) -> str:
    ids: Sequence[int] = getattr(work.figures.movement, name)
    return f"{word}{work.count(f'movement.{name}', 'task', ids)}"


def _late_moves(work: Composition, moved: Movement) -> str:
    return f"{_tasks(work, 'newly_late', '新增')}，{_tasks(work, 'caught_up', '消除')}"


def _reports(work: Composition, name: str, reports: Sequence[tuple[int, int]]) -> str:
    return work.count(f"movement.{name}", "update", [update for update, _ in reports])


def _all_orders(work: Composition) -> str:
    return work.count("orders.all", "supervision_order", [line.id for line in work.figures.orders.lines])


def _reporting_rows(work: Composition) -> list[tuple[str, str, str]]:
    reporting = work.figures.reporting
    if reporting is None or not reporting.total.expected:
        return []
    name = period_title(reporting.period)
    return [
        (f"{name}应报（件）", total(work, reporting, "expected"), f"未报{total(work, reporting, 'missing')}"),
        (f"{name}按时率", on_time_rate(work, reporting), f"按时{total(work, reporting, 'on_time')}"),
    ]


def movement_part(work: Composition) -> list[str]:
    """The moves in sentences: what was closed, what advanced most, what fell behind its limit, what was put off."""
    moved = work.figures.movement
    if moved is None:
        return []
    name = stretch_name(work)
    said = [
        *_listed(work, f"{name}新销号", "closed", moved.closed),
        *_advanced(work, moved),
        *_listed(work, f"{name}消除逾期", "caught_up", moved.caught_up),
        *_listed(work, f"{name}新增逾期", "newly_late", moved.newly_late),
        *_listed(work, f"{name}经批准延期", "put_off", moved.put_off),
    ]
    accepted, returned = _reports(work, "accepted", moved.accepted), _reports(work, "returned", moved.returned)
    decided = f"{name}办公室采信填报{accepted}件，退回{returned}件。"
    return [*said, decided] if said else [f"{name}没有任务销号，各任务完成比例没有变化。{decided}"]


def _listed(work: Composition, words: str, name: str, ids: Sequence[int]) -> list[str]:
    if not ids:
        return []
    tasks = [work.figures.task(task_id) for task_id in ids[:SHOWN]]
    more = "等" if len(ids) > SHOWN else ""
    number = work.count(f"movement.{name}", "task", ids)
    return [f"{words}{number}项：{'、'.join(map(work.task, tasks))}{more}。"]


def _advanced(work: Composition, moved: Movement) -> list[str]:
    if not moved.advanced:
        return []
    order = sorted(
        moved.advanced, key=lambda task: (moved.advanced[task][0] - moved.advanced[task][1], work.figures.task(task).position)
    )
    number = work.count("movement.advanced", "task", list(moved.advanced))
    told = [
        f"{work.task(work.figures.task(task))}由{_before(work, task)}提高到{task_percent(work, work.figures.task(task))}"
        for task in order[:3]
    ]
    return [f"{stretch_name(work)}{number}项任务的完成比例有提高，其中{'，'.join(told)}。"]


def _before(work: Composition, task: int) -> str:
    moved = work.figures.movement
    assert moved is not None
    line = work.figures.task(task)
    rows = (("task", task), *rows_of("assignment", line.assignment_ids))
    return work.cites.cite(f"task.{task}.percent_before", Rule.PERCENT_BEFORE, moved.advanced[task][0], rows) + "%"


def trend_part(work: Composition) -> list[str]:
    """How far the shares had come by each of the last periods, with the chart; nothing before the second one."""
    return [*said, TREND_CHART] if (said := trend_said(work)) else []


def trend_said(work: Composition) -> list[str]:
    """The sentence of it, for a paper whose charts stand in an annex."""
    points = work.figures.trend
    if len(points) < 2:
        return []
    first, last = points[0], points[-1]
    cited = [
        work.cites.cite(
            f"trend.{point.period.lower()}",
            Rule.REPORTED_AVERAGE,
            point.average,
            rows_of("update", point.update_ids),
            rows_of("assignment", point.share_ids),
        )
        for point in points
    ]
    begin, end = period_title(first.period), period_title(last.period)
    return [f"按各期已采信填报计算，承办事项平均完成比例由{begin}的{cited[0]}%变为{end}的{cited[-1]}%。"]
