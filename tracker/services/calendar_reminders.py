"""The weekly word, from November on, that the holidays of the coming year are not loaded."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Jurisdiction
from tracker.rules.permissions import Actor
from tracker.rules.statuses import OFFICE_ROLES, Role
from tracker.services import notices
from tracker.services.calendars import calendar_warning

TOLD = OFFICE_ROLES | {Role.SYSTEM_ADMIN}


def tell_of_missing_year(session: Session, today: date, *, actor: Actor, now: datetime) -> int:
    """How many people were to be told, the offices and the system administrators; each is told once in a calendar week.

    Nobody where nothing is missing (`rules.workdays.missing_year`). Only the system itself tells (NotAllowed).
    """
    if not actor.trusted:
        raise NotAllowed("放假安排没有载入的，由系统统一提醒。")
    warning = calendar_warning(session, today)
    if warning is None:
        return 0
    year, week, _ = today.isocalendar()
    places = session.scalars(select(Jurisdiction.id)).all()
    people = {
        holder.person.id: holder
        for holders in notices.office_recipients(session, places, today, TOLD).values()
        for holder in holders
    }  # fmt: skip
    for holder in people.values():
        notices.tell_people(
            session, holder.unit, [holder.person], key=f"calendar:{year}-{week}", title="请载入放假安排", body=warning,
            path="/calendars", now=now,
        )  # fmt: skip
    return len(people)
