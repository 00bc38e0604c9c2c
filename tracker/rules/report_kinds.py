"""The kinds of papers that the office draws up on a plan: to whom each speaks, and what part of the plan it may speak of.

Practice as in domain.md d2: a 通报 goes to all units under a red head, a 报告 and a 专报 go up, a 专项 report looks at one part.
"""

from dataclasses import dataclass
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
