"""The jobs of the office's work. Each is told the day it works for; what it does is done once, however often it runs."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from tracker.config import Settings
from tracker.errors import TrackerError
from tracker.fencing import Fence
from tracker.models import Plan
from tracker.rules.permissions import SYSTEM
from tracker.services.calendar_reminders import tell_of_missing_year
from tracker.services.calendars import work_calendar
from tracker.services.editions import lapse
from tracker.services.occurrences import open_occurrences, plans_to_open
from tracker.services.periodic_reports import reports_due
from tracker.services.periods import plans_to_turn, turn_periods
from tracker.services.reminder_summaries import tell_of_month
from tracker.services.reminders import sweep
from tracker.services.reports import draw_report
from tracker.services.sending import send_round
from tracker.services.sunsets import tell_of_terms, terms_over

logger = logging.getLogger(__name__)

Counts = Mapping[str, int]


def end_terms(fence: Fence, settings: Settings, day: date) -> Counts:
    """End the plans whose term is over by the day, and tell the offices of those whose term soon will be."""
    now = settings.clock.now()
    with fence.transaction() as session:
        told = tell_of_terms(session, day, actor=SYSTEM, now=now)
    with fence.reading() as session:
        over = terms_over(session, day)
    ended = 0
    for plan_id, last_day in over:
        try:
            with fence.transaction() as session:
                lapse(session, session.get_one(Plan, plan_id), last_day, actor=SYSTEM, now=settings.clock.now())
            ended += 1
        except TrackerError as error:  # of one plan; the others end
            logger.warning("plan %d did not lapse: %s", plan_id, error)
    return {"ended": ended, "coming": told, "refused": len(over) - ended}


def open_reports(fence: Fence, settings: Settings, day: date) -> Counts:
    """Ask units for the recurring reports that the plans' duties want by the day, each plan by itself."""
    with fence.reading() as session:
        plans = plans_to_open(session, day)
    opened = 0
    for plan_id in plans:
        with fence.transaction() as session:
            opened += open_occurrences(session, session.get_one(Plan, plan_id), day, actor=SYSTEM, now=settings.clock.now())
    return {"plans": len(plans), "opened": opened}


def turn_reporting(fence: Fence, settings: Settings, day: date) -> Counts:
    """Open the reporting periods that have begun by the day and lock those that are over, each plan by itself."""
    with fence.reading() as session:
        plans = plans_to_turn(session, day)
    opened = locked = 0
    for plan_id in plans:
        with fence.transaction() as session:
            turned = turn_periods(session, session.get_one(Plan, plan_id), day, actor=SYSTEM, now=settings.clock.now())
        opened, locked = opened + turned[0], locked + turned[1]
    return {"opened": opened, "locked": locked}


def draw_reports(fence: Fence, settings: Settings, day: date) -> Counts:
    """Draw up the report of each plan whose reporting period has ended by the day, as of its cut-off day."""
    with fence.reading() as session:
        due = reports_due(session, day)
    drawn = 0
    for plan_id, as_of in due:
        try:
            with fence.transaction() as session:
                draw_report(session, session.get_one(Plan, plan_id), as_of, actor=SYSTEM, now=settings.clock.now())
            drawn += 1
        except TrackerError as error:  # of one plan; the others have theirs
            logger.warning("no report of plan %d as of %s: %s", plan_id, as_of, error)
    return {"drawn": drawn, "refused": len(due) - drawn}


def sweep_day(fence: Fence, settings: Settings, day: date) -> Counts:
    """Plan the day's reminders."""
    with fence.transaction() as session:
        swept = sweep(session, day, calendar=work_calendar(session), now=settings.clock.now())
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
