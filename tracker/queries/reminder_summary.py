"""提醒情况: the matters of a month that were reminded of, how far up that went, and what came of each; each figure with its rows.

The history says when a matter was over (`queries/reminder_endings.py`). That it was over after a reminder is all that is said:
what it was over because of, nobody knows. Every query is one statement, whatever the number of messages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Event, Jurisdiction, Notice, Plan, SupervisionOrder, Task, Unit
from tracker.queries.reminder_doors import doors
from tracker.queries.reminder_endings import endings, is_answer
from tracker.queries.reminder_sources import day_of_instant
from tracker.queries.reminder_told import LEADER_REACHED, OFFICE_REACHED, matters_told, said_of, was_said
from tracker.queries.rhythms import rhythm_groups
from tracker.queries.scope import unit_within
from tracker.queries.sql import Page, days_between, page_of
from tracker.rules.permissions import SYSTEM, Actor, Permission
from tracker.rules.reminder_figures import Figures, month_of
from tracker.rules.reminders import Ladder
from tracker.rules.report_facts import ReminderRecord
from tracker.rules.settling import ANSWERED_OUTCOMES, Outcome

BATCH = 500
PLANS_OFFERED = 50
_ORDERS = (Ladder.ORDER.value, Ladder.ITEM.value)


@dataclass(frozen=True)
class Asked:
    """Which matters: those reminded of from `first` to `last`, and how they stood at the end of `until`; None: not narrowed."""

    first: date
    last: date
    until: date
    plan_id: int | None = None
    unit_id: int | None = None
    ladder: Ladder | None = None
    outcome: Outcome | None = None


def plans_told(session: Session, actor: Actor, asked: Asked) -> list[tuple[int, str]]:
    """The plans of which somebody was reminded in the month, with their titles, the newest first; as many as a list can show."""
    told = select(Notice.plan_id).where(
        was_said(),
        Notice.planned_on.between(asked.first, asked.last),
        *_conditions(actor, Asked(asked.first, asked.last, asked.until)),
    )
    query = select(Plan.id, Plan.title).where(Plan.id.in_(told)).order_by(Plan.id.desc()).limit(PLANS_OFFERED)
    return [(row.id, row.title) for row in session.execute(query)]


def reminders_on(session: Session, plan_id: int, day: date) -> ReminderRecord | None:
    """The reminders of the plan in the month of the day, and what had come of them by its end; None where there were none."""
    first = month_of(day)[0]
    rows = list(ReminderSummary(session, SYSTEM, Asked(first, day, day, plan_id)).every_matter())
    said = [row for row in rows if row.outcome != Outcome.MUTED]
    if not said:
        return None
    return ReminderRecord(
        first=first,
        reminders=sum(row.in_month for row in said),
        matters=tuple(row.no for row in said),
        after_first=tuple(row.no for row in said if row.outcome == Outcome.AFTER_FIRST),
        still_open=tuple(row.no for row in said if row.outcome == Outcome.OPEN),
        events=tuple(row.event_id for row in said if row.event_id),
    )


class ReminderSummary:
    """The summary of what was asked, within what the actor may see; its relations are put together once for all its queries."""

    def __init__(self, session: Session, actor: Actor, asked: Asked) -> None:
        self._session = session
        self._rows = _rows(session, actor, asked).subquery("summary")
        self._narrowed = [] if asked.outcome is None else [self._rows.c.outcome == asked.outcome.value]

    def figures(self) -> Figures:
        """All matters together; one statement."""
        rows = self._rows.c
        query = select(
            rows.outcome, rows.reached, func.count().label("matters"),
            *(func.sum(rows[name]).label(name) for name in _SUMS),
        ).group_by(rows.outcome, rows.reached)  # fmt: skip
        found = self._session.execute(query).all()
        return Figures(
            outcomes=_added((Outcome(row.outcome), row.matters) for row in found),
            reached=_added((row.reached, row.matters) for row in found),
            reminders=sum(row.in_month for row in found),
            **{name: sum(getattr(row, name) for row in found) for name in _SUMS if name != "in_month"},
        )

    def units(self, number: int = 1) -> Page[Row[Any]]:
        """One page of the units with their figures; two statements."""
        found, number, total = page_of(self._session, self._by_unit(), number)
        return Page(found, number, total)

    def every_unit(self) -> Iterator[Row[Any]]:
        """All of them, in the same order, read in batches."""
        yield from self._session.execute(self._by_unit(), execution_options={"yield_per": BATCH})

    def _by_unit(self) -> Select[*tuple[Any, ...]]:
        rows = self._rows.c
        return (
            select(
                rows.unit_id, rows.unit, *(func.sum(rows[name]).label(name) for name in _SUMS),
                func.sum(case((rows.outcome != Outcome.MUTED.value, 1), else_=0)).label("matters"),
                func.sum(case((rows.outcome.in_([name.value for name in ANSWERED_OUTCOMES]), 1), else_=0)).label("answered"),
                *(_counted(rows.outcome == outcome.value, outcome.value) for outcome in Outcome if outcome is not Outcome.MUTED),
                _counted(rows.reached >= LEADER_REACHED, "escalated"),
            )
            .group_by(rows.unit_id, rows.unit)
            .order_by(rows.unit_id)
        )  # fmt: skip

    def matters(self, number: int = 1) -> Page[Row[Any]]:
        """One page of the matters, by unit and day of the first reminder; two statements."""
        found, number, total = page_of(self._session, self._listed(), number)
        return Page(found, number, total)

    def every_matter(self) -> Iterator[Row[Any]]:
        """All of them, in the same order, read in batches."""
        yield from self._session.execute(self._listed(), execution_options={"yield_per": BATCH})

    def _listed(self) -> Select[*tuple[Any, ...]]:
        rows = self._rows.c
        return select(self._rows).where(*self._narrowed).order_by(rows.unit_id, rows.first_on, rows.no)


_SUMS = ("in_month", "messages", "failed", "unread_by_any", "muted")


def _counted(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0)).label(name)


def _added(found: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    added: dict[Any, int] = {}
    for key, number in found:
        added[key] = added.get(key, 0) + number
    return added


def _rows(session: Session, actor: Actor, asked: Asked) -> Select[*tuple[Any, ...]]:
    """One row for each matter: what was said, the event that ended it, and the outcome (`rules.settling.outcome_of`)."""
    matter = matters_told(asked.first, asked.last, _conditions(actor, asked))
    said = said_of(matter, asked.first, asked.last, asked.until)
    ending = endings(doors(matter, rhythm_groups(session), _cutoffs(session, asked)), asked.until)
    closed_on = case((ending.c.is_over == 1, day_of_instant(Event.at)))
    told = and_(said.c.office_to >= said.c.first_on, or_(closed_on.is_(None), said.c.office_from <= closed_on))
    return (
        select(
            matter, *(said.c[name] for name in ("first_on", "reminders", *_SUMS)), Unit.name.label("unit"),
            case((and_(matter.c.told_unit > 0, told), OFFICE_REACHED), else_=said.c.reached).label("reached"),
            Event.id.label("event_id"), Event.at.label("closed_at"), Event.action, Event.subject.label("event_subject"),
            Event.old, Event.new, closed_on.label("closed_on"), days_between(said.c.first_on, closed_on).label("days"),
            _ordered(matter.c, said.c.first_on).label("ordered"),
            _outcome(matter, said, ending).label("outcome"),
        )
        .select_from(matter)
        .join(said, said.c.no == matter.c.no)
        .join(Unit, Unit.id == matter.c.unit_id)
        .outerjoin(ending, ending.c.no == matter.c.no)
        .outerjoin(Event, and_(Event.id == ending.c.event_id, ending.c.is_over == 1))
    )  # fmt: skip


def _conditions(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """Conditions on Notice."""
    found: list[ColumnElement[bool]] = []
    if not actor.trusted:
        within = select(Unit.id).join(Jurisdiction, Jurisdiction.id == Unit.jurisdiction_id)
        found.append(Notice.unit_id.in_(within.where(unit_within(actor, Permission.REMINDER_SUMMARY))))
    if asked.plan_id is not None:
        found.append(Notice.plan_id == asked.plan_id)
    if asked.unit_id is not None:
        found.append(Notice.unit_id == asked.unit_id)
    if asked.ladder is not None:
        found.append(Notice.ladder == asked.ladder.value)
    return found


def _cutoffs(session: Session, asked: Asked) -> list[date]:
    """The cut-off days of reporting periods that were reminded of."""
    query = select(Notice.due_on).where(
        was_said(), Notice.ladder == Ladder.PERIOD, Notice.planned_on.between(asked.first, asked.last)
    )
    return sorted(day for day in session.scalars(query.distinct()) if day is not None)


def _ordered(matter: Any, first_on: ColumnElement[Any]) -> ColumnElement[bool]:
    """An order was issued to the unit on the matter's task, or one of its plan, between the first reminder and the end."""
    of_task = or_(Task.id == matter.task_id, and_(matter.task_id.is_(None), Task.plan_id == matter.plan_id))
    return and_(
        matter.ladder.not_in(_ORDERS),
        select(SupervisionOrder.id)
        .join(Task, Task.id == SupervisionOrder.task_id)
        .where(
            SupervisionOrder.unit_id == matter.told_unit, of_task, SupervisionOrder.issued_at < Event.at,
            day_of_instant(SupervisionOrder.issued_at) >= first_on,
        )
        .exists(),
    )  # fmt: skip


def _outcome(matter: Any, said: Any, ending: Any) -> ColumnElement[str]:
    """`rules.settling.outcome_of`; a matter of which no part is left has been lifted."""
    answered = is_answer(matter.c.ladder)
    return case(
        (said.c.reminders == 0, Outcome.MUTED.value),
        (ending.c.is_over == 0, Outcome.OPEN.value),
        (and_(answered, _ordered(matter.c, said.c.first_on)), Outcome.AFTER_ORDER.value),
        (and_(answered, said.c.reminders == 1), Outcome.AFTER_FIRST.value),
        (and_(answered, said.c.reminders == 2), Outcome.AFTER_SECOND.value),
        (answered, Outcome.AFTER_LATER.value),
        else_=Outcome.LIFTED.value,
    )
