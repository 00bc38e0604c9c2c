"""Acts of a random life (tests/histories.py) about what units are asked to report, and when."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import Factory
from tracker.models import Assignment, Exemption, Task
from tracker.rules.days import official_day
from tracker.rules.statuses import Cycle
from tracker.services import exemptions
from tracker.services.periods import change_rhythm


def waive(session: Session, factory: Factory, plan_id: int, chance: random.Random, now: datetime) -> None:
    """The office waives a report, takes that back, or seldom has units report in another rhythm."""
    query = select(Assignment).join(Task).where(Task.plan_id == plan_id).order_by(Assignment.id)
    share = chance.choice(list(session.scalars(query)))
    plan, clerk = share.task.plan, factory.cast.clerk
    if chance.random() < 0.1:
        change_rhythm(session, plan, chance.choice(list(Cycle)), chance.randint(5, 28), "减轻负担", actor=clerk, now=now)
    elif chance.random() < 0.3:
        granted = select(Exemption).join(Assignment).join(Task).where(Task.plan_id == plan_id).order_by(Exemption.id)
        exemptions.revoke(session, chance.choice(list(session.scalars(granted))), "已恢复", actor=clerk, now=now)
    else:
        period = plan.rhythm.period_on(official_day(now) - timedelta(days=chance.choice((0, 20)))).key
        exemptions.exempt(session, share, period, "场地整修", actor=clerk, now=now)
