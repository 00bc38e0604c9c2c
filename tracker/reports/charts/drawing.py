"""A chart as SVG, and as the table that says the same to who cannot see it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from tracker.reports.charts.bars import lights_by_month, lights_by_section, on_time_by_unit
from tracker.reports.charts.cells import unit_section_grid
from tracker.reports.charts.lines import line_chart
from tracker.reports.charts.svg import Chart, figure, largest_of

DRAWERS: Mapping[str, Callable[[Chart], str]] = {
    "lights_by_section": lights_by_section,
    "lights_by_month": lights_by_month,
    "monthly_trend": line_chart,
    "unit_section_grid": unit_section_grid,
    "planned_actual": line_chart,
    "on_time_by_unit": on_time_by_unit,
}
ROWS_BY = {"lights_by_section": "labels", "lights_by_month": "labels", "on_time_by_unit": "labels", "unit_section_grid": "series"}
MOST_ROWS = 27  # of one piece, so that it fits a page together with the head of an annex
LEAST_ROWS = 5  # of the last one


def to_svg(chart: Chart) -> str:
    """The chart as one SVG, 156 mm wide and as high as it needs; KeyError for a kind that is not drawn here."""
    return DRAWERS[chart["kind"]](chart)


def pieces(chart: Chart) -> list[dict[str, Any]]:
    """The chart cut into as many as fit a page each, for paper; a chart of few rows is one."""
    axis = ROWS_BY.get(chart["kind"])
    count = len(chart[axis]) if axis else 0
    if count <= MOST_ROWS:
        return [dict(chart)]
    cuts = _cuts(count)
    return [_piece(chart, axis or "", cut, number, len(cuts)) for number, cut in enumerate(cuts, 1)]


def _cuts(count: int) -> list[slice]:
    """Pieces that fill a page each, and at the end what is left, which others may stand below; never a row or two by themselves."""
    last = count % MOST_ROWS or MOST_ROWS
    starts = [*range(0, count, MOST_ROWS)]
    if last < LEAST_ROWS:
        starts[-1] -= LEAST_ROWS - last
    return [slice(start, end) for start, end in pairwise([*starts, count])]


def _piece(chart: Chart, axis: str, cut: slice, number: int, of: int) -> dict[str, Any]:
    largest = largest_of(chart)  # pieces of one chart are drawn to one scale
    piece = {**chart, "largest": largest, "key": f"{chart['key']}-{number}", "title": f"{chart['title']}（{number}/{of}）"}
    if axis == "series":
        return {**piece, "series": chart["series"][cut]}
    series = [{**one, "values": one["values"][cut]} for one in chart["series"]]
    return {**piece, "labels": chart["labels"][cut], "series": series}


def value_table(chart: Chart) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the values: a row for each label; for the grid a row for each unit, as it is drawn."""
    unit = f"（{chart['unit']}）" if chart.get("unit") not in (None, "", "%") else ""
    if ROWS_BY.get(chart["kind"]) == "series":
        return ["单位", *(f"{label}{unit}" for label in chart["labels"])], [
            [one["name"], *_said(chart, one["values"])] for one in chart["series"]
        ]
    head = ["", *(f"{one['name']}{unit}" for one in chart["series"])]
    return head, [list(row) for row in zip(chart["labels"], *(_said(chart, one["values"]) for one in chart["series"]), strict=True)]


def _said(chart: Chart, values: list[float | None]) -> Iterator[str]:
    return ("—" if value is None else figure(value, chart.get("unit") or "") for value in values)


def in_words(chart: Chart) -> str:
    """The chart in one sentence for a screen reader where no table can stand beside it."""
    head, rows = value_table(chart)
    said = "；".join(
        f"{row[0]}：" + "，".join(f"{name}{value}" for name, value in zip(head[1:], row[1:], strict=True)) for row in rows
    )
    return f"{chart['title']}。{said}。"
