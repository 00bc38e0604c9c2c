"""What a day's sweep has to plan, by plain loops over the facts as they stand, with the pure rules: no SQL of the product's own.

A reminder is [ladder, rung, subject, its id, side, unit (0 where the office is spoken to), reader (0: the unit's inbox), basis].
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.bench.sim.facts import Facts, Matter
from tests.bench.sim.people import Readers
from tracker.rules.ladders import LADDERS, OFFICE_LADDERS
from tracker.rules.reminders import Audience, Ladder, current_rung
from tracker.services.calendars import shipped_calendar

Reminder = tuple[str, str, str, int, str, int, int, str]
_OFFICE_HEARS = {Audience.CLERK, Audience.OFFICE}


def expected(session: Session, today: date) -> set[Reminder]:
    """Every reminder that holds on the day; none on a day off."""
    calendar = shipped_calendar()
    if not calendar.is_workday(today):
        return set()
    readers = Readers(session, today)
    steps: dict[tuple[Ladder, date], Any] = {}
    together: dict[tuple[Any, ...], list[Matter]] = defaultdict(list)
    for matter in Facts(session, calendar, today).matters():
        place = (matter.ladder, matter.basis)
        if place not in steps:
            steps[place] = current_rung(LADDERS[matter.ladder], matter.basis, today, calendar)
        step = steps[place]
        if step is not None and (matter.told_on is None or matter.told_on <= step.day):
            together[(*place, matter.subject, matter.subject_id, matter.unit_id)].append(matter)
    found: set[Reminder] = set()
    for (ladder, basis, *about, _), matters in together.items():
        step = steps[ladder, basis]
        to = _readers(matters, set(step.audiences), readers)
        found |= {(ladder.value, step.rung, *about, *reader, basis.isoformat()) for reader in to}
    return found


def _readers(matters: list[Matter], audiences: set[Audience], readers: Readers) -> Iterator[tuple[str, int, int]]:
    """(side, unit, reader) of each message; the unit is 0 where the office is spoken to.

    Where all shares of the matter lie before the head of the unit, the head alone is asked, and the liaison no longer.
    """
    matter = matters[0]
    in_unit = audiences - _OFFICE_HEARS - {Audience.LEADER}
    if matter.ladder not in OFFICE_LADDERS:
        all_done = all(one.is_before_head for one in matters)
        asked = {Audience.UNIT_HEAD} if all_done else in_unit
        for person in readers.of_unit(matter.unit_id, asked) or [0] if in_unit else ():
            yield "unit", matter.unit_id, person
        if Audience.LEADER in audiences:
            for person in readers.in_charge(matter.unit_id):
                yield "leader", matter.unit_id, person
    for person in readers.of_office(audiences):
        yield "office", 0, person
