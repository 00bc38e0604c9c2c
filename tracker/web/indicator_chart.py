"""The small chart of an indicator: planned curve, target and readings, as coordinates of an SVG that needs no style attribute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.rules.curves import IndicatorFacts, curve_of
from tracker.rules.indicators import values

WIDTH, HEIGHT, MARGIN = 600, 160, 8

Course = list[tuple[date, Decimal]]


@dataclass(frozen=True)
class Chart:
    """Points of lines as SVG writes them, circles at the readings, heights and places of single lines; days of both edges."""

    planned: str
    read: str
    dots: tuple[tuple[float, float], ...]
    target: float
    today: float | None
    start_on: date
    end_on: date
    low: Decimal
    high: Decimal
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(facts: IndicatorFacts, today: date) -> Chart | None:
    """The chart; None where there is no number to draw, or nothing besides the target."""
    planned: Course = [(point.day, point.value) for point in curve_of(facts)]
    read: Course = list(values(facts.kind, facts.baseline, facts.readings))
    if facts.target.is_duty or not (len(planned) > 1 or read):
        return None
    days = [day for day, _ in planned + read]
    frame = _Frame(min(days), max([*days, today] if read else days), [value for _, value in planned + read] + [facts.target.floor])
    return Chart(
        planned=frame.line(planned),
        read=frame.line(read),
        dots=tuple(frame.place(*point) for point in read),
        target=frame.y(facts.target.floor),
        today=frame.x(today) if frame.start <= today <= frame.end else None,
        start_on=frame.start,
        end_on=frame.end,
        low=frame.low,
        high=frame.high,
    )


class _Frame:
    """From days and values to places in the picture.

    The scale begins at nought unless everything lies in its upper half; the page says where it begins and ends.
    """

    def __init__(self, start: date, end: date, numbers: Iterable[Decimal]) -> None:
        self.start, self.end = start, end
        every = list(numbers)
        self.high = max(*every, Decimal(0))
        self.low = min(every) if min(every) * 2 > self.high else min(*every, Decimal(0))
        self._span = (self.high - self.low) or Decimal(1)

    def x(self, day: date) -> float:
        whole = (self.end - self.start).days or 1
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day - self.start).days / whole, 1)

    def y(self, value: Decimal) -> float:
        return round(HEIGHT - MARGIN - float((value - self.low) / self._span) * (HEIGHT - 2 * MARGIN), 1)

    def place(self, day: date, value: Decimal) -> tuple[float, float]:
        return self.x(day), self.y(value)

    def line(self, points: Course) -> str:
        return " ".join(f"{x},{y}" for x, y in (self.place(*point) for point in points))
