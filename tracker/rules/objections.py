"""Having a conclusion looked at again (复核): until when, by when it is decided, and who may decide.

《政府督查工作条例》 (State Council order 733) art. 17: within 30 days of receipt; decided within 30 days; who took part recuses.
Days of the calendar; the day of receipt is not counted.
"""

from collections.abc import Collection
from datetime import date, timedelta

LIMIT = timedelta(days=30)


def file_by(received_on: date) -> date:
    """The last day on which the unit may still apply."""
    return received_on + LIMIT


def decide_by(submitted_on: date) -> date:
    """The last day for the decision."""
    return submitted_on + LIMIT


def is_in_time(received_on: date, today: date) -> bool:
    """True while the unit may still apply."""
    return today <= file_by(received_on)


def took_part(person: int | None, participants: Collection[int | None]) -> bool:
    """True for somebody who had a hand in the conclusion; nobody in particular (the system) decides none."""
    return person is None or person in participants
