"""The axis of a timeline: months of equal width, and where on it a day stands, in per cent as SVG takes them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MOST_MONTHS = 48  # what lies farther off is cut: the table below the picture has its day
MOST_LABELS = 12
_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class Axis:
    """So many months from the first of `start` on."""

    start: date
    months: int

    def x(self, day: date) -> float:
        """Where the day begins, from 0 to 100; what lies outside stands at the edge."""
        place = (_index(day) - _index(self.start) + (day.day - 1) / monthrange(day.year, day.month)[1]) / self.months
        return round(min(max(place, 0.0), 1.0) * 100, 2)

    def month(self, number: int) -> date:
        """The first day of a month by its number from 0."""
        year, month = divmod(_index(self.start) + number, 12)
        return date(year, month + 1, 1)

    def lines(self) -> list[float]:
        """Where months begin, the first left out."""
        return [self.x(self.month(number)) for number in range(1, self.months)]

    def labels(self) -> list[tuple[float, date]]:
        """Where which month is named: every one, or where there are many every second, third, sixth or twelfth."""
        step = next((step for step in _STEPS if self.months <= step * MOST_LABELS), _STEPS[-1])
        return [(self.x(self.month(number)), self.month(number)) for number in range(0, self.months, step)]


def axis_for(first: date, last: date, today: date) -> Axis:
    """The months from the first day to the last, today among them; of a very long plan those about today."""
    begin, end = min(_index(first), _index(today)), max(_index(last), _index(today))
    if end - begin >= MOST_MONTHS:
        begin = max(begin, min(_index(today) - MOST_MONTHS // 2, end - MOST_MONTHS + 1))
        end = min(end, begin + MOST_MONTHS - 1)
    return Axis(date(begin // 12, begin % 12 + 1, 1), end - begin + 1)


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1
