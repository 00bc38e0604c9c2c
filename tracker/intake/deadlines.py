"""Time limits as a plan prints them for one measure (完成时限): a day, a duty that goes on for good, or a doubt.

The column or the label holds a day in any wording (2025年底, 6月底前, 2025-06-30), a duty without end (长期坚持, 每年), or
a span from an event (5个工作日内), which has no day of its own.
"""

import re
from dataclasses import dataclass

from tracker.intake.dates import find_dates, yearless
from tracker.intake.model import Header

_ONGOING = re.compile(r"长期|持续|常态|经常|日常|贯穿|全年|始终|每(?:个)?(?:半年|季度?|学期|学年|[年月周日天])|按(?:月|季|年)|定期")
_SPAN = re.compile(r"(?:\d+|[一二三四五六七八九十两]+)个?(?:工作日|自然日|日|天|周|个?月|年)(?:之)?(?:以)?内")
# As sheets and people who are in a hurry write a day: 2025-06-30, 2025.6, 2025/12.
_SHORT_DAY = re.compile(r"(?<!\d)(20\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)")
_YEAR = re.compile(r"(20\d\d)年")


@dataclass(frozen=True)
class Deadline:
    """A time limit as read: its last day, whether the duty goes on for good, and what is doubtful about it (code)."""

    due: str | None = None
    ongoing: bool = False
    doubt: str | None = None


def read_deadline(printed: str, year: int | None) -> Deadline:
    """The time limit of a measure; `year` is the plan's own, for limits such as 6月底前.

    Doubts: `deadline_year` where no year is known, `deadline_span` for a span from an event, `odd_deadline` for the rest.
    """
    text = _SHORT_DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日" if m[3] else f"{m[1]}年{int(m[2])}月", printed)
    dates = [date for date in find_dates(text, year) if not date.begins]
    if dates:
        return Deadline(due=dates[-1].last_day)
    if _ONGOING.search(text):
        return Deadline(ongoing=True)
    if yearless(text):
        return Deadline(doubt="deadline_year")
    return Deadline(doubt="deadline_span" if _SPAN.search(text) else "odd_deadline") if text.strip() else Deadline()


def plan_year(header: Header) -> int | None:
    """The year that a limit without one means: the one that the title names, else that of the plan's date."""
    named = set(_YEAR.findall(header.title or ""))
    if len(named) == 1:
        return int(named.pop())
    return int(header.issued_on[:4]) if header.issued_on else None
