"""Which indicators lie behind their planned curves, and since when: the basis days of their ladder."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Indicator, IndicatorReading, Plan
from tracker.queries.indicator_facts import facts_before
from tracker.rules.days import end_of_day
from tracker.rules.indicators import IndicatorReadingState
from tracker.rules.lagging import behind_since
from tracker.rules.lights import LightPolicy
from tracker.rules.statuses import PlanState

BATCH = 1000  # indicators judged together, so that memory does not grow with their number


def lagging(session: Session, today: date) -> list[tuple[int, date]]:
    """The indicators of followed plans that are behind at the end of the day, by id, each with the day since when."""
    policy = LightPolicy()
    found = []
    for batch in _batches(session):
        for facts in facts_before(session, batch, end_of_day(today)):
            since = behind_since(facts, today, policy)
            if since is not None:
                found.append((facts.id, since))
    return found


def _batches(session: Session) -> Iterator[list[Indicator]]:
    """Those with an accepted reading, by id; one that was never read is asked for by the reports."""
    read = select(IndicatorReading.indicator_id).where(IndicatorReading.state == IndicatorReadingState.ACCEPTED)
    query = (
        select(Indicator)
        .join(Plan, Plan.id == Indicator.plan_id)
        .where(Plan.state == PlanState.ISSUED, Plan.supervised_from.is_not(None), Indicator.id.in_(read))
        .options(joinedload(Indicator.plan))
        .order_by(Indicator.id)
        .limit(BATCH)
    )
    last = 0
    while batch := list(session.scalars(query.where(Indicator.id > last))):
        yield batch
        last = batch[-1].id
        if len(batch) < BATCH:
            return
