"""Messages that ask nothing any more: reminders whose matter is over or that a later one overtook, news of papers that were moved
on since, and messages to who left a post.

Between the sweep and the digest, and while a digest waits for its channel, a unit reports, signs or answers, a due date moves, a
task is closed. What is then no longer true is not said (数据已变，不再发送), and asks nothing in the inbox. One statement for each
ladder, however many messages there are.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, false, null, or_, select, text, true, tuple_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, aliased

from tracker.models import Delivery, DeliveryState, Digest, Event, Notice, NoticeEnd, NoticeState, Plan
from tracker.queries import reminder_matters as matters
from tracker.queries import reminder_papers as papers
from tracker.queries.ladders import ladder_groups
from tracker.queries.news import asks_no_more, moved_on
from tracker.queries.reminder_people import has_left
from tracker.queries.reminder_sources import Column, beside_index, still_owed
from tracker.queries.rhythms import rhythm_groups
from tracker.rules.reminders import Ladder
from tracker.rules.workdays import WorkCalendar
from tracker.services.calendars import work_calendar
from tracker.services.reminder_indicators import lagging
from tracker.services.reminder_occasions import SOURCES, period_in_question

NOTHING_LEFT = "发送前事项均已办结或有了新的消息，不再发送"
LATELY = timedelta(minutes=10)  # a plan in which something happened since is looked at each minute
NEWEST = 1000  # events that are looked through for it; in what lies behind, the next sweep finds what is over

# Digests of which something is still to go; and, of such a message, whether a copy of it may be with the reader already.
_PENDING = select(Delivery.digest_id).where(Delivery.state == DeliveryState.PLANNED)
_MAY_HAVE_LEFT = exists().where(
    Delivery.digest_id == Notice.digest_id,
    or_(Delivery.state.in_((DeliveryState.CLAIMED, DeliveryState.SENT)), Delivery.may_repeat),
)
WAITS = or_(Notice.state == NoticeState.PLANNED, Notice.digest_id.in_(_PENDING))
_IS_UNSENT = or_(Notice.state == NoticeState.PLANNED, and_(Notice.digest_id.in_(_PENDING), ~_MAY_HAVE_LEFT))


def settle(session: Session, today: date) -> int:
    """Set aside what waits to be sent and is no longer to be said: its matter is over, or its reader has left; how many.

    A delivery of which nothing is left is set aside as well.
    """
    if session.scalar(select(exists().where(WAITS))) is not True:
        return 0
    ended = _end_settled(session, today, WAITS) + _end_news(session, WAITS)
    ended += _end(session, NoticeEnd.NO_POST, WAITS, has_left(today))
    _drop_empty(session)
    return ended


def end_over(session: Session, today: date, after_id: int) -> None:
    """End whatever reminder is overtaken by one that the sweep planned behind `after_id`, or is of a matter that is over.

    With them the news that asks nothing any more.
    """
    _count_anew(session)
    _end_overtaken(session, after_id)
    _end_settled(session, today, true())
    _end_news(session, true())


def end_lately_over(session: Session, today: date, *, now: datetime) -> None:
    """End reminders of matters that are over, and overtaken news, in the plans in which something has happened in these minutes.

    Indicators are left to the next sweep, for judging them is work.
    """
    newest = select(Event.chain, Event.at).order_by(Event.id.desc()).limit(NEWEST).subquery()
    plans = session.scalars(select(newest.c.chain).where(newest.c.at > now - LATELY).distinct()).all()
    if plans:
        _end_settled(session, today, and_(Notice.plan_id.in_(plans), Notice.ladder != Ladder.INDICATOR))
        _end_news(session, Notice.plan_id.in_(plans))


def _end_settled(session: Session, today: date, which: Column) -> int:
    conditions = [(ladder, or_(false(), *_still_owed(ladder))) for ladder in dict.fromkeys(source.ladder for source in SOURCES)]
    conditions.append((Ladder.PERIOD, or_(false(), *_periods_owed(session, today, work_calendar(session)))))
    conditions += _indicators_behind(session, today, which)
    return sum(_end(session, NoticeEnd.SETTLED, which, Notice.ladder == ladder, ~owed) for ladder, owed in conditions)


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


def _indicators_behind(session: Session, today: date, which: Column) -> list[tuple[Ladder, Column]]:
    """The condition for indicators; none where none of these messages is of them, for judging them all is work."""
    asked = select(Notice.id).where(which, Notice.ladder == Ladder.INDICATOR, Notice.ended.is_(None)).limit(1)
    if session.scalar(asked) is None:
        return []
    behind = tuple_(Notice.subject_id, Notice.due_on).in_(lagging(session, today))
    return [(Ladder.INDICATOR, and_(still_owed(papers.INDICATOR), behind))]


def _end_news(session: Session, which: Column) -> int:
    is_news = Notice.after_event.is_not(None)
    ended = _end(session, NoticeEnd.MOVED_ON, which, is_news, moved_on())
    return ended + _end(session, NoticeEnd.SETTLED, which, is_news, asks_no_more())


def _count_anew(session: Session) -> None:
    """Tell PostgreSQL what the sweep entered: of a table that it believes to be empty it compares each row with every other."""
    if session.get_bind().dialect.name == "postgresql":
        # The columns alone by which messages are found; to sort samples of their texts takes four times as long.
        session.execute(text("ANALYZE notice (user_id, unit_id, plan_id, ladder, subject_id, due_on, state, ended)"))


_SAME_MATTER = ("subject_id", "unit_id", "ladder", "subject", "due_on")


def _end_overtaken(session: Session, after_id: int) -> None:
    """End what reminded the same reader of the same matter before; in two statements, for to null nothing is equal."""
    earlier, later = aliased(Notice), aliased(Notice)
    to_nobody = and_(beside_index(earlier.user_id).is_(None), beside_index(later.user_id).is_(None))
    for same_reader, along in ((earlier.user_id == beside_index(later.user_id), "subject_id"), (to_nobody, "unit_id")):
        overtaken = (
            select(earlier.id)
            .join(later, and_(same_reader, *_same_matter(earlier, later, along)))
            .where(later.id > after_id, later.rung.is_not(None), beside_index(earlier.id) <= after_id, earlier.ended.is_(None))
        )
        _end(session, NoticeEnd.LATER, Notice.id.in_(overtaken))


def _same_matter(earlier: Any, later: Any, along: str) -> Iterator[Column]:
    """Both are of one matter. SQLite is to go from each new one to those before it, `along` the index that holds this column."""
    for name in _SAME_MATTER:
        column = getattr(earlier, name)
        yield (column if name == along else beside_index(column)) == beside_index(getattr(later, name))


_SET_ASIDE = {
    NoticeEnd.LATER: NoticeState.SUPERSEDED,
    NoticeEnd.SETTLED: NoticeState.SETTLED,
    NoticeEnd.MOVED_ON: NoticeState.SETTLED,
    NoticeEnd.NO_POST: NoticeState.NO_POST,
}


def _end(session: Session, end: NoticeEnd, *conditions: Column) -> int:
    """End the messages; those of which no copy has left are set aside, and leave their digest."""
    statement = (
        update(Notice)
        .where(Notice.ended.is_(None), *conditions)
        .values(
            ended=end,
            state=case((_IS_UNSENT, _SET_ASIDE[end]), else_=Notice.state),
            digest_id=case((_IS_UNSENT, null()), else_=Notice.digest_id),
        )
    )
    return _run(session, statement)


def _drop_empty(session: Session) -> None:
    """Set the deliveries aside whose digests hold nothing any more that is to be said; the word of the day holds no messages."""
    of_people = select(Digest.id).where(Digest.user_id.is_not(None))
    holds = exists().where(Notice.digest_id == Delivery.digest_id, Notice.ended.is_(None))
    empty = (Delivery.state == DeliveryState.PLANNED, Delivery.digest_id.in_(of_people), ~holds)
    _run(session, update(Delivery).where(*empty).values(state=DeliveryState.SET_ASIDE, error=NOTHING_LEFT))


def _run(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
