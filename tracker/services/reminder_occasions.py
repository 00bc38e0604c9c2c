"""What a day's sweep looks at: for each ladder, and each group of plans with one, the steps that stand on the day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, true
from sqlalchemy.orm import Session

from tracker.labels import period_title
from tracker.models import Plan
from tracker.queries import reminder_matters as matters
from tracker.queries import reminder_papers as papers
from tracker.queries import reminder_waits as waits
from tracker.queries.ladders import LadderGroup, ladder_groups
from tracker.queries.reminder_matters import period_source
from tracker.queries.reminder_sources import Column, Side, Source
from tracker.queries.reminder_steps import StepRow, step_row
from tracker.queries.rhythms import rhythm_groups
from tracker.rules.periods import Period, Rhythm
from tracker.rules.reminders import Ladder, Rung, Step, current_rung
from tracker.rules.workdays import WorkCalendar
from tracker.services.reminder_indicators import lagging
from tracker.services.reminder_limits import limit_words

StepOf = Callable[[Sequence[Rung], date, date, WorkCalendar], Step | None]


@dataclass(frozen=True)
class Occasion:
    """A source in one group of plans, with its steps of the day; `period` is the key of the period that is asked for."""

    source: Source
    group: LadderGroup
    plans: Column
    steps: Sequence[StepRow]
    period: str = ""

    @property
    def period_name(self) -> str:
        """The period as people call it; empty where none is asked for."""
        return period_title(self.period) if self.period else ""

    @property
    def sides(self) -> list[Side]:
        """Who is spoken to on at least one of the steps, in the order of escalation."""
        return [side for side in Side if self.steps_for(side)]

    def steps_for(self, side: Side) -> list[StepRow]:
        """The steps on which that side is spoken to."""
        return [step for step in self.steps if _is_heard(step, side)]


def _is_heard(step: StepRow, side: Side) -> bool:
    if side is Side.UNIT:
        return bool(step.liaison or step.unit_head)
    return bool(step.leader) if side is Side.LEADER else bool(step.clerk or step.director)


# The ladders whose days stand in the matters themselves; two of them have an index to find the days in.
SOURCES = (
    matters.ACKNOWLEDGE, matters.DUE, papers.ORDER, papers.ITEM, papers.INSTRUCTION, papers.RETURNED, matters.OBLIGATION,
    papers.RECHECK, waits.REVIEW, waits.EXTENSION, waits.OFFICE_WAIT,
    waits.PAPER_SIGNING, waits.READING_SIGNING,
)  # fmt: skip
_DAYS = {Ladder.ACKNOWLEDGE: matters.sign_days, Ladder.DUE: matters.due_days}


def occasions(
    session: Session, today: date, calendar: WorkCalendar, step_of: StepOf = current_rung, within: Column | None = None
) -> Iterator[Occasion]:
    """What the day's sweep looks at, ladder by ladder; where nothing has begun there is no occasion.

    `step_of` says which step of a ladder is meant: that on which the matter stands, unless another is asked for. `within` is a
    condition on Plan that narrows it.
    """
    groups = ladder_groups(session)
    wanted = true() if within is None else within
    for source in SOURCES:
        indexed = _DAYS.get(source.ladder)
        found = indexed(session) if indexed else matters.basis_days(session, source)
        for group in groups[source.ladder]:
            steps = _steps(group.rungs, found, today, calendar, step_of)
            if steps:
                yield Occasion(source, group, and_(group.holds(Plan.id), wanted), steps)
    behind = lagging(session, today)
    for group in groups[Ladder.INDICATOR]:
        steps = [step for subject, day in behind for step in _steps(group.rungs, [day], today, calendar, step_of, subject)]
        if steps:
            yield Occasion(papers.INDICATOR, group, and_(group.holds(Plan.id), wanted), steps)
    yield from _of_periods(session, groups[Ladder.PERIOD], today, calendar, step_of, wanted)


def _of_periods(
    session: Session, groups: Sequence[LadderGroup], today: date, calendar: WorkCalendar, step_of: StepOf, wanted: Column
) -> Iterator[Occasion]:
    for rhythm_group in rhythm_groups(session):
        for group in groups:
            period = period_in_question(rhythm_group.rhythm, group.rungs, today, calendar)
            steps = _steps(group.rungs, [period.cutoff], today, calendar, step_of)
            if steps:
                plans = and_(rhythm_group.holds(), group.holds(Plan.id), wanted)
                yield Occasion(period_source(rhythm_group, period), group, plans, steps, period.key)


def _steps(
    rungs: Sequence[Rung], days: Sequence[date], today: date, calendar: WorkCalendar, step_of: StepOf, subject_id: int = 0
) -> list[StepRow]:
    found = []
    for day in days:
        step = step_of(rungs, day, today, calendar)
        if step is not None:
            limit = limit_words(rungs[0].ladder, day, today, calendar)
            found.append(step_row(day, step, limit.short, limit.long, is_past=limit.is_past, subject_id=subject_id))
    return found


def period_in_question(rhythm: Rhythm, rungs: Sequence[Rung], today: date, calendar: WorkCalendar) -> Period:
    """The newest period whose ladder has begun: from then on it is that report which is asked for, not the one before."""
    current = rhythm.period_on(today)
    newest_first = (rhythm.after(current), current)
    begun = (period for period in newest_first if current_rung(rungs, period.cutoff, today, calendar))
    return next(begun, rhythm.before(current))
