"""Striking a task off (销号): what the office makes sure of first, and when it looks again afterwards (回头看).

What is checked is what an office must find in order before it lets a matter rest, and otherwise gives it back to the unit: facts
clear, problem solved, task carried out, conclusion accurate, within policy and law, form right (domain.md a6, source S5). What
is put right is verified again later, for it may fall back (order 733 art. 18; 反弹, domain.md a3).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ClosingCheck(StrEnum):
    """What a person of the office makes sure of, in the order of the form."""

    FACTS = "facts"  # 事实清楚
    PROBLEM = "problem"  # 问题解决
    CARRIED_OUT = "carried_out"  # 任务落实
    CONCLUSION = "conclusion"  # 结论准确
    LAWFUL = "lawful"  # 符合政策法规
    FORM = "form"  # 材料规范


class ClosingFact(StrEnum):
    """What the records themselves tell."""

    SHARES = "shares"  # 各单位承担部分均已完成
    EVIDENCE = "evidence"  # 有已采信的佐证材料
    CHECKLIST = "checklist"  # 清单各项均有已采信的佐证
    INDICATORS = "indicators"  # 量化指标均已达到
    DISSENT = "dissent"  # 配合单位没有未处理的不同意见
    ITEMS = "items"  # 督办单的整改事项均已核查
    VERIFIED = "verified"  # 已登记核查情况


# Of these each must hold; the others are shown, and the office answers for going on without them.
BINDING_FACTS = frozenset({ClosingFact.SHARES, ClosingFact.EVIDENCE, ClosingFact.DISSENT, ClosingFact.ITEMS, ClosingFact.VERIFIED})


@dataclass(frozen=True)
class FactFound:
    """How one fact stands: `open` things are missing to it, of `total` where that can be counted."""

    fact: ClosingFact
    open: int
    total: int | None = None

    @property
    def is_met(self) -> bool:
        return self.open == 0

    @property
    def is_binding(self) -> bool:
        return self.fact in BINDING_FACTS


class RecheckState(StrEnum):
    """回头看: a look back at a closed task on a day set beforehand."""

    PLANNED = "planned"  # 待回头看
    HELD = "held"  # 成效巩固
    REBOUNDED = "rebounded"  # 发现反弹; the task is taken up again
    WITHDRAWN = "withdrawn"  # 已取消


@dataclass(frozen=True)
class RecheckPolicy:
    """When the office looks back unless it says otherwise: so many days of the calendar after the closing; None: not at all."""

    version: int = 1
    default_days: int | None = 90


def is_all_checked(checks: Collection[ClosingCheck]) -> bool:
    """True where the office has made sure of everything on its list."""
    return set(checks) == set(ClosingCheck)


def recheck_day(closed_on: date, policy: RecheckPolicy) -> date | None:
    """The day that the policy proposes for looking back."""
    return None if policy.default_days is None else closed_on + timedelta(days=policy.default_days)
