"""A reader's wish not to be written to about a plan or task for some days. The inbox goes on; so do orders and what presses."""

from datetime import date, timedelta

from tracker.rules.refusals import RuleViolation

LONGEST_DAYS = 60  # so that nobody is forgotten by a wish that is


def check_mute(to_on: date, today: date, running_to: date | None) -> None:
    """Refuse a last day that lies in the past or too far off (`mute_days`), and a second wish for the same (`mute_running`)."""
    if not today <= to_on <= today + timedelta(days=LONGEST_DAYS):
        raise RuleViolation("mute_days", longest=LONGEST_DAYS, today=today)
    if running_to is not None:
        raise RuleViolation("mute_running", to_on=running_to)
