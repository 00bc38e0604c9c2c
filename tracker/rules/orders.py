"""How strict the next order to a unit is, and within how many working days it is to be answered.

The levels are those of 三明's 督查单 (domain.md a10, source S34): blue where work is slow or poor; yellow where a blue one was
ignored, or directly where the matter is grave; red where a yellow one was ignored. Whether a unit had a good reason is for
the office to say: it may overrule what is proposed here, and both values are kept. Colours have no national meaning, so
the policy is a value with a version of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.rules.statuses import REPLY_OWED_STATES, Light, OrderKind, OrderLevel, OrderState

LEVELS = tuple(OrderLevel)


@dataclass(frozen=True)
class OrderPolicy:
    """The limits for the answer in working days by level, those in which the unit is asked to sign for an order, and the days
    late from which yellow comes first (natural days).

    No source names a limit for signing: one working day is our own choice, and the office may name another day with each order.
    """

    version: int = 1
    sign_days: int = 1
    limits: Mapping[OrderLevel, int] = field(default_factory=lambda: {OrderLevel.BLUE: 5, OrderLevel.YELLOW: 3, OrderLevel.RED: 2})
    grave_after_days: int = 15


@dataclass(frozen=True)
class PastOrder:
    """An order that the unit already has about the task. `item_due_on`: the nearest limit of what is still to be put right."""

    id: int
    level: OrderLevel
    state: OrderState
    reply_due_on: date
    item_due_on: date | None = None


@dataclass(frozen=True)
class Proposal:
    """A level with the code of its reason: ignored, grave, behind or not_behind. `ignored`: the orders that were ignored."""

    level: OrderLevel
    reason_code: str
    ignored: tuple[int, ...] = ()


def owed_by(order: PastOrder) -> date | None:
    """The day by which the unit must act next: to answer, or to put right; None where nothing is owed by it now."""
    if order.state in REPLY_OWED_STATES:
        return order.reply_due_on
    return order.item_due_on if order.state is OrderState.ACCEPTED else None


def is_ignored(order: PastOrder, today: date) -> bool:
    """True from the day after the limit for as long as nothing came; a late answer ends it."""
    limit = owed_by(order)
    return limit is not None and limit < today


def propose(history: Iterable[PastOrder], light: Light, days_late: int, today: date, policy: OrderPolicy) -> Proposal:
    """The level for the next order to the unit about the task, with the reason.

    An ignored order leads one level up from the strictest ignored one, red being the last. Without one it is yellow where the
    task is late by `grave_after_days` or more, else blue; a task whose light is neither yellow nor red gives blue with the
    reason `not_behind`, so that whoever issues it sees that the light asks for none.
    """
    ignored = [order for order in history if is_ignored(order, today)]
    if ignored:
        strictest = max(LEVELS.index(order.level) for order in ignored)
        level = LEVELS[min(strictest + 1, len(LEVELS) - 1)]
        return Proposal(level, "ignored", tuple(sorted(order.id for order in ignored)))
    if days_late >= policy.grave_after_days:
        return Proposal(OrderLevel.YELLOW, "grave")
    return Proposal(OrderLevel.BLUE, "behind" if light in (Light.YELLOW, Light.RED) else "not_behind")


def is_right_kind(kind: OrderKind, level: OrderLevel) -> bool:
    """False for an urging notice (催办单) stricter than blue: what is grave calls for a supervision order (督办单)."""
    return kind is OrderKind.SUPERVISION or level is OrderLevel.BLUE
