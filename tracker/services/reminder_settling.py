"""Planned reminders whose matter is no longer owed: set aside before they are sent (数据已变，不再发送).

Between the sweep and the digest a unit reports, signs or answers, a due date moves, a task is closed. What is then no longer true
is not said. One statement for each ladder, however many messages wait.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, false, or_, select, tuple_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from tracker.models import Notice, NoticeState, Plan
from tracker.queries import reminder_matters as matters
from tracker.queries import reminder_papers as papers
from tracker.queries.ladders import ladder_groups
from tracker.queries.reminder_sources import Column, still_owed
from tracker.queries.rhythms import rhythm_groups
from tracker.rules.reminders import Ladder
from tracker.rules.workdays import WorkCalendar
from tracker.services.calendars import work_calendar
from tracker.services.reminder_indicators import lagging
from tracker.services.reminder_occasions import SOURCES, period_in_question


def settle(session: Session, today: date) -> int:
    """Set the planned reminders aside of which nothing is owed any more; how many."""
    conditions = [(ladder, or_(false(), *_still_owed(ladder))) for ladder in dict.fromkeys(source.ladder for source in SOURCES)]
    conditions.append((Ladder.PERIOD, or_(false(), *_periods_owed(session, today, work_calendar(session)))))
    conditions += _indicators_behind(session, today)
    return sum(_set_aside(session, ladder, owed) for ladder, owed in conditions)


def _still_owed(ladder: Ladder) -> Iterator[Column]:
    """Conditions on Notice, one of which holds where what a source of the ladder reminded of is owed."""
    for source in SOURCES:
        if source.ladder is ladder:
            yield still_owed(source)


def _periods_owed(session: Session, today: date, calendar: WorkCalendar) -> Iterator[Column]:
    """Conditions on Notice, one of which holds where the report is owed for the period that is asked for today."""
    for rhythm_group in rhythm_groups(session):
        for group in ladder_groups(session)[Ladder.PERIOD]:
            period = period_in_question(rhythm_group.rhythm, group.rungs, today, calendar)
            plans = select(Plan.id).where(rhythm_group.holds(), group.holds(Plan.id))
            yield and_(Notice.plan_id.in_(plans), still_owed(matters.period_source(rhythm_group, period)))


def _indicators_behind(session: Session, today: date) -> list[tuple[Ladder, Column]]:
    """The condition for indicators; none where no message waits, for judging them all is work."""
    waits = select(Notice.id).where(Notice.state == NoticeState.PLANNED, Notice.ladder == Ladder.INDICATOR).limit(1)
    if session.scalar(waits) is None:
        return []
    behind = tuple_(Notice.subject_id, Notice.due_on).in_(lagging(session, today))
    return [(Ladder.INDICATOR, and_(still_owed(papers.INDICATOR), behind))]


def _set_aside(session: Session, ladder: Ladder, owed: Column) -> int:
    statement = (
        update(Notice)
        .where(Notice.state == NoticeState.PLANNED, Notice.ladder == ladder, ~owed)
        .values(state=NoticeState.SETTLED)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
