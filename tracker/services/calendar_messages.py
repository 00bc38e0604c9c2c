"""What is told when a year's notice (放假安排) is loaded: each unit its own limits that moved, each office those of its place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from tracker.act_labels import document_name
from tracker.calendar_labels import COUNTED
from tracker.marking import N_, sentence
from tracker.models import Plan, Unit
from tracker.queries.calendars import CountedRow, Key, concerned
from tracker.rules.statuses import Role
from tracker.rules.workdays import YearNotice
from tracker.services import notices

NAMED = 3  # limits that a message names one by one


@dataclass(frozen=True)
class Moved:
    """A limit that was moved."""

    row: CountedRow
    due_on: date


@dataclass(frozen=True)
class Readers:
    """How many people are told, each counted once, and of how many units only the inbox is, for nobody is their liaison."""

    people: int
    unmanned: int


def readers(session: Session, keys: Iterable[Key], today: date) -> Readers:
    """Whom `tell` would tell of the limits with these keys; three statements, whatever their number."""
    unit_ids, place_ids = concerned(session, list(keys))
    liaisons = notices.recipients(session, unit_ids, [Role.LIAISON], today)
    offices = notices.office_recipients(session, place_ids, today)
    people = {person.id for told in liaisons.values() for person in told}
    people |= {holder.person.id for told in offices.values() for holder in told}
    return Readers(len(people), len(unit_ids - set(liaisons)))


def tell(session: Session, notice: YearNotice, moved: Sequence[Moved], *, now: datetime) -> None:
    """One message to each unit that must keep other limits now, and one to each office on all in its place."""
    of_units = sorted((one for one in moved if one.row.subject != "dispute"), key=lambda one: one.row.unit_id)
    for unit_id, some in groupby(of_units, key=lambda one: one.row.unit_id):
        own = list(some)
        notices.tell(
            session, session.get_one(Unit, unit_id), key=f"calendar:{notice.year}:{now.isoformat()}:{unit_id}",
            title=f"{notice.year}年放假安排已载入，{len(own)}项期限有调整", body=_said(notice, own, "你单位"), path="/mine",
            now=now,
        )  # fmt: skip
    by_place = sorted(moved, key=lambda one: one.row.jurisdiction_id)
    for place_id, here in groupby(by_place, key=lambda one: one.row.jurisdiction_id):
        own = list(here)
        notices.tell_office(
            session, session.get_one(Plan, own[0].row.plan_id), key=f"calendar:{notice.year}:{now.isoformat()}:place{place_id}",
            title=f"{notice.year}年放假安排已载入，{len(own)}项期限有调整", body=_said(notice, own, "本地区"), due_on=None, now=now,
            path=f"/calendars?year={notice.year}",
        )  # fmt: skip


def _said(notice: YearNotice, moved: Iterable[Moved], whose: str) -> str:
    own = list(moved)
    lines = [
        f"《{one.row.task}》{COUNTED[one.row.subject]}由{one.row.due_on.isoformat()}改为{one.due_on.isoformat()}"
        for one in own[:NAMED]
    ]
    rest = f"等{len(own)}项" if len(own) > NAMED else ""
    return f"{notice_name(notice)}已载入，{whose}按工作日计算的期限相应调整：{'；'.join(lines)}{rest}。"


def notice_name(notice: YearNotice, translate: Callable[[str], str] = str) -> str:
    """What the notice is called in a sentence."""
    if not notice.official:
        return sentence(N_("%(year)s年放假安排（预估）"), {"year": notice.year}, translate)
    return document_name(f"国务院办公厅关于{notice.year}年部分节假日安排的通知", notice.document)
