"""What the board says of the trend: the change under each light, and the chart of the months."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from tracker.labels import LIGHT_NAMES
from tracker.queries.trends import DayCounts, LightTrend
from tracker.reports.charts.drawing import to_svg
from tracker.rules.statuses import Light
from tracker.web.formats import light_word, period

# From what presses to what is done, as the tiles stand.
LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.BLUE, Light.GREY)

Counts = Mapping[Light, int]


def changes(trend: LightTrend, counts: Counts) -> dict[Light, str]:
    """For each light what has changed since a week and a month ago, in words; nothing where neither day was counted."""
    return {light: _changed(trend, counts, light) for light in LIGHTS} if trend.week or trend.month else {}


def _changed(trend: LightTrend, counts: Counts, light: Light) -> str:
    week, month = (_difference(before, counts, light) for before in (trend.week, trend.month))
    if week and month:
        return gettext("较上周 %(week)s，较上月 %(month)s", week=week, month=month)
    return gettext("较上周 %(week)s", week=week) if week else gettext("较上月 %(month)s", month=month)


def _difference(before: DayCounts | None, counts: Counts, light: Light) -> str:
    if before is None:
        return ""
    number = counts[light] - before.tasks[light]
    return f"{'+' if number > 0 else '−'}{abs(number)}" if number else gettext("持平")


def chart_of(trend: LightTrend, counts: Counts) -> dict[str, Any] | None:
    """The chart of the lights by month, and its numbers by month and light; None while there is only the running one to show."""
    if not trend.month_ends:
        return None
    labels = [period(f"{one.day:%Y-%m}") for one in trend.month_ends] + [gettext("今天")]
    columns = [one.tasks for one in trend.month_ends] + [counts]
    chart = {
        "key": "trend",
        "kind": "lights_by_month",
        "title": gettext("各月末任务数"),
        "labels": labels,
        "series": [_series(light, [tasks[light] for tasks in columns]) for light in LIGHTS],
        "unit": "",
    }
    svg = Markup(to_svg(chart))  # noqa: S704 - drawn by us, its words are escaped
    return {"svg": svg, "title": chart["title"], "lights": LIGHTS, "rows": list(zip(labels, columns, strict=True))}


def _series(light: Light, values: list[int]) -> dict[str, Any]:
    return {"name": light_word(light), "look": LIGHT_NAMES[light][0], "values": values}
