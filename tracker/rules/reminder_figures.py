"""What the reminders of a month come to, as numbers, and which days a month has."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.rules.settling import ANSWERED_OUTCOMES, Outcome
from tracker.rules.tallies import rate


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar month in which the day lies."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> tuple[date, date]:
    """The first and the last day of the month before that of the day."""
    return month_of(day.replace(day=1) - timedelta(days=1))


@dataclass(frozen=True)
class Figures:
    """What the matters come to. `outcomes`: how many have each; `reached`: how many went as far as head, leader, office (2, 3, 4).

    `reminders`: steps of ladders said in the month; `messages`, of which `failed`, `unread_by_any` and `muted`: rows of the month.
    """

    outcomes: Mapping[Outcome, int]
    reached: Mapping[int, int]
    reminders: int = 0
    messages: int = 0
    failed: int = 0
    unread_by_any: int = 0
    muted: int = 0

    @property
    def matters(self) -> int:
        """Those of which somebody was reminded: what was muted for all its readers is not among them."""
        return sum(number for outcome, number in self.outcomes.items() if outcome is not Outcome.MUTED)

    @property
    def answered(self) -> int:
        """Those that were done by whom they were asked of."""
        return sum(self.outcomes.get(outcome, 0) for outcome in ANSWERED_OUTCOMES)

    @property
    def asked(self) -> int:
        """Those that could be done: what was lifted could not."""
        return self.matters - self.outcomes.get(Outcome.LIFTED, 0)

    @property
    def first_share(self) -> Decimal | None:
        """Percent of those that could be done which were, before a second reminder or an order; see `rules.tallies.rate`."""
        return rate(self.outcomes.get(Outcome.AFTER_FIRST, 0), self.asked, places=0)
