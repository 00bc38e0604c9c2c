"""The kinds of papers that the office draws up on a plan: to whom each speaks, and what part of the plan it may speak of.

Practice as in domain.md d2: a 通报 goes to all units under a red head, a 报告 and a 专报 go up, a 专项 report looks at one part.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReportKind(StrEnum):
    """One kind of paper; its Chinese name is in `tracker/labels.py`."""

    REPORT = "report"  # 督查报告, to the leaders
    BULLETIN = "bulletin"  # 督查通报, to all units
    SPECIAL = "special"  # 专项督查报告, one section, one matter or one unit
    BRIEF = "brief"  # 督查专报, one matter upward
    MONTHLY = "monthly"  # 月度小结
    QUARTERLY = "quarterly"  # 季度小结
    YEARLY = "yearly"  # 年度报告, the plan's own duty upward
    UNIT_YEARLY = "unit_yearly"  # 单位年度报告


@dataclass(frozen=True)
class ReportScope:
    """What a paper speaks of: nothing set is the whole plan; at most one may be set."""

    section_id: int | None = None
    task_id: int | None = None
    unit_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """True where the paper speaks of the whole plan."""
        return self == ReportScope()


_MONTHS = {ReportKind.MONTHLY: 1, ReportKind.QUARTERLY: 3, ReportKind.YEARLY: 12, ReportKind.UNIT_YEARLY: 12}


def covers(kind: ReportKind, as_of: date) -> tuple[date, date] | None:
    """The first and last day of the stretch that a paper of the kind speaks of; None for one that speaks of a day.

    The month, quarter or year of `as_of`, up to that day: what comes later is for the next paper to tell.
    """
    months = _MONTHS.get(kind)
    if months is None:
        return None
    return date(as_of.year, (as_of.month - 1) // months * months + 1, 1), as_of
