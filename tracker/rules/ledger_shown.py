"""Which columns a list of tasks shows beside the task itself, as the reader chose them."""

from collections.abc import Iterable
from enum import StrEnum


class Shown(StrEnum):
    """A column of the ledger, in the order in which they stand."""

    NUMBER = "number"
    LIGHT = "light"
    UNITS = "units"
    SECTION = "section"
    DUE = "due"
    PERCENT = "percent"
    PLANNED = "planned"
    REPORTED = "reported"
    NEXT = "next"
    INDICATORS = "indicators"
    ORDERS = "orders"
    STATE = "state"


USUAL = (Shown.LIGHT, Shown.UNITS, Shown.DUE, Shown.PERCENT, Shown.STATE)


def shown_columns(asked: Iterable[str]) -> tuple[Shown, ...]:
    """The columns that are asked for, as words set apart by commas, in their order; the usual ones where none is understood."""
    wanted = {word for text in asked for word in text.split(",")}
    return tuple(column for column in Shown if column in wanted) or USUAL
