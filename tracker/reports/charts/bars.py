"""Charts of bars, one for each section or unit: the lights of its tasks, or a share."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.reports.charts.svg import (
    LEGEND_HEIGHT,
    LETTERS,
    LIGHTS,
    PLAIN,
    RULE,
    SMALL,
    SOFT,
    TITLE_HEIGHT,
    WIDTH,
    Chart,
    Look,
    figure,
    largest_of,
    patterns,
    picture,
    rule,
    scale_end,
    shortened,
    surface,
    words,
)
from tracker.reports.widths import ems

ROW, BAR = 16.0, 12.0
NAME_CHARACTERS = 14
LEFT, RIGHT = 150.0, 44.0  # where bars begin, and what is kept at their end for the figure
LEAST_LEFT = 74.0  # where those of months do, unless a name needs more
LEAST_FOR_FIGURE = 12.0


def lights_by_section(chart: Chart) -> str:
    """Stacked bars: how many tasks of each section stand at which light; the figure stands in its part, the sum at the end."""
    return _stacked(chart)


def lights_by_month(chart: Chart) -> str:
    """The same by month, whose names are short; in English a little longer."""
    return _stacked(chart, max([LEAST_LEFT, *(LETTERS * ems(name) + 12 for name in chart["labels"])]))


def _look(series: Mapping[str, Any]) -> Look:
    """The look that the series asks for by the name of a light, or the one that its own name begins with."""
    return LIGHTS.get(series.get("look") or series["name"][:1], PLAIN)


def _stacked(chart: Chart, left: float = LEFT) -> str:
    key, rows = chart["key"], list(zip(*(series["values"] for series in chart["series"]), strict=True))
    sums = [sum(row) for row in rows]
    reach = (WIDTH - left - RIGHT) / max(largest_of(chart), 1)
    parts = [patterns(key), _legend(chart, left)]
    for number, (name, row, total) in enumerate(zip(chart["labels"], rows, sums, strict=True)):
        top = TITLE_HEIGHT + LEGEND_HEIGHT + number * ROW
        parts += [_name(name, top, left), *_stack(chart, row, top, left, reach)]
        parts.append(words(figure(total), left + total * reach + 5, top + BAR - 3))
    return picture(chart, TITLE_HEIGHT + LEGEND_HEIGHT + len(rows) * ROW + 6, parts)


def _stack(chart: Chart, row: tuple[int, ...], top: float, left: float, reach: float) -> Iterator[str]:
    place = left
    for series, count in zip(chart["series"], row, strict=True):
        width, look = count * reach, _look(series)
        if not count:
            continue
        yield surface(place, top, width, BAR, look, chart["key"])
        if width >= LEAST_FOR_FIGURE:
            yield from _figure_on(count, place + width / 2, top, look.fill, look.ink)
        place += width


def _figure_on(count: int, middle: float, top: float, fill: str, ink: str) -> Iterator[str]:
    """A figure on a patch of plain colour, for a pattern would cross it out."""
    said = figure(count)
    half = 2.7 * len(said) + 1.5
    yield f'<rect x="{middle - half:.1f}" y="{top + 1.5:.1f}" width="{2 * half:.1f}" height="{BAR - 3:.1f}" fill="{fill}"/>'
    yield words(said, middle, top + BAR - 3.5, size=SMALL, anchor="middle", fill=ink, class_="on-bar")


def _legend(chart: Chart, left: float) -> str:
    parts, place = "", left
    for series in chart["series"]:
        parts += surface(place, TITLE_HEIGHT, 14, 10, _look(series), chart["key"])
        parts += words(series["name"], place + 18, TITLE_HEIGHT + 9, size=SMALL)
        place += 18 + SMALL * (ems(series["name"]) + 1.5)
    return parts


def _name(name: str, top: float, left: float = LEFT) -> str:
    return words(shortened(name, NAME_CHARACTERS), left - 6, top + BAR - 3.5, anchor="end")


def on_time_by_unit(chart: Chart) -> str:
    """One bar for each unit: a share of what was asked, where a unit of which nothing was has a dash and no bar; or, of several
    series, how many reports came how."""
    if len(chart["series"]) > 1:
        return _stacked(chart)
    values = chart["series"][0]["values"]
    end = scale_end([largest_of(chart)], chart["unit"])
    reach = (WIDTH - LEFT - RIGHT) / end
    height = TITLE_HEIGHT + len(values) * ROW
    parts = [_axis(end * share, end * share * reach, height, chart["unit"]) for share in (0, 0.25, 0.5, 0.75, 1)]
    for number, (name, value) in enumerate(zip(chart["labels"], values, strict=True)):
        top = TITLE_HEIGHT + number * ROW + 2
        parts.append(_name(name, top))
        if value is None:
            parts.append(words("—", LEFT + 5, top + BAR - 3, fill=SOFT))
            continue
        parts.append(surface(LEFT, top, value * reach, BAR, PLAIN, chart["key"]))
        parts.append(words(figure(value, chart["unit"]), LEFT + value * reach + 5, top + BAR - 3))
    return picture(chart, height + 18, parts)


def _axis(value: float, place: float, height: float, unit: str) -> str:
    line = rule(LEFT + place, TITLE_HEIGHT, LEFT + place, height, RULE)
    return line + words(figure(value, unit), LEFT + place, height + 12, size=SMALL, anchor="middle", fill=SOFT)
