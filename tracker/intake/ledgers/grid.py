"""A sheet as a grid of typed cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | float | int | bool | date | datetime | time | timedelta | None
Place = tuple[int, int]  # row and column, from 0
ERROR = "#VALUE!"  # what stands for a formula that has no value, whichever the error
MOST_COLUMNS = 200  # that are looked at


@dataclass(frozen=True)
class Grid:
    """A sheet. Rows have their own lengths; `covered` leads from a cell that a merged one hides to the one that is shown.

    `percents` are the cells formatted as percentages, whose value is a hundredth of what is shown; None where the form does not
    tell; likewise `formulas`, whose value was worked out by the program that saved the file. `is_visible` is False for sheets that
    a reader does not see.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    covered: Mapping[Place, Place] = field(default_factory=dict)
    percents: frozenset[Place] | None = frozenset()
    is_visible: bool = True
    formulas: frozenset[Place] | None = frozenset()
