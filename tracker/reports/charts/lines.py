"""Charts of lines: what moves from month to month, and what an indicator has come to beside its planned curve."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from tracker.reports.charts.svg import (
    RULE,
    SMALL,
    SOFT,
    STEPS,
    TITLE_HEIGHT,
    WIDTH,
    Chart,
    element,
    figure,
    largest_of,
    picture,
    rule,
    scale_end,
    words,
)
from tracker.reports.widths import ems

LEFT, RIGHT = 44.0, 16.0
TOP, UNDER = TITLE_HEIGHT + 20, 22.0
PLOTS = {"planned_actual": 84.0}  # low, for a plan has many indicators: four of them fill a page
PLOT = 130.0
LEAST_GAP = 6.0  # between two labels under the axis
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Each line has a colour, a dash and a mark of its own: any one of them is enough to know it by.
STROKES = (("#2f5f98", "none"), ("#b42318", "6 3"), ("#3d7a4c", "2 2"), ("#6b6b6b", "8 3 2 3"))
MARKS = ("circle", "square", "triangle", "cross")

Point = tuple[float, float]


def line_chart(chart: Chart) -> str:
    """One line for each series; where a value is not known the line has a gap. The last figure of each stands beside it."""
    scale = Scale(scale_end([largest_of(chart)], chart["unit"]), PLOTS.get(chart["kind"], PLOT), chart["unit"])
    places = _places(chart["labels"])
    parts = [*_ticks(scale), *_days(chart["labels"], places, TOP + scale.height + 14), _legend(chart)]
    for number, series in enumerate(chart["series"]):
        parts += _line(series["values"], places, scale, number % len(STROKES))
    return picture(chart, TOP + scale.height + UNDER, parts)


@dataclass(frozen=True)
class Scale:
    """The upright axis: from nought to `end`, in points `height` long."""

    end: float
    height: float
    unit: str

    def place(self, value: float) -> float:
        """How far down a value stands."""
        return TOP + self.height * (1 - value / self.end)


def _places(labels: Sequence[str]) -> list[float]:
    """How far right each label stands: days by their distance, so that an even course is a straight line; other labels evenly."""
    width = WIDTH - LEFT - RIGHT - 30
    steps = _days_apart(labels) or [1] * (len(labels) - 1)
    if not steps:
        return [LEFT + 15 + width / 2] * len(labels)
    return [LEFT + 15 + width * passed / sum(steps) for passed in accumulate(steps, initial=0)]


def _days_apart(labels: Sequence[str]) -> list[int]:
    """The days from each label to the next; nothing where they are no days in their order."""
    if not all(map(DAY.fullmatch, labels)):
        return []
    apart = [(after - before).days for before, after in pairwise(map(date.fromisoformat, labels))]
    return apart if all(days > 0 for days in apart) else []


def _ticks(scale: Scale) -> Iterator[str]:
    for n in range(STEPS + 1):
        value = scale.end * n / STEPS
        yield rule(LEFT, scale.place(value), WIDTH - RIGHT, scale.place(value), RULE)
        yield words(figure(float(value), scale.unit), LEFT - 5, scale.place(value) + 3, size=SMALL, anchor="end", fill=SOFT)
    if scale.unit and scale.unit != "%":
        yield words(f"（{scale.unit}）", 2, TOP - 8, size=SMALL, fill=SOFT)


def _days(labels: Sequence[str], places: Sequence[float], down: float) -> Iterator[str]:
    """The first and the last label, and of those between the ones that have room."""
    halves = [ems(label) * SMALL / 2 + LEAST_GAP / 2 for label in labels]
    free, end = 0.0, max((place - half for place, half in zip(places, halves, strict=True)), default=0.0)
    for number, (label, place, half) in enumerate(zip(labels, places, halves, strict=True)):
        is_last = number == len(labels) - 1
        if is_last or (place - half >= free and place + half <= end):
            yield words(label, place, down, size=SMALL, anchor="middle", fill=SOFT)
            free = place + half


def _line(values: Sequence[float | None], places: Sequence[float], scale: Scale, look: int) -> Iterator[str]:
    colour, dash = STROKES[look]
    points = [(place, scale.place(value)) if value is not None else None for place, value in zip(places, values, strict=True)]
    for stretch in _stretches(points):
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)
        yield element("polyline", points=way, fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray=dash)
    known = [(point, value) for point, value in zip(points, values, strict=True) if point and value is not None]
    for point, _ in known:
        yield _mark(point, look)
    if known:
        (x, y), value = known[-1]
        yield words(figure(value, scale.unit), x, y - 6 if look != 1 else y + 13, size=SMALL, anchor="middle", fill=colour)


def _stretches(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    stretch: list[Point] = []
    for point in [*points, None]:
        if point:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _mark(point: Point, look: int) -> str:
    x, y = point
    colour, kind = STROKES[look][0], MARKS[look]
    if kind == "circle":
        return element("circle", cx=x, cy=y, r=2.6, fill=colour)
    if kind == "square":
        return element("rect", x=x - 2.4, y=y - 2.4, width=4.8, height=4.8, fill=colour)
    if kind == "triangle":
        return element("path", d=f"M{x:.1f} {y - 3:.1f} l3 5.4 h-6 z", fill=colour)
    return element("path", d=f"M{x - 3:.1f} {y - 3:.1f} l6 6 m0 -6 l-6 6", stroke=colour, stroke_width=1.4)


def _legend(chart: Chart) -> str:
    parts, place = "", LEFT + 20
    for number, series in enumerate(chart["series"]):
        look = number % len(STROKES)
        colour, dash = STROKES[look]
        line = element("line", x1=place, y1=TITLE_HEIGHT + 5, x2=place + 22, y2=TITLE_HEIGHT + 5, stroke=colour, stroke_width=1.6,
                       stroke_dasharray=dash)  # fmt: skip
        parts += (
            line + _mark((place + 11, TITLE_HEIGHT + 5), look) + words(series["name"], place + 27, TITLE_HEIGHT + 8.5, size=SMALL)
        )
        place += 27 + SMALL * (len(series["name"]) + 1.5)
    return parts
