"""The jobs of the office's work. Each is told the day it works for; what it does is done once, however often it runs."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.errors import TrackerError
from tracker.fencing import Fence
from tracker.models import Plan
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.refusals import RuleViolation
from tracker.services.calendar_reminders import tell_of_missing_year
from tracker.services.calendars import work_calendar
from tracker.services.editions import lapse
from tracker.services.occurrences import open_occurrences, plans_to_open
from tracker.services.periodic_reports import draw_due, reports_due
from tracker.services.periods import plans_to_turn, turn_periods
from tracker.services.reminder_settling import end_over
from tracker.services.reminder_summaries import tell_of_month
from tracker.services.reminders import sweep
from tracker.services.sending import send_round
from tracker.services.sunsets import tell_of_terms, terms_over

logger = logging.getLogger(__name__)

Counts = Mapping[str, int]
Found = TypeVar("Found", covariant=True)
What = TypeVar("What")
Given = TypeVar("Given", contravariant=True)


class _OfPlan(Protocol[Given, Found]):
    """What is done with one plan, for one day or on one occasion."""

    def __call__(self, session: Session, plan: Plan, given: Given, /, *, actor: Actor, now: datetime) -> Found: ...


def _each(fence: Fence, settings: Settings, plans: Iterable[tuple[int, What]], act: _OfPlan[What, Found]) -> list[Found]:
    """What came of each plan for its day or occasion, each in a transaction of its own; one that is refused stops no other."""
    found = []
    for plan_id, given in plans:
        try:
            with fence.transaction() as session:
                found.append(act(session, session.get_one(Plan, plan_id), given, actor=SYSTEM, now=settings.clock.now()))
        except (TrackerError, RuleViolation) as error:
            logger.warning("nothing came of plan %d for %s: %s", plan_id, given, error)
    return found


def end_terms(fence: Fence, settings: Settings, day: date) -> Counts:
    """End the plans whose term is over by the day, and tell the offices of those whose term soon will be."""
    now = settings.clock.now()
    with fence.transaction() as session:
        told = tell_of_terms(session, day, actor=SYSTEM, now=now)
    with fence.reading() as session:
        over = terms_over(session, day)
    ended = len(_each(fence, settings, over, lapse))
    return {"ended": ended, "coming": told, "refused": len(over) - ended}


def open_reports(fence: Fence, settings: Settings, day: date) -> Counts:
    """Ask units for the recurring reports that the plans' duties want by the day."""
    with fence.reading() as session:
        plans = plans_to_open(session, day)
    opened = _each(fence, settings, [(plan_id, day) for plan_id in plans], open_occurrences)
    return {"plans": len(plans), "opened": sum(opened), "refused": len(plans) - len(opened)}


def turn_reporting(fence: Fence, settings: Settings, day: date) -> Counts:
    """Open the reporting periods that have begun by the day and lock those that are over."""
    with fence.reading() as session:
        plans = plans_to_turn(session, day)
    turned = _each(fence, settings, [(plan_id, day) for plan_id in plans], turn_periods)
    opened, locked = (sum(numbers) for numbers in zip((0, 0), *turned, strict=True))
    return {"opened": opened, "locked": locked, "refused": len(plans) - len(turned)}


def draw_reports(fence: Fence, settings: Settings, day: date) -> Counts:
    """Draw up what is due of each plan by the day, as drafts: after a reporting period, a quarter, before a day of its own."""
    with fence.reading() as session:
        due = reports_due(session, day)
    drawn = len(_each(fence, settings, [(one.plan_id, one) for one in due], draw_due))
    return {"drawn": drawn, "refused": len(due) - drawn}


def sweep_day(fence: Fence, settings: Settings, day: date) -> Counts:
    """Plan the day's reminders."""
    with fence.transaction() as session:
        swept = sweep(session, day, calendar=work_calendar(session), now=settings.clock.now())
        end_over(session, day, swept.after_id)
    return {"working_day": swept.working_day, "planned": swept.planned, "already": swept.already}


def send_out(fence: Fence, settings: Settings, day: date) -> Counts:
    """Compose the digests that have become due, and send what waits."""
    return asdict(send_round(fence, settings, settings.clock.now))


def tell_of_calendar(fence: Fence, settings: Settings, day: date) -> Counts:
    """Tell those who can mend it, once a week, that the notice of a year's holidays is not loaded."""
    with fence.transaction() as session:
        return {"told": tell_of_missing_year(session, day, actor=SYSTEM, now=settings.clock.now())}


def tell_of_last_month(fence: Fence, settings: Settings, day: date) -> Counts:
    """Tell the offices that the summary of the reminders of the month before the day can be read."""
    with fence.transaction() as session:
        return {"told": tell_of_month(session, day, actor=SYSTEM, now=settings.clock.now())}
