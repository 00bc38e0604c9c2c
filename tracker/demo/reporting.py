"""Reporting periods in the play: opened and locked as the scheduler does, and a town let off for one of them."""

from contextlib import suppress
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.errors import Conflict
from tracker.models import Plan, Unit
from tracker.rules.permissions import SYSTEM
from tracker.rules.workdays import WorkCalendar
from tracker.services.exemptions import exempt_unit
from tracker.services.periods import plans_to_turn, turn_periods

LET_OFF = "白塘乡人民政府"
REASON = "该乡正集中力量开展冬春火灾防控，经办公室研究，本期免报，下期一并报送。"
DAYS_BEFORE_THE_END = 4  # so that whoever opens the demonstration finds it in the running period


def turn(session: Session, day: date) -> None:
    """What the scheduler does in the night."""
    for plan_id in plans_to_turn(session, day):
        turn_periods(session, session.get_one(Plan, plan_id), day, actor=SYSTEM, now=at(day, 0, 30))


def let_off(session: Session, cast: Cast, plan: Plan, day: date, calendar: WorkCalendar, last_day: date) -> None:
    """The office asks one town for no report of the period that runs when the play ends."""
    if day != calendar.add(last_day, -DAYS_BEFORE_THE_END):
        return
    unit = session.scalars(select(Unit).where(Unit.name == LET_OFF)).one()
    with suppress(Conflict):  # it has reported on everything already
        exempt_unit(session, plan, unit, plan.rhythm.period_on(day).key, REASON, actor=cast.clerk, now=at(day, 11))
