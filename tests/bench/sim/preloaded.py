"""What the process from which the schedulers are forked has done already, so that a restart costs little; imported by it alone."""

from sqlalchemy.orm import configure_mappers

from tests.bench.sim import drive as drive
from tracker.notify import letters
from tracker.services.calendars import shipped_calendar

configure_mappers()
shipped_calendar()
letters._page()
