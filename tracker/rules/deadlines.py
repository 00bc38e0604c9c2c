"""How a matter stands with its due date."""

from datetime import date


def days_late(due_on: date | None, today: date) -> int:
    """Days of the calendar since the due date, 0 while it is not past."""
    return max((today - due_on).days, 0) if due_on else 0
