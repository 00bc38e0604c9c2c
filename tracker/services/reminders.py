"""The daily sweep: plan what is to be said today, each message once (提醒).

What holds today decides, never what ran yesterday: a sweep after missed days says what is true now and replays nothing, a
second sweep on the day adds nothing. The number of statements grows with the days on which something falls due, not with
the tasks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.models import Notice, User
from tracker.queries import reminder_matters as matters
from tracker.queries import reminder_papers as papers
from tracker.queries.reminder_matters import Matter, Query
from tracker.queries.rhythms import rhythm_groups
from tracker.rules.periods import Period, Rhythm
from tracker.rules.permissions import SYSTEM, Actor
from tracker.rules.reminders import Audience, Ladder, Step, current_rung
from tracker.rules.statuses import Role
from tracker.rules.workdays import WorkCalendar
from tracker.services import notices
from tracker.services.reminder_texts import text_of

BATCH = 500  # matters looked at together, so that memory does not grow with their number

# Where the papers are dealt with.
_PAGES = {"order": "/orders", "item": "/orders/items", "instruction": "/instructions", "recheck": "/rechecks"}
_ROLES = {Audience.LIAISON: Role.LIAISON, Audience.UNIT_HEAD: Role.UNIT_HEAD}


@dataclass(frozen=True)
class PlannedReminder:
    """One message as `tracker remind --json` prints it; `id` is None in a dry run."""

    id: int | None
    rung: str
    to: str
    about: str
    due_on: date
    channel: str


@dataclass(frozen=True)
class Sweep:
    """What a sweep planned, and how many messages of today's rungs had been planned before."""

    as_of: date
    working_day: bool
    planned: list[PlannedReminder] = field(default_factory=list)
    already: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The shape of `tracker remind --json` (design.md section 12)."""
        reminders = [asdict(reminder) for reminder in self.planned]
        return {"as_of": self.as_of, "working_day": self.working_day, "reminders": reminders, "already": self.already}


@dataclass(frozen=True)
class Occasion:
    """A basis day of a ladder on which something is open; `find` gives it for a step's day and an audience."""

    ladder: Ladder
    day: date
    find: Callable[..., Query]
    period: Period | None = None


def sweep(
    session: Session,
    today: date,
    *,
    calendar: WorkCalendar,
    now: datetime,
    actor: Actor = SYSTEM,
    dry_run: bool = False,
) -> Sweep:
    """Plan the messages that hold on the day and were not planned before; on a day off none.

    With `dry_run` nothing is written and the same is returned, without ids. Only the system itself sweeps (NotAllowed).
    """
    if not actor.trusted:
        raise NotAllowed("提醒由系统统一安排。确需提醒有关单位的，请使用催办。")
    if not calendar.is_workday(today):
        return Sweep(today, working_day=False)
    planner = _Planner(session, today, calendar, now, dry_run)
    for occasion in _occasions(session, today, calendar):
        step = current_rung(occasion.ladder, occasion.day, today, calendar)
        if step is not None:
            planner.take(occasion, step)
    return Sweep(today, working_day=True, planned=planner.planned, already=planner.already)


# The ladders whose days stand in the matters themselves: where the days come from, and what hangs on one of them.
_DATED: tuple[tuple[Ladder, Callable[[Session], Sequence[date]], Callable[..., Query]], ...] = (
    (Ladder.ACKNOWLEDGE, matters.sign_days, matters.unsigned),
    (Ladder.DUE, matters.due_days, matters.due),
    (Ladder.ORDER, matters.reply_days, matters.unanswered),
    (Ladder.ITEM, papers.item_days, papers.unmended),
    (Ladder.INSTRUCTION, papers.answer_days, papers.unheeded),
    (Ladder.OBLIGATION, matters.duty_days, matters.unsent),
    (Ladder.RECHECK, papers.recheck_days, papers.unrevisited),
)


def _occasions(session: Session, today: date, calendar: WorkCalendar) -> Iterator[Occasion]:
    for ladder, days, find in _DATED:
        for day in days(session):
            yield Occasion(ladder, day, partial(find, day))
    for group in rhythm_groups(session):
        period = _period_in_question(group.rhythm, today, calendar)
        yield Occasion(Ladder.PERIOD, period.cutoff, partial(matters.unreported, group, period), period)


def _period_in_question(rhythm: Rhythm, today: date, calendar: WorkCalendar) -> Period:
    """The newest period whose ladder has begun: from then on it is that report which is asked for, not the one before."""
    current = rhythm.period_on(today)
    newest_first = (rhythm.after(current), current)
    begun = (period for period in newest_first if current_rung(Ladder.PERIOD, period.cutoff, today, calendar))
    return next(begun, rhythm.before(current))


@dataclass(frozen=True)
class _Message:
    """A matter on its way to people of one unit; to nobody: to the unit's own inbox."""

    matter: Matter
    unit_id: int
    unit_name: str
    people: Sequence[User]


