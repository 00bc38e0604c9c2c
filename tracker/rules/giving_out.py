"""Giving out (交办): who has to agree to it, by when a unit signs, and what becomes of its objection.

Sources: domain.md a4 (T2, T2a: signing has a limit of its own; an objection is upheld, reassigned or reworded), a7 (what was given
to the wrong unit is looked into and given out anew at once).
"""

from datetime import date
from enum import StrEnum

from tracker.rules.workdays import WorkCalendar

ACKNOWLEDGE_DAYS = 3  # working days to sign in, where the office says nothing else
LONGEST_ACKNOWLEDGE_DAYS = 30
DECIDE_DAYS = 3  # working days in which the office answers an objection; meanwhile nobody works on the share


class IssueRequestState(StrEnum):
    """提请审定: a second person of the office is asked to agree before a plan is given out."""

    SUBMITTED = "submitted"  # 待审定
    APPROVED = "approved"  # 已审定, and given out with it
    RETURNED = "returned"  # 已退回
    WITHDRAWN = "withdrawn"  # 已撤回


class DisputeKind(StrEnum):
    """What a unit objects to in what it was given (承办异议)."""

    NOT_OURS = "not_ours"  # 不属本单位职责
    WORDING = "wording"  # 表述需调整


class DisputeOutcome(StrEnum):
    """What the office made of it."""

    UPHELD = "upheld"  # 维持交办
    REASSIGNED = "reassigned"  # 改由其他单位承办
    REWORDED = "reworded"  # 调整表述


def sign_by(given_on: date, days: int, calendar: WorkCalendar) -> date:
    """The last day to sign on: so many working days after the day on which the work was given out, that day not counted."""
    return calendar.add(given_on, days)


def is_acknowledge_limit(days: int) -> bool:
    """True for a number of working days that may be set for signing."""
    return 1 <= days <= LONGEST_ACKNOWLEDGE_DAYS
