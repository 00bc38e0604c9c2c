"""The daily sweep: plan what is to be said today, each message once (提醒).

What holds today decides, never what ran yesterday: a sweep after missed days says what is true now and replays nothing, a
second sweep on the day adds nothing. The database does the work, one statement for each ladder, group of plans and side that is
spoken to; their number does not grow with the days on which something falls due, nor with the tasks (docs/decisions/0030).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, select
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Notice, Plan, Unit, User
from tracker.queries.reminder_steps import relation
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.workdays import WorkCalendar
from tracker.services.reminder_occasions import Occasion, occasions
from tracker.services.reminder_rows import ORDER, enter, make_room, messages, those_new, to_whom

BATCH = 500  # messages read together, so that memory does not grow with their number


@dataclass(frozen=True)
class PlannedReminder:
    """One message of a sweep: `id` is None in a dry run, `person` of what goes into the inbox of a unit."""

    id: int | None
    rung: str
    unit: str
    person: str | None
    about: str
    due_on: date
    channel: str

    @property
    def to(self) -> str:
        """Unit and person as one text."""
        return to_whom(self.unit, self.person)

    def to_dict(self) -> dict[str, Any]:
        """As `tracker remind --json` prints it."""
        return {
            "id": self.id,
            "rung": self.rung,
            "to": self.to,
            "about": self.about,
            "due_on": self.due_on,
            "channel": self.channel,
        }


@dataclass(frozen=True)
class Sweep:
    """How many messages a sweep planned, and how many of today's rungs had been planned before.

    `after_id`: the newest message before it, behind which its own lie.
    """

    as_of: date
    working_day: bool
    planned: int = 0
    already: int = 0
    after_id: int = 0


def sweep(session: Session, today: date, *, calendar: WorkCalendar, now: datetime, actor: Actor = SYSTEM) -> Sweep:
    """Plan the messages that hold on the day and were not planned before; on a day off none.

    Only the system itself sweeps (NotAllowed). `planned_reminders` reads what it planned.
    """
    if not actor.trusted:
        raise NotAllowed("提醒由系统统一安排。确需提醒有关单位的，请使用催办。")
    if not calendar.is_workday(today):
        return Sweep(today, working_day=False)
    make_room(session)
    last = session.scalar(select(func.max(Notice.id))) or 0
    planned = already = 0
    for occasion in occasions(session, today, calendar):
        already += _planned_before(session, occasion)
        for side in occasion.sides:
            planned += enter(session, messages(session, occasion, side, today))
    return Sweep(today, True, planned, already, last)


def planned_reminders(session: Session, swept: Sweep) -> Iterator[PlannedReminder]:
    """What a sweep of this transaction planned, in the order in which it did, read in batches."""
    query = (
        select(Notice.id, Notice.rung, Notice.about, Notice.due_on, Notice.via, Unit.name.label("unit"), User.name.label("person"))
        .join(Unit, Unit.id == Notice.unit_id)
        .outerjoin(User, User.id == Notice.user_id)
        .where(Notice.id > swept.after_id, Notice.rung.is_not(None), Notice.planned_on == swept.as_of)
        .order_by(Notice.id)
    )
    yield from _listed(session, query)


def preview(
    session: Session, today: date, calendar: WorkCalendar, within: ColumnElement[bool] | None = None
) -> Iterator[PlannedReminder]:
    """What a sweep on the day would plan, in its order, read in batches; nothing is written, and on a day off there is nothing.

    `within`: a condition on Plan that narrows it.
    """
    if not calendar.is_workday(today):
        return
    for occasion in occasions(session, today, calendar, within=within):
        for side in occasion.sides:
            message = those_new(messages(session, occasion, side, today)).subquery("message")
            query = (
                select(
                    null().label("id"), message.c.rung, message.c.about, message.c.due_on, message.c.via, Unit.name.label("unit"),
                    User.name.label("person"), *(message.c[name] for name in ORDER if name != "due_on"),
                )
                .distinct()
                .join_from(message, Unit, Unit.id == message.c.unit_id)
                .outerjoin(User, User.id == message.c.user_id)
                .order_by(*(message.c[name] for name in ORDER))
            )  # fmt: skip
            yield from _listed(session, query)


def already_planned(session: Session, today: date, calendar: WorkCalendar) -> int:
    """How many messages of the day's rungs are planned."""
    if not calendar.is_workday(today):
        return 0
    return sum(_planned_before(session, occasion) for occasion in occasions(session, today, calendar))


def _listed(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[PlannedReminder]:
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        channel = (row.via.split() or ["inbox"])[0] if row.person else "inbox"
        yield PlannedReminder(row.id, row.rung, row.unit, row.person, row.about, row.due_on, channel)


def _planned_before(session: Session, occasion: Occasion) -> int:
    step = relation(session, occasion.steps)
    same = and_(Notice.ladder == occasion.source.ladder, Notice.due_on == step.c.basis, Notice.rung == step.c.rung)
    if occasion.source.basis is None:
        same = and_(same, step.c.subject_id == Notice.subject_id)
    query = select(func.count()).select_from(step).join(Notice, same).join(Plan, Plan.id == Notice.plan_id).where(occasion.plans)
    return session.scalar(query) or 0
