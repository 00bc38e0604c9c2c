"""Plans whose term comes to its end by their own sunset clause: the office hears of it in time, then they lapse (期满失效)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.act_labels import document_name
from tracker.errors import NotAllowed
from tracker.intake.sunsets import last_day
from tracker.models import Plan
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor
from tracker.rules.statuses import PlanState
from tracker.services import notices

NOTICE_DAYS = 30


def terms_over(session: Session, today: date) -> list[tuple[int, date]]:
    """(plan, its last day) of each plan that is followed and whose term was over before today, however long ago."""
    return [(plan.id, last) for plan, last in _terms(session) if last < today]


def tell_of_terms(session: Session, today: date, *, actor: Actor, now: datetime) -> int:
    """How many plans the office was to be told of, whose last day is no more than 30 days off; each is told once.

    Only the system itself looks after the terms (NotAllowed).
    """
    if not actor.trusted:
        raise NotAllowed("方案的有效期由系统统一提醒。")
    first = max(today, official_day(now))  # of a day made up late: what is over by now is not "soon over"
    near = [(plan, last) for plan, last in _terms(session) if first <= last <= today + timedelta(days=NOTICE_DAYS)]
    for plan, last in near:
        body = (
            f"{document_name(plan.title, plan.document_number)}的有效期到{last.year}年{last.month}月{last.day}日为止。"
            "届满次日起方案自动终止，没有销号的任务随之终止。如需继续执行，请在届满前导入并交办修订后的方案。"
        )
        notices.tell_office(
            session, plan, key=f"sunset:{plan.id}:{last.isoformat()}", title="方案有效期即将届满", body=body, due_on=last, now=now
        )
    return len(near)


def _terms(session: Session) -> Iterator[tuple[Plan, date]]:
    """Each plan in force that is followed and names its last day. Of plans loaded as facts nothing is said."""
    query = select(Plan).where(Plan.state == PlanState.ISSUED, Plan.supervised_from.is_not(None), Plan.sunset.is_not(None))
    for plan in session.scalars(query.order_by(Plan.id)):
        last = last_day(plan.sunset or "", plan.document_date)
        if last is not None:
            yield plan, last
