"""When messages leave the house: one digest a working day at a set hour, spread over some minutes; nothing in the quiet hours.

Groups and gateways take so many messages a minute, and whoever is written to at night or on a holiday learns to look away: so the
digest leaves between 08:40 and 09:20 of a working day (domain.md e3), and what presses leaves at once, but in office hours only.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.workdays import WorkCalendar

JITTER_MINUTES = 40  # the digests of a day are spread over so many, counted from the digest hour
# Neighbours in the list of accounts, and the same person on two days, come at different minutes: both are coprime to 40.
BY_PERSON = 7
_BY_DAY = 11


@dataclass(frozen=True)
class SendingHours:
    """The digest hour, and the hours of a working day in which anything may leave, all in official time."""

    digest_at: time = time(8, 40)
    opens: time = time(8, 30)
    closes: time = time(18, 0)

    @property
    def are_possible(self) -> bool:
        """True where the house is open at some time, and for as long as the day's digests are spread over."""
        last = datetime.combine(date.min, self.digest_at) + timedelta(minutes=JITTER_MINUTES)
        return self.opens <= self.digest_at and last <= datetime.combine(date.min, self.closes)


@dataclass(frozen=True)
class Window:
    """The hours on the days of a calendar: what an instant is good for."""

    calendar: WorkCalendar
    hours: SendingHours = SendingHours()

    def is_open(self, instant: datetime) -> bool:
        """True where messages may leave: in office hours of a working day."""
        local = instant.astimezone(OFFICIAL_ZONE)
        return self.calendar.is_workday(local.date()) and self.hours.opens <= local.time() < self.hours.closes

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself where messages may leave then, else the next at which they may."""
        if self.is_open(instant):
            return instant
        local = instant.astimezone(OFFICIAL_ZONE)
        today = local.date()
        is_ahead = self.calendar.is_workday(today) and local.time() < self.hours.opens
        day = today if is_ahead else self.calendar.add(today, 1)
        return datetime.combine(day, self.hours.opens, OFFICIAL_ZONE).astimezone(instant.tzinfo)

    def minutes_past_digest(self, instant: datetime) -> int:
        """Whole minutes since the digest hour of the instant's day: whose jitter is not above it may have the day's digest now.

        Negative before the hour.
        """
        local = instant.astimezone(OFFICIAL_ZONE)
        since = local - datetime.combine(local.date(), self.hours.digest_at, OFFICIAL_ZONE)
        return since // timedelta(minutes=1)


def jitter(user_id: int, day: date) -> int:
    """The minutes after the digest hour at which a person's digest of the day leaves: 0 to 39, by account and day alone.

    Spread evenly: of any forty accounts in a row each has a minute of its own. `services/digests.py` has it in SQL.
    """
    return (user_id % JITTER_MINUTES * BY_PERSON + day_shift(day)) % JITTER_MINUTES


def day_shift(day: date) -> int:
    """The part of the jitter that the day alone decides."""
    return day.toordinal() * _BY_DAY % JITTER_MINUTES
