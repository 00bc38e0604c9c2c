"""Load the notice of a year (放假安排): every limit that was counted in working days across it is shown first, then moved.

Only limits whose base is on record are counted anew (`models.calendar.Counted`); what a person set stays, and so do papers as
they were sent and the original due dates of tasks. docs/decisions/0027-the-calendar-is-loaded.md says which limits there are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.calendar_labels import COUNTED
from tracker.models import CalendarYear
from tracker.queries.calendars import LIMITS, CountedRow, Key, Tally, counted_rows, loaded_notices, regions_in_use, tallies
from tracker.queries.held import told_of
from tracker.rules.days import official_day
from tracker.rules.permissions import Actor, Permission, may_touch
from tracker.rules.refusals import RuleViolation
from tracker.rules.workdays import DayChange, YearNotice, day_changes
from tracker.services import calendar_messages
from tracker.services.calendar_messages import Moved, notice_name
from tracker.services.calendars import KEPT, calendar_with, shipped_notices
from tracker.services.events import NO_PLAN, Entry, hold_chain, record

YEARS_AHEAD = 2
AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True)
class Preview:
    """What loading the notice would move: the new day of each limit, by what it was counted from; and how many there are.

    `known` is the notice of the year that counts now, None while the year is estimated. `mark` names exactly these moves:
    whoever confirms them gives it back, so that nothing else is done than was shown.
    """

    notice: YearNotice
    known: YearNotice | None
    new_days: dict[Key, date]
    rows: int
    mark: str

    @property
    def changes(self) -> list[DayChange]:
        """The days that the notice has otherwise than the one that counts now; none where none counts yet."""
        return day_changes(self.known, self.notice) if self.known else []

    @property
    def is_same(self) -> bool:
        """True where the notice says what counts already."""
        return self.known is not None and self.known.document == self.notice.document and not self.changes

    def after(self, row: CountedRow) -> date:
        """The day to which the limit would move."""
        return self.new_days[_key(row)]


def may_load(session: Session, *, actor: Actor) -> bool:
    """True where the actor may load a year: the notice has its effect on all places, so all of them must be the actor's."""
    if actor.trusted:
        return True
    regions = regions_in_use(session)
    reached = all(may_touch(actor, Permission.CALENDAR_LOAD, region=region) for region in regions)
    return reached and bool(actor.regions(Permission.CALENDAR_LOAD))


def preview(session: Session, notice: YearNotice, today: date) -> Preview:
    """Every limit that loading the notice would move. Refuses a year that is too far off (`calendar_year_range`)."""
    shipped = shipped_notices()
    first, last = min(shipped), max(today.year + YEARS_AHEAD, *shipped)
    if not first <= notice.year <= last:
        raise RuleViolation("calendar_year_range", first=first, last=last, year=notice.year)
    loaded = loaded_notices(session)
    calendar = calendar_with({**loaded, notice.year: notice})
    moving: list[tuple[Tally, date]] = []
    for tally in tallies(session, notice.year):
        counted = calendar.add(tally.counted_from, tally.counted_days)
        if counted != tally.due_on:
            moving.append((tally, counted))
    mark = hashlib.sha256(repr((notice, moving)).encode()).hexdigest()[:16]
    known = loaded.get(notice.year) or shipped.get(notice.year)
    new_days = {_key(tally): day for tally, day in moving}
    return Preview(notice, known if known and known.official else None, new_days, sum(tally.rows for tally, _ in moving), mark)


def _key(row: CountedRow | Tally) -> Key:
    return row.subject, row.counted_from, row.counted_days, row.due_on


def load_year(session: Session, notice: YearNotice, *, mark: str | None = None, actor: Actor, now: datetime) -> list[Moved]:
    """Every limit that was moved, plan by plan: the notice counts from now on, in the place of what was known of its year.

    `mark` is that of the preview which was confirmed; where other limits would move by now nothing is done
    (`calendar_moved_since`). One event for each limit; each unit concerned is told once, and each office.
    """
    if not may_load(session, actor=actor):
        raise RuleViolation("calendar_not_all_places")
    found = _held(session, notice, official_day(now))
    if mark is not None and mark != found.mark:
        raise RuleViolation("calendar_moved_since")
    moved = [Moved(row, found.after(row)) for row in counted_rows(session, found.new_days)]
    before = _keep(session, notice, actor, now)
    _write(session, moved)
    reason = f"按{notice_name(notice)}重新计算"
    for plan_id, some in groupby(moved, key=lambda one: one.row.plan_id):
        record(session, plan_id, [_entry(one, reason) for one in some], actor=actor, now=now)
    data = {**_stored(notice), "before": before, "moved": len(moved)}
    record(session, NO_PLAN, [Entry("calendar", notice.year, "load", reason=notice.document, data=data)], actor=actor, now=now)
    calendar_messages.tell(session, notice, moved, now=now)
    return moved


def _held(session: Session, notice: YearNotice, today: date) -> Preview:
    """The moves, with the chains of all their plans held, so that nobody counts or sets one of the limits meanwhile."""
    held: set[int] = set()
    while True:
        found = preview(session, notice, today)
        plans = {row.plan_id for row in counted_rows(session, found.new_days)} - held
        if not plans:
            return found
        for plan_id in sorted(plans):
            hold_chain(session, plan_id)
        held |= plans


def _stored(notice: YearNotice) -> dict[str, Any]:
    days = {name: [day.isoformat() for day in getattr(notice, name)] for name in ("holidays", "makeup_days")}
    return {"document": notice.document, "official": notice.official, **days}


def _keep(session: Session, notice: YearNotice, actor: Actor, now: datetime) -> dict[str, Any] | None:
    """Write the year down; what stood there before, None where it is loaded for the first time."""
    kept = session.get(CalendarYear, notice.year, with_for_update=True)
    before = None
    if kept is None:
        kept = CalendarYear(year=notice.year)
        session.add(kept)
    else:
        before = {name: getattr(kept, name) for name in ("document", "official", "holidays", "makeup_days")}
    for name, value in _stored(notice).items():
        setattr(kept, name, value)
    kept.loaded_by_id, kept.loaded_at = actor.user_id, now
    session.flush()
    session.info.pop(KEPT, None)
    return before


def _write(session: Session, moved: Sequence[Moved]) -> None:
    for limit in LIMITS:
        mine = sorted((one for one in moved if one.row.subject == limit.subject), key=lambda one: one.due_on)
        for day, some in groupby(mine, key=lambda one: one.due_on):
            ids = [one.row.id for one in some]
            for start in range(0, len(ids), AT_ONCE):
                chosen = limit.model.id.in_(ids[start : start + AT_ONCE])
                session.execute(
                    update(limit.model).where(chosen).values({limit.due.key: day}), execution_options={"synchronize_session": False}
                )
    session.expire_all()


_COLUMNS = {limit.subject: limit.due.key for limit in LIMITS}


def _entry(one: Moved, reason: str) -> Entry:
    row, column = one.row, _COLUMNS[one.row.subject]
    data = {
        "counted_from": row.counted_from.isoformat(), "counted_days": row.counted_days,
        "before": row.due_on.isoformat(), column: one.due_on.isoformat(),
    }  # fmt: skip
    wrote = told_of(row.subject, row.id, {column: one.due_on})
    words = f"{COUNTED[row.subject]}由{row.due_on.isoformat()}改为{one.due_on.isoformat()}，{reason}。"
    return Entry(row.subject, row.id, "recount", reason=words, task_id=row.task_id, data=data, wrote=wrote)
