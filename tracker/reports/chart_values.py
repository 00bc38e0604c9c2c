"""The values of the charts of a paper, as plain JSON: what the text and tables cite, and which reference each value has.

Five kinds: lights by section, the trend by period, a grid of units and sections, plan and fact of an indicator, reporting by unit.
Only what the text shows (`![…](chart:key)`) is worked out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.labels import LIGHT_NAMES, label, period_title
from tracker.reports.compose_indicators import has_course
from tracker.reports.composition import OTHER_TASKS, Composition
from tracker.reports.figure_indicators import CoursePoint, IndicatorLine
from tracker.reports.figure_shares import average_of_shares
from tracker.reports.references import Rows, Rule, rows_of
from tracker.rules.statuses import Light

Chart = dict[str, Any]
Point = tuple[float | int | None, str | None]

_SHOWN = re.compile(r"\]\(chart:([a-z0-9_.-]+)\)")
_REPORTING = {"on_time": "按时", "late": "迟报", "returned": "退回", "missing": "未报"}
# How a series is drawn, by the name of a light: charts know colours and patterns, not states.
_LOOKS = {
    **{label(light): LIGHT_NAMES[light][0] for light in Light},
    **dict(zip(_REPORTING.values(), ("绿", "黄", "灰", "红"), strict=True)),
}


def chart_values(work: Composition, markdown: str) -> tuple[Chart, ...]:
    """The charts that the Markdown shows, in its order."""
    return tuple(_chart(work, key) for key in dict.fromkeys(_SHOWN.findall(markdown)))


def _chart(work: Composition, key: str) -> Chart:
    kind, _, number = key.partition(".")
    if kind == "planned_actual":
        line = next(line for line in work.figures.indicators if line.id == int(number))
        return _planned_actual(work, line)
    draw: Mapping[str, Callable[[Composition], Chart]] = {
        "lights_by_section": _lights_by_section,
        "monthly_trend": _trend,
        "unit_section_grid": _grid,
        "on_time_by_unit": _on_time,
    }
    return draw[kind](work)


def _made(kind: str, title: str, labels: Sequence[str], series: Mapping[str, Sequence[Point]], unit: str, key: str = "") -> Chart:
    return {
        "key": key or kind,
        "kind": kind,
        "title": title,
        "labels": list(labels),
        "series": [
            {
                "name": name,
                "look": _LOOKS.get(name),
                "values": [value for value, _ in points],
                "refs": [ref for _, ref in points],
            }
            for name, points in series.items()
        ],  # fmt: skip
        "unit": unit,
    }


def _section_names(work: Composition) -> list[str]:
    return [section.title or OTHER_TASKS for section in work.figures.sections]


def _counted(work: Composition, key: str, table: str, ids: Sequence[int]) -> Point:
    work.count(key, table, ids)
    return len(ids), key


def _lights_by_section(work: Composition) -> Chart:
    series: dict[str, list[Point]] = {}
    for light in Light:
        series[label(light)] = [
            _counted(
                work,
                f"section.{section.id or 'none'}.{light}",
                "task",
                [task for task in section.task_ids if work.figures.task(task).light is light],
            )
            for section in work.figures.sections
        ]
    return _made("lights_by_section", "各领域任务状态", _section_names(work), series, "项")


def _trend(work: Composition) -> Chart:
    points = work.figures.trend
    series = {"承办事项平均完成比例": [(point.average, f"trend.{point.period.lower()}") for point in points]}
    return _made(
        "monthly_trend", "各期承办事项平均完成比例", _in_brief([period_title(point.period) for point in points]), series, "%"
    )


def _in_brief(titles: Sequence[str]) -> list[str]:
    """The titles of periods with the year told only where it changes, so that a year of them fits on an axis."""
    years = ["", *(title.partition("年")[0] for title in titles)]
    return [
        title.partition("年")[2] if title.startswith(f"{before}年") else title for before, title in zip(years, titles, strict=False)
    ]


def _grid(work: Composition) -> Chart:
    """Each unit's shares in each section, averaged; None where it has none there. In the plan's order: nothing is ranked."""
    sections = work.figures.sections
    series: dict[str, list[Point]] = {
        unit: [_cell(work, number, section.id, section.task_ids) for section in sections]
        for unit, number in work.figures.unit_ids.items()
    }
    return _made("unit_section_grid", "各单位承办事项平均完成比例", _section_names(work), series, "%")


def _cell(work: Composition, unit: int, section: int | None, tasks: Sequence[int]) -> Point:
    shares = [share for task in tasks for share in work.figures.shares_of(task) if share.unit_id == unit]
    if not shares:
        return None, None
    value = average_of_shares(share.percent for share in shares)
    key = f"grid.{unit}.{section or 'none'}"
    work.cites.cite(key, Rule.SHARE_AVERAGE, value, (), rows_of("assignment", [share.id for share in shares]))
    return value, key


def _on_time(work: Composition) -> Chart:
    reporting = work.figures.reporting
    assert reporting is not None  # the text shows the chart only beside the tally
    key = f"reporting.{reporting.period.lower()}.unit"
    series = {
        word: [_counted(work, f"{key}.{unit.unit_id}.{kind}", "assignment", unit.share_ids[kind]) for unit in reporting.units]
        for kind, word in _REPORTING.items()
    }
    title = f"{period_title(reporting.period)}各单位报送情况"
    return _made("on_time_by_unit", title, [unit.unit for unit in reporting.units], series, "件")


def _planned_actual(work: Composition, line: IndicatorLine) -> Chart:
    """The curve and the readings by day, as the rules give them to four places."""
    assert has_course(line)
    rows: Rows = (("indicator", line.id), *rows_of("indicator_reading", line.reading_ids))
    series: dict[str, list[Point]] = {
        name: [_on_course(work, line, point, which, rule, rows) for point in line.course]
        for name, which, rule in (("计划", "planned", Rule.CURVE), ("实际", "actual", Rule.READING))
    }
    days = [point.day.isoformat() for point in line.course]
    return _made("planned_actual", line.name, days, series, line.quantity_unit or "", f"planned_actual.{line.id}")


def _on_course(work: Composition, line: IndicatorLine, point: CoursePoint, which: str, rule: Rule, rows: Rows) -> Point:
    value = getattr(point, which)
    if value is None:
        return None, None
    key = f"indicator.{line.id}.{which}.{point.day.isoformat()}"
    work.cites.cite(key, rule, value, rows)
    return float(value), key
