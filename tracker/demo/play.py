"""Play the ten months: day by day, what the units and the office of the invented county do, through the services."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from tracker.demo import adjusting, closing, giving_out, joint, narratives, office_reports, papers, posts, reporting
from tracker.demo.behaviour import ALL_HABITS, Habit, habit_of, intention
from tracker.demo.indicators import read_indicators
from tracker.demo.people import Cast
from tracker.demo.supervision import Supervision, at
from tracker.models import Assignment, Plan, Task, Update
from tracker.rules.lights import planned_percent
from tracker.rules.periods import Period
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import (
    REPORTING_ASSIGNMENT_STATES,
    AssignmentState,
    UpdateKind,
    UpdateState,
)
from tracker.rules.workdays import WorkCalendar
from tracker.services import assignments, evidence, reminders, reviews, updates
from tracker.services.events import hold_chain
from tracker.services.periodic_reports import draw_due, reports_due
from tracker.services.reminder_settling import end_over
from tracker.services.updates import Progress
from tracker.storage import Storage

NEVER_ENDING = date(2026, 12, 31)  # the curve by which units pace a task that has no due date of its own


@dataclass
class Play:
    """One run: who plays, on which plan, with which dice.

    `first_day` is the day of issue. The curtain falls at noon of `last_day`: what units send that morning still waits for
    their heads and for the office, so that whoever opens the demonstration finds work to do.
    """

    storage: Storage
    calendar: WorkCalendar
    cast: Cast
    plan_id: int
    first_day: date
    last_day: date
    dice: random.Random = field(default_factory=lambda: random.Random(2025))  # noqa: S311 - a play, not a secret
    supervision: Supervision = field(init=False)

    def __post_init__(self) -> None:
        self.supervision = Supervision(self.storage, self.calendar, self.cast, self.plan_id, self.last_day, self.dice)

    def early_morning(self, session: Session, day: date) -> None:
        """What the scheduler does before people come."""
        if day > self.first_day:
            reporting.turn(session, day)
        for due in reports_due(session, day):
            draw_due(session, session.get_one(Plan, due.plan_id), due, actor=SYSTEM, now=at(day, 7))
        swept = reminders.sweep(session, day, calendar=self.calendar, actor=SYSTEM, now=at(day, 8, 20))
        end_over(session, day, swept.after_id)

    def one_day(self, session: Session, day: date) -> None:
        """What people do on a day."""
        if not self.calendar.is_workday(day):
            return
        hold_chain(session, self.plan_id)  # first of all, so that what is read of the plan today stays as it was read
        plan = session.get_one(Plan, self.plan_id)
        reporting.let_off(session, self.cast, plan, day, self.calendar, self.last_day)
        self._settle_disputes(session, day)
        self._acknowledge(session, day)
        self._mend_returned(session, day)
        self._report(session, plan, day)
        self._review(session, day)
        closing.close_finished(session, self.cast, self.plan_id, day)
        closing.look_back(session, self.cast, self.plan_id, day)
        adjusting.one_day(session, self.cast, self.plan_id, day, self.calendar, (self.first_day, self.last_day))
        joint.one_day(session, self.cast, self.plan_id, day, self.calendar, self.last_day)
        read_indicators(session, self.storage, self.cast, self.plan_id, day, self.last_day)
        self.supervision.one_day(session, day)
        papers.one_day(session, self.cast, self.plan_id, day, self.calendar, self.last_day)
        office_reports.one_day(session, self.cast, self.plan_id, day, self.calendar)
        if day == self.calendar.add(self.last_day, -giving_out.LAST_GIVEN):
            giving_out.give_late_task(session, plan.jurisdiction, self.cast, day)
        if day == self.last_day:
            posts.last_days(session, day)

    def _shares(self, session: Session, *states: AssignmentState) -> list[Assignment]:
        query = (
            select(Assignment)
            .join(Task)
            .where(Task.plan_id == self.plan_id, Assignment.state.in_(states), Assignment.unit_id.in_(self.cast.liaisons))
            .options(selectinload(Assignment.unit), selectinload(Assignment.task))
            .order_by(Assignment.id)
        )
        return list(session.scalars(query))

    def _acknowledge(self, session: Session, day: date) -> None:
        """Units sign in their own time; some object first, and sign after the office has answered."""
        for share in self._shares(session, AssignmentState.PENDING):
            story = giving_out.story_of(share) if day == self.first_day else None
            if story is not None:
                giving_out.raise_dispute(session, share, story, self.cast, day)
            elif day >= self.calendar.add(self.first_day, habit_of(share.unit.name).signs_after):
                assignments.acknowledge(session, share, actor=self.cast.liaisons[share.unit_id], now=at(day, 9, 10))

    def _settle_disputes(self, session: Session, day: date) -> None:
        """The clerk settles objections two working days after the issue."""
        if day == self.calendar.add(self.first_day, 2):
            giving_out.settle(session, self._shares(session, AssignmentState.OBJECTED), self.cast, day)

    def _report(self, session: Session, plan: Plan, day: date) -> None:
        period = plan.rhythm.period_on(day)
        reporting = {habit for habit in ALL_HABITS if day == self._report_day(habit, period)}
        if period.cutoff <= self.first_day or not reporting:
            return
        for share in self._shares(session, *REPORTING_ASSIGNMENT_STATES):
            if habit_of(share.unit.name) in reporting:
                self._send_report(session, share, period, day)

    def _report_day(self, habit: Habit, period: Period) -> date:
        return self.calendar.last_on_or_before(period.cutoff - timedelta(days=habit.reports_before))

    def _send_report(self, session: Session, share: Assignment, period: Period, day: date) -> None:
        task = share.task
        planned = planned_percent(task.issued_on, task.due_on or NEVER_ENDING, period.end)
        meant = intention(habit_of(share.unit.name), self.dice, planned, share.percent)
        if meant is None:
            return
        if meant.kind is UpdateKind.NOTHING_NEW:
            progress = Progress(meant.kind, meant.percent, narratives.NOTHING_NEW)
        elif meant.flawed:
            progress = Progress(meant.kind, meant.percent, narratives.EMPTY_TALK)
        else:
            habit = habit_of(share.unit.name)
            own = joint.rating_for(planned, meant.percent, kindness=habit.sloppy)
            progress = replace(self._good_report(task.title, meant.percent), self_rating=own)
        self._send(session, share, period.key, progress, day, with_proof=not meant.flawed)

    def _good_report(self, title: str, percent: int) -> Progress:
        dice = self.dice
        return Progress(
            UpdateKind.PROGRESS, percent, narratives.narrative(dice, title), narratives.problems(dice), narratives.next_step(dice)
        )

    def _send(self, session: Session, share: Assignment, period: str, progress: Progress, day: date, *, with_proof: bool) -> None:
        liaison = self.cast.liaisons[share.unit_id]
        draft = updates.save_draft(session, share, period, progress, actor=liaison, now=at(day, 10))
        if with_proof and progress.kind is UpdateKind.PROGRESS:
            name, data = narratives.evidence_file(self.dice, share.unit.name, share.task.title, period, progress.percent)
            proof = evidence.attach(session, self.storage, draft, name, data, day, actor=liaison, now=at(day, 10, 5))
            papers.tick_off(session, proof, self.cast, day)
        updates.send(session, draft, actor=liaison, now=at(day, 10, 10))
        if draft.state is UpdateState.UNIT_REVIEW and day != self.last_day:
            updates.approve(session, draft, actor=self.cast.heads[share.unit_id], now=at(day, 14))

    def _mend_returned(self, session: Session, day: date) -> None:
        """A unit mends what was returned two working days before."""
        returned_on = self.calendar.add(day, -2)
        query = self._updates(UpdateState.RETURNED).where(
            Update.decided_at >= at(returned_on, 0), Update.decided_at < at(returned_on + timedelta(days=1), 0)
        )
        for update in session.scalars(query).all():
            share = update.assignment
            if share.state in REPORTING_ASSIGNMENT_STATES:
                self._send(session, share, update.period, self._good_report(share.task.title, update.percent), day, with_proof=True)

    def _review(self, session: Session, day: date) -> None:
        """The clerk reviews what came in before today."""
        query = self._updates(UpdateState.SUBMITTED).where(Update.submitted_at < at(day, 0))
        for update in session.scalars(query).all():
            if update.narrative == narratives.EMPTY_TALK:
                reason = self.dice.choice(narratives.RETURN_REASONS)
                mend_by = self.calendar.add(day, 3)
                reviews.return_update(session, update, reason, mend_by, actor=self.cast.clerk, now=at(day, 15))
            else:
                note = self.dice.choice(narratives.ACCEPT_NOTES)
                task = update.assignment.task
                planned = planned_percent(task.issued_on, task.due_on or NEVER_ENDING, day)
                verified = joint.rating_for(planned, update.percent) if update.kind is UpdateKind.PROGRESS else None
                reviews.accept(session, update, actor=self.cast.clerk, now=at(day, 15), note=note, rating=verified)

    def _updates(self, state: UpdateState) -> Select[Update]:
        return (
            select(Update)
            .join(Assignment)
            .join(Task)
            .where(Task.plan_id == self.plan_id, Update.state == state)
            .options(contains_eager(Update.assignment).contains_eager(Assignment.task))
            .order_by(Update.id)
        )
