"""量化指标: what its target asks for, how its readings add up, and how far they have come.

Found practice (domain.md d3, S52, S66): reports list each indicator with target, reading and share of the target reached. How
figures without a sign of comparison are taken: docs/decisions/0021-readings-of-indicators.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

DONE, NOT_DONE = Decimal(1), Decimal(0)  # what is read of a duty with a date and no number
COMPLETE = 100


class IndicatorKind(StrEnum):
    """How its readings make up its value."""

    LEVEL = "level"  # 时点数: the newest reading is the value
    ADDED = "added"  # 新增数: each reading is what was added since the last; they are summed up


class IndicatorReadingState(StrEnum):
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 待审核, waits for the office
    ACCEPTED = "accepted"  # 已采信: the only ones that count
    RETURNED = "returned"  # 已退回; mended by a new reading
    WITHDRAWN = "withdrawn"  # 已撤回


PENDING_READING_STATES = frozenset({IndicatorReadingState.UNIT_REVIEW, IndicatorReadingState.SUBMITTED})

_ADDED = re.compile("新增|累计")
_LED_IN = re.compile("^(?:全[省市县区州盟旗]|力争|争取|确保|实现|其中)+")
_NO_WORD = re.compile(r"[^\w%‰]+")


@dataclass(frozen=True)
class Target:
    """What the text asks for: at least `low` (>=, or a bare figure), at most `low` (<=), a range up to `high`, or a duty only."""

    low: Decimal | None
    high: Decimal | None
    comparison: str | None

    @property
    def is_duty(self) -> bool:
        """True for a duty with a date and no number: it is done or it is not."""
        return self.low is None

    @property
    def is_ceiling(self) -> bool:
        """True where less is better."""
        return self.comparison == "<=" and self.high is None

    @property
    def floor(self) -> Decimal:
        """The figure to be reached from below; 1, which is done, for a duty."""
        return DONE if self.low is None else self.low


@dataclass(frozen=True)
class Reading:
    """A reading that the office has accepted: its value, the day on which that was so, and the reading that it corrects."""

    id: int
    value: Decimal
    fact_on: date
    replaces_id: int | None = None
    files: int = 0


def kind_of(name: str, chosen: IndicatorKind | None = None) -> IndicatorKind:
    """The kind that the office chose; by default what is 新增 or 累计 is summed up and anything else stands as it was read."""
    return chosen or (IndicatorKind.ADDED if _ADDED.search(name) else IndicatorKind.LEVEL)


def name_key(name: str) -> str:
    """The name by which indicators of several plans are told to be one: no blanks, marks or words such as 全县 before it."""
    plain = _NO_WORD.sub("", unicodedata.normalize("NFKC", name))
    return _LED_IN.sub("", plain) or plain


def attained(target: Target, value: Decimal) -> bool:
    """True where the value fulfils the target. A bare figure (120个) is fulfilled when it is reached or passed."""
    if target.is_ceiling:
        return value <= target.floor
    return target.floor <= value and (target.high is None or value <= target.high)


def attainment(target: Target, baseline: Decimal | None, value: Decimal) -> int:
    """How much of the way to the target is done, 0 to 100, rounded down; 100 only where it is attained.

    The way begins at the baseline, or at nought where there is none. Above a ceiling without a baseline: the share that
    the ceiling is of the value; the same above the upper bound of a range.
    """
    if attained(target, value):
        return COMPLETE
    if target.is_ceiling:
        start = ceiling_start(target, baseline)
        way = (start - value, start - target.floor) if start > target.floor else (target.floor, value)
    elif target.high is not None and value > target.high:
        way = (target.high, value)
    else:
        start = floor_start(target, baseline)
        way = (value - start, target.floor - start)
    done, whole = way
    return min(max(int(done * COMPLETE // whole), 0), COMPLETE - 1) if whole > 0 else 0


def floor_start(target: Target, baseline: Decimal | None) -> Decimal:
    """From where a figure rises to its target: the baseline, unless that is there already; else nought, or the target below it."""
    return min(NOT_DONE if baseline is None else baseline, target.floor)


def ceiling_start(target: Target, baseline: Decimal | None) -> Decimal:
    """From where a figure comes down to its ceiling: the baseline where that is above it; else it never was higher."""
    return target.floor if baseline is None else max(baseline, target.floor)


def standing_readings(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings that none of the others corrects, by the day of the fact, then as they were entered."""
    every = list(readings)
    replaced = {reading.replaces_id for reading in every}
    return tuple(sorted((r for r in every if r.id not in replaced), key=lambda r: (r.fact_on, r.id)))


def values(kind: IndicatorKind, baseline: Decimal | None, readings: Iterable[Reading]) -> tuple[tuple[date, Decimal], ...]:
    """What the indicator stood at after each reading that stands, by day: what was added is summed up on the baseline."""
    found, total = [], baseline or NOT_DONE
    for reading in standing_readings(readings):
        total = total + reading.value if kind is IndicatorKind.ADDED else reading.value
        found.append((reading.fact_on, total))
    return tuple(found)
