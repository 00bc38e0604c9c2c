"""Why a reminder is not sent on a day: for every matter whose ladder has begun, or soon will, what the sweep makes of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, case, literal, or_, select
from sqlalchemy.orm import Session

from tracker.marking import N_, sentence
from tracker.models import Mute, Notice, Plan, Unit, User
from tracker.queries.reminder_sources import Side, matters
from tracker.queries.reminder_steps import relation
from tracker.rules.reminders import Rung, Step, current_rung, next_rung
from tracker.rules.workdays import WorkCalendar
from tracker.services.phrases import spell
from tracker.services.reminder_occasions import Occasion, occasions
from tracker.services.reminder_rows import ORDER, Rows, messages, those_new, those_there, to_whom
from tracker.services.reminder_texts import ABOUT

BATCH = 500
SOON = timedelta(days=31)  # a ladder that begins later is not worth a line

DAY_OFF = N_("当天不是工作日")
NOT_FOLLOWED = N_("方案未纳入督办跟踪")
GIVEN_OUT_LATER = N_("交办时已过这一提醒日")
MUTED = N_("收件人已暂停提醒，只进收件箱")
NOBODY = N_("单位没有可收的人员，进单位收件箱")
TOLD = N_("已于%(day)s提醒过")
TO_COME = N_("尚未到提醒日（%(day)s）")


@dataclass(frozen=True)
class NotSent:
    """One line: what it is about, who would have heard (a person of a unit, or the unit's inbox), on which rung, and why not.

    `reason` is a sentence of the catalogue, into which `day` is put where it names one.
    """

    about: str
    unit: str
    person: str | None
    rung: str
    reason: str
    day: date | None = None

    @property
    def to(self) -> str:
        """Unit and person as one text."""
        return to_whom(self.unit, self.person)

    @property
    def why(self) -> str:
        """The reason in Chinese."""
        return self.why_in(str)

    def why_in(self, translated: Callable[[str], str]) -> str:
        """The reason in the language of `translated`."""
        return sentence(self.reason, {"day": self.day} if self.day else {}, translated)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"about": self.about, "to": self.to, "rung": self.rung, "why": self.why}


def not_sent(session: Session, today: date, calendar: WorkCalendar, within: ColumnElement[bool] | None = None) -> Iterator[NotSent]:
    """What is not sent on the day and why, read in batches: ladder by ladder, then what is still to come."""
    works = calendar.is_workday(today)
    for occasion in occasions(session, today, calendar, within=within):
        for side in occasion.sides:
            rows = messages(session, occasion, side, today)
            fresh = those_new(rows).subquery("message")
            yield from _told(session, fresh, literal(DAY_OFF)) if not works else _inbox_only(session, fresh, today)
            yield from _known(session, those_there(rows))
        yield from _left_out(session, occasion)
    for occasion in occasions(session, today, calendar, _first_step, within):
        yield from _to_come(session, occasion)


def _first_step(rungs: Sequence[Rung], basis: date, today: date, calendar: WorkCalendar) -> Step | None:
    """The first step of a ladder that has not begun, where it soon will."""
    if current_rung(rungs, basis, today, calendar):
        return None
    first = next_rung(rungs, basis, today, calendar)
    return first if first and first.day <= today + SOON else None


def _told(session: Session, message: Subquery, why: Any, *where: Any) -> Iterator[NotSent]:
    """Messages to people, each with a reason."""
    query = (
        select(
            message.c.about,
            Unit.name.label("unit"),
            User.name.label("person"),
            message.c.rung,
            why.label("why"),
            *(message.c[name] for name in ORDER),
        )
        .distinct()
        .join_from(message, Unit, Unit.id == message.c.unit_id)
        .outerjoin(User, User.id == message.c.user_id)
        .where(*where)
        .order_by(*(message.c[name] for name in ORDER))
    )
    return _listed(session, query)


def _inbox_only(session: Session, message: Subquery, today: date) -> Iterator[NotSent]:
    """What goes into an inbox and no farther."""
    muted = (
        select(literal(1))
        .where(
            Mute.user_id == message.c.user_id,
            Mute.plan_id == message.c.plan_id,
            or_(Mute.task_id.is_(None), Mute.task_id == message.c.task_id),
            Mute.from_on <= today,
            Mute.to_on >= today,
            ~message.c.is_urgent,
        )
        .exists()
    )
    nobody = message.c.user_id.is_(None)
    return _told(session, message, case((nobody, NOBODY), else_=MUTED), or_(nobody, muted))


def _known(session: Session, rows: Rows) -> Iterator[NotSent]:
    """What was planned before, with the day."""
    message = rows.subquery("message")
    query = (
        select(
            message.c.about,
            Unit.name.label("unit"),
            User.name.label("person"),
            message.c.rung,
            Notice.planned_on.label("told_on"),
            *(message.c[name] for name in ORDER),
        )
        .distinct()
        .join_from(message, Unit, Unit.id == message.c.unit_id)
        .join(Notice, Notice.key == message.c.key)
        .outerjoin(User, User.id == message.c.user_id)
        .order_by(*(message.c[name] for name in ORDER))
    )
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        yield NotSent(row.about, row.unit, row.person, row.rung, TOLD, row.told_on)


def _left_out(session: Session, occasion: Occasion) -> Iterator[NotSent]:
    """Matters for which the step is not meant: nobody follows the plan, or the unit was told after the step's day."""
    side = occasion.sides[0]
    step = relation(session, occasion.steps_for(side))
    matter = matters(occasion.source, step, occasion.plans, side, left_out=True)
    why = case((Plan.supervised_from.is_(None), NOT_FOLLOWED), else_=GIVEN_OUT_LATER)
    query = _of_units(matter, side, why).join(Plan, Plan.id == matter.c.plan_id)
    return _listed(session, query)


def _to_come(session: Session, occasion: Occasion) -> Iterator[NotSent]:
    """Matters whose first step lies ahead."""
    side = occasion.sides[0]
    matter = matters(occasion.source, relation(session, occasion.steps_for(side)), occasion.plans, side)
    days = {step.basis: step.step_on for step in occasion.steps}
    query = _of_units(matter, side, matter.c.basis)
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        yield NotSent(row.about, row.unit, None, row.rung, TO_COME, days[row.why])


def _of_units(matter: Subquery, side: Side, why: Any) -> Select[*tuple[Any, ...]]:
    about = spell(ABOUT, {column.name: column for column in matter.c})
    to = matter.c.unit if side is not Side.OFFICE else literal("领导小组办公室", String)
    query = select(about.label("about"), to.label("unit"), literal(None, String).label("person"), matter.c.rung, why.label("why"))
    return query.select_from(matter).order_by(matter.c.basis, matter.c.subject_id, matter.c.unit_id)


def _listed(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[NotSent]:
    for row in session.execute(query, execution_options={"yield_per": BATCH}):
        yield NotSent(row.about, row.unit, row.person, row.rung, row.why)
