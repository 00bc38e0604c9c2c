"""The only place that asks the time. Everything else is told `now` or `today`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tracker.rules.days import OFFICIAL_ZONE, official_day


@dataclass(frozen=True)
class Clock:
    """The time of one installation, as aware UTC instants.

    With `fixed_today` (TRACKER_TODAY; demonstrations and tests only) the day stands still while the time of day runs on.
    """

    fixed_today: date | None = None

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        if self.fixed_today is None:
            return datetime.now(UTC)
        time_of_day = datetime.now(OFFICIAL_ZONE).time()
        return datetime.combine(self.fixed_today, time_of_day, OFFICIAL_ZONE).astimezone(UTC)

    def today(self) -> date:
        """The present day in official time."""
        return official_day(self.now())
