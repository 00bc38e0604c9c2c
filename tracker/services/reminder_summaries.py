"""The word to the offices, at the beginning of a month, that the summary of the last one's reminders can be read (上月提醒情况)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Notice, Unit
from tracker.queries.reminder_told import was_said
from tracker.rules.permissions import Actor, Permission, holds
from tracker.rules.reminder_figures import month_before
from tracker.services import notices
from tracker.services.events import NO_PLAN, Entry, record

SUBJECT = "reminder_summary"


def tell_of_month(session: Session, day: date, *, actor: Actor, now: datetime) -> int:
    """How many people were to be told of the month before the day: the offices of the places in which anybody was reminded.

    Each is told once. The message has no figures: they go on to change as the matters are dealt with. Only the system tells
    (NotAllowed).
    """
    if not actor.trusted:
        raise NotAllowed("上月提醒情况由系统统一告知。")
    first, last = month_before(day)
    reminded = select(Unit.jurisdiction_id).join(Notice, Notice.unit_id == Unit.id).where(
        was_said(), Notice.planned_on.between(first, last)
    )  # fmt: skip
    places = session.scalars(reminded.distinct()).all()
    holders = {
        holder.person.id: holder
        for found in notices.office_recipients(session, places, day).values()
        for holder in found
    }  # fmt: skip
    for holder in holders.values():
        notices.tell_people(
            session, holder.unit, [holder.person], key=f"{SUBJECT}:{first:%Y-%m}", title=f"{first.year}年{first.month}月提醒情况",
            body=f"{first.year}年{first.month}月提醒了哪些单位、提醒后办得怎样，已可查看和打印。",
            path=f"/reminders/summary?month={first:%Y-%m}", now=now,
        )  # fmt: skip
    return len(holders)


def note_download(session: Session, month: str, form: str, *, actor: Actor, now: datetime) -> None:
    """Keep in the history that a month's summary left the system as a file."""
    if not holds(actor, Permission.REMINDER_SUMMARY):
        raise NotAllowed("您的岗位不能导出提醒情况。")
    record(session, NO_PLAN, [Entry(SUBJECT, 0, "download", data={"month": month, "form": form})], actor=actor, now=now)
