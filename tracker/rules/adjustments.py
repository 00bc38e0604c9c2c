"""Adjusting what was given out (调整): a target, a unit or the wording of a task, on which grounds, and who decides.

Found rule (domain.md a7, source S23): asked for where a unit was abolished or merged, law or system changed, the budget changed,
by force majeure, or where the policy stopped; filed at the latest two months before the end. Where the overall goal of the plan
stays as it is, a lower approval and filing will do; otherwise the authority that approved the plan approves, and its document is
named. A late one is for the director as well, as a second extension is.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.rules.refusals import RuleViolation


class AdjustmentKind(StrEnum):
    """What of a task is to be changed."""

    TARGET = "target"  # 目标值
    UNIT = "unit"  # 责任单位
    WORDING = "wording"  # 内容表述


class AdjustmentGround(StrEnum):
    """Why it cannot stay as it was given out."""

    UNIT_CHANGED = "unit_changed"  # 单位撤并或职责调整
    LAW_CHANGED = "law_changed"  # 法规制度变化
    BUDGET_CHANGED = "budget_changed"  # 预算变化
    FORCE_MAJEURE = "force_majeure"  # 不可抗力
    POLICY_STOPPED = "policy_stopped"  # 政策停止
    OTHER = "other"  # 其他客观原因


class AdjustmentState(StrEnum):
    """A 调整申请 of the unit that answers for the whole task."""

    DRAFT = "draft"  # 草稿
    UNIT_REVIEW = "unit_review"  # 待单位审
    SUBMITTED = "submitted"  # 待初审
    REVIEWED = "reviewed"  # 待审批; the office has looked at it first
    GRANTED = "granted"  # 已批准, and carried out
    REFUSED = "refused"  # 未批准
    WITHDRAWN = "withdrawn"  # 已撤回


# Asked and not decided; of a task there is one at a time.
PENDING_ADJUSTMENT_STATES = frozenset(
    {AdjustmentState.DRAFT, AdjustmentState.UNIT_REVIEW, AdjustmentState.SUBMITTED, AdjustmentState.REVIEWED}
)


@dataclass(frozen=True)
class AdjustmentPolicy:
    """Until how many months before the due date an adjustment is filed in the ordinary way."""

    version: int = 1
    months_before: int = 2


def last_day(due_on: date, policy: AdjustmentPolicy) -> date:
    """The last day on which an adjustment is filed in time: so many months before the due date, the end of a shorter month."""
    months = due_on.year * 12 + due_on.month - 1 - policy.months_before
    year, month = divmod(months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    length = (first_of_next - date(year, month + 1, 1)).days
    return date(year, month + 1, min(due_on.day, length))


def is_late(due_on: date | None, filed_on: date, policy: AdjustmentPolicy) -> bool:
    """True where it is filed after `last_day`; what has no due date is never late."""
    return due_on is not None and filed_on > last_day(due_on, policy)


def is_for_director(touches_goal: bool, filed_late: bool) -> bool:
    """True where the decision goes one level up: the overall goal changes, or the time for filing had passed."""
    return touches_goal or filed_late


def check_change(before: str, after: str) -> None:
    """Nothing where what is asked for differs from what stands; RuleViolation `adjustment_changes_nothing`."""
    if not after.strip() or after.strip() == before.strip():
        raise RuleViolation("adjustment_changes_nothing")
