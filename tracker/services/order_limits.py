"""By when an order is to be signed for and answered, where the office names a day or leaves it to the policy."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.errors import InvalidInput
from tracker.rules.orders import OrderPolicy
from tracker.services.calendars import work_calendar
from tracker.services.order_answers import BY_HAND

POLICY = OrderPolicy()


def answer_by(session: Session, given: date | None, days: int, today: date) -> tuple[date, dict[str, Any]]:
    """The day by which the answer is owed, and what it was counted from: nothing where a person set it."""
    limit = given or work_calendar(session).add(today, days)
    if limit < today:
        raise InvalidInput("答复期限不能早于今天。")
    return limit, BY_HAND if given else {"counted_from": today, "counted_days": days}


def usual_sign_by(session: Session, today: date) -> date:
    """The day by which a unit is asked to sign for an order of today, where the office names no other."""
    return work_calendar(session).add(today, POLICY.sign_days)


def asked_sign_by(session: Session, given: date | None, limit: date, today: date) -> date:
    """The day given, or the usual one, which never lies behind the limit for the answer; refused for one that does."""
    if given is not None and not today <= given <= limit:
        raise InvalidInput("签收期限不能早于今天，也不能晚于答复期限。")
    return given or min(usual_sign_by(session, today), limit)
