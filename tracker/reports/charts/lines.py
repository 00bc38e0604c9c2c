"""Charts of lines: what moves from month to month, and what an indicator has come to beside its planned curve."""

from collections.abc import Iterator, Sequence

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

LEFT, RIGHT = 44.0, 16.0
TOP, PLOT = TITLE_HEIGHT + 20, 150.0
MOST_LABELS = 12
# Each line has a colour, a dash and a mark of its own: any one of them is enough to know it by.
STROKES = (("#2f5f98", "none"), ("#b42318", "6 3"), ("#3d7a4c", "2 2"), ("#6b6b6b", "8 3 2 3"))
MARKS = ("circle", "square", "triangle", "cross")

Point = tuple[float, float]


def line_chart(chart: Chart) -> str:
    """One line for each series; where a value is not known the line has a gap. The last figure of each stands beside it."""
    end = scale_end([largest_of(chart)], chart["unit"])
    places = _places(len(chart["labels"]))
    parts = [*_ticks(end, chart["unit"]), *_days(chart["labels"], places), _legend(chart)]
    for number, series in enumerate(chart["series"]):
        parts += _line(series["values"], places, end, number % len(STROKES), chart["unit"])
    return picture(chart, TOP + PLOT + 26, parts)


def _places(count: int) -> list[float]:
    width = WIDTH - LEFT - RIGHT - 30
    return [LEFT + 15 + (width * n / (count - 1) if count > 1 else width / 2) for n in range(count)]


def _height(value: float, end: float) -> float:
    return TOP + PLOT - PLOT * value / end


def _ticks(end: float, unit: str) -> Iterator[str]:
    for n in range(STEPS + 1):
        value = end * n / STEPS
        yield rule(LEFT, _height(value, end), WIDTH - RIGHT, _height(value, end), RULE)
        yield words(figure(float(value), unit), LEFT - 5, _height(value, end) + 3, size=SMALL, anchor="end", fill=SOFT)
    if unit and unit != "%":
        yield words(f"（{unit}）", 2, TOP - 8, size=SMALL, fill=SOFT)


def _days(labels: Sequence[str], places: Sequence[float]) -> Iterator[str]:
    step = -(-len(labels) // MOST_LABELS)
    for number, (label, place) in enumerate(zip(labels, places, strict=True)):
        if number % step == 0:
            yield words(label, place, TOP + PLOT + 14, size=SMALL, anchor="middle", fill=SOFT)


def _line(values: Sequence[float | None], places: Sequence[float], end: float, look: int, unit: str) -> Iterator[str]:
    colour, dash = STROKES[look]
    points = [(place, _height(value, end)) if value is not None else None for place, value in zip(places, values, strict=True)]
    for stretch in _stretches(points):
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)
        yield element("polyline", points=way, fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray=dash)
    known = [(point, value) for point, value in zip(points, values, strict=True) if point and value is not None]
    for point, _ in known:
        yield _mark(point, look)
    if known:
        (x, y), value = known[-1]
        yield words(figure(value, unit), x, y - 6 if look != 1 else y + 13, size=SMALL, anchor="middle", fill=colour)


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
