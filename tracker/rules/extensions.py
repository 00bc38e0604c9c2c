"""Putting off a due date (延期): until when it may be asked for, how far it may go, and who decides.

Found practice (domain.md a7): asked for before the due date (sources S7, S20); small cases are decided by the officer on duty,
a second application and long ones one level higher (S22). A due date is the task's and not a share's, so that who answers for
the whole asks (docs/decisions/0013-who-asks-for-more-time.md).
"""

from dataclasses import dataclass
from datetime import date

from tracker.rules.refusals import RuleViolation


@dataclass(frozen=True)
class ExtensionPolicy:
    """How far the clerk may go: so many extensions of a task in all, each by so many days of the calendar at most."""

    version: int = 1
    clerk_times: int = 1
    clerk_days: int = 30


def is_in_time(due_on: date | None, today: date) -> bool:
    """True while more time may still be asked for: up to the due date and on it, not after it."""
    return due_on is not None and today <= due_on


def check_new_date(due_on: date | None, new_due_on: date) -> None:
    """Nothing for a date to which the due date can be put off; RuleViolation `extension_without_due` or `extension_not_later`."""
    if due_on is None:
        raise RuleViolation("extension_without_due")
    if new_due_on <= due_on:
        raise RuleViolation("extension_not_later", day=new_due_on, due=due_on)


def is_for_director(granted_before: int, due_on: date, new_due_on: date, policy: ExtensionPolicy) -> bool:
    """True where the decision goes one level up: the task was put off before as often as the clerk may, or by too many days now."""
    return granted_before >= policy.clerk_times or (new_due_on - due_on).days > policy.clerk_days
