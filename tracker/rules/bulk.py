"""Why one task of many is left out of what is done with them at once. A list of tasks goes on without it, and says so."""

from enum import StrEnum


class LeftOut(StrEnum):
    """The reason, the same for all kinds of acts."""

    NOT_YOURS = "not_yours"
    NOT_OPEN = "not_open"
    NO_UNIT = "no_unit"
    HAS_ORDER = "has_order"
    STRICTER = "stricter"
    ISSUED = "issued"
    AD_HOC = "ad_hoc"
    AWAITED = "awaited"
    ONGOING = "ongoing"
    SAME_DAY = "same_day"
    SAME_ROLE = "same_role"
    NOT_CARRYING = "not_carrying"


MOST = 200  # tasks at once: what one person can look through on the page that asks whether it is right