@dataclass(frozen=True)
class _Draft:
    """One message to one person: its row, and how it is shown."""

    row: dict[str, Any]
    to: str
    about: str

    @property
    def channel(self) -> str:
        """As `tracker remind --json` names it: what the message goes over beside the inbox, the inbox where nothing else."""
        return str(self.row["via"]) if self.row["user_id"] else "inbox"


@dataclass
class _Planner:
    """Enters the messages of one sweep batch by batch, and keeps count."""

    session: Session
    today: date
    calendar: WorkCalendar
    now: datetime
    dry_run: bool
    planned: list[PlannedReminder] = field(default_factory=list)
    already: int = 0

    def take(self, occasion: Occasion, step: Step) -> None:
        """Plan what the step asks for in everything that hangs on the occasion."""
        of_units = set(step.audiences) - {Audience.OFFICE}
        for batch in self._batches(occasion, step, for_office=False) if of_units else ():
            self._enter(occasion, step, self._to_units(batch, step), for_office=False)
        if Audience.OFFICE in step.audiences:
            for batch in self._batches(occasion, step, for_office=True):
                self._enter(occasion, step, self._to_offices(batch), for_office=True)

    def _batches(self, occasion: Occasion, step: Step, *, for_office: bool) -> Iterator[list[Matter]]:
        query = occasion.find(step.day, for_office=for_office)
        for rows in self.session.execute(query, execution_options={"yield_per": BATCH}).partitions():
            yield [matters.matter(occasion.ladder, row) for row in rows]

    def _to_units(self, batch: list[Matter], step: Step) -> list[_Message]:
        roles = [_ROLES[audience] for audience in step.audiences if audience in _ROLES]
        people = notices.recipients(self.session, {matter.unit_id for matter in batch}, roles, self.today)
        return [_Message(matter, matter.unit_id, matter.unit_name, people.get(matter.unit_id, [])) for matter in batch]

    def _to_offices(self, batch: list[Matter]) -> list[_Message]:
        offices = notices.office_recipients(self.session, {matter.jurisdiction_id for matter in batch}, self.today)
        return [
            _Message(matter, holder.unit.id, holder.unit.name, [holder.person])
            for matter in batch
            for holder in offices.get(matter.jurisdiction_id, [])
        ]

    def _enter(self, occasion: Occasion, step: Step, messages: list[_Message], *, for_office: bool) -> None:
        drafts = [draft for message in messages for draft in self._drafts(occasion, step, message, for_office)]
        new = self._new([draft.row for draft in drafts])
        self.planned += [
            PlannedReminder(new[draft.row["key"]], step.rung, draft.to, draft.about, draft.row["due_on"], draft.channel)
            for draft in drafts
            if draft.row["key"] in new
        ]
        self.already += len(drafts) - len(new)

    def _drafts(self, occasion: Occasion, step: Step, message: _Message, for_office: bool) -> Iterator[_Draft]:
        row, about = self._row(occasion, step, message, for_office)
        logins = {person.id: person.login for person in message.people}
        for reader in notices.addressed(message.people):
            person = reader["user_id"]
            to = f"{message.unit_name}（{logins[person]}）" if person else message.unit_name
            yield _Draft({**row, **reader, "key": f"{row['key']}:{person or 'unit'}"}, to, about)

    def _row(self, occasion: Occasion, step: Step, message: _Message, for_office: bool) -> tuple[dict[str, Any], str]:
        matter = message.matter
        text = text_of(
            occasion.ladder, matter, occasion.day, self.today, self.calendar,
            for_office=for_office, period=occasion.period.key if occasion.period else None,
        )  # fmt: skip
        audience = "office" if for_office else f"unit:{message.unit_id}"
        key = f"{occasion.ladder}:{step.rung}:{matter.subject}:{matter.subject_id}:{audience}:{occasion.day.isoformat()}"
        row = {
            "key": key, "ladder": occasion.ladder, "rung": step.rung, "subject": matter.subject, "subject_id": matter.subject_id,
            "plan_id": matter.plan_id, "task_id": matter.task_id, "unit_id": message.unit_id,
            "title": text.title[:200], "body": text.body, "path": _path(matter, for_office),
            "due_on": occasion.day, "planned_on": self.today, "is_urgent": False, "via": notices.ACT_VIA,
        }  # fmt: skip
        return row, text.about

    def _new(self, rows: Sequence[dict[str, Any]]) -> dict[str, int | None]:
        """The keys that are not planned yet, with the ids under which they are now; in a dry run nothing is entered."""
        if not self.dry_run:
            return dict(notices.enter(self.session, rows))
        keys = [row["key"] for row in rows]
        known = set(self.session.scalars(select(Notice.key).where(Notice.key.in_(keys))))
        return {key: None for key in keys if key not in known}


def _path(matter: Matter, for_office: bool) -> str:
    """The page on which the matter is dealt with."""
    if matter.subject in _PAGES:
        return f"{_PAGES[matter.subject]}/{matter.subject_id}"
    if matter.subject == "obligation":
        return f"/obligations?duty={matter.subject_id}" if for_office else f"/obligations/{matter.occurrence_id}"
    if matter.task_id:
        return f"/tasks/{matter.task_id}"
    return f"/plans/{matter.plan_id}" if for_office else "/mine"
